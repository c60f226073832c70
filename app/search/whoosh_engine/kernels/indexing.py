"""The kernels of writing in C, called by address, or their numpy twins where none were compiled."""

from __future__ import annotations

import ctypes
import itertools
import secrets
from array import array
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, Final, TypeAlias

import numpy as np

from app.search.whoosh_engine.kernels import indexing_reference as reference
from app.search.whoosh_engine.kernels.library import LIBRARY, address
from app.search.whoosh_engine.segments.postings import (
    Absorbed,
    CoreTerms,
    Ints,
    Inverted,
    Pieces,
    Ranking,
    count_bits,
    starts_of,
)

ABI: Final = 4
_FIRST_CORES: Final = 1 << 12
_BYTES_PER_CORE: Final = 16
_FREE: Final = np.uint64(0xFFFFFFFFFFFFFFFF)
_TAG: Final = np.uint64(0xFFFFFFFF00000000)

Raw: TypeAlias = "ctypes.Array[ctypes.c_uint64]"


class CompiledCores:
    """See `reference.Cores`: a table that the kernel fills and Python enlarges."""

    def __init__(self, split: ctypes._NamedFuncPointer) -> None:
        self._split = split
        # Nobody outside can choose words that all fall into the same place.
        self._seed = secrets.randbits(64)
        self._state = array("q", [0, 0, 0])  # cores, then the piece and the byte to go on at
        self._hashes = np.zeros(_FIRST_CORES, np.uint64)
        self._languages = np.zeros(_FIRST_CORES, np.uint8)
        self._ends = np.zeros(_FIRST_CORES + 1, np.int64)
        self._blob = np.zeros(_FIRST_CORES * _BYTES_PER_CORE, np.uint8)
        self._slots = np.full(4 * _FIRST_CORES, _FREE)

    def __len__(self) -> int:
        return self._state[0]

    def since(self, first: int) -> list[tuple[str, int]]:
        """See `reference.Cores.since`."""
        ends = self._ends[first : len(self) + 1].tolist()
        whole = self._blob[ends[0] : ends[-1]].tobytes()
        texts = (
            whole[a - ends[0] : b - ends[0]].decode("utf-8", "surrogatepass")
            for a, b in itertools.pairwise(ends)
        )
        return list(zip(texts, self._languages[first : len(self)].tolist(), strict=True))

    def split(self, texts: Sequence[str], languages: Sequence[int]) -> tuple[Ints, Ints]:
        """See `reference.Cores.split`."""
        raw = [text.encode("utf-8", "surrogatepass") for text in texts]
        whole = b"".join(raw)
        ends = np.cumsum(np.fromiter(map(len, raw), np.int64, len(raw)))
        spoken = np.array(languages, np.uint8)
        # Every core but the last of a piece has white space after it.
        ids = np.empty((len(whole) + len(raw)) // 2 + 1, np.uint32)
        counts = np.zeros(len(raw), np.int64)
        found = 0
        self._state[1] = self._state[2] = 0
        while self._state[1] < len(raw):
            found += self._split(
                self._raw(), self._state.buffer_info()[0], whole, address(ends),
                address(spoken), len(raw), address(ids) + 4 * found, address(counts),
            )  # fmt: skip
            if self._state[1] < len(raw):
                self._enlarge(len(whole))
        return ids[:found].copy(), counts

    def _raw(self) -> Raw:
        return _raw(
            self._slots, len(self._slots) - 1, self._hashes, self._languages, self._ends,
            len(self._hashes), self._blob, len(self._blob), self._seed,
        )  # fmt: skip

    def _enlarge(self, room: int) -> None:
        n = 2 * len(self._hashes)
        self._hashes = np.resize(self._hashes, n)
        self._languages = np.resize(self._languages, n)
        self._ends = np.resize(self._ends, n + 1)
        self._blob = np.resize(self._blob, 2 * len(self._blob) + room)
        slots = np.full(4 * n, _FREE)
        hashes, mask = self._hashes[: len(self)], np.uint64(len(slots) - 1)
        entries = (hashes & _TAG) | np.arange(len(self), dtype=np.uint64)
        at = ((hashes >> np.uint64(20)) & mask).astype(np.int64)
        while len(entries):  # all at once: who finds its place taken tries the next
            slots[at] = np.where(slots[at] == _FREE, entries, slots[at])
            is_out = slots[at] != entries
            entries, at = entries[is_out], (at[is_out] + 1) & int(mask)
        self._slots = slots


class CompiledIndexing:
    """Same functions as in `reference`. Raises OSError when the library is not there or is another's."""

    def __init__(self, library: Path = LIBRARY) -> None:
        self._library = ctypes.CDLL(str(library))
        abi = getattr(self._library, "onrecord_indexing_abi", None)
        if abi is None or abi() != ABI:
            raise OSError("the compiled kernels are of another version")
        size, pointer = ctypes.c_int64, ctypes.c_void_p
        self._split = self._function(
            "split",
            [pointer, pointer, ctypes.c_char_p, pointer, pointer, size, pointer, pointer],
            size,
        )
        self._tally = self._function("tally", [pointer] * 4)
        self._place = self._function("place", [pointer] * 4)
        self._compress = self._function("compress", [pointer, pointer, size] + [pointer] * 3, size)
        self._pairs = self._function("pairs", [pointer] * 6)
        self._measure = self._function("measure", [pointer] * 3)
        self._absorb = self._function("absorb", [pointer] * 6 + [size])
        self._most = self._function("most", [pointer, pointer, size, pointer])
        self._sizes = self._function("sizes", [pointer, size, size, pointer])
        self._pack = self._function("pack", [pointer, size, size, size] + [pointer] * 3)
        self._pack_forms = self._function("pack_forms", [pointer] * 4, size)
        self._unpack_forms = self._function("unpack_forms", [pointer] * 4)
        self._unpack = self._function("unpack", [pointer, size, size, size, pointer, size])

    def Cores(self) -> CompiledCores:  # noqa: N802 - a class in `reference`
        """See `reference.Cores`."""
        return CompiledCores(self._split)

    def tally(self, pieces: Pieces, of: CoreTerms, n_terms: int, n_docs: int) -> tuple[Ints, Ints]:
        """See `reference.tally`."""
        counts, lengths = np.zeros(n_terms, np.int64), np.zeros(n_docs, np.int64)
        self._tally(_pieces(pieces), _core_terms(of), address(counts), address(lengths))
        return counts, lengths

    def invert(self, pieces: Pieces, of: CoreTerms, ranking: Ranking) -> Inverted:
        """See `reference.invert`; by counting, since the pieces are in order already."""
        runs = ranking.starts
        at = runs[ranking.ranks]
        keys = np.empty(int(runs[-1]), np.uint64)
        self._place(_pieces(pieces), _core_terms(of), address(at), address(keys))
        n_terms, n = len(ranking.terms), len(keys)
        starts = np.zeros(n_terms + 1, np.int64)
        docs, counts = np.empty(n, np.uint16), count_bits(n)
        n_postings = self._compress(
            address(keys), address(runs), n_terms, address(starts), address(docs), address(counts)
        )
        positions = keys.view(np.uint32)[:n].copy()
        return Inverted(ranking.terms, starts, docs[:n_postings].copy(), counts, positions, runs)

    def count_pairs(self, pieces: Pieces, starts: Ints, forms: Ints, n_forms: int) -> Ints:
        """See `reference.count_pairs`."""
        counts, last = np.zeros(n_forms, np.int64), np.zeros(n_forms, np.uint32)
        self._pairs(
            _pieces(pieces), address(starts), address(forms), address(last), address(counts), None
        )
        return counts

    def place_pairs(self, pieces: Pieces, starts: Ints, forms: Ints, ranking: Ranking) -> Ints:
        """See `reference.place_pairs`."""
        at, last = ranking.starts[ranking.ranks], np.zeros(len(ranking.ranks), np.uint32)
        docs = np.empty(int(ranking.starts[-1]), np.uint16)
        self._pairs(
            _pieces(pieces), address(starts), address(forms), address(last), address(at),
            address(docs),
        )  # fmt: skip
        return docs

    def merge(self, parts: Sequence[Absorbed], n_terms: int) -> Inverted:
        """See `reference.merge`; two passes, the first of which measures."""
        n_postings, n_positions = np.zeros(n_terms, np.int64), np.zeros(n_terms, np.int64)
        width = max(_width(part.field) for part in parts)
        raws = [_absorbed(part) for part in parts]
        for raw in raws:
            self._measure(raw, address(n_postings), address(n_positions))
        starts, position_starts = starts_of(n_postings), starts_of(n_positions)
        docs = np.empty(int(starts[-1]), np.uint16)
        positions = np.empty(int(position_starts[-1]), np.uint32 if width > 2 else np.uint16)
        counts = count_bits(len(positions))
        at, positions_at = starts[:-1].copy(), position_starts[:-1].copy()
        for raw in raws:
            self._absorb(
                raw, address(at), address(positions_at), address(docs), address(counts),
                address(positions), width,
            )  # fmt: skip
        if parts[0].field.counts is None:
            return Inverted([], starts, docs)
        return Inverted([], starts, docs, counts, positions, position_starts)

    def most(self, counts: Ints, position_starts: Ints) -> Ints:
        """See `reference.most`."""
        n_terms = len(position_starts) - 1
        found = np.empty(n_terms, np.uint8)
        self._most(address(counts), address(position_starts), n_terms, address(found))
        return found

    def pack(self, positions: Ints) -> tuple[Ints, int, Ints, Ints]:
        """See `reference.pack`."""
        given = address(positions), positions.itemsize, len(positions)
        n_of_size = np.zeros(33, np.int64)
        self._sizes(*given, address(n_of_size))
        n_bits = reference.best_bits(n_of_size)
        n_far = int(n_of_size[n_bits + 1 :].sum())
        packed = np.zeros((len(positions) * n_bits + 7) // 8 + reference.SPARE, np.uint8)
        far_at, far = np.empty(n_far, np.uint32), np.empty(n_far, np.uint32)
        self._pack(*given, n_bits, address(packed), address(far_at), address(far))
        return packed, n_bits, far_at, far

    def unpack(self, packed: Ints, n_bits: int, first: int, n: int) -> Ints:
        """See `reference.unpack`."""
        found = np.empty(n, np.uint16 if n_bits <= 16 else np.uint32)
        self._unpack(address(packed), n_bits, first, n, address(found), found.itemsize)
        return found

    def pack_forms(
        self, starts: Ints, docs: Ints, stems: Ints, of: Inverted
    ) -> tuple[Ints, Ints, Ints]:
        """See `reference.pack_forms`."""
        stems, at = stems.copy(), np.empty(len(stems), np.uint32)
        packed = np.empty(2 * len(docs) + 1, np.uint8)  # bits are taken where they are less
        forms = _raw(len(stems), starts, stems, of.starts, of.docs)
        n = self._pack_forms(forms, address(docs), address(at), address(packed))
        return stems, at, packed[:n]

    def unpack_forms(self, starts: Ints, stems: Ints, of: Inverted, at: Ints, packed: Ints) -> Ints:
        """See `reference.unpack_forms`."""
        docs = np.empty(int(starts[-1]), np.uint16)
        forms = _raw(len(stems), starts, stems, of.starts, of.docs)
        self._unpack_forms(forms, address(at), address(packed), address(docs))
        return docs

    def _function(
        self, name: str, takes: Sequence[Any], gives: Any = None
    ) -> ctypes._NamedFuncPointer:
        found = getattr(self._library, f"onrecord_{name}")
        found.argtypes, found.restype = takes, gives
        named: ctypes._NamedFuncPointer = found
        return named


def _raw(*values: Ints | int) -> Raw:
    """A struct of the kernels: addresses of arrays, and numbers."""
    numbers = [each if isinstance(each, int) else address(each) for each in values]
    return (ctypes.c_uint64 * len(numbers))(*numbers)


def _pieces(pieces: Pieces) -> Raw:
    n = len(pieces.counts)
    return _raw(pieces.ids, pieces.counts, pieces.docs, pieces.positions, n, pieces.gap)


def _core_terms(of: CoreTerms) -> Raw:
    return _raw(of.starts, of.terms, of.extra_starts, of.extras, of.extra_offsets, of.n_telling)


def _absorbed(part: Absorbed) -> Raw:
    field = part.field
    live = 0 if part.is_live is None else part.is_live
    counts = 0 if field.counts is None else field.counts
    positions = 0 if field.positions is None else field.positions
    return _raw(
        len(field.starts) - 1, part.places, field.starts, field.docs, counts, live,
        part.renumbered, positions, _width(field),
    )  # fmt: skip


def _width(field: Inverted) -> int:
    return 2 if field.positions is None else field.positions.itemsize


def load_kernels() -> CompiledIndexing | ModuleType:
    """The compiled kernels, or their numpy twins where none were built for this machine."""
    try:
        return CompiledIndexing()
    except OSError:
        return reference


kernels = load_kernels()
