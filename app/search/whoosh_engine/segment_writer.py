"""Whoosh's segment writer, made for bulk: chunks counted off, a field inverted by one sort, merges by array.

New documents and the segments that a commit absorbs become one new segment.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Final

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC, FileIndex
from whoosh.writing import SegmentWriter

from app.search.whoosh_engine.analysis import Analyser
from app.search.whoosh_engine.arrays import Array
from app.search.whoosh_engine.codec import (
    LENGTH_OF_BYTE,
    ArrayCodec,
    ArraySegment,
    SegmentFileWriter,
    length_bytes,
    open_segment,
)
from app.search.whoosh_engine.documents import Document, name_hash
from app.search.whoosh_engine.postings import (
    Inverted,
    invert_pairs,
    merge,
    sorted_ranks,
    without,
)
from app.search.whoosh_engine.schema import (
    BODY_POSITION,
    FORMS,
    TEXT,
    TITLE_GAP,
    CollectionSchema,
    whoosh_schema,
)
from app.search.whoosh_engine.segments import SegmentArrays, capped
from app.search.whoosh_engine.tokens import ChunkTable, TextBuffer, invert_forms

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
        terms, ranks = sorted_ranks(list(self.ids))
        values = np.array(self.values, np.int64)
        return invert_pairs(ranks[values], np.array(self.docs, np.int64), terms)


class _Absorbed:
    """A segment to be merged: its live documents, and their numbers once the others are left out."""

    def __init__(self, arrays: SegmentArrays, segment: ArraySegment) -> None:
        self.arrays = arrays
        self.live = segment.live()
        self.new_docs = np.cumsum(self.live) - 1
        self.n_docs = int(np.count_nonzero(self.live))

    def field(self, name: str, *, has_positions: bool) -> Inverted:
        found = self.arrays.field(name).inverted(has_positions=has_positions)
        if self.n_docs < len(self.live):
            return without(found, self.live, self.new_docs)
        return found


class BulkSegmentWriter(SegmentWriter):  # type: ignore[misc]  # Whoosh has no types
    """Writes one segment of a collection. The caller holds the lock and syncs the folder."""

    def __init__(self, index: CommitIndex, schema: CollectionSchema, analyser: Analyser) -> None:
        super().__init__(index, codec=ArrayCodec(), compound=False, _lk=False)
        self.fieldwriter: SegmentFileWriter
        self.newsegment: ArraySegment
        self._layout = schema
        self._table = ChunkTable(analyser)
        self._texts = {name: TextBuffer(self._table) for name in schema.texts}
        self._keys = {name: _KeyBuffer() for name in schema.keys}
        self._numbers: dict[str, list[float]] = {name: [] for name in schema.numbers}
        self._groups: dict[str, array[int]] = {name: array("Q") for name in schema.groups}
        self._absorbed: list[_Absorbed] = []
        self.n_new = 0

    @property
    def n_chunks(self) -> int:
        """Chunks of text so far: what memory grows with."""
        return sum(map(len, self._texts.values()))

    def add(self, document: Document) -> None:
        """Adds one document; what it replaces is deleted by the caller."""
        doc, language = self.n_new, document.language
        text = self._texts[TEXT]
        body_at = BODY_POSITION
        if document.title:
            text.add(doc, document.title, language)
            n_title = text.count_terms(document.title, language)
            body_at = max(BODY_POSITION, n_title + TITLE_GAP)
        text.add(doc, document.body, language, body_at)
        for name, value in document.texts.items():
            if value:
                # Names are not words of the article's language, but their stems must be the query's.
                self._texts[name].add(doc, value, language)
        for name, values in document.keys.items():
            self._keys[name].add(doc, values)
        for name, number in document.numbers.items():
            self._numbers[name].append(number)
        for name, group in document.groups.items():
            self._groups[name].append(name_hash(group))
        self.n_new += 1

    def absorb(self, segment: ArraySegment) -> None:
        """Takes the live documents of a segment into the new one."""
        self._absorbed.append(_Absorbed(open_segment(self.storage, segment), segment))

    def commit_segment(self, policy: MergePolicy) -> list[ArraySegment]:
        """Absorbs what `policy` says, writes and syncs the segment and the table of contents; returns
        all segments of the new commit. Nobody sees it until a manifest names it."""
        remaining: list[ArraySegment] = []

        def choose(writer: BulkSegmentWriter, segments: list[ArraySegment]) -> list[ArraySegment]:
            remaining.extend(policy(writer, segments))
            self.docnum = self.n_new + sum(part.n_docs for part in self._absorbed)
            self._added = self.docnum > 0
            return list(remaining)

        self.commit(mergetype=choose)
        return [*remaining, self.newsegment] if self.docnum else remaining

    def _flush_segment(self) -> None:
        put = self.fieldwriter.put
        put("#documents", np.array([self.docnum], np.int64))
        ranked = sorted_ranks(list(self._table.term_ids))
        for name in self._layout.texts:
            self._put_text(name, ranked)
        forms = invert_forms([self._texts[TEXT]], self._table)
        self._put_postings(FORMS, self._merged(FORMS, forms, has_positions=False))
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

    def _put_text(self, name: str, ranked: tuple[list[bytes], Array]) -> None:
        buffer = self._texts[name]
        own_lengths = buffer.lengths(self.n_new)
        total = int(own_lengths.sum())
        lengths = self._column(f"{name}/lengths", length_bytes(own_lengths))
        for part in self._absorbed:
            # Exact lengths are not kept; the average moves by less than the bytes are coarse.
            total += _total_length(part, name)
        self.newsegment.field_lengths[name] = total
        field = self._merged(name, buffer.inverted(ranked), has_positions=True)
        self._put_postings(name, field)
        self.fieldwriter.put(f"{name}/lengths", lengths)

    def _put_postings(self, name: str, field: Inverted) -> None:
        put = self.fieldwriter.put
        lengths = np.fromiter(map(len, field.terms), np.int64, len(field.terms))
        put(f"{name}/terms", np.frombuffer(b"".join(field.terms), np.uint8))
        put(f"{name}/term_ends", np.append(0, np.cumsum(lengths)).astype(np.uint32))
        put(f"{name}/starts", field.starts.astype(np.uint32))
        put(f"{name}/docs", field.docs)
        if field.tf is None or field.positions is None or field.position_starts is None:
            return
        tf, large_at, large_tf = capped(field.tf)
        put(f"{name}/tf", tf)
        put(f"{name}/large_at", large_at)
        put(f"{name}/large_tf", large_tf)
        narrow = not len(field.positions) or int(field.positions.max()) < 1 << 16
        put(f"{name}/positions", field.positions.astype(np.uint16 if narrow else np.uint32))
        put(f"{name}/position_starts", field.position_starts.astype(np.uint32))

    def _put_key(self, name: str) -> None:
        field = self._merged(name, self._keys[name].inverted(), has_positions=False)
        self._put_postings(name, field)
        terms = np.repeat(np.arange(len(field.terms), dtype=np.uint32), np.diff(field.starts))
        order = np.argsort(field.docs, kind="stable")
        counts = np.bincount(field.docs, minlength=self.docnum)
        self.fieldwriter.put(f"{name}/ordinals", terms[order])
        starts = np.append(0, np.cumsum(counts)).astype(np.uint32)
        self.fieldwriter.put(f"{name}/value_starts", starts)
        names = (name_hash(term.decode("utf-8", "surrogatepass")) for term in field.terms)
        hashes = np.fromiter(names, np.uint64, len(field.terms))
        self.fieldwriter.put(f"{name}/hashes", hashes)

    def _merged(self, name: str, own: Inverted, *, has_positions: bool) -> Inverted:
        parts, bases, base = [], [], 0
        for absorbed in self._absorbed:
            parts.append(absorbed.field(name, has_positions=has_positions))
            bases.append(base)
            base += absorbed.n_docs
        if self.n_new or not parts:
            parts.append(own)
            bases.append(base)
        return merge(parts, bases)

    def _column(self, name: str, own: Array) -> Array:
        parts = [part.arrays.file.get(name)[part.live] for part in self._absorbed]
        return np.concatenate([*parts, own.astype(parts[0].dtype) if parts else own])

    def _commit_toc(self, segments: list[ArraySegment]) -> None:
        toc = TOC(self.schema, segments, self.generation)
        toc.write(self.storage, self.indexname)
        sync_file(Path(self.storage.folder) / toc_name(self.indexname, self.generation))


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


def _total_length(part: _Absorbed, name: str) -> int:
    return int(LENGTH_OF_BYTE[part.arrays.field(name).lengths[part.live]].sum())
