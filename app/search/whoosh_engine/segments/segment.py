"""A segment as the engine reads it: its fields' postings, keys, numbers and live documents, mapped."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.search.whoosh_engine.kernels import indexing
from app.search.whoosh_engine.kernels.indexing_reference import FAR, form_docs
from app.search.whoosh_engine.segments.arrays import Array, ArrayFile
from app.search.whoosh_engine.segments.postings import Inverted
from app.search.whoosh_engine.segments.schema import FORMS, TEXT
from app.search.whoosh_engine.segments.vocabulary import Vocabulary

ARRAYS_SUFFIX: Final = ".arr"
Ints = NDArray[Any]


class PackedPositions:
    """Positions in 12 bits each; those that do not fit are in a list."""

    def __init__(self, low: Array, high: Array, far_at: Array, far: Array) -> None:
        self._low, self._high, self._far_at, self._far = low, high, far_at, far

    def __getitem__(self, at: slice | Ints) -> Ints:
        """The positions of a stretch, or at some places."""
        if isinstance(at, slice):
            first, last, _ = at.indices(len(self._low))
            found = indexing.kernels.unpack(self._low, self._high, first, max(0, last - first))
        else:
            first = 0
            halves = self._high[at >> 1] >> ((at & 1) << 2).astype(np.uint8) & 15
            found = self._low[at] | halves.astype(np.uint16) << 8
        is_far = np.flatnonzero(found == FAR)
        if len(is_far):
            found = found.astype(np.uint32)
            places = is_far + first if isinstance(at, slice) else at[is_far]
            found[is_far] = self._far[np.searchsorted(self._far_at, places)]
        return found


class FieldArrays:
    """One field's sorted terms and postings."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self.name = name
        self._file = file
        self.blob = file.get(f"{name}/terms").data
        self.term_ends: Array = file.get(f"{name}/term_ends")
        self.starts: Array = file.get(f"{name}/starts")
        self.n_terms = len(self.starts) - 1

    @cached_property
    def docs(self) -> Array:
        """Documents of all postings."""
        return self._file.get(f"{self.name}/docs")

    @cached_property
    def tf(self) -> Array:
        """Occurrences of each posting, at most 255."""
        return self._file.get(f"{self.name}/tf")

    @cached_property
    def lengths(self) -> Array:
        """Length of each document in this field, as Whoosh's length byte."""
        return self._file.get(f"{self.name}/lengths")

    @cached_property
    def positions(self) -> PackedPositions:
        """All positions, by term, document, position."""
        get, name = self._file.get, self.name
        return PackedPositions(
            get(f"{name}/positions"), get(f"{name}/positions_high"),
            get(f"{name}/far_at"), get(f"{name}/far"),
        )  # fmt: skip

    @cached_property
    def position_starts(self) -> Array:
        """Where the positions of each term begin, with the end."""
        return self._file.get(f"{self.name}/position_starts")

    @cached_property
    def large(self) -> tuple[Array, Array]:
        """Postings whose count does not fit 8 bits, and their counts."""
        return self._file.get(f"{self.name}/large_at"), self._file.get(f"{self.name}/large_tf")

    def docs_of(self, i: int) -> Array:
        """Documents of the i-th term."""
        return self.docs[self.starts[i] : self.starts[i + 1]]

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

    def counts(self, low: int, high: int) -> Ints:
        """Occurrences of postings `[low, high)`, exact."""
        found = self.tf[low:high].astype(np.int64)
        at, tf = self.large
        if len(at):
            first, last = np.searchsorted(at, (low, high))
            found[at[first:last].astype(np.int64) - low] = tf[first:last]
        return found

    def all_terms(self) -> list[bytes]:
        """Every term, in order."""
        whole, ends = bytes(self.blob), self.term_ends.tolist()
        return [whole[a:b] for a, b in pairwise(ends)]

    def inverted(self, *, has_positions: bool) -> Inverted:
        """The whole field, to be merged; arrays stay mapped."""
        starts = self.starts.astype(np.int64)
        if not has_positions:
            return Inverted(self.all_terms(), starts, self.docs)
        own = self.position_starts.astype(np.int64)
        return Inverted(
            self.all_terms(), starts, self.docs, self.tf, *self.large, self.positions[:], own
        )


class FormArrays(FieldArrays):
    """The words of the text as written; their documents are bits over those of their stems."""

    def __init__(self, file: ArrayFile, text: FieldArrays) -> None:
        self._text = text
        super().__init__(file, FORMS)

    @cached_property
    def _packed(self) -> tuple[Ints, Inverted, Ints, Ints]:
        get, text = self._file.get, self._text
        stems = Inverted([], text.starts.astype(np.int64), text.docs)
        return get("forms/stems"), stems, get("forms/packed_at"), get("forms/packed")

    def docs_of(self, i: int) -> Array:
        """Documents of the i-th form."""
        return form_docs(i, self.starts, *self._packed)

    def inverted(self, *, has_positions: bool) -> Inverted:
        """All forms, to be merged."""
        starts = self.starts.astype(np.int64)
        docs = indexing.kernels.unpack_forms(starts, *self._packed)
        return Inverted(self.all_terms(), starts, docs, stems=self._packed[0])


class KeyArrays(FieldArrays):
    """A field of exact values, also readable by document: values of document d are the terms
    `ordinals[value_starts[d]:value_starts[d + 1]]`."""

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
        """A text field, or the written forms."""
        found = self._texts.get(name)
        if found is None:
            is_forms = name == FORMS
            found = (
                FormArrays(self.file, self.field(TEXT))
                if is_forms
                else FieldArrays(self.file, name)
            )
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
