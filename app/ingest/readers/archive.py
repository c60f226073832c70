"""ZIP and tar archives: their members are read by the reader that fits each, never written to disk."""

from __future__ import annotations

import io
import itertools
import re
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import IO, BinaryIO, cast

from app.ingest.readers.base import Document, Reading, Source
from app.records import Rejected, RejectedReason
from app.text.surrogates import without_surrogates

# Archives in archives deeper than this are bombs, not collections.
MAX_DEPTH = 3
MAX_MEMBERS = 2_000_000
# Past the first bytes, real text is packed to a fortieth at most; bombs to a thousandth.
_MAX_RATIO = 250
FREE_BYTES = 50_000_000
# A ZIP is read from its end, so one that comes as a stream is kept aside first.
_IN_MEMORY_BYTES = 32_000_000
_MAX_SPOOLED_BYTES = 20_000_000_000
_ZIP_SIGNS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_TAR_SIGN = b"ustar"
_TAR_SIGN_AT = 257
# Documents of other programs that are ZIP files inside.
_OFFICE_MEMBERS = frozenset(
    {"[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF", "AndroidManifest.xml"}
)
_IGNORED = re.compile(r"(?:^|/)(?:\.|__MACOSX/|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)


class _BombError(Exception):
    """A member that unpacks to far more than it was packed into."""


def looks_like(source: Source) -> bool:
    """True for the signs of a ZIP and of a tar archive."""
    head = source.head
    return head.startswith(_ZIP_SIGNS) or head[_TAR_SIGN_AT : _TAR_SIGN_AT + 5] == _TAR_SIGN


def read(source: Source, reading: Reading) -> Iterator[Document]:
    """The documents of every member, in the archive's order; a broken member is refused and the next
    one read. Links, devices and hidden files are passed over."""
    if reading.depth >= MAX_DEPTH:
        detail = f"It is an archive {reading.depth} levels deep in archives."
        yield Rejected(source.origin, RejectedReason.TOO_DEEP, detail)
        return
    inner = replace(reading, depth=reading.depth + 1)
    if source.head.startswith(_ZIP_SIGNS):
        yield from _read_zip(source, inner)
    else:
        yield from _read_tar(source, inner)


def _read_zip(source: Source, reading: Reading) -> Iterator[Document]:
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES) as spooled:
        if not _spool(source.stream, cast("IO[bytes]", spooled)):
            detail = f"The archive has more than {_MAX_SPOOLED_BYTES} bytes."
            yield Rejected(source.origin, RejectedReason.TOO_LARGE, detail)
            return
        try:
            archive = zipfile.ZipFile(cast("IO[bytes]", spooled))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            detail = f"The archive's directory, at its end, is missing or broken: {error}."
            yield Rejected(source.origin, RejectedReason.TRUNCATED, detail)
            return
        with archive:
            yield from _zip_members(source, archive, reading)


def _spool(stream: BinaryIO, target: IO[bytes]) -> bool:
    size = 0
    while piece := stream.read(1 << 20):
        size += len(piece)
        if size > _MAX_SPOOLED_BYTES:
            return False
        target.write(piece)
    target.seek(0)
    return True


def _zip_members(source: Source, archive: zipfile.ZipFile, reading: Reading) -> Iterator[Document]:
    members = archive.infolist()
    if refusal := _refusal(source, members):
        yield refusal
        return
    for member in members:
        if member.is_dir() or _IGNORED.search(member.filename) or _is_link(member):
            continue
        origin = _origin(source, member.filename)
        if member.flag_bits & 0x1:
            yield Rejected(origin, RejectedReason.MALFORMED, "It is encrypted.")
            continue
        try:
            with archive.open(member) as stream:
                guarded = _guarded(cast("BinaryIO", stream), member.compress_size)
                yield from _read_member(source, member.filename, guarded, reading)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error) as error:
            yield Rejected(origin, RejectedReason.MALFORMED, f"It cannot be unpacked: {error}.")
        except (EOFError, OSError) as error:
            yield Rejected(origin, RejectedReason.TRUNCATED, f"It breaks off: {error}.")


def _refusal(source: Source, members: list[zipfile.ZipInfo]) -> Rejected | None:
    names = {member.filename for member in members[:50]}
    if names & _OFFICE_MEMBERS:
        detail = "It is a document or program of another format, not an archive of articles."
        return Rejected(source.origin, RejectedReason.BINARY, detail)
    if len(members) > MAX_MEMBERS:
        detail = f"The archive has more than {MAX_MEMBERS} members."
        return Rejected(source.origin, RejectedReason.TOO_LARGE, detail)
    # Members that share their bytes are how a small file becomes petabytes.
    ordered = sorted(members, key=lambda member: member.header_offset)
    for before, after in itertools.pairwise(ordered):
        if before.header_offset + before.compress_size > after.header_offset:
            detail = "The archive's members overlap: it is a bomb."
            return Rejected(source.origin, RejectedReason.TOO_LARGE, detail)
    return None


def _is_link(member: zipfile.ZipInfo) -> bool:
    return (member.external_attr >> 16) & 0o170000 == 0o120000


def _read_tar(source: Source, reading: Reading) -> Iterator[Document]:
    n_members = 0
    try:
        with tarfile.open(fileobj=source.stream, mode="r|") as archive:
            for member in archive:
                n_members += 1
                if n_members > MAX_MEMBERS:
                    detail = f"The archive has more than {MAX_MEMBERS} members."
                    yield Rejected(source.origin, RejectedReason.TOO_LARGE, detail)
                    return
                if not member.isfile() or _IGNORED.search(member.name):
                    continue
                if member.issparse():  # a few bytes can stand for terabytes
                    origin = _origin(source, member.name)
                    yield Rejected(origin, RejectedReason.MALFORMED, "It is a sparse file.")
                    continue
                if (stream := archive.extractfile(member)) is not None:
                    guarded = _Whole(cast("BinaryIO", stream), member.size)
                    yield from _read_member(source, member.name, cast("BinaryIO", guarded), reading)
    except (tarfile.TarError, EOFError) as error:
        detail = f"The archive breaks off or is broken: {error}."
        yield Rejected(source.origin, RejectedReason.TRUNCATED, detail)


def _read_member(
    source: Source, name: str, stream: BinaryIO, reading: Reading
) -> Iterator[Document]:
    origin = _origin(source, name)
    member = Source(origin, f"{source.name}/{_safe_name(name)}", stream)
    try:
        yield from reading.read_member(member, reading)
    except _BombError:
        detail = f"It unpacks to more than {_MAX_RATIO} times its size: it is a bomb."
        yield Rejected(origin, RejectedReason.TOO_LARGE, detail)


def _origin(source: Source, name: str) -> str:
    return f"{source.origin}!{_safe_name(name)}"


def _safe_name(name: str) -> str:
    """A member's path without anything that leads out of the archive."""
    parts = re.split(r"[/\\]+", without_surrogates(name.replace("\0", "")))
    return "/".join(
        part for part in parts if part not in ("", ".", "..") and not part.endswith(":")
    )


def _guarded(stream: BinaryIO, packed_size: int) -> BinaryIO:
    return cast("BinaryIO", _Limited(stream, FREE_BYTES + packed_size * _MAX_RATIO))


class _Limited(io.RawIOBase):
    """A stream that gives at most so many bytes and then says that it is a bomb."""

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        super().__init__()
        self._stream = stream
        self._left = limit

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes."""
        piece = self._stream.read(min(size, self._left + 1) if size >= 0 else self._left + 1)
        self._left -= len(piece)
        if self._left < 0:
            raise _BombError
        return piece


class _Whole(io.RawIOBase):
    """A member of a tar archive that must give as many bytes as its header says."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        super().__init__()
        self._stream = stream
        self._left = size

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes. Raises EOFError where the archive ends before its member."""
        piece = self._stream.read(size)
        self._left -= len(piece)
        if not piece and self._left > 0 and size != 0:
            raise EOFError("unexpected end of data")
        return piece
