"""Each client has so many milliseconds of server time a minute; who has used them up waits."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.middleware.paths import PROBES
from app.api.problems.answers import problem_response

# More clients than this at once are not told apart: the one seen longest ago begins anew.
_MOST_CLIENTS = 10_000


class ClientBudget:
    """A bucket of milliseconds for each client's address, filled steadily, emptied by the time that its
    requests take. A request is let in while there is anything left, so one long request is never cut."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        ms_per_minute: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.app = app
        self._ms_per_minute = ms_per_minute
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Runs one request, or refuses it with 429."""
        if scope["type"] != "http" or scope["path"] in PROBES:
            await self.app(scope, receive, send)
            return
        client = str((scope.get("client") or ("unknown",))[0])
        left = self._left_of(client)
        if left <= 0:
            await self._refuse(scope, receive, send, left)
            return
        started = self._clock()
        try:
            await self.app(scope, receive, send)
        finally:
            self._spend(client, (self._clock() - started) * 1000)

    def _left_of(self, client: str) -> float:
        now = self._clock()
        left, at = self._left.get(client, (float(self._ms_per_minute), now))
        filled = left + (now - at) * self._ms_per_minute / 60
        return min(filled, float(self._ms_per_minute))

    def _spend(self, client: str, spent_ms: float) -> None:
        self._left[client] = (self._left_of(client) - spent_ms, self._clock())
        self._left.move_to_end(client)
        while len(self._left) > _MOST_CLIENTS:
            self._left.popitem(last=False)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, left: float) -> None:
        seconds = max(1, math.ceil(-left / self._ms_per_minute * 60))
        response = problem_response(
            "too_many_requests",
            f"This client has used its {self._ms_per_minute:,} milliseconds of server time a minute. "
            f"Wait {seconds} seconds.",
            request_id=str(scope.get("state", {}).get("request_id", "")),
            headers={"Retry-After": str(seconds)},
        )
        await response(scope, receive, send)
