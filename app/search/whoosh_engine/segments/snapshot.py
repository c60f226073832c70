"""An index at one commit, open for reading: segments, and the statistics that scores are made of."""

from __future__ import annotations

import math
from array import array
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.search.interface import Collection
from app.search.whoosh_engine.commits import Commit, open_collection
from app.search.whoosh_engine.kernels.library import address
from app.search.whoosh_engine.segments.arrays import Array
from app.search.whoosh_engine.segments.caches import QueryCaches
from app.search.whoosh_engine.segments.codec import LENGTH_OF_BYTE, ArraySegment, open_segment
from app.search.whoosh_engine.segments.schema import (
    FORMS,
    ID,
    NUMBER,
    SCHEMAS,
    TEXT,
    CollectionSchema,
)
from app.search.whoosh_engine.segments.segment import SegmentArrays
from app.text.query_words import languages_by_size

# Lucene's defaults are 1.2 and .75; more repetition to count was better on the development sets, all four
# taken together. See docs/decisions/0006.
K1: Final = 1.7
B: Final = 0.75
# Rare words count a little more than their information: better or equal on all four sets.
RARENESS: Final = 1.25
_ARTICLES: Final = Collection.ARTICLES  # looking a member up in its class is slow


class SegmentView:
    """A segment at a commit: its arrays, and which of its documents are live (None: all)."""

    def __init__(self, arrays: SegmentArrays, segment: ArraySegment) -> None:
        self.arrays = arrays
        self.n_docs = arrays.n_docs
        self.n_live = int(segment.doc_count())
        self.live: Array | None = segment.live() if segment.has_deletions() else None


class CollectionSnapshot:
    """One collection's segments and statistics. Deleted documents count in statistics until merged.
    `fields` and `columns` number what the table has the addresses of."""

    def __init__(
        self,
        schema: CollectionSchema,
        segments: list[ArraySegment],
        arrays: list[SegmentArrays],
        caches: QueryCaches,
    ) -> None:
        self.schema = schema
        self.caches = caches
        self.token = object()  # what is kept of this snapshot is found by it
        self.segments = [SegmentView(a, s) for a, s in zip(arrays, segments, strict=True)]
        self.n_docs = sum(view.n_docs for view in self.segments)
        self.n_live = sum(view.n_live for view in self.segments)
        names = (*schema.texts, FORMS, *schema.keys)
        self.fields = {name: number for number, name in enumerate(names)}
        numbers = (
            *(f"#{name}" for name in schema.numbers),
            *(f"@{name}" for name in schema.groups),
        )
        self.columns = {name: number for number, name in enumerate(numbers)}
        self._field_lengths: dict[str, int] = {}
        for segment in segments:
            for name, length in segment.field_lengths.items():
                self._field_lengths[name] = self._field_lengths.get(name, 0) + length
        self._norms: dict[str, NDArray[np.float64]] = {}

    def document_frequency(self, field: str, term: bytes) -> int:
        """Documents with a term, deleted ones too."""
        total = 0
        for view in self.segments:
            arrays = view.arrays.field(field)
            i = arrays.find(term)
            if i >= 0:
                total += arrays.n_docs_of(i)
        return total

    def idf(self, n_docs: int) -> float:
        """Lucene's inverse document frequency of what stands in so many documents, raised to RARENESS;
        never negative."""
        return float(math.log(1 + (self.n_docs - n_docs + 0.5) / (n_docs + 0.5)) ** RARENESS)

    def average_length(self, field: str) -> float:
        """Terms of an average document in a text field, at least 1."""
        return max(1.0, self._field_lengths.get(field, 0) / max(1, self.n_docs))

    def norms(self, field: str) -> NDArray[np.float64]:
        """BM25's part of a document's length, by length byte, and behind these K1 + 1: a count of tf
        scores `tf * norms[256] / (tf + norms[length byte])`."""
        found = self._norms.get(field)
        if found is None:
            lengths = K1 * (1 - B + B * LENGTH_OF_BYTE / self.average_length(field))
            found = self._norms[field] = np.append(lengths, K1 + 1)
        return found

    def number_at(self, place: int) -> int:
        """The archive's number of the document at `segment << 16 | document`."""
        numbers = self.segments[place >> 16].arrays.number(NUMBER)
        return int(numbers[place & 0xFFFF])

    @cached_property
    def plain_terms(self) -> dict[str, Any]:
        """Terms of words in lower case that are one in all languages of the archive."""
        # What has another form in another language is known of this commit alone.
        return self.caches.terms(self.languages[0] if len(self.languages) == 1 else self.token)

    @cached_property
    def table_at(self) -> int:
        """Where the table of all arrays is."""
        return self._table.buffer_info()[0]

    @cached_property
    def languages(self) -> tuple[str | None, ...]:
        """The languages that a query is read in, most documents first."""
        counts: dict[str | None, int] = {}
        for view in self.segments:
            keys = view.arrays.key("language")
            n_each = np.diff(keys.starts.astype(np.int64)).tolist()
            for i, n in enumerate(n_each):
                name = keys.term(i).decode()
                counts[name] = counts.get(name, 0) + n
            counts[None] = counts.get(None, 0) + view.n_docs - sum(n_each)
        return languages_by_size(counts)

    @cached_property
    def _table(self) -> array[int]:
        """Addresses and sizes of all arrays, as `kernels/index.h` reads them."""
        table = array("Q", (
            len(self.segments), len(self.fields), len(self.columns), self.n_docs, self.fields[ID],
            self.columns[f"#{NUMBER}"], *array("Q", array("d", (RARENESS,)).tobytes()),
        ))  # fmt: skip
        for view in self.segments:
            table.append(view.n_docs)
            table.append(0 if view.live is None else address(view.live))
            for name in self.fields:
                table.extend(self._addresses(view.arrays, name))
            table.extend(view.arrays.file.address(name) for name in self.columns)
        return table

    def _addresses(self, arrays: SegmentArrays, name: str) -> tuple[int, ...]:
        file = arrays.file
        n_terms = file.size(f"{name}/starts") - 1
        found: tuple[int, ...] = (
            file.address(f"{name}/terms"), file.address(f"{name}/term_ends"), n_terms,
            file.address(f"{name}/starts"),
        )  # fmt: skip
        n_words = (arrays.n_docs + 63) // 64
        text = TEXT if name == FORMS else name
        documents = file.address(f"{text}/docs")
        if name in self.schema.keys:
            slots = file.address(f"{name}/slots"), file.size(f"{name}/slots") - 1
            by_document = file.address(f"{name}/value_starts"), file.address(f"{name}/ordinals")
            return (*found, documents, *slots, *(0,) * 14, *by_document, *(0,) * 4)
        packed = file.address(f"{text}/docs_at"), file.address(f"{text}/bitmaps"), n_words
        if name == FORMS:
            return (
                *found, documents, 0, 0, *packed, *(0,) * 13, file.address("forms/stems"),
                file.address(f"{TEXT}/starts"), file.address("forms/packed_at"),
                file.address("forms/packed"),
            )  # fmt: skip
        return (
            *found, documents, file.address(f"{name}/slots"), file.size(f"{name}/slots") - 1,
            *packed, file.address(f"{name}/counts"), file.address(f"{name}/most"),
            file.address(f"{name}/lengths"), address(self.norms(name)),
            file.address(f"{name}/positions"), int(file.get(f"{name}/position_bits")[0]),
            file.address(f"{name}/far_at"), file.address(f"{name}/far"),
            file.size(f"{name}/far"), file.address(f"{name}/position_starts"),
            int(arrays.field(name).lengths.min(initial=255)), *(0,) * 6,
        )  # fmt: skip


class Snapshot:
    """Both collections at a commit. `name`: generation and number of the commit."""

    __slots__ = ("articles", "commit", "name", "quotations")

    def __init__(
        self, commit: Commit, articles: CollectionSnapshot, quotations: CollectionSnapshot
    ) -> None:
        self.commit = commit
        self.name = commit.name
        self.articles = articles
        self.quotations = quotations

    def of(self, collection: Collection) -> CollectionSnapshot:
        """One of them."""
        return self.articles if collection is _ARTICLES else self.quotations


def open_snapshot(
    index_dir: Path,
    commit: Commit,
    known: Mapping[str, SegmentArrays],
    caches: QueryCaches | None = None,
) -> tuple[Snapshot, dict[str, SegmentArrays]]:
    """Opens a commit; segments that are open already are taken from `known`. Returns what is open now.

    Raises IndexUnavailableError, ArrayFileError, or OSError when a file is gone."""
    opened: dict[str, SegmentArrays] = {}
    caches = caches or QueryCaches()
    collections = []
    for name in (Collection.ARTICLES, Collection.QUOTATIONS):
        index = open_collection(index_dir, commit, name)
        segments = index.segments_now()
        arrays = []
        for segment in segments:
            key = segment.segment_id()
            opened[key] = known.get(key) or open_segment(index.storage, segment)
            arrays.append(opened[key])
        collections.append(CollectionSnapshot(SCHEMAS[name], segments, arrays, caches))
    return Snapshot(commit, *collections), opened
