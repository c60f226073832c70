"""The distinct words of an index as arrays: sorted UTF-8 in one blob, where each ends, how often each is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Bytes: TypeAlias = npt.NDArray[np.uint8]
Offsets: TypeAlias = npt.NDArray[np.integer]
Counts: TypeAlias = npt.NDArray[np.integer]


class Vocabulary:
    """Folded words (not stems) in the order of their UTF-8 bytes. Zero copy: the arrays may be mapped
    from a file; `offsets` has one more entry than there are words."""

    def __init__(self, blob: Bytes, offsets: Offsets, counts: Counts) -> None:
        self.blob = blob
        self.offsets = offsets
        self.counts = counts

    @classmethod
    def from_counts(cls, counts_by_word: Mapping[str, int]) -> Vocabulary:
        """Builds the arrays, for a writer and for tests."""
        encoded = sorted((word.encode(), n) for word, n in counts_by_word.items())
        offsets = np.zeros(len(encoded) + 1, np.uint32)
        np.cumsum([len(word) for word, _ in encoded], out=offsets[1:])
        blob = np.frombuffer(b"".join(word for word, _ in encoded), np.uint8)
        return cls(blob, offsets, np.array([n for _, n in encoded], np.uint32))

    def __len__(self) -> int:
        return len(self.counts)

    def word(self, i: int) -> str:
        """The i-th word."""
        return self._encoded(i).decode()

    def find(self, word: str) -> int | None:
        """The number of `word`, None where it is not held."""
        encoded = word.encode()
        i = self._first_from(encoded)
        return i if i < len(self) and self._encoded(i) == encoded else None

    def count(self, word: str) -> int:
        """How often `word` is there."""
        i = self.find(word)
        return 0 if i is None else int(self.counts[i])

    def prefix_range(self, prefix: str) -> tuple[int, int]:
        """First and one past the last of the words that begin with `prefix`."""
        encoded = prefix.encode()
        # No UTF-8 byte is FF, so this sorts behind every word with the prefix.
        return self._first_from(encoded), self._first_from(encoded + b"\xff")

    def _first_from(self, encoded: bytes) -> int:
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self._encoded(middle) < encoded:
                low = middle + 1
            else:
                high = middle
        return low

    def _encoded(self, i: int) -> bytes:
        return self.blob[self.offsets[i] : self.offsets[i + 1]].tobytes()
