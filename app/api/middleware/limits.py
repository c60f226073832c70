"""Requests that are too long, too large or in another method than the address knows."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.methods import MethodTable
from app.api.problems.answers import problem_response

# The longest query, percent-encoded; what is longer goes by POST.
MAX_URL_BYTES = 32_000
MAX_HEADER_BYTES = 32_000


class Limits:
    """Refuses what is too large before anything is read, and answers OPTIONS."""

    def __init__(self, app: ASGIApp, *, max_body_bytes: int, methods: MethodTable) -> None:
        self.app = app
        self.max_body_bytes = max_body_bytes
        self.methods = methods

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Runs one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        early = self._refusal(scope) or self._options(scope)
        if early is not None:
            await early(scope, receive, send)
            return
        await self.app(scope, _BoundedReceive(receive, self.max_body_bytes).receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        path = scope.get("raw_path") or scope["path"].encode()
        if len(path) + len(scope["query_string"]) > MAX_URL_BYTES:
            return _problem(scope, "url_too_long", "The address is longer than 32,000 bytes.")
        headers = scope["headers"]
        if sum(len(name) + len(value) for name, value in headers) > MAX_HEADER_BYTES:
            return _problem(scope, "headers_too_large", "The headers are larger than 32,000 bytes.")
        declared = next((value for name, value in headers if name == b"content-length"), b"")
        if declared.isdigit() and int(declared) > self.max_body_bytes:
            return _problem(scope, "body_too_large", _too_large(self.max_body_bytes))
        return None

    def _options(self, scope: Scope) -> Response | None:
        if scope["method"] != "OPTIONS":
            return None
        allowed = self.methods.allowed(scope["path"])
        if not allowed:
            return None
        return Response(status_code=204, headers={"Allow": ", ".join(allowed)})


class _BoundedReceive:
    """Counts a body that did not say its length."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._limit = limit
        self._n_bytes = 0

    async def receive(self) -> Message:
        message = await self._receive()
        self._n_bytes += len(message.get("body", b""))
        if self._n_bytes > self._limit:
            # The framework's own class: any other error here would be turned into a 400.
            raise HTTPException(413, _too_large(self._limit))
        return message


def _too_large(limit: int) -> str:
    return f"The body is larger than {limit:,} bytes (ONRECORD_MAX_BODY_BYTES)."


def _problem(scope: Scope, code: str, detail: str) -> Response:
    request_id = str(scope.get("state", {}).get("request_id", ""))
    return problem_response(code, detail, request_id=request_id)
