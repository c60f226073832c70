"""A segment as the engine reads it: its fields' postings, keys, numbers and live documents, mapped."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.search.whoosh_engine.kernels import indexing
from app.search.whoosh_engine.kernels.indexing_reference import form_docs, unpack_at
from app.search.whoosh_engine.segments.arrays import Array, ArrayFile
from app.search.whoosh_engine.segments.postings import Inverted, PackedDocs, counts_of_bits
from app.search.whoosh_engine.segments.schema import FORMS, TEXT
from app.search.whoosh_engine.segments.vocabulary import Vocabulary

ARRAYS_SUFFIX: Final = ".arr"
Ints = NDArray[Any]


class PackedPositions:
    """Positions in so many bits each; those that do not fit are in a list."""

    def __init__(self, packed: Array, n_bits: int, n: int, far_at: Array, far: Array) -> None:
        self._packed, self._n_bits, self._n = packed, n_bits, n
        self._far_at, self._far = far_at, far

    def __getitem__(self, at: slice | Ints) -> Ints:
        """The positions of a stretch, or at some places."""
        if isinstance(at, slice):
            first, last, _ = at.indices(self._n)
            n = max(0, last - first)
            found = indexing.kernels.unpack(self._packed, self._n_bits, first, n)
        else:
            first = 0
            found = unpack_at(self._packed, self._n_bits, at)
        is_far = np.flatnonzero(found == (1 << self._n_bits) - 1)
        if len(is_far) and len(self._far):
            found = found.astype(np.uint32)
            places = is_far + first if isinstance(at, slice) else at[is_far]
            found[is_far] = self._far[np.searchsorted(self._far_at, places)]
        return found


class FieldArrays:
    """One field's sorted terms, and their postings with counts and positions."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self.name = name
        self._file = file
        self.blob = file.get(f"{name}/terms").data
        self.term_ends: Array = file.get(f"{name}/term_ends")
        self.starts: Array = file.get(f"{name}/starts")
        self.n_terms = len(self.starts) - 1

    @cached_property
    def packed_docs(self) -> PackedDocs:
        """Documents of all postings."""
        get, name = self._file.get, self.name
        n_words = (int(get("#documents")[0]) + 63) // 64
        return PackedDocs(
            get(f"{name}/docs_at"), get(f"{name}/docs"), get(f"{name}/bitmaps"), n_words
        )

    @cached_property
    def lengths(self) -> Array:
        """Length of each document in this field, as Whoosh's length byte."""
        return self._file.get(f"{self.name}/lengths")

    @cached_property
    def positions(self) -> PackedPositions:
        """All positions, by term, document, position."""
        get, name = self._file.get, self.name
        return PackedPositions(
            get(f"{name}/positions"), int(get(f"{name}/position_bits")[0]),
            int(self.position_starts[-1]), get(f"{name}/far_at"), get(f"{name}/far"),
        )  # fmt: skip

    @cached_property
    def position_starts(self) -> Array:
        """Where the positions of each term begin, with the end."""
        return self._file.get(f"{self.name}/position_starts")

    def n_docs_of(self, i: int) -> int:
        """How many documents the i-th term has."""
        return int(self.starts[i + 1]) - int(self.starts[i])

    def docs_of(self, i: int) -> Array:
        """Documents of the i-th term."""
        return self.packed_docs.of_term(i, self.n_docs_of(i))

    def counts_of(self, i: int) -> Ints:
        """Occurrences of the i-th term in each of its documents."""
        first, last = int(self.position_starts[i]), int(self.position_starts[i + 1])
        return counts_of_bits(self._file.get(f"{self.name}/counts"), first, last)

    def count_in(self, i: int, doc: int) -> int:
        """Occurrences of the i-th term in one of its documents."""
        return int(self.counts_of(i)[np.searchsorted(self.docs_of(i), doc)])

    def term(self, i: int) -> bytes:
        """The i-th term in byte order."""
        return bytes(self.blob[self.term_ends[i] : self.term_ends[i + 1]])

    def lower(self, term: bytes) -> int:
        """How many terms come before this one."""
        blob, ends = self.blob, self.term_ends
        low, high = 0, self.n_terms
        while low < high:
            middle = (low + high) >> 1
            if bytes(blob[ends[middle] : ends[middle + 1]]) < term:
                low = middle + 1
            else:
                high = middle
        return low

    def find(self, term: bytes) -> int:
        """The term's number, -1 where there is none."""
        i = self.lower(term)
        return i if i < self.n_terms and self.term(i) == term else -1

    def prefix_range(self, prefix: bytes) -> tuple[int, int]:
        """The terms that begin with a prefix, `[low, high)`."""
        after = prefix.rstrip(b"\xff")
        high = self.lower(after[:-1] + bytes([after[-1] + 1])) if after else self.n_terms
        return self.lower(prefix), high

    def all_terms(self) -> list[bytes]:
        """Every term, in order."""
        whole, ends = bytes(self.blob), self.term_ends.tolist()
        return [whole[a:b] for a, b in pairwise(ends)]

    def inverted(self) -> Inverted:
        """The whole field, to be merged; counts stay mapped."""
        starts, own = self.starts.astype(np.int64), self.position_starts.astype(np.int64)
        counts = self._file.get(f"{self.name}/counts")
        docs = self.packed_docs.all(starts)
        return Inverted(self.all_terms(), starts, docs, counts, self.positions[:], own)


class FormArrays(FieldArrays):
    """The words of the text as written; their documents are bits over those of their stems."""

    def __init__(self, file: ArrayFile, text: FieldArrays) -> None:
        self._text = text
        super().__init__(file, FORMS)

    @cached_property
    def _packed(self) -> tuple[Ints, Ints, Ints]:
        get = self._file.get
        return get("forms/stems"), get("forms/packed_at"), get("forms/packed")

    def docs_of(self, i: int) -> Array:
        """Documents of the i-th form."""
        stems, at, packed = self._packed
        return form_docs(i, self.starts, stems, self._text.docs_of, at, packed)

    def inverted(self) -> Inverted:
        """All forms, to be merged."""
        starts, text_starts = self.starts.astype(np.int64), self._text.starts.astype(np.int64)
        stems, at, packed = self._packed
        text = Inverted([], text_starts, self._text.packed_docs.all(text_starts))
        docs = indexing.kernels.unpack_forms(starts, stems, text, at, packed)
        return Inverted(self.all_terms(), starts, docs, stems=stems)


class KeyArrays(FieldArrays):
    """A field of exact values, also readable by document: values of document d are the terms
    `ordinals[value_starts[d]:value_starts[d + 1]]`."""

    @cached_property
    def docs(self) -> Array:
        """Documents of all terms."""
        return self._file.get(f"{self.name}/docs")

    def docs_of(self, i: int) -> Array:
        """Documents of the i-th value."""
        return self.docs[self.starts[i] : self.starts[i + 1]]

    def inverted(self) -> Inverted:
        """All values, to be merged; documents stay mapped."""
        return Inverted(self.all_terms(), self.starts.astype(np.int64), self.docs)

    @cached_property
    def value_starts(self) -> Array:
        """Where each document's values begin, with the end."""
        return self._file.get(f"{self.name}/value_starts")

    @cached_property
    def ordinals(self) -> Array:
        """Values by document."""
        return self._file.get(f"{self.name}/ordinals")

    @cached_property
    def slots(self) -> Array:
        """The hash table of the values (see `hashing`)."""
        return self._file.get(f"{self.name}/slots")

    @cached_property
    def hashes(self) -> Array:
        """A 64-bit name of each value, the same in every segment."""
        return self._file.get(f"{self.name}/hashes")

    def values(self, doc: int) -> list[str]:
        """The document's values."""
        found = self.ordinals[self.value_starts[doc] : self.value_starts[doc + 1]]
        return [self.term(i).decode("utf-8", "surrogatepass") for i in found.tolist()]


class SegmentArrays:
    """An open segment file. Raises ArrayFileError or OSError when it cannot be read."""

    def __init__(self, path: Path) -> None:
        self.file = ArrayFile(path)
        self.n_docs = int(self.file.get("#documents")[0])
        self._texts: dict[str, FieldArrays] = {}
        self._keys: dict[str, KeyArrays] = {}

    def field(self, name: str) -> FieldArrays:
        """A field by name."""
        if f"{name}/ordinals" in self.file:
            return self.key(name)
        found = self._texts.get(name)
        if found is None:
            if name == FORMS:
                found = FormArrays(self.file, self.field(TEXT))
            else:
                found = FieldArrays(self.file, name)
            self._texts[name] = found
        return found

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The folded words of the text, and in how many documents' forms each is."""
        get = self.file.get
        words, ends = get("vocabulary/words"), get("vocabulary/ends")
        return Vocabulary(words, ends, get("vocabulary/counts"), get("vocabulary/signatures"))

    def key(self, name: str) -> KeyArrays:
        """A field of exact values."""
        found = self._keys.get(name)
        if found is None:
            found = self._keys[name] = KeyArrays(self.file, name)
        return found

    def number(self, name: str) -> Array:
        """A column of numbers, one for each document."""
        return self.file.get(f"#{name}")

    def group(self, name: str) -> Array:
        """64-bit names of each document's group; a document in none is alone in its own."""
        return self.file.get(f"@{name}")

    def document_id(self, doc: int) -> str:
        """The public id of a document."""
        ids = self.key("id")
        return ids.term(int(ids.ordinals[doc])).decode("utf-8", "surrogatepass")
