"""Records of the archive as bytes, a piece at a time: NDJSON, CSV, Parquet. What is written to a file and
what is sent over HTTP are the same bytes."""

from __future__ import annotations

import csv
import importlib.util
import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO, TypeVar, cast

import orjson

from app.errors import SourceError

Row = TypeVar("Row")

FORMATS = ("ndjson", "csv", "parquet")
# A piece is so many records, or fewer where their sources are long: all that is in memory at a time.
_ROWS_AT_ONCE = 200
_BYTES_AT_ONCE = 4_000_000
# A cell that begins so is a formula to a spreadsheet.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS = (
    "id", "external_id", "url", "title", "standfirst", "text", "authors", "contributors", "agency",
    "source", "section", "dateline_place", "published_at", "modified_at", "date_inferred",
    "language", "keywords", "story_id", "version", "quotations", "onrecord_source",
    "onrecord_correction",
)  # fmt: skip


def encode(records: Iterable[dict[str, Any]], form: str) -> Iterator[bytes]:
    """The records in one of `FORMATS`, in pieces; memory does not grow with their number.

    Raises SourceError for an unknown format, and for Parquet without the extra.
    """
    if form not in FORMATS:
        raise SourceError(f"There is no format {form!r}; known are {', '.join(FORMATS)}.")
    if form == "parquet":
        if not has_parquet():
            raise SourceError("Parquet needs an extra: `pip install onrecord[parquet]`.")
        return _as_parquet(records)
    lines = map(_json_line, records) if form == "ndjson" else _csv_lines(records)
    return map(b"".join, _cut(lines, len))


def has_parquet() -> bool:
    """Whether the extra that reads and writes Parquet is installed."""
    try:
        return importlib.util.find_spec("pyarrow") is not None
    except ValueError:  # a module that is marked as absent
        return False


def _cut(rows: Iterable[Row], size_of: Callable[[Row], int]) -> Iterator[list[Row]]:
    some: list[Row] = []
    n_bytes = 0
    for row in rows:
        some.append(row)
        n_bytes += size_of(row)
        if len(some) == _ROWS_AT_ONCE or n_bytes >= _BYTES_AT_ONCE:
            yield some
            some, n_bytes = [], 0
    if some:
        yield some


def _json_line(record: dict[str, Any]) -> bytes:
    return orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)


def _csv_lines(records: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    yield _csv_line(_COLUMNS)
    for record in records:
        yield _csv_line([_cell(record.get(name)) for name in _COLUMNS])


def _csv_line(cells: Iterable[Any]) -> bytes:
    target = io.StringIO()
    csv.writer(target).writerow(cells)
    return target.getvalue().encode("utf-8")


def _cell(value: Any) -> Any:
    value = _column(value)
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return "'" + value
    return value


def _column(value: Any) -> Any:
    return orjson.dumps(value).decode() if isinstance(value, (dict, list)) else value


def _as_parquet(records: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    import pyarrow  # noqa: PLC0415 - an extra of a quarter of a gigabyte
    from pyarrow import parquet  # noqa: PLC0415

    schema = pyarrow.schema(
        [(name, pyarrow.int64() if name == "version" else pyarrow.string()) for name in _COLUMNS]
    )
    written = _Written()
    with parquet.ParquetWriter(cast(BinaryIO, written), schema) as writer:
        for rows in _cut(map(_row, records), _size):
            writer.write_table(pyarrow.Table.from_pylist(rows, schema))
            yield written.taken()
    yield written.taken()


def _row(record: dict[str, Any]) -> dict[str, Any]:
    return {name: _column(record.get(name)) for name in _COLUMNS}


def _size(row: dict[str, Any]) -> int:
    return sum(len(value) for value in row.values() if isinstance(value, str))


class _Written(io.RawIOBase):
    """What a library writes into a file that it never reads again, to be taken away in pieces."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []
        self._position = 0

    def writable(self) -> bool:
        """It is only written to."""
        return True

    def write(self, piece: Any) -> int:
        """Keeps a piece until it is taken."""
        self._pieces.append(bytes(piece))
        self._position += len(self._pieces[-1])
        return len(self._pieces[-1])

    def tell(self) -> int:
        """How much was written since the beginning."""
        return self._position

    def taken(self) -> bytes:
        """What was written since the last time."""
        piece = b"".join(self._pieces)
        self._pieces.clear()
        return piece
