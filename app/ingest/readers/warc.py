"""Web archives (WARC, WET): every page and every extracted text in them.

Read by our own code: FastWARC ends without a word where an archive is cut off, and a job must say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from app.ingest.readers.base import Document, Reading, Source, too_large
from app.ingest.readers.content_encoding import (
    BodyBrokenError,
    BodyTooLargeError,
    decode_body,
    join_chunks,
)
from app.records import Declared, MediaType, RawDocument, Rejected, RejectedReason

_VERSION = re.compile(rb"WARC/\d+\.\d+\s*$")
_MAX_HEADER_BYTES = 65_536
# HTTP headers stand before the page within a record.
_MAX_HTTP_HEADER_BYTES = 262_144
_MAX_BLANK_BYTES = 1_024
_PAGES = ("text/html", "application/xhtml+xml")
_READ_TYPES = ("response", "resource", "conversion")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


def looks_like(source: Source) -> bool:
    """True for the version line that every record begins with."""
    return source.head.startswith(b"WARC/")


def read(source: Source, reading: Reading) -> Iterator[Document]:
    """A document for each record that holds a page or a text. Requests, redirects, pictures and the
    archive's own notes are passed over; what breaks off is reported."""
    archive = _Archive(source.stream)
    while True:
        offset = archive.position
        try:
            record = archive.next_record(reading)
        except _CutOffError:
            yield Rejected(
                f"{source.origin}@{offset}",
                RejectedReason.TRUNCATED,
                "The archive breaks off here.",
            )
            return
        except _NoRecordError:
            yield Rejected(
                f"{source.origin}@{offset}",
                RejectedReason.MALFORMED,
                "Here is no record; reading goes on at the next one.",
            )
            archive.skip_to_record()
            continue
        if record is None:
            return
        document = _document(source, reading, offset, record)
        if document is not None:
            yield document


class _CutOffError(Exception):
    pass


class _NoRecordError(Exception):
    pass


@dataclass(frozen=True, slots=True)
class _Record:
    """`block` is None for a record that is not wanted, or too large."""

    headers: dict[str, str]
    block: bytes | None

    @property
    def kind(self) -> str:
        """`response`, `request`, `warcinfo` and so on."""
        return self.headers.get("warc-type", "").lower()


class _Archive:
    def __init__(self, stream: BinaryIO) -> None:
        self.position = 0
        self._stream = stream
        self._version = b""

    def skip_to_record(self) -> None:
        """Passes over everything up to the next version line, or the end."""
        while (line := self._line()) and not _VERSION.match(line):
            pass
        self._version = line

    def next_record(self, reading: Reading) -> _Record | None:
        """The next record, None at the end."""
        version = self._version or self._line()
        self._version = b""
        blank = 0
        while version in (b"\r\n", b"\n"):
            blank += len(version)
            if blank > _MAX_BLANK_BYTES:
                raise _NoRecordError
            version = self._line()
        if not version:
            return None
        if not _VERSION.match(version):
            raise _NoRecordError
        headers = self._headers()
        length = headers.get("content-length", "")
        if not length.isascii() or not length.isdigit():
            raise _NoRecordError
        return _Record(headers, self._block(headers, int(length), reading))

    def _headers(self) -> dict[str, str]:
        headers: dict[str, str] = {}
        size = 0
        while (line := self._line()) not in (b"\r\n", b"\n"):
            size += len(line)
            if not line.endswith(b"\n"):
                raise _CutOffError
            if size > _MAX_HEADER_BYTES:
                raise _NoRecordError
            name, _, value = line.decode("utf-8", "replace").partition(":")
            headers.setdefault(name.strip().lower(), value.strip())
        return headers

    def _block(self, headers: dict[str, str], length: int, reading: Reading) -> bytes | None:
        limit = reading.max_document_bytes + _MAX_HTTP_HEADER_BYTES
        if headers.get("warc-type", "").lower() in _READ_TYPES and length <= limit:
            block = self._stream.read(length)
            self.position += len(block)
            if len(block) < length:
                raise _CutOffError
            return block
        left = length
        while left:
            piece = self._stream.read(min(left, 1 << 20))
            if not piece:
                raise _CutOffError
            left -= len(piece)
            self.position += len(piece)
        return None

    def _line(self) -> bytes:
        line = self._stream.readline(_MAX_HEADER_BYTES)
        self.position += len(line)
        return line


def _document(source: Source, reading: Reading, offset: int, record: _Record) -> Document | None:
    """None for a record without a page or text in it."""
    origin = f"{source.origin}@{offset}"
    if record.kind not in _READ_TYPES:
        return None
    if record.block is None:
        return too_large(origin, reading)
    body: bytes | RejectedReason | None = record.block
    content_type = record.headers.get("content-type", "")
    if record.kind == "response":
        body, content_type = _http_body(record.block, reading)
    if isinstance(body, RejectedReason):
        return Rejected(origin, body, "The page in this record cannot be read.")
    media_type = _media_type(content_type, record.kind)
    if media_type is None or body is None or not body.strip():
        return None
    if len(body) > reading.max_document_bytes:
        return too_large(origin, reading)
    address = record.headers.get("warc-target-uri", "").strip("<>") or None
    return RawDocument(
        content=body,
        media_type=media_type,
        origin=origin,
        key=f"warc:{address or origin}",
        declared=Declared(url=address),
        charset=_charset(content_type),
    )


def _charset(content_type: str) -> str | None:
    match = _CHARSET.search(content_type)
    return match.group(1) if match else None


def _media_type(content_type: str, kind: str) -> MediaType | None:
    plain = content_type.split(";")[0].strip().lower()
    if plain in _PAGES:
        return MediaType.HTML
    return MediaType.TEXT if plain == "text/plain" and kind == "conversion" else None


def _http_body(block: bytes, reading: Reading) -> tuple[bytes | RejectedReason | None, str]:
    """The body and its content type; None in place of a body that is no page, a reason in place of
    one that cannot be decoded."""
    head, separator, body = block.partition(b"\r\n\r\n")
    if not separator:
        head, _, body = block.partition(b"\n\n")
    lines = head.decode("latin-1").splitlines()
    status = lines[0].split(" ")[1:2] if lines else []
    headers = _http_headers(lines[1:])
    content_type = headers.get("content-type", "")
    is_page = _media_type(content_type, "response") is not None
    if not head.startswith(b"HTTP/") or status != ["200"] or not is_page:
        return None, ""
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = join_chunks(body)
    try:
        return _decoded(body, headers.get("content-encoding", ""), reading), content_type
    except BodyTooLargeError:
        return RejectedReason.TOO_LARGE, content_type
    except BodyBrokenError:
        return RejectedReason.TRUNCATED, content_type


def _decoded(body: bytes, encodings: str, reading: Reading) -> bytes:
    # Crawlers that keep the header often keep the body decoded.
    if body.lstrip()[:1] == b"<":
        encodings = ""
    return decode_body(body, encodings, reading.max_document_bytes)


def _http_headers(lines: list[str]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers.setdefault(name.strip().lower(), value.strip())
    return headers
