"""What is quick is answered on the event loop, all else in a thread."""

from __future__ import annotations

import asyncio
import threading
import time
from types import SimpleNamespace
from typing import Annotated, Any

import pytest
from fastapi import Query, Request, Response
from fastapi.dependencies.utils import get_dependant

from app.api.deps import ArchiveDep
from app.api.direct import Handler, direct_handler
from app.api.shapes.parameters import ArticleSearch


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"q": "minister"}, True),
        ({"q": "élection présidentielle", "limit": 5, "highlight": True}, True),
        ({"q": ""}, False),
        ({}, False),
        ({"q": '"prime minister"'}, False),
        ({"q": "minis*"}, False),
        ({"q": "minster~1"}, False),
        ({"q": "a few words " * 6}, False),
        ({"q": "minister", "limit": 100}, False),
        ({"q": "minister", "facets": ["speaker"]}, False),
        ({"q": "minister", "speaker": ["Anybody"]}, False),
    ],
)
def test_a_few_plain_words_are_quick(asked: dict[str, Any], expected: bool) -> None:
    assert ArticleSearch(**asked).is_plain() is expected


def _handler() -> tuple[Handler, list[bool]]:
    """A handler of an operation that takes a millisecond a letter, and where each call ran: on the loop or not."""
    on_loop: list[bool] = []

    def sleep(archive: ArchiveDep, asked: Annotated[ArticleSearch, Query()]) -> Response:
        del archive
        on_loop.append(threading.current_thread() is threading.main_thread())
        time.sleep(len(asked.q or "") / 1000)
        return Response()

    handler = direct_handler(get_dependant(path="/", call=sleep), is_quick=True)
    assert handler is not None
    return handler, on_loop


def _request(query: str, *, is_local: bool = True) -> Request:
    archive = SimpleNamespace(is_local=is_local)
    app = SimpleNamespace(state=SimpleNamespace(archive=archive))
    return Request({"type": "http", "query_string": query.encode(), "path_params": {}, "app": app})


def test_what_is_quick_needs_no_thread_where_the_database_is_a_local_file() -> None:
    handler, on_loop = _handler()
    asyncio.run(handler(_request("q=minister")))
    asyncio.run(handler(_request("q=minis*")))
    asyncio.run(handler(_request("q=minister", is_local=False)))
    assert on_loop == [True, False, False]


def test_what_turned_out_slow_sends_the_next_ones_to_threads() -> None:
    handler, on_loop = _handler()
    asyncio.run(handler(_request(f"q={'a' * 60}")))
    asyncio.run(handler(_request("q=a")))
    assert on_loop == [True, False]
