"""Parquet tables: a row is a record under the names that JSON Lines have, as in an export."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from typing import Any

import orjson

from app.ingest.readers.base import Document, Reading, Source, too_large
from app.ingest.readers.record import record_documents
from app.records import Rejected, RejectedReason

_MAGIC = b"PAR1"
_ROWS_AT_ONCE = 100
# A table is read from its end: it is copied to where one can seek, in memory up to this size.
_IN_MEMORY_BYTES = 16_000_000


def looks_like(source: Source) -> bool:
    """True for the four letters that a Parquet file begins with."""
    return source.head.startswith(_MAGIC)


def read(source: Source, reading: Reading) -> Iterator[Document]:
    """A document for each row, in order. Refused as a whole where the file is broken, or pyarrow (the
    extra `onrecord[parquet]`) is not installed."""
    try:
        import pyarrow  # noqa: PLC0415 - an extra of a quarter of a gigabyte
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        detail = "Parquet needs an extra: `pip install onrecord[parquet]`."
        yield Rejected(source.origin, RejectedReason.FAILED, detail)
        return
    with tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES) as copy:
        shutil.copyfileobj(source.stream, copy)
        number = 0
        try:
            table = parquet.ParquetFile(copy)
            for batch in table.iter_batches(batch_size=_ROWS_AT_ONCE):
                for row in batch.to_pylist():
                    number += 1
                    origin = f"{source.origin}#{number}"
                    yield from _row_documents(source, reading, origin, row)
        except (pyarrow.ArrowException, OSError, ValueError) as error:
            detail = f"The table cannot be read: {error}."[:300]
            yield Rejected(source.origin, RejectedReason.MALFORMED, detail)


def _row_documents(
    source: Source, reading: Reading, origin: str, row: dict[str, Any]
) -> Iterator[Document]:
    record = {name: value for name, value in row.items() if value not in (None, "")}
    line = orjson.dumps(record, default=str)
    if len(line) > reading.max_document_bytes:
        yield too_large(origin, reading)
    else:
        yield from record_documents(source, reading, origin, line)
