"""Runs the service: one process that writes, and uvicorn's that answer HTTP."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys

import uvicorn

from app.settings import Settings
from app.store.database import open_database
from app.store.schema.upgrade import ensure_current

# Longer than the slowest answer that the query budget allows.
SHUTDOWN_SECONDS = 20


def serve(settings: Settings) -> None:
    """Migrates, starts the writer (`app/writer.py`) and answers HTTP until SIGTERM or Ctrl-C.

    Raises DatabaseError for a database that cannot be used.
    """
    database = open_database(settings)
    try:
        ensure_current(database)
    finally:
        database.dispose()
    # A process of its own, on the same environment: it shares no connection or thread with the service.
    command = [sys.executable, "-m", "app.writer", str(os.getpid())]
    writer = subprocess.Popen(command)  # noqa: S603 - our own words
    try:
        _answer_http(settings)
    finally:
        writer.terminate()
        try:
            writer.wait(SHUTDOWN_SECONDS)
        except subprocess.TimeoutExpired:
            writer.kill()


def _answer_http(settings: Settings) -> None:
    uvicorn.run(
        "app.main:app_from_environment",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        log_level="warning",
        access_log=False,
        server_header=False,
        # Nothing here speaks WebSocket: who asks for it is answered in HTTP.
        ws="none",
        # Imported here: the command line loads no web framework for its other commands.
        http=importlib.import_module("app.connections").PatientProtocol,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )
