"""HTTP connections that do not wait forever: uvicorn's own protocol with limits for slow clients."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.api.problems.answers import problem_response

# From the first byte of a head, or from connecting, until the head is whole.
HEAD_SECONDS = 20.0
# A head is refused with 431 past 32,000 bytes (`app/api/middleware/limits.py`); one that goes on past
# this is not even read to its end.
HEAD_BYTES = 131_072
# How long a client may leave what was sent to it unread.
READ_SECONDS = 60.0
# At the end, clients that ask at this moment are answered, and told that the connection closes.
LEAVING_SECONDS = 0.5


class PatientProtocol(HttpToolsProtocol):
    """One connection. Cuts clients that send a head too slowly or read too slowly; at shutdown answers
    what is on its way before it closes."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Starts to wait for the first head."""
        super().connection_made(transport)
        self._n_head_bytes = 0
        self._is_leaving = False
        self._timer: asyncio.TimerHandle | None = None
        self._read_timer: asyncio.TimerHandle | None = None
        self._wait(HEAD_SECONDS, self._cut)

    def data_received(self, data: bytes) -> None:
        """Reads on; the beginning of a head starts its clock."""
        super().data_received(data)
        if not self._is_idle():
            return
        self._n_head_bytes += len(data)
        if self._n_head_bytes > HEAD_BYTES:
            self._cut()
        elif self._timer is None:
            self._wait(HEAD_SECONDS, self._cut)

    def on_headers_complete(self) -> None:
        """The head is whole: the clock stops, the request runs."""
        self._n_head_bytes = 0
        self._stop_waiting()
        super().on_headers_complete()
        if self._is_leaving and self.cycle is not None:
            self.cycle.keep_alive = False

    def send_400_response(self, msg: str) -> None:
        """What is no HTTP is a problem like any other."""
        answer = problem_response(
            "bad_request", msg, request_id=secrets.token_hex(8), headers={"Connection": "close"}
        )
        head = [b"HTTP/1.1 400 Bad Request", *(b": ".join(pair) for pair in answer.raw_headers)]
        self.transport.write(b"\r\n".join([*head, b"", bytes(answer.body)]))
        self.transport.close()

    def pause_writing(self) -> None:
        """The client reads more slowly than we write: it has so long to catch up."""
        super().pause_writing()
        self._read_timer = self.loop.call_later(READ_SECONDS, self._cut)

    def resume_writing(self) -> None:
        """The client has caught up."""
        super().resume_writing()
        self._stop_read_timer()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stops all clocks."""
        self._stop_waiting()
        self._stop_read_timer()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """Told by the server to end: an idle connection stays open for a moment, since a request may be
        on its way."""
        self._is_leaving = True
        if self._is_idle():
            self._wait(LEAVING_SECONDS, self._close_if_idle)
        else:
            super().shutdown()

    def _is_idle(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _close_if_idle(self) -> None:
        self._timer = None
        super().shutdown()

    def _cut(self) -> None:
        self._timer = self._read_timer = None
        self.transport.abort()

    def _wait(self, seconds: float, then: Callable[[], None]) -> None:
        self._stop_waiting()
        self._timer = self.loop.call_later(seconds, then)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _stop_read_timer(self) -> None:
        if self._read_timer is not None:
            self._read_timer.cancel()
            self._read_timer = None
