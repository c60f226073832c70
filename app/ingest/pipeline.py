"""The order of things: source -> reader -> analyse -> link -> store, commit, then the index.

A batch is one transaction; what is committed stays, whatever happens next.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TypeAlias

from app.errors import ArchiveError
from app.ingest.analyse import analyse
from app.ingest.limits import Result, analyse_here
from app.ingest.link.batch import BatchWriter, Stored
from app.ingest.link.given import Unstorable
from app.ingest.link.identity import source_digest
from app.ingest.link.preparation import Prepared, prepare
from app.ingest.readers.base import Document
from app.ingest.rules import RULES_VERSION
from app.ingest.workers import Done, WorkerPool
from app.records import MediaType, RawDocument, Rejected, RejectedReason
from app.settings import Settings
from app.store.administration.jobs import NewItem, Outcome, add_items
from app.store.database import new_session, reading, writing
from app.store.handles import Database, StoreSession
from app.store.intake.documents import raws_by_digest
from app.text.surrogates import without_surrogates

Batch: TypeAlias = list[Result | RawDocument | Unstorable]
Store: TypeAlias = Callable[[StoreSession, Batch, int], list[Stored]]

# Fewer new documents than this are analysed before a worker process would have started.
_FEW = 50
# So many documents at once are asked whether they are known.
_LOOKED_UP = 64
# A batch ends at this size of its sources too, so that large documents do not fill the memory.
_BATCH_BYTES = 32_000_000
# Others who write wait for the batch that is being stored: the next one has as many articles as take so long.
_STORING_SECONDS = 4.0
# The first one is small: whoever watches sees soon that it goes on.
_FIRST_ARTICLES = 100
# But not fewer than these: what each batch costs once would be most of its time.
_LEAST_ARTICLES = 50


@dataclass(slots=True)
class Tally:
    """What became of the documents so far."""

    n_stored: int = 0
    n_revised: int = 0
    n_unchanged: int = 0
    rejected: dict[str, int] = field(default_factory=dict)

    @property
    def n_rejected(self) -> int:
        """For all reasons together."""
        return sum(self.rejected.values())

    @property
    def n_documents(self) -> int:
        """Everything that was read."""
        return self.n_stored + self.n_revised + self.n_unchanged + self.n_rejected

    def add(self, item: Stored) -> None:
        """Counts one document."""
        if item.outcome is Outcome.STORED:
            self.n_stored += 1
        elif item.outcome is Outcome.REVISED:
            self.n_revised += 1
        elif item.outcome is Outcome.UNCHANGED:
            self.n_unchanged += 1
        else:
            reason = item.reason or "failed"
            self.rejected[reason] = self.rejected.get(reason, 0) + 1


@dataclass(frozen=True, slots=True)
class Station:
    """What a run works with. `after_batch` is called when a batch is committed (the index and the
    progress are its work); `should_stop` is asked between batches."""

    settings: Settings
    database: Database
    job: int | None  # None: nothing is kept, the run only says what it would do
    after_batch: Callable[[StoreSession, Tally], None]
    should_stop: Callable[[], bool]


def run(station: Station, documents: Iterable[Document], tally: Tally | None = None) -> Tally:
    """Stores all documents, batch by batch; `tally` counts those that the job had before.

    Raises DatabaseError for a database that cannot be written; what was committed before stays.
    """
    tally = tally or Tally()
    store = _trying_out(station) if station.job is None else _storing(station, station.job)
    size = _Size(station.settings.batch_articles)
    with new_session(station.database) as session, analysed(station, documents) as results:
        for batch in _batches(results, size, station.should_stop):
            started = time.monotonic()
            for each in store(session, batch, tally.n_documents):
                tally.add(each)
            size.note(len(batch), time.monotonic() - started)
            station.after_batch(session, tally)
            if station.should_stop():
                break
    return tally


def _storing(station: Station, job: int) -> Store:
    writer: BatchWriter | None = None

    def store(session: StoreSession, batch: Batch, position: int) -> list[Stored]:
        nonlocal writer
        try:
            with writing(session) as tx:
                writer = writer or BatchWriter(tx, RULES_VERSION)
                stored = writer.store(tx, batch)
                add_items(tx, job, position, [_item(each) for each in stored])
        except ArchiveError:
            raise
        except Exception as error:  # noqa: BLE001 - one document must not end a job of a million
            writer = None  # it remembers what was rolled back
            if len(batch) == 1:
                return store(session, [_failed(batch[0], error)], position)
            half = len(batch) // 2
            first = store(session, batch[:half], position)
            return first + store(session, batch[half:], position + half)
        return stored

    return store


def _failed(each: Result | RawDocument | Unstorable, error: Exception) -> Rejected | Unstorable:
    """A document that made the writer fail: with its source, and without it when that was at fault.
    Raises the error again when even so nothing can be stored."""
    detail = f"A fault of ours: {type(error).__name__}: {error}"[:500]
    if isinstance(each, Prepared):
        return Unstorable(each.raw, without_surrogates(detail))
    if isinstance(each, Rejected) and each.raw is None:
        raise error
    origin = each.raw.origin if isinstance(each, Unstorable) else each.origin
    return Rejected(without_surrogates(origin), RejectedReason.FAILED, without_surrogates(detail))


def _trying_out(station: Station) -> Store:
    """Stores each batch and takes it back; what an earlier batch had counts as known."""
    seen: set[str] = set()

    def store(session: StoreSession, batch: Batch, position: int) -> list[Stored]:
        del position
        fresh = [_unless_seen(each, seen) for each in batch]
        try:
            with writing(session) as tx:
                stored = BatchWriter(tx, RULES_VERSION).store(tx, fresh)
                raise _TakenBack
        except _TakenBack:
            return stored

    return store


class _TakenBack(Exception):  # noqa: N818 - no error
    """Ends a transaction without keeping it."""


def _unless_seen(
    result: Result | RawDocument | Unstorable, seen: set[str]
) -> Result | RawDocument | Unstorable:
    if not isinstance(result, Prepared):
        return result
    if result.raw.digest in seen:
        return RawDocument(b"", MediaType.TEXT, result.raw.origin, "")
    seen.add(result.raw.digest)
    return result


def n_workers(settings: Settings) -> int:
    """The worker processes of a run: as set, else one for each core that this process may use."""
    if settings.ingest_workers:
        return settings.ingest_workers
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def analyse_and_prepare(raw: RawDocument) -> Result:
    """The pure part of the way, which a worker process does."""
    result = analyse(raw)
    return result if isinstance(result, Rejected) else prepare(result)


@contextmanager
def analysed(
    station: Station, documents: Iterable[Document]
) -> Iterator[Iterator[Result | RawDocument]]:
    """The results in the order of the documents, analysed here when they are few, else by workers;
    a document that is known comes as it is."""
    timeout_seconds = station.settings.analysis_timeout_seconds
    source = _without_known(station.database, documents)
    first, is_all = _until_enough(source)
    if is_all:
        yield (_analysed_here(each, timeout_seconds) for each in first)
        return
    with WorkerPool(analyse_and_prepare, n_workers(station.settings), timeout_seconds) as pool:
        yield (
            each.outcome if isinstance(each, Done) else each
            for each in pool.run(chain(first, source))
        )


def _without_known(
    database: Database, documents: Iterable[Document]
) -> Iterator[RawDocument | Done]:
    """New sources as they are; refusals and sources that made an article before are done."""
    source = iter(documents)
    while some := list(islice(source, _LOOKED_UP)):
        digests = [source_digest(each) if isinstance(each, RawDocument) else "" for each in some]
        with reading(database) as session:
            known = raws_by_digest(session.connection(), digests)
        for document, digest in zip(some, digests, strict=True):
            if isinstance(document, Rejected) or known.get(digest, (0, None))[1] is not None:
                yield Done(document)
            else:
                yield document


def _until_enough(
    source: Iterator[RawDocument | Done],
) -> tuple[list[RawDocument | Done], bool]:
    """What comes until there is enough new work for workers, and whether that is all there is."""
    found: list[RawDocument | Done] = []
    n_new = 0
    for each in source:
        found.append(each)
        n_new += isinstance(each, RawDocument)
        if n_new >= _FEW or len(found) >= _LOOKED_UP:
            return found, False
    return found, True


def _analysed_here(each: RawDocument | Done, timeout_seconds: float) -> Result | RawDocument:
    if isinstance(each, Done):
        return each.outcome
    return analyse_here(analyse_and_prepare, each, timeout_seconds)


class _Size:
    """How many articles the next batch may have: as many as are stored in time, by how long the last took."""

    def __init__(self, most: int) -> None:
        self._most = most
        self.n_articles = min(most, _FIRST_ARTICLES)

    def note(self, n_articles: int, seconds: float) -> None:
        """So many articles took so long."""
        in_time = int(n_articles * _STORING_SECONDS / max(seconds, 1e-6))
        self.n_articles = min(self._most, max(_LEAST_ARTICLES, in_time))


def _batches(
    results: Iterator[Result | RawDocument], size: _Size, should_stop: Callable[[], bool]
) -> Iterator[Batch]:
    """What comes, so many at once; sooner where the run is to stop."""
    batch: Batch = []
    n_bytes = 0
    for result in results:
        batch.append(result)
        n_bytes += _n_bytes(result)
        if len(batch) >= size.n_articles or n_bytes >= _BATCH_BYTES or should_stop():
            yield batch
            batch, n_bytes = [], 0
    if batch:
        yield batch


def _n_bytes(result: Result | RawDocument) -> int:
    if isinstance(result, Prepared):
        return int(result.raw.row["n_bytes"])
    raw = result if isinstance(result, RawDocument) else result.raw
    return 0 if raw is None else len(raw.content)


def _item(stored: Stored) -> NewItem:
    return NewItem(
        stored.origin, stored.outcome, stored.article, stored.reason, stored.detail, stored.raw
    )
