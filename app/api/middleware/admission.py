"""So many requests at once, so many waiting in their order; whoever comes beyond that is told when to
come back."""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.middleware.paths import PROBES
from app.api.problems.answers import problem_response

# Whoever waited longer is gone, or has asked again.
_PATIENCE_SECONDS = 10.0
# How fast the mean time of a request follows what is measured.
_SMOOTHING = 0.05


class Admission:
    """Bounds the work of a process, so that under load answers stay as fast as they are, in the order of
    arrival. A place is held until the answer begins: slow readers hold none."""

    def __init__(self, app: ASGIApp, *, at_once: int, waiting: int) -> None:
        self.app = app
        self._free = at_once
        self._at_once = at_once
        self._most_waiting = waiting
        self._queue: deque[asyncio.Future[None]] = deque()
        self._mean_seconds = 0.01

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Runs one request when its turn has come, or refuses it with 503."""
        if scope["type"] != "http" or scope["path"] in PROBES:
            await self.app(scope, receive, send)
        elif self._free > 0:
            self._free -= 1
            await self._run(scope, receive, send)
        elif len(self._queue) < self._most_waiting and await self._turn():
            await self._run(scope, receive, send)
        else:
            await self._refuse(scope, receive, send)

    async def _run(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        holds = True

        async def send_and_release(message: Message) -> None:
            nonlocal holds
            if holds:
                holds = False
                self._release(time.perf_counter() - started)
            await send(message)

        try:
            await self.app(scope, receive, send_and_release)
        finally:
            if holds:
                self._release(time.perf_counter() - started)

    async def _turn(self) -> bool:
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.append(place)
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                await place
        except TimeoutError:
            # Both at the same moment: the turn counts.
            return place.done() and not place.cancelled()
        except asyncio.CancelledError:
            # The client left as its turn came: it goes to the next.
            if place.done() and not place.cancelled():
                self._pass_on()
            raise
        return True

    def _release(self, seconds: float) -> None:
        self._mean_seconds += _SMOOTHING * (seconds - self._mean_seconds)
        self._pass_on()

    def _pass_on(self) -> None:
        while self._queue:
            place = self._queue.popleft()
            if not place.done():
                place.set_result(None)
                return
        self._free += 1

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        seconds = max(1, math.ceil(len(self._queue) * self._mean_seconds / self._at_once))
        response = problem_response(
            "overloaded",
            f"{len(self._queue)} requests are waiting already. Come back in {seconds} s.",
            request_id=str(scope.get("state", {}).get("request_id", "")),
            headers={"Retry-After": str(seconds)},
        )
        await response(scope, receive, send)
