"""The archive as files: exports (NDJSON, CSV, Parquet), and backups of everything in one file."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any

import orjson
import zstandard

from app.errors import DatabaseError, SourceError
from app.store.counts import archive_counts
from app.store.database import new_session, sqlite_path
from app.store.exports import archive_records
from app.store.handles import Database
from app.store.migrations import current_revision, known_revisions

FORMATS = ("ndjson", "csv", "parquet")
_MANIFEST = "manifest.json"
_DATABASE = "onrecord.db.zst"
_BACKUP_VERSION = 1
_CHUNK = 1 << 20
_ROWS_AT_ONCE = 500
# A cell that begins so is a formula to a spreadsheet.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS = (
    "id", "external_id", "url", "title", "standfirst", "text", "authors", "contributors", "agency",
    "source", "section", "dateline_place", "published_at", "modified_at", "date_inferred",
    "language", "keywords", "story_id", "version", "quotations", "onrecord_source",
    "onrecord_correction",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds."""

    created_at: str
    migration: str
    n_articles: int
    n_quotations: int
    n_bytes: int
    digest: str


def export(
    database: Database,
    target: Path,
    form: str = "ndjson",
    *,
    with_sources: bool = True,
    progress: Callable[[int], None] = lambda _: None,
) -> int:
    """Writes every article to a file, replaced only when it is whole; a name ending in `.gz` or `.zst` is compressed. Returns the number of records.

    With sources, and with them what people put right: ingesting the file gives an equal archive. Raises SourceError for an unknown format,
    and for Parquet without the extra.
    """
    if form not in FORMATS:
        raise SourceError(f"There is no format {form!r}; known are {', '.join(FORMATS)}.")
    with new_session(database) as session, _replacing(target) as stream:
        records = _counted(archive_records(session, with_sources=with_sources), progress)
        if form == "parquet":
            return _write_parquet(records, stream)
        with _compressed(target, stream) as plain:
            return _write_csv(records, plain) if form == "csv" else write_ndjson(records, plain)


def write_ndjson(records: Iterable[dict[str, Any]], stream: IO[bytes]) -> int:
    """A JSON object a line; returns their number."""
    n_records = 0
    for record in records:
        stream.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))
        n_records += 1
    return n_records


def backup(database: Database, target: Path) -> Manifest:
    """Copies the database into one file while it is in use; the index is not in it, it can be built
    again. Raises DatabaseError for a database that is no SQLite file (PostgreSQL has `pg_dump`)."""
    path = sqlite_path(database)
    if path is None:
        raise DatabaseError("Only SQLite archives are backed up by this command: use `pg_dump`.")
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        copy = Path(folder, "copy.db")
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as other:
            source.backup(other, pages=1024)
        packed = Path(folder, _DATABASE)
        manifest = _pack(database, copy, packed)
        with _replacing(target) as stream, tarfile.open(fileobj=stream, mode="w") as tar:
            _add_bytes(
                tar, _MANIFEST, orjson.dumps({"version": _BACKUP_VERSION, **_fields(manifest)})
            )
            tar.add(packed, arcname=_DATABASE)
    return manifest


def restore(source: Path, database_file: Path) -> Manifest:
    """Puts a backup in the place of a database that nobody uses, checked before anything is replaced.
    The old one is kept beside it as `.before-restore`; the index has to be built again.

    Raises SourceError for a file that is no whole backup or of a newer release.
    """
    database_file.parent.mkdir(parents=True, exist_ok=True)
    unpacked = database_file.with_name(database_file.name + ".restoring")
    try:
        manifest = _unpack(source, unpacked)
        for suffix in ("-wal", "-shm"):
            with suppress(FileNotFoundError):
                database_file.with_name(database_file.name + suffix).unlink()
        if database_file.exists():
            database_file.replace(database_file.with_name(database_file.name + ".before-restore"))
        unpacked.replace(database_file)
    finally:
        unpacked.unlink(missing_ok=True)
    return manifest


def _pack(database: Database, copy: Path, packed: Path) -> Manifest:
    digest = hashlib.blake2b(digest_size=32)
    with (
        copy.open("rb") as plain,
        packed.open("wb") as stream,
        zstandard.ZstdCompressor(level=3).stream_writer(stream) as writer,
    ):
        while chunk := plain.read(_CHUNK):
            digest.update(chunk)
            writer.write(chunk)
    with new_session(database) as session:
        counts = archive_counts(session)
    return Manifest(
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        migration=current_revision(database) or "",
        n_articles=counts.n_articles,
        n_quotations=counts.n_quotations,
        n_bytes=copy.stat().st_size,
        digest=digest.hexdigest(),
    )


def _unpack(source: Path, target: Path) -> Manifest:
    try:
        with tarfile.open(source) as tar:
            manifest = _manifest(tar)
            packed = tar.extractfile(_DATABASE)
            if packed is None:
                raise KeyError(_DATABASE)
            digest = hashlib.blake2b(digest_size=32)
            with target.open("wb") as stream:
                reader = zstandard.ZstdDecompressor().stream_reader(packed)
                while chunk := reader.read(_CHUNK):
                    digest.update(chunk)
                    stream.write(chunk)
                os.fsync(stream.fileno())
    except (
        OSError,
        KeyError,
        ValueError,
        TypeError,
        tarfile.TarError,
        zstandard.ZstdError,
    ) as error:
        if isinstance(error, OSError) and error.strerror:
            raise SourceError(f"{source} cannot be read: {error.strerror}.") from error
        detail = "it breaks off, or `onrecord backup` did not write it"
        raise SourceError(f"{source} is no whole backup: {detail}.") from error
    if digest.hexdigest() != manifest.digest:
        raise SourceError(f"{source} is damaged: its contents are not what its manifest says.")
    if manifest.migration not in known_revisions():
        raise SourceError(f"{source} was made by a newer release: install that one first.")
    return manifest


def _manifest(tar: tarfile.TarFile) -> Manifest:
    member = tar.extractfile(_MANIFEST)
    if member is None:
        raise KeyError(_MANIFEST)
    values = orjson.loads(member.read())
    if values.pop("version") != _BACKUP_VERSION:
        raise ValueError("another kind of backup")
    return Manifest(**values)


def _fields(manifest: Manifest) -> dict[str, Any]:
    return {name: getattr(manifest, name) for name in Manifest.__dataclass_fields__}


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    tar.addfile(info, io.BytesIO(content))


def _write_csv(records: Iterable[dict[str, Any]], stream: IO[bytes]) -> int:
    text = io.TextIOWrapper(stream, "utf-8", newline="", write_through=True)
    writer = csv.DictWriter(text, _COLUMNS, extrasaction="ignore")
    writer.writeheader()
    n_records = 0
    for record in records:
        writer.writerow({name: _cell(record.get(name)) for name in _COLUMNS})
        n_records += 1
    text.detach()
    return n_records


def _cell(value: Any) -> Any:
    if isinstance(value, (dict, list)):
        value = orjson.dumps(value).decode()
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return "'" + value
    return value


def _write_parquet(records: Iterator[dict[str, Any]], stream: IO[bytes]) -> int:
    try:
        import pyarrow  # noqa: PLC0415 - an extra of a quarter of a gigabyte
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        raise SourceError("Parquet needs an extra: `pip install onrecord[parquet]`.") from None
    schema = pyarrow.schema(
        [(name, pyarrow.int64() if name == "version" else pyarrow.string()) for name in _COLUMNS]
    )
    n_records = 0
    with parquet.ParquetWriter(stream, schema) as writer:
        while some := list(islice(records, _ROWS_AT_ONCE)):
            rows = [{name: _column(record.get(name)) for name in _COLUMNS} for record in some]
            writer.write_table(pyarrow.Table.from_pylist(rows, schema))
            n_records += len(some)
    return n_records


def _column(value: Any) -> Any:
    return orjson.dumps(value).decode() if isinstance(value, (dict, list)) else value


def _counted(
    records: Iterator[dict[str, Any]], progress: Callable[[int], None]
) -> Iterator[dict[str, Any]]:
    for number, record in enumerate(records, start=1):
        yield record
        if number % _ROWS_AT_ONCE == 0:
            progress(number)


class _replacing:  # noqa: N801 - used like a function
    """A file that appears under its name only when it is whole and on the disk."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._part = target.with_name(f".{target.name}.part")

    def __enter__(self) -> IO[bytes]:
        try:
            self._stream = self._part.open("wb")
        except OSError as error:
            raise SourceError(f"{self._target} cannot be written: {error.strerror}.") from error
        return self._stream

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self._stream.close()
            self._part.replace(self._target)
        else:
            self._stream.close()
            self._part.unlink(missing_ok=True)


class _compressed:  # noqa: N801 - used like a function
    """A stream that compresses into another one, as the target's name asks for."""

    def __init__(self, target: Path, stream: IO[bytes]) -> None:
        self._target = target
        self._stream = stream
        self._writer: IO[bytes] | None = None

    def __enter__(self) -> IO[bytes]:
        if self._target.suffix == ".gz":
            # No time and no name inside: equal archives give equal files.
            self._writer = gzip.GzipFile("", "wb", 6, self._stream, mtime=0)  # type: ignore[assignment]
        elif self._target.suffix == ".zst":
            self._writer = zstandard.ZstdCompressor(level=3).stream_writer(
                self._stream, closefd=False
            )
        return self._writer or self._stream

    def __exit__(self, *_: object) -> None:
        if self._writer is not None:
            self._writer.close()
