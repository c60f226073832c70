"""Tables of articles (CSV, TSV): a row is a record under the names that JSON Lines have."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import cast

import orjson

from app.ingest.readers.base import Document, Reading, Source, too_large
from app.ingest.readers.fields import NAMES, squeezed
from app.ingest.readers.record import record_documents
from app.records import Rejected, RejectedReason

_DELIMITERS = (",", ";", "\t", "|")
_TEXT_COLUMNS = frozenset({*NAMES["text"], *NAMES["html"]})
_MAX_COLUMNS = 500
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def looks_like(source: Source) -> bool:
    """True for a first line of several column names, one of which is the text's."""
    return _delimiter(_header_line(source)) is not None


def read(source: Source, reading: Reading) -> Iterator[Document]:
    """A document for each row, in order; a broken row is refused and the next one read."""
    delimiter = _delimiter(_header_line(source)) or ","
    text = io.TextIOWrapper(
        cast("io.BufferedReader", source.stream), _encoding(source), errors="replace", newline=""
    )
    # The limit is the module's, for all readers of tables in the process.
    csv.field_size_limit(reading.max_document_bytes)
    rows = csv.reader(text, delimiter=delimiter)
    columns = [name.strip().lower() for name in next(rows, [])]
    yield from _documents(source, reading, columns, rows)
    text.detach()


def _documents(
    source: Source, reading: Reading, columns: list[str], rows: Iterator[list[str]]
) -> Iterator[Document]:
    number = 0
    while True:
        number += 1
        origin = f"{source.origin}#{number}"
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Rejected(origin, RejectedReason.MALFORMED, f"The row cannot be read: {error}.")
            continue
        if any(map(str.strip, row)):
            yield from _row_documents(source, reading, columns, origin, row)


def _row_documents(
    source: Source, reading: Reading, columns: list[str], origin: str, row: list[str]
) -> Iterator[Document]:
    record = {name: value for name, value in zip(columns, row, strict=False) if name and value}
    line = orjson.dumps(record)
    if len(line) > reading.max_document_bytes:
        yield too_large(origin, reading)
    elif len(row) > len(columns):
        detail = f"The row has {len(row)} fields, the table {len(columns)} columns."
        yield Rejected(origin, RejectedReason.MALFORMED, detail)
    else:
        yield from record_documents(source, reading, origin, line)


def _header_line(source: Source) -> str:
    text = source.head.decode(_encoding(source), "replace")
    return text.lstrip("\ufeff").split("\n", 1)[0].rstrip("\r")


def _delimiter(line: str) -> str | None:
    for delimiter in _DELIMITERS:
        try:
            names = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:
            continue
        columns = [squeezed(name) for name in names]
        if 2 <= len(columns) <= _MAX_COLUMNS and _TEXT_COLUMNS & set(columns):
            return delimiter
    return None


def _encoding(source: Source) -> str:
    for mark, name in _BYTE_ORDER_MARKS:
        if source.head.startswith(mark):
            return name
    if source.charset:
        try:
            return codecs.lookup(source.charset).name
        except LookupError:
            pass
    return "utf-8" if _is_utf8(source.head) else "cp1252"


def _is_utf8(head: bytes) -> bool:
    try:
        # The head may end within a character.
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True
