"""The one process of a running service that writes: it keeps the index current with the database and
runs the jobs that were asked for by HTTP.

`onrecord serve` starts it as `python -m app.writer PID`, its own, and ends it with SIGTERM.
"""

from __future__ import annotations

import os
import signal
import sys
import time

from app.errors import ArchiveError
from app.ingest import jobs
from app.observability import configure_logging, log_event, log_fault
from app.search.engines import open_engine
from app.search.interface import SearchBackend
from app.settings import Settings, load_settings
from app.store.database import open_database, reading
from app.store.handles import Database
from app.store.reading.counts import n_stale
from app.store.state import read_generation

# What another process committed is looked for this often, so that it is found within about a second.
WATCH_SECONDS = 0.5


def main() -> None:
    """Runs until SIGTERM, or until the service that started it is gone."""
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the service, which then ends us
    settings = load_settings()
    configure_logging(settings.log_level, settings.log_format)
    # Told, where it can be: a service that was killed while this was loading is the parent no more.
    keep_index_current(settings, int(sys.argv[1]) if len(sys.argv) > 1 else os.getppid())


def keep_index_current(settings: Settings, service: int) -> None:
    """A missing index is built, a lag is caught up, again and again, as long as the service is the parent."""
    database, backend = open_database(settings), open_engine(settings)
    reader = backend.reader()
    generation_seen = -1
    while os.getppid() == service:
        try:
            if not reader.health().is_ready:
                _rebuild(settings, backend)
            generation_seen = _catch_up(settings, database, backend, generation_seen)
            # What was asked for by HTTP; one job at a time, the oldest first.
            while os.getppid() == service and jobs.run_next(settings, backend) is not None:
                pass
        except jobs.Interrupted:
            return
        except ArchiveError as error:
            log_event("index_waits", reason=str(error))
        except Exception as error:  # noqa: BLE001 - outlives any fault; the next round tries again
            log_fault("index_failed", error)
        time.sleep(WATCH_SECONDS)


def _rebuild(settings: Settings, backend: SearchBackend) -> None:
    log_event("index_rebuild_started")
    log_event("index_rebuilt", generation=jobs.rebuild_index(settings, backend))


def _catch_up(
    settings: Settings, database: Database, backend: SearchBackend, generation_seen: int
) -> int:
    """Looks for stale articles only when something was committed; returns the generation looked at."""
    with reading(database) as session:
        generation = read_generation(session)
        is_behind = generation != generation_seen and n_stale(session) > 0
    if is_behind:
        log_event("index_caught_up", articles=jobs.catch_up(settings, backend))
    return generation


def _end(_number: int, _frame: object) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    main()
