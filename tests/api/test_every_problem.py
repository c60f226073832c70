"""Every documented kind of problem is met once over HTTP, with its status, its words and its page."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.api.problems.kinds import KIND_BY_CODE, KINDS
from app.ingest.jobs import rebuild_index
from app.main import create_app
from app.search.engines import open_engine
from app.settings import Settings
from app.store.administration import keys
from app.store.database import new_session, open_database
from tests.api.conftest import ApiClient, client_of, prepare
from tests.api.test_conventions import problem_of

Cause = Callable[["World"], httpx.Response]


class World:
    """A copy of the sample archive, served with the limits that a cause needs."""

    def __init__(self, sample: Settings, folder: Path) -> None:
        copied = shutil.copytree(sample.data_dir, folder / "archive")
        self.settings = sample.model_copy(update={"data_dir": copied})
        self.empty = folder / "empty"

    def key(self, *scopes: str) -> dict[str, str]:
        database = open_database(self.settings)
        with new_session(database) as session:
            _, secret = keys.create_key(session, "visitor", list(scopes))
        database.dispose()
        return {"Authorization": f"Bearer {secret}"}

    def ask(self, method: str, url: str, **options: Any) -> httpx.Response:
        return self.with_settings(lambda client: client.request(method, url, **options))

    def with_settings(
        self, use: Callable[[ApiClient], httpx.Response], **limits: Any
    ) -> httpx.Response:
        app = create_app(self.settings.model_copy(update=limits))
        app.add_api_route("/fault", _fault)
        app.add_api_route("/slow", _slow)
        with client_of(app) as client:
            return use(client)


async def _fault() -> None:
    raise ZeroDivisionError


async def _slow() -> dict[str, str]:
    await asyncio.sleep(2)
    return {}


async def _dripping() -> AsyncIterator[bytes]:
    yield b'{"quote":'
    await asyncio.sleep(1)
    yield b'"x"}'


def another_body(world: World) -> httpx.Response:
    headers = {**world.key("admin"), "Idempotency-Key": "monday"}

    def twice(client: ApiClient) -> httpx.Response:
        client.post("/v1/jobs", json={"kind": "reindex"}, headers=headers)
        return client.post("/v1/jobs", json={"kind": "reprocess"}, headers=headers)

    return world.with_settings(twice)


def too_much_time(world: World) -> httpx.Response:
    def again_and_again(client: ApiClient) -> httpx.Response:
        answers = (client.get("/v1/articles?q=harbour") for _ in range(200))
        return next(one for one in answers if one.status_code != 200)

    return world.with_settings(again_and_again, client_ms_per_minute=1)


def two_at_once(world: World) -> httpx.Response:
    def beside_a_slow_one(client: ApiClient) -> httpx.Response:
        slow = threading.Thread(target=client.get, args=("/slow",))
        slow.start()
        try:
            answers = (client.get("/v1/about") for _ in range(1_000))
            return next(one for one in answers if one.status_code != 200)
        finally:
            slow.join()

    return world.with_settings(beside_a_slow_one, requests_at_once=1, requests_waiting=0)


def a_walk_over_a_new_index(world: World) -> httpx.Response:
    def walk(client: ApiClient) -> httpx.Response:
        further = client.get("/v1/articles?limit=1").json()["next"]
        for _ in range(20):
            rebuild_index(world.settings, open_engine(world.settings))
            client.get("/v1/articles?limit=1")
            answer = client.get(further)
            if answer.status_code != 200:
                break
        return answer

    return world.with_settings(walk)


def a_database_without_its_tables(world: World) -> httpx.Response:
    def ask(client: ApiClient) -> httpx.Response:
        with sqlite3.connect(world.settings.data_dir / "onrecord.db") as connection:
            connection.execute("ALTER TABLE source RENAME TO gone")
        connection.close()
        return client.get("/v1/sources")

    return world.with_settings(ask)


def no_index(world: World) -> httpx.Response:
    with client_of(create_app(prepare(world.empty))) as client:
        return client.get("/v1/articles?q=harbour")


def with_key(method: str, url: str, *scopes: str, **options: Any) -> Cause:
    return lambda world: world.ask(method, url, headers=world.key(*scopes), **options)


def asked(method: str, url: str, **options: Any) -> Cause:
    return lambda world: world.ask(method, url, **options)


CHECK = "/v1/quotations/check"
CAUSES: dict[str, Cause] = {
    "bad_request": asked("POST", CHECK, content="{", headers={"Content-Type": "application/json"}),
    "unknown_parameter": asked("GET", "/v1/articles?spaeker=x"),
    "duplicate_parameter": asked("GET", "/v1/articles?limit=1&limit=2"),
    "bad_query": asked("GET", "/v1/articles?q=*arbour"),
    "bad_cursor": asked("GET", "/v1/articles?cursor=x"),
    "unauthorized": asked("GET", "/v1/audit"),
    "forbidden": with_key("GET", "/v1/audit", "read"),
    "not_found": asked("GET", "/v1/articles/art_nothing"),
    "method_not_allowed": asked("PUT", "/v1/articles"),
    "not_acceptable": asked("GET", "/v1/articles", headers={"Accept": "image/png"}),
    "request_timeout": lambda world: world.with_settings(
        lambda client: client.post(CHECK, content=_dripping()), body_seconds=0.1
    ),
    "conflict": another_body,
    "cursor_expired": a_walk_over_a_new_index,
    "body_too_large": lambda world: world.with_settings(
        lambda client: client.post(CHECK, json={"quote": "x" * 2_000}), max_body_bytes=1_000
    ),
    "url_too_long": asked("GET", f"/v1/articles?q={'x' * 40_000}"),
    "unsupported_media_type": asked("POST", CHECK, content="quote: x"),
    "invalid_value": asked("GET", "/v1/articles?limit=0"),
    "too_many_requests": too_much_time,
    "headers_too_large": asked("GET", "/v1/articles", headers={"Cookie": "x" * 40_000}),
    "internal_error": asked("GET", "/fault"),
    "index_unavailable": no_index,
    "database_unavailable": a_database_without_its_tables,
    "overloaded": two_at_once,
}  # fmt: skip


@pytest.fixture
def world(sample_settings: Settings, tmp_path: Path) -> World:
    return World(sample_settings, tmp_path)


def test_every_kind_has_a_cause() -> None:
    assert set(CAUSES) == {kind.code for kind in KINDS}


@pytest.mark.parametrize("code", CAUSES)
def test_a_kind_of_problem_is_met_and_explained(world: World, api: Any, code: str) -> None:
    kind = KIND_BY_CODE[code]
    response = CAUSES[code](world)
    problem = problem_of(response, kind.status, code)
    assert problem["title"] == kind.title
    assert problem["detail"].endswith((".", "?"))
    assert response.headers["cache-control"] == "no-store"
    assert ("retry-after" in response.headers) == (kind.status in {429, 503})
    page = api.get(problem["type"])
    assert page.status_code == 200
    assert kind.title in page.text
