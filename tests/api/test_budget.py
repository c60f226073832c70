"""Who has used up a minute's server time waits, and nobody else does."""

from __future__ import annotations

import asyncio
from typing import Any

from app.api.middleware.budget import ClientBudget


class Server:
    """A budget of 1,000 ms a minute around an application that takes as long as it is told."""

    def __init__(self) -> None:
        self.now = 0.0
        self.takes_seconds = 0.0
        self.budget = ClientBudget(self._answer, ms_per_minute=1_000, clock=lambda: self.now)

    async def _answer(self, scope: Any, receive: Any, send: Any) -> None:
        self.now += self.takes_seconds
        await send({"type": "http.response.start", "status": 200, "headers": []})

    def status(self, client: str, path: str = "/v1/articles") -> tuple[int, dict[bytes, bytes]]:
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        scope = {"type": "http", "path": path, "client": (client, 1), "headers": []}
        asyncio.run(self.budget(scope, receive, send))
        return sent[0]["status"], dict(sent[0]["headers"])


def test_a_client_that_used_its_share_waits_as_long_as_it_is_told() -> None:
    server = Server()
    server.takes_seconds = 1.5
    assert server.status("10.0.0.1")[0] == 200
    status, headers = server.status("10.0.0.1")
    assert status == 429
    wait = int(headers[b"retry-after"])
    assert wait == 30
    assert server.status("10.0.0.2")[0] == 200  # takes 1.5 s itself
    server.now += wait
    server.takes_seconds = 0.001
    assert server.status("10.0.0.1")[0] == 200


def test_probes_are_never_refused() -> None:
    server = Server()
    server.takes_seconds = 5
    server.status("10.0.0.1")
    assert server.status("10.0.0.1")[0] == 429
    for path in ("/healthz", "/readyz", "/metrics"):
        assert server.status("10.0.0.1", path)[0] == 200


def test_short_requests_within_the_share_are_never_refused() -> None:
    server = Server()
    server.takes_seconds = 0.015
    for _ in range(200):
        assert server.status("10.0.0.1")[0] == 200
        server.now += 1.0
