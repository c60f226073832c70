"""Bodies of HTTP messages with their transfer and content encodings undone, up to a limit."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import zstandard

# No server packs an answer more than twice; each layer of a bomb costs as much as the last one.
_MAX_ENCODINGS = 4


class BodyTooLargeError(ValueError):
    """A body that has more bytes than allowed once its encoding is undone."""


class BodyBrokenError(ValueError):
    """A body that is not in the encoding it is said to be in, or breaks off."""


def decode_body(body: bytes, encodings: str, limit: int) -> bytes:
    """`body` with the content encodings of a header ("gzip, br") undone from the last to the first.
    Raises BodyTooLargeError and BodyBrokenError; an encoding that is not known is left in place."""
    names = [part.strip().lower() for part in encodings.split(",")]
    if len(names) > _MAX_ENCODINGS:
        raise BodyBrokenError
    for name in reversed(names):
        if name in ("gzip", "x-gzip", "deflate"):
            body = _inflate(body, limit)
        elif name == "zstd":
            body = _unpack_zstd(body, limit)
        elif name == "br":
            body = _unpack_brotli(body, limit)
    return body


def join_chunks(body: bytes) -> bytes:
    """A body sent in chunks (RFC 9112, 7.1) in one piece; a body that is not so sent unchanged."""
    try:
        return b"".join(_chunks(body))
    except ValueError:
        return body


def _chunks(body: bytes) -> Iterator[bytes]:
    position = 0
    while True:
        end = body.index(b"\r\n", position)
        size = int(body[position:end].split(b";")[0], 16)
        if size == 0:
            return
        yield body[end + 2 : end + 2 + size]
        position = end + 2 + size + 2
        if position > len(body):
            return


def _inflate(body: bytes, limit: int) -> bytes:
    # 47: gzip or zlib, told apart by the header; some servers send deflate without any.
    for window_bits in (47, -15):
        inflater = zlib.decompressobj(window_bits)
        try:
            found = inflater.decompress(body, limit + 1)
        except zlib.error:
            continue
        if len(found) > limit:
            raise BodyTooLargeError
        if not inflater.eof:
            raise BodyBrokenError
        return found
    raise BodyBrokenError


def _unpack_zstd(body: bytes, limit: int) -> bytes:
    try:
        with zstandard.ZstdDecompressor().stream_reader(body) as reader:
            found = reader.read(limit + 1)
    except zstandard.ZstdError as error:
        raise BodyBrokenError from error
    if len(found) > limit:
        raise BodyTooLargeError
    return found


def _unpack_brotli(body: bytes, limit: int) -> bytes:
    try:
        import brotli  # type: ignore[import-untyped]  # noqa: PLC0415 - an optional dependency of others
    except ImportError as error:
        raise BodyBrokenError from error
    try:
        decoder = brotli.Decompressor()
        found: bytes = decoder.process(body, output_buffer_limit=limit + 1)
    except (brotli.error, TypeError) as error:
        raise BodyBrokenError from error
    if len(found) > limit:
        raise BodyTooLargeError
    if not decoder.is_finished():
        raise BodyBrokenError
    return found
