"""The kernels in C, called by address. Made by `python -m app.search.whoosh_engine.kernels.build`.

Results come in scratch memory of the calling thread and are copied out; the interpreter's lock is free
while a kernel runs.
"""

from __future__ import annotations

import ctypes
import threading
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.search.whoosh_engine.kernels import reference
from app.search.whoosh_engine.kernels.parts import Array, Part, RowSlot, address

ABI: Final = 5
LIBRARY: Final = Path(__file__).with_name("_kernels.so")
_MAX_PARTS: Final = 1024
# One more than a segment has: kernels write before they know whether to keep.
_N_DOCS: Final = (1 << 16) + 1
Floats = NDArray[np.float64]


class _Scratch(threading.local):
    def __init__(self) -> None:
        self.docs = np.empty(_N_DOCS, np.uint16)
        self.scores = np.empty(_N_DOCS, np.float64)
        self.docs_at, self.scores_at = address(self.docs), address(self.scores)
        self.heap = np.empty(16 * 1024, np.uint8)
        self.places = np.empty(1024, np.int64)
        self.heap_at, self.places_at = address(self.heap), address(self.places)


class CompiledKernels:
    """Same functions as in `reference`. Raises OSError when the library is not there or is another's."""

    def __init__(self, library: Path = LIBRARY) -> None:
        self._library = ctypes.CDLL(str(library))
        self._scratch = _Scratch()
        size, pointer, real = ctypes.c_int64, ctypes.c_void_p, ctypes.c_double
        self._library.onrecord_abi.restype = size
        if self._library.onrecord_abi() != ABI:
            raise OSError("the compiled kernels are of another version")
        self._scores = self._function("scores", [pointer] * 3, None)
        self._union = self._function(
            "union", [pointer, pointer, size, size, size, pointer, pointer]
        )
        self._intersection = self._function(
            "intersection", [pointer, pointer, size, pointer, pointer]
        )
        self._keep = self._function("keep", [pointer, pointer, size, pointer, pointer, pointer])
        self._top = self._function(
            "top", [pointer, pointer, size, pointer, size, real, pointer, pointer]
        )
        self._find = self._function("find", [pointer, pointer, size, ctypes.c_char_p, size])
        self._gather = self._function("gather", [pointer, pointer, pointer, size, pointer])
        self._count = self._function("count", [pointer, size, pointer, pointer, pointer], None)
        self._look_up = self._function(
            "look_up", [pointer, size, ctypes.c_char_p, pointer, size, pointer, pointer], None
        )
        self._flat = self._function(
            "flat",
            [pointer, size, pointer, pointer, size, size, pointer, pointer, size] + [pointer] * 3,
        )
        self._row = self._function("row", [pointer, pointer, pointer, size, pointer, pointer])

    def scores(self, part: Part) -> Floats:
        """See `reference.scores`."""
        if part.scores is not None:
            return part.scores
        out = np.empty(part.n, np.float64)
        raw, weights = _raw((part,))
        self._scores(raw.buffer_info()[0], weights.buffer_info()[0], address(out))
        return out

    def union(self, parts: Sequence[Part], n_docs: int, least: int) -> tuple[Array, Floats]:
        """See `reference.union`."""
        if len(parts) > _MAX_PARTS:
            return reference.union(parts, n_docs, least)
        raw, weights = _raw(parts)
        own = self._scratch
        n = self._union(
            raw.buffer_info()[0], weights.buffer_info()[0], len(parts), n_docs, least,
            own.docs_at, own.scores_at,
        )  # fmt: skip
        return own.docs[:n].copy(), own.scores[:n].copy()

    def intersection(self, parts: Sequence[Part]) -> tuple[Array, Floats]:
        """See `reference.intersection`."""
        if len(parts) > _MAX_PARTS:
            return reference.intersection(parts)
        raw, weights = _raw(parts)
        own = self._scratch
        n = self._intersection(
            raw.buffer_info()[0], weights.buffer_info()[0], len(parts), own.docs_at, own.scores_at
        )
        return own.docs[:n].copy(), own.scores[:n].copy()

    def keep(self, docs: Array, scored: Floats, mask: NDArray[np.bool_]) -> tuple[Array, Floats]:
        """See `reference.keep`."""
        own = self._scratch
        n = self._keep(
            address(docs), address(scored), len(docs), address(mask), own.docs_at, own.scores_at
        )
        return own.docs[:n].copy(), own.scores[:n].copy()

    def top(self, docs: Array, keys: Floats, ranks: Array, n: int, least: float) -> Array:
        """See `reference.top`."""
        own = self._scratch
        if n > len(own.places) or n < 1:
            return reference.top(docs, keys, ranks, n, least)
        found = self._top(
            address(docs), address(keys), len(docs), address(ranks), n, least,
            own.heap_at, own.places_at,
        )  # fmt: skip
        return own.places[:found].copy()

    def find(self, blob_at: int, ends_at: int, n: int, term: bytes) -> int:
        """The term's number in a sorted blob, -1 where there is none."""
        found: int = self._find(blob_at, ends_at, n, term, len(term))
        return found

    def gather(self, docs: Array, starts: Array, ends: Array) -> Array:
        """See `reference.gather`."""
        starts, ends = starts.astype(np.int64), ends.astype(np.int64)
        own = self._scratch
        n = self._gather(address(docs), address(starts), address(ends), len(starts), own.docs_at)
        return own.docs[:n].copy()

    def count(self, docs: Array, starts: Array, values: Array, n_values: int) -> Array:
        """See `reference.count`."""
        counts = np.zeros(n_values, np.int64)
        self._count(address(docs), len(docs), address(starts), address(values), address(counts))
        return counts

    def row(self, parts: Sequence[Part], slots: Sequence[RowSlot]) -> tuple[Array, Floats]:
        """See `reference.row`."""
        if len(parts) > _MAX_PARTS:
            return reference.row(parts, slots)
        raw, weights = _raw(parts)
        more = array("Q")
        for slot in slots:
            more.extend((
                slot.positions_at, slot.positions.itemsize, slot.large_at_at, slot.large_tf_at,
                len(slot.large_at), slot.first,
            ))  # fmt: skip
        own = self._scratch
        n = self._row(
            raw.buffer_info()[0], weights.buffer_info()[0], more.buffer_info()[0], len(parts),
            own.docs_at, own.scores_at,
        )  # fmt: skip
        return own.docs[:n].copy(), own.scores[:n].copy()

    def look_up(
        self, segments: array[int], n_segments: int, terms: Sequence[bytes]
    ) -> tuple[array[int], list[int]]:
        """Where the postings of terms are in each segment, and how many each has in all."""
        ends, end = array("q"), 0
        for term in terms:
            end += len(term)
            ends.append(end)
        n = len(terms)
        places = array("q", bytes(16 * n * n_segments))
        frequencies = array("q", bytes(8 * n))
        self._look_up(
            segments.buffer_info()[0], n_segments, b"".join(terms), ends.buffer_info()[0], n,
            places.buffer_info()[0], frequencies.buffer_info()[0],
        )  # fmt: skip
        return places, frequencies.tolist()

    def flat(  # noqa: PLR0913 - one call for a whole query
        self,
        segments: array[int],
        places: array[int],
        weights: Sequence[float],
        least: int,
        table_at: int,
        masks: array[int],
        n: int,
    ) -> tuple[int, list[float], list[int]]:
        """The best `n` of each segment for a sum of terms: how many match in all, keys, and places
        (segment << 16 | document)."""
        n_segments = len(masks)
        weighted = array("d", weights)
        keys = array("d", bytes(8 * n * n_segments))
        found = array("q", bytes(8 * (n * n_segments + 1)))
        found_at = found.buffer_info()[0]
        total: int = self._flat(
            segments.buffer_info()[0], n_segments, places.buffer_info()[0],
            weighted.buffer_info()[0], len(weights), least, table_at, masks.buffer_info()[0], n,
            keys.buffer_info()[0], found_at + 8, found_at,
        )  # fmt: skip
        n_found = found[0]
        return total, keys[:n_found].tolist(), found[1 : n_found + 1].tolist()

    def _function(
        self, name: str, takes: Sequence[type], gives: type | None = ctypes.c_int64
    ) -> ctypes._NamedFuncPointer:
        found = getattr(self._library, f"onrecord_{name}")
        found.argtypes, found.restype = takes, gives
        named: ctypes._NamedFuncPointer = found
        return named


def _raw(parts: Sequence[Part]) -> tuple[array[int], array[float]]:
    raw = array("Q")
    for part in parts:
        beside = part.lengths_at if part.tf_at else part.scores_at
        raw.extend((part.docs_at, part.n, part.tf_at, beside, part.table_at))
    return raw, array("d", [part.weight for part in parts])
