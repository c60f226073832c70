"""A client of the application in this process, over ASGI, on a real database and a real index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI

from app.ingest.jobs import ingest_paths, rebuild_index
from app.main import create_app
from app.search.engines import open_engine
from app.settings import Settings
from app.store.database import open_database
from app.store.schema.migrations import migrate

SAMPLE = Path(__file__).parents[2] / "data" / "sample"


class ApiClient:
    """Sends requests and waits for the answers; redirects are not followed."""

    def __init__(self, portal: BlockingPortal, client: httpx.AsyncClient) -> None:
        self._portal = portal
        self._client = client

    def request(self, method: str, url: str, **options: Any) -> httpx.Response:
        async def send() -> httpx.Response:
            return await self._client.request(method, url, **options)

        return self._portal.call(send)

    def get(self, url: str, **options: Any) -> httpx.Response:
        return self.request("GET", url, **options)

    def post(self, url: str, **options: Any) -> httpx.Response:
        return self.request("POST", url, **options)


@contextmanager
def client_of(app: FastAPI) -> Iterator[ApiClient]:
    """Starts the application and closes it at the end."""
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(_Running(app)):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        client = httpx.AsyncClient(transport=transport, base_url="http://archive.test")
        try:
            yield ApiClient(portal, client)
        finally:
            portal.call(client.aclose)


class _Running:
    """The lifespan, entered and left in one task."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    async def __aenter__(self) -> None:
        self._context = self._app.router.lifespan_context(self._app)
        await self._context.__aenter__()

    async def __aexit__(self, *problem: object) -> None:
        await self._context.__aexit__(None, None, None)


@pytest.fixture(scope="session")
def empty_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An archive with tables and nothing in them."""
    return prepare(tmp_path_factory.mktemp("empty"))


@pytest.fixture(scope="session")
def empty_api(empty_settings: Settings) -> Iterator[ApiClient]:
    """The API of an empty archive without an index."""
    with client_of(create_app(empty_settings)) as client:
        yield client


@pytest.fixture(scope="session")
def sample_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The sample archive, stored and indexed."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("sample"), ingest_workers=1)
    ingest_paths(settings, [SAMPLE])
    rebuild_index(settings, open_engine(settings))
    return settings


@pytest.fixture(scope="session")
def api(sample_settings: Settings) -> Iterator[ApiClient]:
    """The API of the sample archive."""
    with client_of(create_app(sample_settings)) as client:
        yield client


@pytest.fixture(scope="session")
def client_for() -> Callable[[Settings], AbstractContextManager[ApiClient]]:
    """Starts the API of other settings."""
    return lambda settings: client_of(create_app(settings))


@pytest.fixture(scope="session")
def prepared() -> Callable[..., Settings]:
    """Makes an empty archive in a folder, with settings."""
    return prepare


def prepare(folder: Path, **options: Any) -> Settings:
    settings = Settings(data_dir=folder, **options)
    engine = open_database(settings)
    migrate(engine)
    engine.dispose()
    return settings
