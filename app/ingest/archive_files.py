"""The archive as files: exports (NDJSON, CSV, Parquet), and backups of everything in one file."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import orjson
import zstandard

from app.errors import DatabaseError, SourceError
from app.ingest.exports import encode
from app.store.database import new_session, sqlite_path
from app.store.feeds.exports import archive_records
from app.store.handles import Database
from app.store.reading.counts import archive_counts
from app.store.schema.migrations import current_revision, known_revisions

_MANIFEST = "manifest.json"
_DATABASE = "onrecord.db.zst"
_BACKUP_VERSION = 1
_CHUNK = 1 << 20
# How often a command hears how far it is.
_TOLD_EVERY = 500


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
    n_records = 0

    def counted(records: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        nonlocal n_records
        for record in records:
            yield record
            n_records += 1
            if n_records % _TOLD_EVERY == 0:
                progress(n_records)

    with new_session(database) as session, _replacing(target) as stream:
        pieces = encode(counted(archive_records(session, with_sources=with_sources)), form)
        # Parquet compresses its columns itself.
        with _compressed(target, stream) if form != "parquet" else nullcontext(stream) as plain:
            for piece in pieces:
                plain.write(piece)
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
