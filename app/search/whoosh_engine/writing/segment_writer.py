"""Whoosh's segment writer, made for bulk: chunks counted off, a field inverted by one sort, merges by array.

New documents and the segments that a commit absorbs become one new segment.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC, FileIndex
from whoosh.writing import SegmentWriter

from app.search.whoosh_engine.kernels import indexing
from app.search.whoosh_engine.kernels.indexing_reference import NO_STEM
from app.search.whoosh_engine.segments.arrays import Array
from app.search.whoosh_engine.segments.codec import (
    LENGTH_OF_BYTE,
    ArrayCodec,
    ArraySegment,
    SegmentFileWriter,
    length_bytes,
    open_segment,
)
from app.search.whoosh_engine.segments.documents import Document, name_hash
from app.search.whoosh_engine.segments.hashing import hash_table
from app.search.whoosh_engine.segments.postings import (
    Absorbed,
    Inverted,
    key_postings,
    pack_docs,
    starts_of,
)
from app.search.whoosh_engine.segments.schema import (
    BODY_POSITION,
    FORMS,
    TEXT,
    CollectionSchema,
    whoosh_schema,
)
from app.search.whoosh_engine.segments.segment import SegmentArrays
from app.search.whoosh_engine.segments.vocabulary import Vocabulary
from app.search.whoosh_engine.writing.tokens import CoreTable, TextBuffer

MergePolicy = Callable[["BulkSegmentWriter", list[ArraySegment]], list[ArraySegment]]
_DTYPES: Final = {"confidence": np.float64}


class _TocBytes:
    """A table of contents that was read and checked already: what is unpickled is what was checked."""

    def __init__(self, toc: bytes) -> None:
        self._toc = toc

    def open_file(self, name: str) -> StructFile:
        return StructFile(BytesIO(self._toc), name)


class CommitIndex(FileIndex):  # type: ignore[misc]  # Whoosh has no types
    """A Whoosh index at one commit: never a newer table of contents that a crash left behind."""

    def __init__(self, folder: Path, schema: CollectionSchema, toc_number: int, toc: bytes) -> None:
        self._toc_number = toc_number
        self._toc = _TocBytes(toc)
        self.storage = FileStorage(str(folder))
        self.indexname = schema.collection.value
        self._schema = whoosh_schema(schema)

    @classmethod
    def create_empty(cls, folder: Path, schema: CollectionSchema) -> None:
        """Writes the first table of contents, with no segment."""
        toc = TOC(whoosh_schema(schema), [], 0)
        toc.write(FileStorage(str(folder)), schema.collection.value)
        sync_file(folder / toc_name(schema.collection.value, 0))

    def latest_generation(self) -> int:
        """The commit's own."""
        return self._toc_number

    def segments_now(self) -> list[ArraySegment]:
        """The commit's segments."""
        segments: list[ArraySegment] = self._read_toc().segments
        return segments

    def _read_toc(self) -> TOC:
        return TOC.read(self._toc, self.indexname, gen=self._toc_number, schema=self._schema)


class _KeyBuffer:
    def __init__(self) -> None:
        self.ids: dict[bytes, int] = {}
        self.docs, self.values = array("I"), array("I")

    def add(self, doc: int, values: Sequence[str]) -> None:
        ids = self.ids
        for value in values:
            key = value.encode("utf-8", "surrogatepass")
            self.values.append(ids.setdefault(key, len(ids)))
            self.docs.append(doc)

    def inverted(self) -> Inverted:
        return key_postings(self.values, np.frombuffer(self.docs, np.uint32), list(self.ids))


class _AbsorbedSegment:
    """A segment to be merged: its live documents, and their numbers in the new one."""

    def __init__(self, arrays: SegmentArrays, segment: ArraySegment, base: int) -> None:
        self.arrays = arrays
        self.live = segment.live()
        self.n_docs = int(np.count_nonzero(self.live))
        self.renumbered = (np.cumsum(self.live) + (base - 1)).astype(np.uint16)

    @property
    def is_live(self) -> Array | None:
        """Which documents are, where not all of them."""
        return None if self.n_docs == len(self.live) else self.live


@dataclass(frozen=True, slots=True)
class _Part:
    """What a merged field is made of: a field, and the new numbers of its terms; -1 for those of deleted
    documents only."""

    field: Inverted
    numbers: Array


class BulkSegmentWriter(SegmentWriter):  # type: ignore[misc]  # Whoosh has no types
    """Writes one segment of a collection. The caller holds the lock and syncs the folder."""

    def __init__(self, index: CommitIndex, schema: CollectionSchema, table: CoreTable) -> None:
        super().__init__(index, codec=ArrayCodec(), compound=False, _lk=False)
        self.fieldwriter: SegmentFileWriter
        self.newsegment: ArraySegment
        self._layout = schema
        self._texts = {name: TextBuffer(table) for name in schema.texts}
        self._keys = {name: _KeyBuffer() for name in schema.keys}
        self._numbers: dict[str, list[float]] = {name: [] for name in schema.numbers}
        self._groups: dict[str, array[int]] = {name: array("Q") for name in schema.groups}
        self._absorbed: list[_AbsorbedSegment] = []
        self.n_new = 0

    def add(self, document: Document) -> None:
        """Adds one document; what it replaces is deleted by the caller."""
        doc, language = self.n_new, document.language
        if document.title:
            self._texts[TEXT].add(doc, document.title, language)
        self._texts[TEXT].add(doc, document.body, language, BODY_POSITION)
        for name, value in document.texts.items():
            if value:
                # Names are not words of the article's language, but their stems must be the query's.
                self._texts[name].add(doc, value, language)
        for name, values in document.keys.items():
            if values:
                self._keys[name].add(doc, values)
        for name, number in document.numbers.items():
            self._numbers[name].append(number)
        for name, group in document.groups.items():
            self._groups[name].append(name_hash(group))
        self.n_new += 1

    def absorb(self, segment: ArraySegment) -> None:
        """Takes the live documents of a segment into the new one."""
        arrays, base = open_segment(self.storage, segment), self._n_absorbed
        self._absorbed.append(_AbsorbedSegment(arrays, segment, base))

    def commit_segment(self, policy: MergePolicy) -> list[ArraySegment]:
        """Absorbs what `policy` says, writes and syncs the segment and the table of contents; returns
        all segments of the new commit. Nobody sees it until a manifest names it."""
        remaining: list[ArraySegment] = []

        def choose(writer: BulkSegmentWriter, segments: list[ArraySegment]) -> list[ArraySegment]:
            remaining.extend(policy(writer, segments))
            self.docnum = self.n_new + self._n_absorbed
            self._added = self.docnum > 0
            return list(remaining)

        self.commit(mergetype=choose)
        return [*remaining, self.newsegment] if self.docnum else remaining

    def cancel(self) -> None:
        """Gives up and removes the unfinished file, which may be what the disk is full of."""
        self.fieldwriter.discard()
        # After a failed commit some versions of Whoosh have given up already.
        if not self.is_closed:
            super().cancel()

    def _flush_segment(self) -> None:
        put = self.fieldwriter.put
        put("#documents", np.array([self.docnum], np.int64))
        for name in self._layout.texts:
            field, numbers = self._put_text(name)
            if name == TEXT:
                self._put_forms(field, numbers)
        for name in self._layout.keys:
            self._put_key(name)
        for name in self._layout.numbers:
            own = np.array(self._numbers[name], _DTYPES.get(name, np.int64))
            put(f"#{name}", self._column(f"#{name}", own))
        for name in self._layout.groups:
            groups = np.frombuffer(self._groups[name], np.uint64)
            put(f"@{name}", self._column(f"@{name}", groups))
        self.fieldwriter.close()
        sync_file(self.fieldwriter.path)

    def _put_text(self, name: str) -> tuple[Inverted, list[Array]]:
        """Returns the documents of its terms, and the new numbers of each part's: positions take memory."""
        own, own_lengths = self._texts[name].inverted(self.n_new)
        # Exact lengths are not kept; the average moves by less than the bytes are coarse.
        total = sum(_total_length(part, name) for part in self._absorbed)
        self.newsegment.field_lengths[name] = total + int(own_lengths.sum())
        field, parts = self._merged(name, own)
        self._put_postings(name, field)
        lengths = self._column(f"{name}/lengths", length_bytes(own_lengths))
        self.fieldwriter.put(f"{name}/lengths", lengths)
        return Inverted([], field.starts, field.docs), [part.numbers for part in parts]

    def _put_forms(self, text: Inverted, text_numbers: list[Array]) -> None:
        """The words as written: their documents as bits over those of their stems."""
        forms, form_parts = self._merged(FORMS, self._texts[TEXT].inverted_forms())
        blob, ends = self._put_terms(FORMS, forms)
        stems = np.full(len(forms.terms), NO_STEM, np.uint32)
        for form_part, numbers in zip(form_parts, text_numbers, strict=True):
            own = form_part.field.stems
            if own is not None:
                known = np.flatnonzero((own < len(numbers)) & (form_part.numbers >= 0))
                found = numbers[own[known]]  # -1 is NO_STEM
                stems[form_part.numbers[known]] = found.astype(np.uint32)
        stems, at, packed = indexing.kernels.pack_forms(forms.starts, forms.docs, stems, text)
        put = self.fieldwriter.put
        put("forms/stems", stems)
        put("forms/packed_at", at)
        put("forms/packed", packed)
        self._put_vocabulary(Vocabulary.from_forms(blob, ends, np.diff(forms.starts)))

    def _put_terms(self, name: str, field: Inverted) -> tuple[Array, Array]:
        blob, ends = _joined(field.terms)
        self.fieldwriter.put(f"{name}/terms", blob)
        self.fieldwriter.put(f"{name}/term_ends", ends.astype(np.uint32))
        self.fieldwriter.put(f"{name}/starts", field.starts.astype(np.uint32))
        return blob, ends

    def _put_postings(self, name: str, field: Inverted) -> None:
        put = self.fieldwriter.put
        put(f"{name}/slots", hash_table(*self._put_terms(name, field)))
        if field.counts is None or field.positions is None or field.position_starts is None:
            put(f"{name}/docs", field.docs)
            return
        docs = pack_docs(field.starts, field.docs, self.docnum)
        put(f"{name}/docs_at", docs.at)
        put(f"{name}/docs", docs.lists)
        put(f"{name}/bitmaps", docs.bitmaps)
        put(f"{name}/counts", field.counts)
        put(f"{name}/most", indexing.kernels.most(field.counts, field.position_starts))
        packed, n_bits, far_at, far = indexing.kernels.pack(field.positions)
        put(f"{name}/positions", packed)
        put(f"{name}/position_bits", np.array([n_bits], np.int64))
        put(f"{name}/far_at", far_at)
        put(f"{name}/far", far)
        put(f"{name}/position_starts", field.position_starts.astype(np.uint32))

    def _put_vocabulary(self, vocabulary: Vocabulary) -> None:
        """The words that the forms are forms of, for spelling and suggestions."""
        put = self.fieldwriter.put
        put("vocabulary/words", vocabulary.blob)
        put("vocabulary/ends", vocabulary.offsets.astype(np.uint32))
        put("vocabulary/counts", vocabulary.counts.astype(np.uint32))
        put("vocabulary/signatures", vocabulary.signatures)

    def _put_key(self, name: str) -> None:
        field, _ = self._merged(name, self._keys[name].inverted())
        self._put_postings(name, field)
        terms = np.repeat(np.arange(len(field.terms), dtype=np.uint32), np.diff(field.starts))
        order = np.argsort(field.docs, kind="stable")
        counts = np.bincount(field.docs, minlength=self.docnum)
        self.fieldwriter.put(f"{name}/ordinals", terms[order])
        self.fieldwriter.put(f"{name}/value_starts", starts_of(counts).astype(np.uint32))
        known: dict[bytes, int] = {}
        for part in self._absorbed:
            keys = part.arrays.key(name)
            known.update(zip(keys.all_terms(), keys.hashes.tolist(), strict=True))
        hashes = [known[term] if term in known else _term_hash(term) for term in field.terms]
        self.fieldwriter.put(f"{name}/hashes", np.array(hashes, np.uint64))

    def _merged(self, name: str, own: Inverted) -> tuple[Inverted, list[_Part]]:
        """A field of what is absorbed and of what is new; and what it was made of."""
        fields = [part.arrays.field(name).inverted() for part in self._absorbed]
        if not fields:
            return own, [_Part(own, np.arange(len(own.terms)))]
        terms = sorted(set(own.terms).union(*(field.terms for field in fields)))
        place_by_term = {term: i for i, term in enumerate(terms)}
        parts = [
            Absorbed(field, _places(field, place_by_term), part.is_live, part.renumbered)
            for field, part in zip(fields, self._absorbed, strict=True)
        ]
        if self.n_new:
            renumbered = np.arange(self._n_absorbed, self.docnum).astype(np.uint16)
            parts.append(Absorbed(own, _places(own, place_by_term), None, renumbered))
        merged = indexing.kernels.merge(parts, len(terms))
        numbers = _without_empty(merged, terms)
        return merged, [_Part(part.field, numbers[part.places]) for part in parts]

    @property
    def _n_absorbed(self) -> int:
        return sum(part.n_docs for part in self._absorbed)

    def _column(self, name: str, own: Array) -> Array:
        parts = [part.arrays.file.get(name)[part.live] for part in self._absorbed]
        return np.concatenate([*parts, own.astype(parts[0].dtype) if parts else own])

    def _commit_toc(self, segments: list[ArraySegment]) -> None:
        path = Path(self.storage.folder) / toc_name(self.indexname, self.generation)
        # A crash may have left one that no manifest vouches for, and Whoosh replaces none.
        path.unlink(missing_ok=True)
        TOC(self.schema, segments, self.generation).write(self.storage, self.indexname)
        sync_file(path)


def toc_name(collection: str, number: int) -> str:
    """File name of a table of contents."""
    name: str = TOC._filename(collection, number)
    return name


def sync_file(path: Path) -> None:
    """Waits until a file's content is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _joined(terms: list[bytes]) -> tuple[Array, Array]:
    """The terms one after the other, and where each begins, with the end."""
    lengths = np.fromiter(map(len, terms), np.int64, len(terms))
    return np.frombuffer(b"".join(terms), np.uint8), np.append(0, np.cumsum(lengths))


def _total_length(part: _AbsorbedSegment, name: str) -> int:
    return int(LENGTH_OF_BYTE[part.arrays.field(name).lengths[part.live]].sum())


def _term_hash(term: bytes) -> int:
    return name_hash(term.decode("utf-8", "surrogatepass"))


def _places(field: Inverted, place_by_term: Mapping[bytes, int]) -> Array:
    return np.fromiter(map(place_by_term.__getitem__, field.terms), np.int64, len(field.terms))


def _without_empty(field: Inverted, terms: list[bytes]) -> Array:
    """Leaves out the terms of deleted documents only; returns the new number of each term, or -1."""
    is_kept = np.diff(field.starts) > 0
    kept = np.flatnonzero(is_kept)
    field.terms = terms if len(kept) == len(terms) else [terms[i] for i in kept.tolist()]
    field.starts = np.append(field.starts[kept], field.starts[-1])
    if field.position_starts is not None:
        field.position_starts = np.append(field.position_starts[kept], field.position_starts[-1])
    return np.where(is_kept, np.cumsum(is_kept) - 1, -1)
