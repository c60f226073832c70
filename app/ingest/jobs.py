"""The only door to work: ingest, retry, reprocess, catch up, rebuild, export, back up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from app.errors import ArchiveError, DatabaseError
from app.ingest import archive_files, reindex
from app.ingest.archive_files import Manifest
from app.ingest.link.batch import BatchWriter
from app.ingest.readers.base import Document, Reading
from app.ingest.readers.detection import Meter, read_files, read_paths, read_source
from app.ingest.readers.fetch import Door, read_address
from app.ingest.reprocess import Report, kept_raw
from app.ingest.rules import RULES_VERSION
from app.ingest.runner import Changes, Progress, Runner, Summary, writer_lock
from app.observability import log_event
from app.search.interface import SearchBackend
from app.settings import Settings
from app.store.administration import jobs
from app.store.administration.jobs import JobRow, JobState
from app.store.corrections import log as corrections
from app.store.database import new_session, open_database, sqlite_path, writing
from app.store.handles import Database, StoreSession
from app.store.intake.documents import mark_all_stale
from app.store.reading import articles
from app.store.schema.upgrade import ensure_current
from app.text.surrogates import without_surrogates

__all__ = ["Changes", "Manifest", "Progress", "Report", "Summary", "writer_lock"]

# A job in one of these has read its upload, or is not wanted any more.
_DONE = (JobState.SUCCEEDED, JobState.PARTIAL, JobState.CANCELLED)
KINDS = ("ingest", "retry", "reprocess", "reindex")


def ingest_paths(
    settings: Settings,
    paths: Sequence[Path],
    *,
    backend: SearchBackend | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    dry_run: bool = False,
) -> Summary:
    """Stores and indexes everything in files and folders; what is known already is left as it is.

    Without a `backend` nothing is indexed; a later run or `catch_up` does it. A dry run changes
    nothing. Ctrl-C ends after the batch; a second one at once. The corrections in an export are taken in
    when its articles are. Raises SourceError for a path that is
    not there, DatabaseError for a database that cannot be written.
    """
    meter = Meter.of(paths)
    found: list[dict[str, Any]] = []
    documents = read_paths(paths, settings.max_document_bytes, meter, found)
    parameters = {"paths": [without_surrogates(str(path)) for path in paths]}
    runner = Runner(settings, backend, progress, meter)
    if dry_run:
        return runner.try_out(documents)
    summary = runner.run("ingest", parameters, documents)
    return replace(summary, n_corrections=_take_in(settings, found, backend))


def _take_in(
    settings: Settings, records: Sequence[dict[str, Any]], backend: SearchBackend | None
) -> int:
    """Takes in the corrections that an export has; returns how many were new."""
    if not records:
        return 0
    with writer_lock(settings), new_session(open_database(settings)) as session:
        n_new = corrections.import_corrections(session, records)
    if n_new and backend is not None:
        catch_up(settings, backend)
    return n_new


def add_addresses(
    settings: Settings, urls: Sequence[str], *, backend: SearchBackend | None = None
) -> Summary:
    """Fetches addresses and stores what is there: pages, feeds, dumps. What is not fetched is rejected
    with the reason; nothing is, unless ONRECORD_ALLOW_FETCH is true."""
    door = Door(allowed=settings.allow_fetch, max_bytes=settings.max_document_bytes)
    reading = Reading(settings.max_document_bytes, read_source)
    documents = (document for url in urls for document in read_address(url, door, reading))
    runner = Runner(settings, backend, lambda _: None, Meter())
    return runner.run("add", {"urls": list(urls)}, documents)


def submit(session: StoreSession, kind: str, parameters: dict[str, Any]) -> JobRow:
    """Puts work into the queue for the writing process and commits. `kind` and parameters: `ingest`
    with `files`, a list of {path, name} whose files go when they are read; `retry` with `job`;
    `reprocess` with `all`; `reindex`."""
    if kind not in KINDS:
        raise ValueError(f"no such job: {kind}; known are {', '.join(KINDS)}")
    return jobs.create(session, kind, parameters)


class Interrupted(Exception):  # noqa: N818 - no error
    """A signal asked the process to end; the job at hand waits in the queue."""


def run_next(settings: Settings, backend: SearchBackend) -> JobRow | None:
    """Runs the oldest job of the queue to its end; None when the queue is empty. A job that fails is
    marked so and does not raise. Raises Interrupted after a signal."""
    database = open_database(settings)
    with new_session(database) as session:
        cancelled = jobs.listed(session, state=JobState.CANCELLED)
        job = jobs.next_queued(session)
    for each in cancelled:  # those that never ran
        _remove_files(each)
    if job is None:
        return None
    runner = Runner(settings, backend, lambda _: None, Meter())
    try:
        _run(runner, job, database)
    except ArchiveError as error:
        log_event("job_failed", job=job.id, reason=str(error))
    with new_session(database) as session:
        ended = jobs.get(session, job.id)
    if ended.state in _DONE:
        _remove_files(job)
    if runner.is_interrupted:
        raise Interrupted
    return ended


def _run(runner: Runner, job: JobRow, database: Database) -> None:
    if job.kind == "ingest":
        runner.run(job.kind, {}, _uploaded(runner.settings, job), job)
    elif job.kind == "retry":
        documents = documents_to_retry(runner.settings, database, str(job.parameters["job"]))
        runner.run(job.kind, {}, documents, job)
    elif job.kind == "reprocess":
        runner.reprocess(Changes(is_applied=True, is_for_all=bool(job.parameters.get("all"))), job)
    else:
        runner.reindex(job)


def retry(
    settings: Settings,
    job_id: str,
    *,
    backend: SearchBackend | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
) -> Summary:
    """Tries the rejected documents of a job again, from their kept sources, and of a failed upload what
    was left. Raises NotFoundError."""
    database = open_database(settings)
    with new_session(database) as session:
        jobs.get(session, job_id)
    runner = Runner(settings, backend, progress, Meter())
    documents = documents_to_retry(settings, database, job_id)
    return runner.run("retry", {"job": job_id}, documents)


def documents_to_retry(settings: Settings, database: Database, job_id: str) -> Iterator[Document]:
    """The documents of an upload that a failed job did not come to, and the kept sources of those that
    it rejected."""
    with new_session(database) as session:
        job = jobs.get(session, job_id)
        n_done = jobs.n_items(session, job_id)
    if job.state is JobState.FAILED:
        yield from islice(_uploaded(settings, job), n_done, None)
    yield from rejected_documents(database, job_id)


def _uploaded(settings: Settings, job: JobRow) -> Iterator[Document]:
    return read_files(_files(job), settings.max_document_bytes)


def _remove_files(job: JobRow) -> None:
    for path, _ in _files(job):
        path.unlink(missing_ok=True)


def _files(job: JobRow) -> list[tuple[Path, str]]:
    """The files of an upload that are still there, each with the name that it was sent with."""
    given = [(Path(each["path"]), str(each["name"])) for each in job.parameters.get("files", ())]
    return [(path, name) for path, name in given if path.exists()]


def rejected_documents(database: Database, job_id: str) -> Iterator[Document]:
    """The kept sources of the documents that a job rejected."""
    with new_session(database) as session:
        for number in jobs.raw_ids_of_rejected(session, job_id):
            raw = articles.raw_by_number(session, number)
            session.rollback()
            yield kept_raw(raw)


def delete_articles(
    settings: Settings, article_ids: Sequence[str], *, backend: SearchBackend | None = None
) -> int:
    """Deletes articles with their sources and versions, from the index too; returns how many. The same
    source ingested again is a new article. Raises NotFoundError, and then deletes none."""
    database = open_database(settings)
    with writer_lock(settings), new_session(database) as session:
        ensure_current(database)
        numbers = [articles.get(session, each).number for each in dict.fromkeys(article_ids)]
        with writing(session) as tx:
            BatchWriter(tx, RULES_VERSION).delete(tx, numbers)
    if backend is not None:
        catch_up(settings, backend)
    return len(numbers)


def reprocess_archive(
    settings: Settings,
    changes: Changes,
    *,
    backend: SearchBackend | None = None,
    progress: Callable[[int, int], None] = lambda n_done, n_total: None,
) -> Report:
    """Runs the present rules over the kept sources and says what they change; the changes are applied
    only when asked for. Ctrl-C ends after the batch; the next run goes on there."""
    runner = Runner(settings, backend, lambda _: None, Meter())
    return runner.reprocess(changes, None, progress)


def export_archive(
    settings: Settings,
    target: Path,
    form: str = "ndjson",
    *,
    with_sources: bool = True,
    progress: Callable[[int], None] = lambda _: None,
) -> int:
    """Writes the whole archive to a file (ndjson, csv, parquet); returns the number of records."""
    database = open_database(settings)
    return archive_files.export(
        database, target, form, with_sources=with_sources, progress=progress
    )


def backup_archive(settings: Settings, target: Path) -> Manifest:
    """Copies the archive into one file while it is in use."""
    return archive_files.backup(open_database(settings), target)


def restore_archive(settings: Settings, source: Path) -> Manifest:
    """Replaces the archive by a backup; the old database is kept beside it. Build the index after it.

    Raises SourceError for a file that is no whole backup, DatabaseError while another process writes.
    """
    path = sqlite_path(open_database(settings))
    if path is None:
        raise DatabaseError("Only SQLite archives are restored by this command: use `pg_restore`.")
    with writer_lock(settings):
        manifest = archive_files.restore(source, path)
        database = open_database(settings)
        ensure_current(database)
        with new_session(database) as session:
            mark_all_stale(session)
    return manifest


def catch_up(settings: Settings, backend: SearchBackend) -> int:
    """Indexes what was stored and not indexed; returns how many articles.

    Raises IndexUnavailableError when the index cannot be written.
    """
    with writer_lock(settings), new_session(open_database(settings)) as session:
        writer = backend.writer()
        try:
            return reindex.catch_up(session, writer)
        finally:
            writer.close()


def rebuild_index(
    settings: Settings,
    backend: SearchBackend,
    progress: Callable[[int, int], None] = lambda n_done, n_total: None,
    *,
    goes_on: bool = True,
) -> str:
    """Builds the whole index anew beside the live one and switches; returns the generation's name. Goes
    on with one that was killed, unless the database is another one than then."""
    with writer_lock(settings):
        return reindex.rebuild(open_database(settings), backend, progress, goes_on=goes_on)
