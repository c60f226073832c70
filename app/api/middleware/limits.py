"""Requests that are too long, too large, too slow or in another method than the address knows."""

from __future__ import annotations

import asyncio
import re

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.methods import MethodTable
from app.api.problems.answers import problem_response

# The longest query, percent-encoded; what is longer goes by POST.
MAX_URL_BYTES = 32_000
MAX_HEADER_BYTES = 32_000
# Uploads of whole files: the operation writes them to the disk as they come, once it knows the sender,
# within limits of its own.
_UPLOADS_TO = "/v1/jobs"
_UPLOAD_TYPES = (b"multipart/form-data", b"application/octet-stream")
_HOST = re.compile(rb"([A-Za-z0-9._~-]*|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?")


class Limits:
    """Refuses what is too large before anything is read, and answers OPTIONS. A body is read whole, in a
    limited time, before the request runs: a slow sender holds nothing but its connection. Uploads of files are
    read by their operation."""

    def __init__(
        self, app: ASGIApp, *, max_body_bytes: int, body_seconds: float, methods: MethodTable
    ) -> None:
        self.app = app
        self._max_body_bytes = max_body_bytes
        self._body_seconds = body_seconds
        self._methods = methods

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Runs one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        n_bytes, length, has_body, media_type = 0, b"", False, b""
        hosts: list[bytes] = []
        for name, value in scope["headers"]:
            n_bytes += len(name) + len(value)
            if name == b"host":
                hosts.append(value)
            elif name == b"content-length":
                length = value
            elif name == b"transfer-encoding":
                has_body = True
            elif name == b"content-type":
                media_type = value
        is_upload = _is_upload(scope, media_type)
        early = (
            self._refusal(scope, n_bytes, b"" if is_upload else length)
            or _host_refusal(scope, hosts)
            or self._options(scope)
        )
        if early is None and not is_upload and (has_body or length.strip(b"0")):
            body = await self._body(scope, receive)
            if isinstance(body, Response):
                early = body
            else:
                receive = _Replayed(body, receive).receive
        await (early or self.app)(scope, receive, send)

    def _refusal(self, scope: Scope, n_header_bytes: int, length: bytes) -> Response | None:
        if len(scope.get("raw_path") or scope["path"]) + len(scope["query_string"]) > MAX_URL_BYTES:
            return _problem(scope, "url_too_long", "The address is longer than 32,000 bytes.")
        if n_header_bytes > MAX_HEADER_BYTES:
            return _problem(scope, "headers_too_large", "The headers are larger than 32,000 bytes.")
        if length.isdigit() and int(length) > self._max_body_bytes:
            return self._too_large(scope)
        return None

    def _options(self, scope: Scope) -> Response | None:
        if scope["method"] != "OPTIONS":
            return None
        allowed = self._methods.allowed(scope["path"])
        if not allowed:
            return None
        return Response(status_code=204, headers={"Allow": ", ".join(allowed)})

    async def _body(self, scope: Scope, receive: Receive) -> bytes | Response:
        body = bytearray()
        try:
            async with asyncio.timeout(self._body_seconds):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return _problem(scope, "bad_request", "The body ended before its end.")
                    body += message.get("body", b"")
                    if len(body) > self._max_body_bytes:
                        return self._too_large(scope)
                    if not message.get("more_body", False):
                        return bytes(body)
        except TimeoutError:
            detail = f"The body did not arrive within {self._body_seconds:g} seconds."
            return _problem(scope, "request_timeout", detail)

    def _too_large(self, scope: Scope) -> Response:
        detail = (
            f"The body is larger than {self._max_body_bytes:,} bytes (ONRECORD_MAX_BODY_BYTES)."
        )
        return _problem(scope, "body_too_large", detail)


def _is_upload(scope: Scope, media_type: bytes) -> bool:
    return (
        scope["method"] == "POST"
        and scope["path"].endswith(_UPLOADS_TO)
        and media_type.strip().lower().startswith(_UPLOAD_TYPES)
    )


def _host_refusal(scope: Scope, hosts: list[bytes]) -> Response | None:
    """RFC 9112, 3.2: one Host that is one. With two, a proxy and we could each mean another."""
    if len(hosts) == 1 and _HOST.fullmatch(hosts[0]):
        return None
    if not hosts and scope["http_version"] == "1.0":
        return None
    return _problem(
        scope, "bad_request", "The request must have one header `Host`, a name and a port."
    )


class _Replayed:
    """A body that was read already, then whatever the connection says."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def receive(self) -> Message:
        """The body as one message, the first time."""
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}


def _problem(scope: Scope, code: str, detail: str) -> Response:
    request_id = str(scope.get("state", {}).get("request_id", ""))
    # What is left of the request is not worth reading.
    return problem_response(code, detail, request_id=request_id, headers={"Connection": "close"})
