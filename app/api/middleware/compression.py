"""Answers of 1 kB and more go out as zstd or gzip, whichever the client prefers."""

from __future__ import annotations

import gzip
import zlib
from functools import lru_cache
from typing import Any, Protocol

import zstandard
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Below this a packet is a packet: compressing costs more than it saves.
SMALLEST_BYTES = 1_000
# More than this is compressed in a thread, so that other requests do not wait.
_THREAD_BYTES = 200_000
_GZIP_LEVEL = 5
_ZSTD_LEVEL = 3
_COMPRESSIBLE = ("text/", "application/", "image/svg+xml")


class _Stream(Protocol):
    def compress(self, data: bytes, /) -> bytes: ...


class Compression:
    """Compresses what is worth it, streams piece by piece."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Runs one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        await self.app(scope, receive, _Sender(send, scope).send)


def preferred_coding(accepted: str) -> str | None:
    """`zstd`, `gzip` or None for an Accept-Encoding header; zstd where both are equally welcome."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, parameter = part.strip().partition(";")
        weights[name.strip()] = _weight(parameter)
    best = max(("zstd", "gzip"), key=lambda name: weights.get(name, weights.get("*", 0.0)))
    return best if weights.get(best, weights.get("*", 0.0)) > 0 else None


# Clients of a kind send the same header each time.
_coding = lru_cache(maxsize=256)(preferred_coding)


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


class _Sender:
    """Holds the head of the answer back until the first piece shows whether to compress."""

    def __init__(self, send: Send, scope: Scope) -> None:
        self._send = send
        self._scope = scope
        self._coding: str | None = None
        self._head: Message | None = None
        self._stream: Any = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._head = message
        elif message["type"] == "http.response.body":
            await self._send_body(message)
        else:
            await self._send(message)

    async def _send_body(self, message: Message) -> None:
        body = message.get("body", b"")
        more = message.get("more_body", False)
        if self._head is not None:
            head, self._head = self._head, None
            if body or more:
                self._decide(head, MutableHeaders(raw=head["headers"]), len(body), more)
            if self._stream is not None and not more:
                body = await self._compress_whole(body)
                MutableHeaders(raw=head["headers"])["Content-Length"] = str(len(body))
                self._stream = None
            await self._send(head)
        if self._stream is not None:
            body = self._compress_piece(body, more)
        await self._send({**message, "body": body})

    def _decide(self, head: Message, headers: MutableHeaders, size: int, more: bool) -> None:
        kind = headers.get("content-type", "")
        if head["status"] == 206 or "content-encoding" in headers:
            return
        if not kind.startswith(_COMPRESSIBLE) or kind.startswith("application/zstd"):
            return
        headers.add_vary_header("Accept-Encoding")
        if more or size >= SMALLEST_BYTES:
            self._coding = _coding(Headers(scope=self._scope).get("accept-encoding", ""))
        if self._coding is not None:
            self._begin(headers)

    def _begin(self, headers: MutableHeaders) -> None:
        headers["Content-Encoding"] = str(self._coding)
        if "content-length" in headers:
            del headers["Content-Length"]
        if self._coding == "zstd":
            self._stream = zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compressobj()
        else:
            # 31: the largest window, with the gzip header.
            self._stream = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, 31)

    async def _compress_whole(self, body: bytes) -> bytes:
        if len(body) > _THREAD_BYTES:
            return await run_in_threadpool(_compress, body, str(self._coding))
        return _compress(body, str(self._coding))

    def _compress_piece(self, body: bytes, more: bool) -> bytes:
        piece: bytes = self._stream.compress(body)
        if not more:
            return piece + bytes(self._stream.flush())
        # Each piece can be read when it arrives: an export shows its rows at once.
        if self._coding == "zstd":
            return piece + bytes(self._stream.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK))
        return piece + bytes(self._stream.flush(zlib.Z_SYNC_FLUSH))


def _compress(body: bytes, coding: str) -> bytes:
    if coding == "zstd":
        return zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compress(body)
    return gzip.compress(body, _GZIP_LEVEL, mtime=0)
