"""Files and folders to raw documents: walks, decompresses, and picks the reader by content."""

from __future__ import annotations

import gzip
import io
import os
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

import zstandard

from app.errors import SourceError
from app.ingest.readers import (
    archive,
    feed,
    jsonl,
    parquet,
    plaintext,
    table,
    warc,
    webpage,
)
from app.ingest.readers.base import HEAD_BYTES, Document, Reader, Reading, Source
from app.records import Rejected, RejectedReason
from app.text.surrogates import without_surrogates

# The first that recognises a source reads it: sure signs first, text last.
READERS: tuple[Reader, ...] = (archive, warc, parquet, feed, jsonl, webpage, table, plaintext)

# Names that an operating system or an editor leaves behind, never articles.
_IGNORED = {"thumbs.db", "desktop.ini", "__macosx"}
_COMPRESSED_SUFFIXES = (".gz", ".zst")
_MAX_DEPTH = 3


@dataclass(slots=True)
class Meter:
    """How much of the sources is read, in bytes as they are on the disk."""

    n_total: int = 0
    n_read: int = 0

    @classmethod
    def of(cls, paths: Sequence[Path]) -> Meter:
        """A meter that knows the size of everything in these paths.

        Raises SourceError for a path that is not there.
        """
        total = 0
        for path in paths:
            if not path.exists():
                raise SourceError(f"There is no file or folder {path}.")
            for file, _ in files_of(path):
                with suppress(OSError):
                    total += file.stat().st_size
        return cls(total)


def read_paths(
    paths: Sequence[Path],
    max_document_bytes: int,
    meter: Meter | None = None,
    corrections: list[dict[str, Any]] | None = None,
) -> Iterator[Document]:
    """Everything in files and folders, in the order of the paths given and of names inside a folder.
    A file that cannot be read, or went away since, is a Rejected. The corrections in an export of ours
    are added to `corrections`."""
    meter = meter or Meter()
    reading = Reading(max_document_bytes, read_source, corrections=corrections)
    for path in paths:
        for file, name in files_of(path):
            yield from read_file(file, name, reading, meter)


def read_files(files: Sequence[tuple[Path, str]], max_document_bytes: int) -> Iterator[Document]:
    """Everything in these files, each under the name that it was sent with, for people too."""
    reading, meter = Reading(max_document_bytes, read_source), Meter()
    for file, name in files:
        yield from read_file(file, name, reading, meter, origin=name)


def files_of(path: Path) -> Iterator[tuple[Path, str]]:
    """The files of a path, each with its name inside it (`sport/1.txt`; a file's own name): sorted,
    hidden ones left out, links to folders not followed."""
    if not path.is_dir():
        yield path, path.name
        return
    closed: list[Path] = []
    for folder, folders, names in os.walk(
        path, followlinks=False, onerror=lambda error: closed.append(Path(error.filename))
    ):
        folders[:] = sorted(name for name in folders if not _is_ignored(name))
        for name in sorted(names):
            file = Path(folder, name)
            # A link to nowhere is reported; a socket or a pipe would block.
            if not _is_ignored(name) and (file.is_file() or not file.exists()):
                yield file, file.relative_to(path).as_posix()
    for file in closed:  # opening it says why it cannot be read
        yield file, file.relative_to(path).as_posix()


def read_file(
    file: Path, name: str, reading: Reading, meter: Meter, *, origin: str | None = None
) -> Iterator[Document]:
    """The documents of one file; its trouble is a Rejected. They say that they come from `origin`, or
    from the file's path."""
    before = meter.n_read
    # A file's name can be no text in any encoding.
    origin, name = without_surrogates(origin or str(file)), without_surrogates(name)
    try:
        with file.open("rb") as stream:
            for document in read_source(Source(origin, name, stream), reading):
                meter.n_read = before + stream.tell()
                yield document
            meter.n_read = before + stream.tell()
    except OSError as error:
        yield Rejected(origin, RejectedReason.FAILED, f"It cannot be read: {error.strerror}.")


def read_source(source: Source, reading: Reading) -> Iterator[Document]:
    """The documents of one stream: decompressed, its reader found by content; a stream that breaks off
    gives what was whole before, then a Rejected."""
    try:
        opened = _opened(source)
        if not opened.head.strip():
            yield Rejected(source.origin, RejectedReason.EMPTY, "There is nothing in it.")
            return
        yield from _read_all(opened, reading)
    except EOFError:
        yield Rejected(source.origin, RejectedReason.TRUNCATED, "It breaks off in the middle.")
    except (zlib.error, gzip.BadGzipFile, zstandard.ZstdError) as error:
        yield Rejected(
            source.origin, RejectedReason.MALFORMED, f"Its compression is broken: {error}."
        )


def _read_all(source: Source, reading: Reading) -> Iterator[Document]:
    """What the reader finds; a source that it finds nothing in is told too."""
    reader = next(reader for reader in READERS if reader.looks_like(source))
    n_corrections = len(reading.corrections or ())
    is_empty = True
    for document in reader.read(source, reading):
        is_empty = False
        yield document
    if is_empty and len(reading.corrections or ()) == n_corrections:
        detail = "There is no article in it: no page, text or record that is read."
        yield Rejected(source.origin, RejectedReason.EMPTY, detail)


def _opened(source: Source) -> Source:
    """The source with its compression undone (gzip, zstd; one inside the other too) and its head read."""
    stream, name = source.stream, source.name
    for _ in range(_MAX_DEPTH):
        buffered, head = _peeked(stream)
        plain = _decompressed(buffered, head)
        if plain is None:
            return Source(source.origin, name, buffered, head, source.charset)
        stream, name = plain, _without_suffix(name)
    buffered, head = _peeked(stream)
    return Source(source.origin, name, buffered, head, source.charset)


def _peeked(stream: BinaryIO) -> tuple[BinaryIO, bytes]:
    buffered = io.BufferedReader(cast(io.RawIOBase, _Chunks(stream)), HEAD_BYTES)
    head = b""
    # A decompressor may give less than asked for: ask until the head is full or the stream ends.
    while len(head) < HEAD_BYTES and (more := stream.read(HEAD_BYTES - len(head))):
        head += more
    cast(_Chunks, buffered.raw).give_back(head)
    return cast(BinaryIO, buffered), head


def _decompressed(stream: BinaryIO, head: bytes) -> BinaryIO | None:
    if head.startswith(b"\x1f\x8b"):
        return cast(BinaryIO, gzip.GzipFile(fileobj=stream))
    if head.startswith(b"\x28\xb5\x2f\xfd"):
        reader = zstandard.ZstdDecompressor().stream_reader(
            cast(IO[bytes], stream), read_across_frames=True
        )
        return cast(BinaryIO, reader)
    return None


def _without_suffix(name: str) -> str:
    for suffix in _COMPRESSED_SUFFIXES:
        if name.lower().endswith(suffix):
            return name[: -len(suffix)]
    return name


def _is_ignored(name: str) -> bool:
    return name.startswith(".") or name.lower() in _IGNORED


class _Chunks(io.RawIOBase):
    """A stream whose beginning was read already and is given again."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream
        self._head = b""

    def give_back(self, head: bytes) -> None:
        """Puts the bytes in front of what the stream still has."""
        self._head = head

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fills the buffer from what was given back, then from the stream."""
        if self._head:
            piece, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        else:
            piece = self._stream.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)
