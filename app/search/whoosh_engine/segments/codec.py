"""Our codec in Whoosh's terms: segments whose fields are arrays in one mapped file.

Whoosh keeps the schema, the table of contents and the segments; its own Searcher works on this codec
through the readers below (it is the oracle of the tests). The engine reads the same arrays directly.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from whoosh import columns, formats
from whoosh.codec import base
from whoosh.fields import FieldType
from whoosh.filedb.filestore import FileStorage
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound
from whoosh.util.numeric import byte_to_length

from app.search.whoosh_engine.segments.arrays import Array, ArrayFileWriter
from app.search.whoosh_engine.segments.segment import ARRAYS_SUFFIX, FieldArrays, SegmentArrays

LENGTH_OF_BYTE = np.array([byte_to_length(i) for i in range(256)], np.int64)


def length_bytes(lengths: Array) -> Array:
    """Lengths as Whoosh's bytes: exact to 108, then coarser."""
    return np.minimum(np.searchsorted(LENGTH_OF_BYTE, lengths), 255).astype(np.uint8)


class ArraySegment(base.Segment):  # type: ignore[misc]  # Whoosh has no types
    """What the table of contents keeps of a segment. `field_lengths`: all terms of each text field."""

    def __init__(self, indexname: str) -> None:
        super().__init__(indexname)
        self.n_docs = 0
        self.field_lengths: dict[str, int] = {}
        self._deleted = b""  # a bit for each document; empty: none
        self._n_deleted = 0

    def codec(self) -> ArrayCodec:
        """The codec that reads this segment."""
        return ArrayCodec()

    def should_assemble(self) -> bool:
        """One file already."""
        return False

    def set_doc_count(self, doccount: int) -> None:
        """Whoosh's writer tells how many documents it has added."""
        self.n_docs = doccount

    def doc_count_all(self) -> int:
        """Documents, deleted ones too."""
        return self.n_docs

    def deleted_count(self) -> int:
        """Documents marked as deleted."""
        return self._n_deleted

    def deleted_docs(self) -> set[int]:
        """Numbers of the deleted documents."""
        return set(np.flatnonzero(~self.live()).tolist())

    def is_deleted(self, docnum: int) -> bool:
        """Whether a document is marked as deleted."""
        return bool(self._deleted) and not self.live()[docnum]

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Marks one document, or takes the mark away."""
        live = self.live()
        live[docnum] = not delete
        self.set_live(live)

    def live(self) -> Array:
        """A new array: True for each document that is not deleted."""
        if not self._deleted:
            return np.ones(self.n_docs, bool)
        bits = np.unpackbits(np.frombuffer(self._deleted, np.uint8), count=self.n_docs)
        live: Array = bits == 0
        return live

    def set_live(self, live: Array) -> None:
        """Sets the marks of all documents."""
        self._n_deleted = int(len(live) - np.count_nonzero(live))
        self._deleted = np.packbits(~live).tobytes() if self._n_deleted else b""


class ArrayCodec(base.Codec):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's way to our files. Written only by `BulkSegmentWriter`."""

    length_stats = False

    def per_document_writer(self, storage: FileStorage, segment: ArraySegment) -> PerDocument:
        """Columns go into the segment's file with everything else."""
        return PerDocument()

    def field_writer(self, storage: FileStorage, segment: ArraySegment) -> SegmentFileWriter:
        """Writes the segment's file."""
        return SegmentFileWriter(Path(storage.folder) / segment.make_filename(ARRAYS_SUFFIX))

    def terms_reader(self, storage: FileStorage, segment: ArraySegment) -> ArrayTermsReader:
        """Terms and postings, for Whoosh."""
        return ArrayTermsReader(open_segment(storage, segment))

    def per_document_reader(self, storage: FileStorage, segment: ArraySegment) -> ArrayDocReader:
        """Lengths, columns and deletions, for Whoosh."""
        return ArrayDocReader(open_segment(storage, segment), segment)

    def new_segment(self, storage: FileStorage, indexname: str) -> ArraySegment:
        """A segment with a name of its own."""
        return ArraySegment(indexname)


def open_segment(storage: FileStorage, segment: ArraySegment) -> SegmentArrays:
    """Opens a segment's file."""
    return SegmentArrays(Path(storage.folder) / segment.make_filename(ARRAYS_SUFFIX))


class PerDocument(base.PerDocumentWriter):  # type: ignore[misc]  # Whoosh has no types
    """Nothing is written apart."""

    is_closed = False

    def close(self) -> None:
        """Whoosh's writer asks for it."""
        self.is_closed = True


class SegmentFileWriter(base.FieldWriter):  # type: ignore[misc]  # Whoosh has no types
    """The segment's file while it is written; made when the first array comes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.is_closed = False
        self._file: BinaryIO | None = None
        self._writer: ArrayFileWriter | None = None

    def put(self, name: str, array: Array) -> None:
        """Appends an array."""
        if self._writer is None:
            self._file = self.path.open("xb")
            self._writer = ArrayFileWriter(self._file)
        self._writer.put(name, array)

    def close(self) -> None:
        """Finishes and closes the file, if there is one."""
        self.is_closed = True
        if self._writer is not None and self._file is not None:
            self._writer.finish()
            self._file.close()

    def discard(self) -> None:
        """Closes and removes a file that is not finished."""
        self.is_closed = True
        if self._file is not None and not self._file.closed:
            with suppress(OSError):  # what was not written yet does not fit either
                self._file.close()
            self.path.unlink(missing_ok=True)


class ArrayColumn(columns.ColumnReader):  # type: ignore[misc]  # Whoosh has no types
    """A column of numbers, for Whoosh."""

    def __init__(self, numbers: Array) -> None:
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, docnum: int) -> int | float:
        found: int | float = self._numbers[docnum].item()
        return found


class ArrayDocReader(base.PerDocumentReader):  # type: ignore[misc]  # Whoosh has no types
    """What Whoosh asks of documents."""

    def __init__(self, arrays: SegmentArrays, segment: ArraySegment) -> None:
        self._arrays, self._segment = arrays, segment

    def doc_count(self) -> int:
        """Documents that are not deleted."""
        return int(self._segment.doc_count())

    def doc_count_all(self) -> int:
        """Documents, deleted ones too."""
        return self._segment.doc_count_all()

    def has_deletions(self) -> bool:
        """Whether any document is deleted."""
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        """Whether this document is deleted."""
        return self._segment.is_deleted(docnum)

    def deleted_docs(self) -> set[int]:
        """Numbers of the deleted documents."""
        return self._segment.deleted_docs()

    def supports_columns(self) -> bool:
        """Numbers are columns."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Whether a field is a column of numbers."""
        return f"#{fieldname}" in self._arrays.file

    def list_columns(self) -> list[str]:
        """All columns of numbers."""
        return [name[1:] for name in self._arrays.file.names() if name.startswith("#")]

    def column_reader(self, fieldname: str, column: object) -> ArrayColumn:
        """One column."""
        return ArrayColumn(self._arrays.number(fieldname))

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Terms of a document in a text field, as exact as its byte."""
        if f"{fieldname}/lengths" not in self._arrays.file:
            return default
        return int(LENGTH_OF_BYTE[self._arrays.field(fieldname).lengths[docnum]])

    def field_length(self, fieldname: str) -> int:
        """Terms of all documents in a text field."""
        return self._segment.field_lengths.get(fieldname, 0)

    def min_field_length(self, fieldname: str) -> int:
        """The shortest document in a text field."""
        return self._extreme(fieldname, np.min)

    def max_field_length(self, fieldname: str) -> int:
        """The longest document in a text field."""
        return self._extreme(fieldname, np.max)

    def stored_fields(self, docnum: int) -> dict[str, str]:
        """Only the public id: everything else is in the database."""
        return {"id": self._arrays.document_id(docnum)}

    def _extreme(self, fieldname: str, choose: Any) -> int:
        if f"{fieldname}/lengths" not in self._arrays.file:
            return 0
        return int(LENGTH_OF_BYTE[choose(self._arrays.field(fieldname).lengths)])


class ArrayCursor(base.FieldCursor):  # type: ignore[misc]  # Whoosh has no types
    """Walks a field's terms."""

    def __init__(self, field: FieldArrays, fieldobj: FieldType, reader: ArrayTermsReader) -> None:
        self._field, self._fieldobj, self._reader = field, fieldobj, reader
        self._i = 0

    def is_valid(self) -> bool:
        """Whether it stands on a term."""
        return self._i < self._field.n_terms

    def text(self) -> str | None:
        """The term it stands on."""
        return self._fieldobj.from_bytes(self._field.term(self._i)) if self.is_valid() else None

    def first(self) -> str | None:
        """Goes to the first term."""
        self._i = 0
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        """Goes to the first term not before this one."""
        term = string if isinstance(string, bytes) else self._fieldobj.to_bytes(string)
        self._i = self._field.lower(term)
        return self.text()

    def next(self) -> str | None:
        """Goes to the next term."""
        self._i += 1
        return self.text()

    def term_info(self) -> TermInfo:
        """Statistics of the term it stands on."""
        return self._reader.term_info(self._field.name, self._field.term(self._i))


class ArrayTermsReader(base.TermsReader):  # type: ignore[misc]  # Whoosh has no types
    """What Whoosh asks of terms."""

    def __init__(self, arrays: SegmentArrays) -> None:
        self._arrays = arrays
        self._names = sorted(n[:-6] for n in arrays.file.names() if n.endswith("/terms"))

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._find(*term)[1] >= 0

    def indexed_field_names(self) -> list[str]:
        """Fields that have terms."""
        return self._names

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Every term of every field."""
        for name in self._names:
            yield from ((name, term) for term in self._arrays.field(name).all_terms())

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Terms from this one on."""
        for name in self._names:
            if name == fieldname:
                field = self._arrays.field(name)
                yield from (
                    (name, field.term(i)) for i in range(field.lower(prefix), field.n_terms)
                )
            elif name > fieldname:
                yield from ((name, term) for term in self._arrays.field(name).all_terms())

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Every term with its statistics."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Terms from this one on, with statistics."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def cursor(self, fieldname: str, fieldobj: FieldType) -> base.FieldCursor:
        """Walks a field's terms."""
        if fieldname not in self._names:
            return base.EmptyCursor()
        return ArrayCursor(self._arrays.field(fieldname), fieldobj, self)

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Statistics of a term. Raises TermNotFound."""
        field, i = self._term(fieldname, text)
        docs, n = field.docs_of(i), field.n_docs_of(i)
        if f"{fieldname}/counts" not in self._arrays.file:
            return TermInfo(float(n), n, 1, 1, 1.0, int(docs[0]), int(docs[-1]))
        counts = field.counts_of(i)
        lengths = LENGTH_OF_BYTE[field.lengths[docs]]
        return TermInfo(
            float(counts.sum()),
            n,
            int(lengths.min()),
            int(lengths.max()),
            float(counts.max()),
            int(docs[0]),
            int(docs[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        """Occurrences of a term, 0 where there is none."""
        return self.term_info(fieldname, text).weight() if (fieldname, text) in self else 0.0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Documents with a term, 0 where there is none."""
        field, i = self._find(fieldname, text)
        return field.n_docs_of(i) if field and i >= 0 else 0

    def matcher(
        self, fieldname: str, text: bytes, format_: formats.Format, scorer: Any = None
    ) -> ListMatcher:
        """Postings of a term as Whoosh walks them. Raises TermNotFound."""
        field, i = self._term(fieldname, text)
        docs = field.docs_of(i).tolist()
        if f"{fieldname}/counts" not in self._arrays.file:
            weights, values = [1.0] * len(docs), [b""] * len(docs)
        else:
            weights = field.counts_of(i).astype(float).tolist()
            values = _position_values(field, i, format_)
        info = self.term_info(fieldname, text)
        term = (fieldname, text)
        return ListMatcher(docs, weights, values, format_, scorer=scorer, term=term, terminfo=info)

    def _find(self, fieldname: str, text: bytes) -> tuple[FieldArrays | None, int]:
        if fieldname not in self._names:
            return None, -1
        field = self._arrays.field(fieldname)
        return field, field.find(text)

    def _term(self, fieldname: str, text: bytes) -> tuple[FieldArrays, int]:
        field, i = self._find(fieldname, text)
        if field is None or i < 0:
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        return field, i


def _position_values(field: FieldArrays, i: int, format_: formats.Format) -> list[bytes]:
    ends = np.cumsum(field.counts_of(i)) + int(field.position_starts[i])
    starts = np.append(int(field.position_starts[i]), ends[:-1])
    return [
        format_.encode(field.positions[a:b].tolist())
        for a, b in zip(starts.tolist(), ends.tolist(), strict=True)
    ]
