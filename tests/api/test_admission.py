"""Under load requests wait in their order, and whoever comes beyond the bound is told when to come back."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from app.api.methods import MethodTable
from app.api.middleware.admission import Admission
from app.api.middleware.limits import Limits


class Server:
    """An application behind an admission; its requests end when they are told."""

    def __init__(self, **bounds: int) -> None:
        self.admission = Admission(self._answer, **bounds)
        self.begun: list[str] = []
        self.may_end = asyncio.Event()

    async def _answer(self, scope: Any, receive: Any, send: Any) -> None:
        self.begun.append(scope["path"])
        if scope["path"] == "/fault":
            raise RuntimeError("a fault")
        if not scope["path"].startswith("/stream"):
            await self.may_end.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await self.may_end.wait()
        await send({"type": "http.response.body", "body": b""})

    def ask(self, path: str) -> asyncio.Task[list[Any]]:
        return asyncio.ensure_future(self._ask(path))

    async def _ask(self, path: str) -> list[Any]:
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        await self.admission({"type": "http", "path": path, "headers": []}, _nothing, send)
        return sent


async def _nothing() -> Any:
    return {"type": "http.disconnect"}


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


def test_requests_run_in_the_order_of_their_arrival_and_never_too_many_at_once() -> None:
    async def run() -> None:
        server = Server(at_once=2, waiting=10)
        asked = [server.ask(f"/{number}") for number in range(6)]
        await settle()
        assert server.begun == ["/0", "/1"]
        server.may_end.set()
        answers = await asyncio.gather(*asked)
        assert server.begun == [f"/{number}" for number in range(6)]
        assert {answer[0]["status"] for answer in answers} == {200}

    asyncio.run(run())


def test_beyond_the_bound_there_is_503_with_the_time_to_wait_but_never_for_probes() -> None:
    async def run() -> None:
        server = Server(at_once=1, waiting=1)
        asked = [server.ask("/a"), server.ask("/b")]
        await settle()
        [head, *_] = await server.ask("/c")
        assert head["status"] == 503
        assert int(dict(head["headers"])[b"retry-after"]) >= 1
        probe = server.ask("/healthz")
        await settle()
        assert server.begun == ["/a", "/healthz"]
        server.may_end.set()
        await asyncio.gather(*asked, probe)

    asyncio.run(run())


@pytest.mark.parametrize("first", ["/stream", "/fault"])
def test_a_place_is_free_again_once_an_answer_has_begun_or_failed(first: str) -> None:
    async def run() -> None:
        server = Server(at_once=1, waiting=1)
        asked = [server.ask(first), server.ask("/next")]
        await settle()
        assert server.begun == [first, "/next"]
        server.may_end.set()
        await asyncio.gather(*asked, return_exceptions=True)

    asyncio.run(run())


def test_a_client_that_leaves_the_queue_takes_no_place_with_it() -> None:
    async def run() -> None:
        server = Server(at_once=1, waiting=2)
        asked = [server.ask(path) for path in ("/a", "/gone", "/b")]
        await settle()
        asked[1].cancel()
        server.may_end.set()
        await asyncio.gather(*asked, return_exceptions=True)
        assert server.begun == ["/a", "/b"]
        assert (await server.ask("/c"))[0]["status"] == 200

    asyncio.run(run())


def test_a_body_that_does_not_arrive_is_refused_and_one_that_does_is_handed_on_whole() -> None:
    async def run() -> None:
        limits = Limits(_echo, max_body_bytes=100, body_seconds=0.05, methods=MethodTable())
        headers = [(b"content-length", b"6")]
        scope = {
            "type": "http", "method": "POST", "path": "/v1/jobs", "query_string": b"",
            "headers": headers, "http_version": "1.0",
        }  # fmt: skip
        pieces = [b"abc", b"def"]

        async def slowly() -> Any:
            if not pieces:
                await asyncio.sleep(60)
            return {"type": "http.request", "body": pieces.pop(0), "more_body": True}

        async def at_once() -> Any:
            return {"type": "http.request", "body": b"abcdef", "more_body": False}

        assert (await _sent(limits, scope, slowly))[0]["status"] == 408
        assert (await _sent(limits, scope, at_once))[1]["body"] == b"abcdef"

    asyncio.run(run())


async def _echo(scope: Any, receive: Any, send: Any) -> None:
    message = await receive()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": message["body"]})


async def _sent(app: Any, scope: Any, receive: Any) -> list[Any]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent
