"""Answers from plain dictionaries, in the format that was chosen."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import orjson
from fastapi import Request, Response

JSON = "application/json"
_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS


def json_response(
    content: Any, *, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """JSON bytes in a plain response: no model is built to be taken apart again."""
    return Response(to_json(content), status, headers, JSON)


def to_json(content: Any) -> bytes:
    """JSON with times in UTC as `...Z`."""
    return orjson.dumps(content, option=_OPTIONS)


@contextmanager
def timed(request: Request, phase: str) -> Iterator[None]:
    """Adds the time of a block to the request's Server-Timing and to the metrics."""
    started = time.perf_counter()
    try:
        yield
    finally:
        timings: dict[str, float] = request.scope["state"]["timings"]
        spent = (time.perf_counter() - started) * 1000
        timings[phase] = timings.get(phase, 0.0) + spent


def took_ms(request: Request) -> float:
    """Milliseconds since the request came."""
    started: float = request.scope["state"]["started"]
    return round((time.perf_counter() - started) * 1000, 2)
