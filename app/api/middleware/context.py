"""Every request's id, clock, log line, security headers and last net for faults; HEAD for every GET."""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Iterable
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems.answers import problem_response
from app.observability import (
    PHASE_SECONDS,
    REQUEST_SECONDS,
    REQUESTS,
    is_logged,
    log_event,
    log_fault,
)

# An id from a proxy in front of us is kept when it is harmless to log and to send back.
_SAFE_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
# Data needs no scripts, frames or pictures; a page of ours that does sets its own policy.
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
# As bytes and in lower case, the way they are sent.
_SECURITY_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"content-security-policy", DATA_POLICY.encode()),
)


class RequestContext:
    """Outermost: whatever happens inside, the answer has an id, a time and a problem's form."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Runs one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        exchange = _Exchange(scope, send)
        try:
            await self.app(exchange.scope, receive, exchange.send)
        except Exception as error:  # noqa: BLE001 - the last net: a fault becomes a logged 500
            await exchange.fail(error)
        finally:
            exchange.close()


class _Exchange:
    """One request and what was sent for it so far."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.started = time.perf_counter()
        self.request_id = _request_id(scope)
        self.timings: dict[str, float] = {}
        self.is_head = scope["method"] == "HEAD"
        self.method = scope["method"]
        self.status = 0
        self.n_bytes = 0
        state = {
            **scope.get("state", {}),
            "request_id": self.request_id,
            "started": self.started,
            "timings": self.timings,
        }
        self.scope: dict[str, Any] = {**scope, "state": state}
        if self.is_head:
            self.scope["method"] = "GET"
        self._send = send

    async def send(self, message: Message) -> None:
        """Completes the head of the answer, drops the body of a HEAD."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = self._completed(message.get("headers", ()))
        elif message["type"] == "http.response.body":
            self.n_bytes += len(message.get("body", b""))
            if self.is_head:
                message = {**message, "body": b""}
        await self._send(message)

    def _completed(self, given: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        headers = list(given)
        own = {name for name, _ in headers}
        headers.append((b"x-request-id", self.request_id.encode()))
        headers.append((b"server-timing", self._server_timing().encode()))
        headers += [pair for pair in _SECURITY_HEADERS if pair[0] not in own]
        return headers

    def _server_timing(self) -> str:
        total = (time.perf_counter() - self.started) * 1000
        phases = [f"{name};dur={spent:.2f}" for name, spent in self.timings.items()]
        return ", ".join([*phases, f"total;dur={total:.2f}"])

    async def fail(self, error: Exception) -> None:
        """Answers 500, unless the answer is already on its way: then the connection is cut."""
        log_fault("fault", error, request_id=self.request_id, operation=self._operation())
        if self.status:
            raise error
        response = problem_response(
            "internal_error",
            "A fault of the archive. It is logged with the request's id.",
            request_id=self.request_id,
        )
        await response(self.scope, _no_receive, self.send)

    def close(self) -> None:
        """Logs and counts the request. The address stays out of the log: it holds what people
        search for."""
        spent = time.perf_counter() - self.started
        operation = self._operation()
        REQUESTS.add(operation=operation, method=self.method, status=str(self.status or 499))
        REQUEST_SECONDS.record(spent, operation=operation)
        for phase, milliseconds in self.timings.items():
            PHASE_SECONDS.record(milliseconds / 1000, phase=phase)
        level = logging.ERROR if self.status >= 500 else logging.INFO
        if is_logged(level):
            log_event(
                "request",
                level=level,
                request_id=self.request_id,
                operation=operation,
                method=self.method,
                status=self.status or 499,
                ms=round(spent * 1000, 2),
                bytes=self.n_bytes,
            )

    def _operation(self) -> str:
        route = self.scope.get("route")
        return getattr(route, "operation_id", None) or getattr(route, "name", None) or "none"


def _request_id(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _SAFE_ID.fullmatch(value):
            return str(value.decode("ascii"))
    return secrets.token_hex(8)


async def _no_receive() -> Message:
    return {"type": "http.disconnect"}
