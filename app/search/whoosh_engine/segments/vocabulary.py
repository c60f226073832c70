"""The distinct words of an index as arrays: sorted UTF-8 in one blob, where each ends, how often each is there."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

Bytes: TypeAlias = npt.NDArray[np.uint8]
Offsets: TypeAlias = npt.NDArray[np.integer]
Counts: TypeAlias = npt.NDArray[np.integer]
Signatures: TypeAlias = npt.NDArray[np.uint32]

# Forms are grouped so many at a time, which bounds what the grouping allocates.
_BLOCK: Final = 65_536


class Vocabulary:
    """Folded words (not stems) in the order of their UTF-8 bytes, all from one file without a copy;
    `offsets` has one more entry than there are words. `signatures`: for each word the set of its bytes
    modulo 32, a bit each."""

    def __init__(
        self, blob: Bytes, offsets: Offsets, counts: Counts, signatures: Signatures | None = None
    ) -> None:
        self.blob = blob
        self.offsets = offsets
        self.counts = counts
        self.signatures = _signatures(blob, offsets) if signatures is None else signatures

    @classmethod
    def from_counts(cls, counts_by_word: Mapping[str, int]) -> Vocabulary:
        """Builds the arrays, for a writer and for tests."""
        encoded = sorted((word.encode(), n) for word, n in counts_by_word.items())
        offsets = np.zeros(len(encoded) + 1, np.uint32)
        np.cumsum([len(word) for word, _ in encoded], out=offsets[1:])
        blob = np.frombuffer(b"".join(word for word, _ in encoded), np.uint8)
        return cls(blob, offsets, np.array([n for _, n in encoded], np.uint32))

    @classmethod
    def from_forms(cls, blob: Bytes, offsets: Offsets, counts: Counts) -> Vocabulary:
        """Groups written forms, sorted and each `folded NUL written`, by what is before the NUL; counts
        are added up."""
        n_forms = len(counts)
        if not n_forms:
            return cls.from_counts({})
        starts = np.asarray(offsets[:-1], np.int64)
        sizes = np.flatnonzero(blob == 0) - starts
        is_first = np.ones(n_forms, np.bool_)
        for block in range(0, n_forms, _BLOCK):
            last = min(n_forms, block + _BLOCK)
            low = max(0, block - 1)
            is_new = _differ_from_last(blob, starts[low:last], sizes[low:last])
            is_first[low + 1 : last] = is_new[1:]
        first = np.flatnonzero(is_first)
        kept = sizes[first]
        made = np.zeros(len(first) + 1, np.int64)
        np.cumsum(kept, out=made[1:])
        within = np.arange(int(made[-1])) - np.repeat(made[:-1], kept)
        words = blob[np.repeat(starts[first], kept) + within]
        return cls(words, made, np.add.reduceat(np.asarray(counts, np.int64), first))

    @cached_property
    def lengths(self) -> Bytes:
        """Bytes of each word, at most 255."""
        return np.minimum(np.diff(self.offsets), 255).astype(np.uint8)

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

    def with_inside(self, letters: str, n_most: int) -> list[int]:
        """The words that have `letters` anywhere, in order, from the first `n_most` places where they stand."""
        wanted, blob = letters.encode(), self.blob.tobytes()
        places: list[int] = []
        at = blob.find(wanted) if wanted else -1
        while at >= 0 and len(places) < n_most:
            places.append(at)
            at = blob.find(wanted, at + 1)
        found = np.searchsorted(self.offsets, places, side="right") - 1
        is_whole = np.asarray(places, np.int64) + len(wanted) <= self.offsets[found + 1]
        return sorted(set(found[is_whole].tolist()))

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


def _signatures(blob: Bytes, offsets: Offsets) -> Signatures:
    signatures = np.zeros(len(offsets) - 1, np.uint32)
    if len(blob):
        bits = np.left_shift(np.uint32(1), blob & 31, dtype=np.uint32)
        is_word = np.diff(offsets) > 0
        starts = np.asarray(offsets[:-1], np.intp)[is_word]
        signatures[is_word] = np.bitwise_or.reduceat(bits, starts)
    return signatures


def _differ_from_last(
    blob: Bytes, starts: npt.NDArray[np.int64], sizes: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    """Whether each slice of the blob differs from the one before it; the first does."""
    differs = np.ones(len(starts), np.bool_)
    same = np.flatnonzero(sizes[1:] == sizes[:-1])
    lengths = sizes[same]
    ends = np.cumsum(lengths)
    within = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - lengths, lengths)
    one = blob[np.repeat(starts[same], lengths) + within]
    other = blob[np.repeat(starts[same + 1], lengths) + within]
    pairs = np.repeat(np.arange(len(same)), lengths)[one != other]
    differs[same + 1] = np.bincount(pairs, minlength=len(same)) > 0
    return differs
