"""Requests as bytes on a socket: what no client library would send."""

from __future__ import annotations

import json
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Answer:
    """`status` 0: the server closed the connection without an answer."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    @property
    def value(self) -> Any:
        return json.loads(self.body)

    @property
    def is_problem(self) -> bool:
        return self.headers.get("content-type", "").startswith("application/problem+json")


def send(
    address: str, target: str | bytes, *, method: str = "GET", headers: str = "", body: bytes = b""
) -> Answer:
    """Sends one request; `target` goes onto the wire as it is, `headers` are whole lines."""
    target = target.encode() if isinstance(target, str) else target
    head = f"Host: x\r\nConnection: close\r\n{headers}".encode("utf-8", "surrogateescape")
    if (
        body
        and "content-length" not in headers.lower()
        and "transfer-encoding" not in headers.lower()
    ):
        head += f"Content-Length: {len(body)}\r\n".encode()
    return send_bytes(
        address, method.encode() + b" " + target + b" HTTP/1.1\r\n" + head + b"\r\n" + body
    )


def send_bytes(address: str, request: bytes) -> Answer:
    """Sends bytes and reads to the end."""
    parts = urlsplit(address)
    started = time.monotonic()
    received = b""
    with socket.create_connection((parts.hostname, parts.port), timeout=60) as connection:
        # A server that has seen enough answers and closes before it has read everything.
        with suppress(ConnectionResetError, BrokenPipeError):
            connection.sendall(request)
        with suppress(ConnectionResetError):
            while piece := connection.recv(65_536):
                received += piece
    return _parsed(received, time.monotonic() - started)


def _parsed(received: bytes, seconds: float) -> Answer:
    head, _, body = received.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    if not lines[0].startswith("HTTP/"):
        return Answer(0, {}, b"", seconds)
    headers = {
        name.lower(): value.strip()
        for name, _, value in (line.partition(":") for line in lines[1:])
    }
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body = _joined(body)
    return Answer(int(lines[0].split(" ")[1]), headers, body, seconds)


def _joined(body: bytes) -> bytes:
    parts = []
    while body:
        size, _, body = body.partition(b"\r\n")
        n_bytes = int(size, 16)
        parts.append(body[:n_bytes])
        body = body[n_bytes + 2 :]
    return b"".join(parts)
