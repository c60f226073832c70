"""Answers from plain dictionaries, in the format that was chosen."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import orjson
from fastapi import Request, Response

from app.api.negotiation import MEDIA_TYPES, Format
from app.api.renderings import Noun, Rendered, render_item, render_list
from app.api.walk import Walk

Row = TypeVar("Row")
_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS
# The head of an answer has to fit into what proxies keep for it, often 4 kB; the body has the links too.
_MOST_LINK_BYTES = 3_000


@dataclass(slots=True)
class Page:
    """A page of a list, before it has a format. `items` are dictionaries, or JSON as it is sent (`orjson.Fragment`)
    where the format is JSON. `next_position` is what its cursor will hold."""

    items: list[Any]
    total: int
    next_position: Any = None
    query: dict[str, Any] = field(default_factory=dict)
    facets: dict[str, Any] | None = None
    warnings: list[str] = field(default_factory=list)
    generation: str | None = None
    is_partial: bool = False
    title: str = "Onrecord"  # of a feed


def page_of(
    found: Sequence[Row],
    limit: int,
    total: int,
    *,
    show: Callable[[Row], dict[str, Any]],
    place: Callable[[Row], Any],
) -> Page:
    """A page of rows in their order, of which one more than `limit` was asked for: whether it is there says
    whether the list goes on. `place` is what the list goes on from."""
    shown = found[:limit]
    return Page(
        items=[show(one) for one in shown],
        total=total,
        next_position=place(shown[-1]) if len(found) > limit else None,
    )


def list_response(
    request: Request, noun: Noun | None, page: Page, walk: Walk, cursor: str | None = None
) -> Response:
    """A page in the envelope that all lists have; other formats (where the noun has them) have its
    links as headers."""
    form = format_of(request)
    next_cursor = walk.cursor(page.next_position)
    next_link = None if next_cursor is None else walk.link(next_cursor)
    headers = {"X-Total-Count": str(page.total), **_links(walk.link(cursor), next_link)}
    if page.is_partial:
        # The next try may have the time that this one lacked.
        headers["Cache-Control"] = "no-store"
    if form is Format.JSON or noun is None:
        content = {
            "items": page.items,
            "total": {"value": page.total, "relation": "gte" if page.is_partial else "eq"},
            "self": walk.link(cursor),
            "next": next_link,
            "next_cursor": next_cursor,
            "prev": walk.prev(),
            "query": query_echo(page.query),
            "facets": page.facets,
            "warnings": page.warnings,
            "generation": page.generation,
            "took_ms": took_ms(request),
            "partial": page.is_partial,
        }
        return json_response(content, headers=headers)
    with timed(request, "render"):
        rendered = Rendered(_base(request), walk.link(cursor), next_link, page.title)
        body = render_list(form, noun, page.items, rendered)
    return Response(body, 200, headers, _content_type(form))


def item_response(request: Request, noun: Noun, item: dict[str, Any]) -> Response:
    """One thing by id."""
    form = format_of(request)
    if form is Format.JSON:
        return json_response(item)
    rendered = Rendered(base=_base(request), self_link=str(request.url.path), next_link=None)
    return Response(render_item(form, noun, item, rendered), 200, None, _content_type(form))


def query_echo(echo: dict[str, Any]) -> dict[str, Any]:
    """The `query` of an answer, with all its places."""
    return {**_EMPTY_QUERY, **echo}


_EMPTY_QUERY: dict[str, Any] = {
    "q": None,
    "parsed": None,
    "folded": {},
    "dropped": [],
    "expanded": {},
    "relaxed": False,
    "filters": {},
    "did_you_mean": None,
}


def json_response(
    content: Any, *, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """JSON bytes in a plain response: no model is built to be taken apart again."""
    return json_bytes_response(to_json(content), status=status, headers=headers)


def json_bytes_response(
    body: bytes, *, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """An answer that is JSON already."""
    return Response(body, status, headers, MEDIA_TYPES[Format.JSON])


def to_json(content: Any) -> bytes:
    """JSON with times in UTC as `...Z`."""
    return orjson.dumps(content, option=_OPTIONS)


def format_of(request: Request) -> Format:
    """The format that was chosen for the answer."""
    form: Format = request.scope["state"]["form"]
    return form


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


def _links(self_link: str, next_link: str | None) -> dict[str, str]:
    links = [f'<{self_link}>; rel="self"']
    if next_link is not None:
        links.append(f'<{next_link}>; rel="next"')
    # A header is Latin-1; addresses made by us are ASCII already.
    written = ", ".join(links)
    return {"Link": written} if len(written) <= _MOST_LINK_BYTES else {}


def _base(request: Request) -> str:
    return str(request.base_url).rstrip("/")


def _content_type(form: Format) -> str:
    media_type = MEDIA_TYPES[form]
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
