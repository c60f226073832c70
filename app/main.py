"""Composition root of the HTTP service: settings in, application out."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware.cors import CORSMiddleware
from starlette.types import Lifespan

from app.api.access import effective_access
from app.api.deps import Archive
from app.api.hits import ANALYSER
from app.api.memory import AnswerMemory
from app.api.methods import MethodTable, methods_by_path
from app.api.middleware.admission import Admission
from app.api.middleware.budget import ClientBudget
from app.api.middleware.compression import Compression
from app.api.middleware.context import RequestContext
from app.api.middleware.limits import Limits
from app.api.openapi import install_specification
from app.api.paging import CursorSigner, load_secret
from app.api.problems.answers import install_handlers
from app.api.routers import (
    about,
    article_parts,
    articles,
    audit,
    corrections,
    discovery,
    docs,
    exports,
    health,
    ingest,
    quotation_parts,
    quotations,
    search,
    sources,
    speaker_parts,
    speakers,
    stories,
)
from app.caches import CacheBudget
from app.observability import configure_logging, log_event
from app.search.engines import open_engine
from app.settings import Settings, load_settings
from app.store.database import open_database

ROUTERS = (
    search.router,
    articles.router,
    article_parts.router,
    quotations.router,
    quotation_parts.router,
    speakers.router,
    speaker_parts.router,
    stories.router,
    sources.router,
    exports.router,
    ingest.router,
    corrections.router,
    about.router,
    audit.router,
    health.router,
    discovery.router,
    docs.router,
)
_EXPOSED_HEADERS = ("ETag", "Link", "Location", "Retry-After", "Server-Timing", "X-Request-Id")


def create_app(settings: Settings) -> FastAPI:
    """The application on these settings. Nothing is opened before its lifespan starts.

    Raises SettingsError where access has not been decided for an address that others reach.
    """
    access = effective_access(settings)
    app = FastAPI(
        title="Onrecord",
        version=version("onrecord"),
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=_lifespan(settings, access),
        redirect_slashes=False,
    )
    for router in ROUTERS:
        # Flat: `include_router` would have each address looked for twice.
        app.router.routes.extend(router.routes)
    install_specification(app)
    install_handlers(app)
    methods = MethodTable()
    app.state.methods = methods
    _add_middleware(app, settings, methods)
    methods.fill(methods_by_path(app.routes))
    return app


def app_from_environment() -> FastAPI:
    """What uvicorn calls in each worker: the application on ONRECORD_* variables."""
    settings = load_settings()
    configure_logging(settings.log_level, settings.log_format)
    return create_app(settings)


def _lifespan(settings: Settings, access: str) -> Lifespan[FastAPI]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        archive = await run_in_threadpool(_open_archive, settings, access)
        app.state.archive = archive
        # What is there now stays: the collector need not look at it again and again.
        gc.collect()
        gc.freeze()
        log_event("started", index_ready=archive.search.health().is_ready, access=access)
        try:
            yield
        finally:
            await run_in_threadpool(archive.close)
            log_event("stopped")

    return lifespan


def _open_archive(settings: Settings, access: str) -> Archive:
    budget = CacheBudget.of_megabytes(settings.cache_mb)
    ANALYSER.remember_within(budget.words // 2)
    return Archive(
        settings=settings,
        database=open_database(settings, is_mapped=True),
        search=open_engine(settings).reader(),
        cursors=CursorSigner(
            load_secret(settings.cursor_secret.get_secret_value(), settings.data_dir)
        ),
        access=access,
        answers=AnswerMemory(budget.answers),
    )


def _add_middleware(app: FastAPI, settings: Settings, methods: MethodTable) -> None:
    # The last added is the outermost.
    origins = [origin.strip() for origin in settings.cors_origins.split(",") if origin.strip()]
    if settings.client_ms_per_minute:
        app.add_middleware(ClientBudget, ms_per_minute=settings.client_ms_per_minute)
    app.add_middleware(
        Admission, at_once=settings.requests_at_once, waiting=settings.requests_waiting
    )
    app.add_middleware(
        Limits,
        max_body_bytes=settings.max_body_bytes,
        body_seconds=settings.body_seconds,
        methods=methods,
    )
    if origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=["GET", "HEAD", "POST", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "If-None-Match"],
            expose_headers=list(_EXPOSED_HEADERS),
        )
    app.add_middleware(Compression)
    app.add_middleware(RequestContext)
