"""One run of work: the writer's lock, the job's row, the pipeline, the index behind it, and Ctrl-C."""

from __future__ import annotations

import ctypes
import fcntl
import gc
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from types import FrameType
from typing import Any

from app.errors import ArchiveError, DatabaseError, IndexUnavailableError
from app.ingest import reindex
from app.ingest.pipeline import Station, Tally, n_workers, run
from app.ingest.readers.base import Document
from app.ingest.readers.detection import Meter
from app.ingest.reprocess import Report, Reprocessing, reprocess
from app.observability import log_event
from app.records import JobId
from app.search.interface import SearchBackend, SearchWriter
from app.settings import Settings
from app.store.administration import jobs
from app.store.administration.jobs import JobRow, JobState
from app.store.database import new_session, open_database
from app.store.handles import Database, StoreSession
from app.store.schema.upgrade import ensure_current

# While a run goes on, the index is given what waits for it when it is so many articles, or after so long; the
# rest at its end. Fewer at once make more and smaller segments, which are written again when they are merged.
_INDEXED_AT_ONCE = 3_000
_INDEXED_AFTER_SECONDS = 30.0
_LOCK_POLL_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is. `n_bytes_total` is 0 where the size of the sources is not known."""

    tally: Tally
    n_bytes: int
    n_bytes_total: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Summary:
    """How a run ended. `problem` says what to do where the index could not be written; `job` is None
    after a dry run."""

    stored: int
    revised: int
    unchanged: int
    rejected: dict[str, int]
    seconds: float
    job: JobId | None = None
    is_interrupted: bool = False
    problem: str | None = None
    n_corrections: int = 0  # those of an export that the archive did not have

    @property
    def n_rejected(self) -> int:
        """For all reasons together."""
        return sum(self.rejected.values())


@dataclass(frozen=True, slots=True)
class Changes:
    """What a reprocessing does: only report or apply, articles of older rules or all."""

    is_applied: bool
    is_for_all: bool = False


@dataclass(slots=True)
class Runner:
    """One run: the job's row around the pipeline, the index behind it."""

    settings: Settings
    backend: SearchBackend | None
    progress: Callable[[Progress], None]
    meter: Meter
    problem: str | None = None
    _n_indexed: int = (
        0  # articles that were done when the index was last given any, and when that was
    )
    _indexed_at: float = 0.0
    _writer: SearchWriter | None = None
    _is_queued: bool = False
    # To end after the batch: for any reason, and because of a signal.
    _stop: threading.Event = field(default_factory=threading.Event)
    _interruption: threading.Event = field(default_factory=threading.Event)

    def run(
        self,
        kind: str,
        parameters: dict[str, Any],
        documents: Iterable[Document],
        job: JobRow | None = None,
    ) -> Summary:
        """Runs a job, a new one or one of the queue, to its end; an error ends it as failed and is
        raised. One that was interrupted before goes on after the documents that it had."""
        database = open_database(self.settings)
        with self._working(database, kind, parameters, job) as (job, started):
            tally = self._run(database, job, documents, started)
        return self._summary(database, job, tally, time.monotonic() - started)

    @property
    def is_interrupted(self) -> bool:
        """Whether a signal asked the process to end."""
        return self._interruption.is_set()

    def reprocess(
        self,
        changes: Changes,
        job: JobRow | None,
        progress: Callable[[int, int], None] = lambda n_done, n_total: None,
    ) -> Report:
        """Runs the present rules over the kept sources."""
        database = open_database(self.settings)

        def after_batch(session: StoreSession, report: Report, n_total: int) -> None:
            if changes.is_applied:
                self._index_when_due(session, report.n_articles)
            session.rollback()
            progress(report.n_articles, n_total)

        parameters = {"all": changes.is_for_all, "apply": changes.is_applied}
        with self._working(database, "reprocess", parameters, job) as (job, _):
            if changes.is_applied:
                self._open_index(database)
            report = reprocess(
                Reprocessing(
                    database=database,
                    n_workers=n_workers(self.settings),
                    timeout_seconds=self.settings.analysis_timeout_seconds,
                    is_applied=changes.is_applied,
                    is_for_all=changes.is_for_all,
                    after_batch=after_batch,
                    should_stop=self._stop.is_set,
                )
            )
            with new_session(database) as session:
                self._index(session)
        self._end(database, job, JobState.SUCCEEDED)
        return report

    def reindex(self, job: JobRow) -> None:
        """Builds the index anew."""
        database = open_database(self.settings)
        with self._working(database, "reindex", {}, job) as (job, _):
            if self.backend is not None:
                reindex.rebuild(database, self.backend)
        with new_session(database) as session:
            jobs.end(session, job.number, JobState.SUCCEEDED)  # a signal waits for its end

    @contextmanager
    def _working(
        self, database: Database, kind: str, parameters: dict[str, Any], job: JobRow | None
    ) -> Iterator[tuple[JobRow, float]]:
        """Holds the writer's lock and keeps the job's row right, whatever happens inside."""
        with writer_lock(self.settings):
            ensure_current(database)
            with new_session(database) as session:
                jobs.end_abandoned(session)
                self._is_queued = job is not None
                job = job or jobs.create(session, kind, parameters)
                jobs.start(session, job.number)
            try:
                with self._interruptible(), _rare_collections():
                    yield job, time.monotonic()
            except BaseException as error:
                self._end_failed(database, job, error)
                raise
            finally:
                self._close_index()

    def try_out(self, documents: Iterable[Document]) -> Summary:
        """Analyses everything and says what a run would do."""
        database = open_database(self.settings)
        with writer_lock(self.settings):
            ensure_current(database)
            started = time.monotonic()
            with self._interruptible():
                station = self._station(database, None, started)
                tally = run(station, documents)
        return _summed_up(tally, time.monotonic() - started, is_interrupted=self._stop.is_set())

    def _run(
        self, database: Database, job: JobRow, documents: Iterable[Document], started: float
    ) -> Tally:
        self._open_index(database)
        with new_session(database) as session:
            # What a killed run left behind is found at once, not at the end of this one.
            self._index(session)
            tally = Tally(
                job.n_stored, job.n_revised, job.n_unchanged, jobs.rejected_reasons(session, job.id)
            )
        rest = islice(documents, tally.n_documents, None)
        tally = run(self._station(database, job.number, started), rest, tally)
        with new_session(database) as session:
            self._index(session)
        return tally

    def _station(self, database: Database, job: int | None, started: float) -> Station:
        def after_batch(session: StoreSession, tally: Tally) -> None:
            self._after_batch(session, tally, started)
            if job is not None and jobs.is_cancel_asked(session, job):
                self._stop.set()
            session.rollback()

        return Station(self.settings, database, job, after_batch, self._stop.is_set)

    def _after_batch(self, session: StoreSession, tally: Tally, started: float) -> None:
        self._index_when_due(session, tally.n_stored + tally.n_revised)
        seconds = time.monotonic() - started
        self.progress(Progress(tally, self.meter.n_read, self.meter.n_total, seconds))

    @contextmanager
    def _interruptible(self) -> Iterator[None]:
        """Ctrl-C and SIGTERM end the run after its batch, a second one at once. Only where signals can be
        caught: in the main thread."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return

        def on_signal(_number: int, _frame: FrameType | None) -> None:
            if self._interruption.is_set():
                raise KeyboardInterrupt
            self._interruption.set()
            self._stop.set()

        previous = {number: signal.signal(number, on_signal) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in previous.items():
                signal.signal(number, handler)

    def _open_index(self, database: Database) -> None:
        self._indexed_at = time.monotonic()
        if self.backend is None:
            return
        try:
            try:
                self._writer = self.backend.writer()
            except IndexUnavailableError:  # there is none yet, or none that can be read
                reindex.rebuild(database, self.backend)
                self._writer = self.backend.writer()
        except (IndexUnavailableError, OSError) as error:
            self._give_up_index(error)

    def _index_when_due(self, session: StoreSession, n_done: int) -> None:
        seconds = time.monotonic() - self._indexed_at
        if n_done - self._n_indexed >= _INDEXED_AT_ONCE or seconds >= _INDEXED_AFTER_SECONDS:
            self._index(session)
            self._n_indexed, self._indexed_at = n_done, time.monotonic()

    def _index(self, session: StoreSession) -> None:
        if self._writer is None:
            return
        _give_memory_back()
        try:
            reindex.catch_up(session, self._writer)
        except (IndexUnavailableError, OSError) as error:
            self._give_up_index(error)
        _give_memory_back()

    def _give_up_index(self, error: Exception) -> None:
        # What is stored is safe; the index follows when it can be written again.
        self.problem = f"The index is behind: {error} Then run `onrecord reindex`."
        self._close_index()

    def _close_index(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close()

    def _end_failed(self, database: Database, job: JobRow, error: BaseException) -> None:
        message = str(error) if isinstance(error, ArchiveError) else type(error).__name__
        try:
            if isinstance(error, KeyboardInterrupt):
                self._stop.set()
                self._end(database, job, JobState.CANCELLED)
            else:
                with new_session(database) as session:
                    jobs.end(session, job.number, JobState.FAILED, message)
        except ArchiveError:
            pass  # the database itself is the trouble; the next run marks the job

    def _summary(self, database: Database, job: JobRow, tally: Tally, seconds: float) -> Summary:
        self._end(database, job, JobState.PARTIAL if tally.n_rejected else JobState.SUCCEEDED)
        log_event(
            "job_ended",
            job=job.id,
            kind=job.kind,
            stored=tally.n_stored,
            revised=tally.n_revised,
            unchanged=tally.n_unchanged,
            rejected=tally.n_rejected,
            seconds=round(seconds, 2),
        )
        return _summed_up(
            tally, seconds, job=job.id, is_interrupted=self._stop.is_set(), problem=self.problem
        )

    def _end(self, database: Database, job: JobRow, state: JobState) -> None:
        """Ends a job that came to its end, or was told to: by a signal it goes back to its queue."""
        with new_session(database) as session:
            if self._is_queued and self.is_interrupted:
                jobs.requeue(session, job.number)
                return
            ended = JobState.CANCELLED if self._stop.is_set() else state
            jobs.end(session, job.number, ended, self.problem)


@contextmanager
def writer_lock(settings: Settings) -> Iterator[None]:
    """Lets one process write at a time; the system gives the lock back when its holder dies.

    Raises DatabaseError when another one holds it past ONRECORD_WRITER_LOCK_SECONDS.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with (settings.data_dir / "writer.lock").open("w") as file:
        deadline = time.monotonic() + settings.writer_lock_seconds
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise DatabaseError(
                        "Another process is writing to this archive: wait for it to end, then run "
                        "this again."
                    ) from None
                time.sleep(_LOCK_POLL_SECONDS)
        yield


def _summed_up(
    tally: Tally,
    seconds: float,
    *,
    job: JobId | None = None,
    is_interrupted: bool = False,
    problem: str | None = None,
) -> Summary:
    return Summary(
        stored=tally.n_stored,
        revised=tally.n_revised,
        unchanged=tally.n_unchanged,
        rejected=dict(sorted(tally.rejected.items())),
        seconds=seconds,
        job=job,
        is_interrupted=is_interrupted,
        problem=problem,
    )


def _give_memory_back() -> None:
    """Has the C library return what was freed: batches and commits leave hundreds of megabytes in pieces, which it
    would keep beside what the next one needs. Does nothing where the library has no such call."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Has the garbage collector look less often: batches make hundreds of thousands of objects that
    live until their end, and walking over them took a fifth of the writer's time."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


_SIGNALS = (signal.SIGINT, signal.SIGTERM)
