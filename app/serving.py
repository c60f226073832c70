"""Runs the service: one process that writes, and uvicorn's that answer HTTP."""

from __future__ import annotations

import multiprocessing
import signal
import time
from multiprocessing.process import BaseProcess

import uvicorn

from app.errors import ArchiveError
from app.ingest import jobs
from app.observability import configure_logging, log_event, log_fault
from app.search.engines import open_engine
from app.settings import Settings
from app.store.counts import n_stale
from app.store.database import open_database, reading
from app.store.migrations import migrate

# A commit by another process is looked for this often; the index follows within about a second.
WATCH_SECONDS = 0.5
# Long enough for the slowest answer that the query budget allows.
SHUTDOWN_SECONDS = 20


def serve(settings: Settings) -> None:
    """Migrates, starts the writer and answers HTTP until SIGTERM or Ctrl-C.

    Raises DatabaseError for a database that cannot be used.
    """
    database = open_database(settings)
    try:
        migrate(database)
    finally:
        database.dispose()
    writer = _start_writer(settings)
    try:
        uvicorn.run(
            "app.main:app_from_environment",
            factory=True,
            host=settings.host,
            port=settings.port,
            workers=settings.workers,
            log_level="warning",
            access_log=False,
            server_header=False,
            date_header=True,
            timeout_keep_alive=15,
            timeout_graceful_shutdown=SHUTDOWN_SECONDS,
            h11_max_incomplete_event_size=65_536,
        )
    finally:
        writer.terminate()
        writer.join(SHUTDOWN_SECONDS)


def _start_writer(settings: Settings) -> BaseProcess:
    # Spawned, not forked: it must not share database connections or threads with the service.
    process = multiprocessing.get_context("spawn").Process(
        target=keep_index_current, args=(settings,), name="onrecord-writer", daemon=False
    )
    process.start()
    return process


def keep_index_current(settings: Settings) -> None:
    """The writer's loop: a missing index is built, a lag is caught up. Ends on SIGTERM."""
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the service, which then ends us
    configure_logging(settings.log_level, settings.log_format)
    parent = multiprocessing.parent_process()
    while parent is None or parent.is_alive():
        try:
            _make_current(settings)
        except ArchiveError as error:
            log_event("index_waits", reason=str(error))
        except Exception as error:  # noqa: BLE001 - the writer outlives any fault; the next round tries again
            log_fault("index_failed", error)
        time.sleep(WATCH_SECONDS)


def _make_current(settings: Settings) -> None:
    backend = open_engine(settings)
    reader = backend.reader()
    try:
        health = reader.health()
    finally:
        reader.close()
    if not health.is_ready:
        log_event("index_rebuild_started", reason=health.problem or "there is none")
        log_event("index_rebuilt", generation=jobs.rebuild_index(settings, backend))
        return
    database = open_database(settings)
    try:
        with reading(database) as session:
            is_behind = n_stale(session) > 0
    finally:
        database.dispose()
    if is_behind:
        log_event("index_caught_up", articles=jobs.catch_up(settings, backend))


def _end(_number: int, _frame: object) -> None:
    raise SystemExit(0)
