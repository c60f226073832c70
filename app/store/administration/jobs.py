"""Jobs and what became of each of their documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, func, insert, select, update
from sqlmodel import Session

from app.errors import NotFoundError
from app.records import ArticleId, JobId
from app.store.database import writing
from app.store.handles import WriteTransaction
from app.store.ids import random_id
from app.store.schema import tables

_KILLED = "It was killed; run the same again (an upload: retry the job), it goes on where it ended."
# A document that takes the whole machine's memory would end the writer again and again.
_MAX_KILLED = 3


class JobState(StrEnum):
    """Where a job stands. PARTIAL: it ended, and some documents were rejected."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    PARTIAL = "partial"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Outcome(StrEnum):
    """What became of one document."""

    STORED = "stored"
    REVISED = "revised"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job with its counts; `message` says why it failed."""

    id: JobId
    number: int  # inside the database only
    kind: str
    state: JobState
    parameters: dict[str, Any]
    n_total: int | None
    n_stored: int
    n_revised: int
    n_unchanged: int
    n_rejected: int
    message: str | None
    is_cancel_asked: bool
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class JobItemRow:
    """One document of a job. `reason` and `detail` say why it was rejected; `has_source`: its source
    is kept for another try."""

    position: int
    origin: str
    outcome: Outcome
    article_id: ArticleId | None
    reason: str | None
    detail: str | None
    has_source: bool


@dataclass(frozen=True, slots=True)
class NewItem:
    """What became of one document, for `add_items`; `article` and `raw` are row numbers."""

    origin: str
    outcome: Outcome
    article: int | None
    reason: str | None
    detail: str | None
    raw: int | None


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """Which items of a job: of one outcome, of one reason."""

    outcome: Outcome | None = None
    reason: str | None = None


def create(session: Session, kind: str, parameters: dict[str, Any]) -> JobRow:
    """Puts a job into the queue and commits."""
    public_id = random_id("job")
    with writing(session, is_visible=False) as connection:
        connection.execute(
            insert(tables.job).values(
                public_id=public_id,
                kind=kind,
                state=JobState.QUEUED.value,
                parameters=parameters,
                created_at=datetime.now(UTC),
            )
        )
    return get(session, public_id)


def get(session: Session, job_id: str) -> JobRow:
    """One job. Raises NotFoundError."""
    query = select(tables.job).where(tables.job.c.public_id == job_id)
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFoundError("job", job_id)
    return _job_row(row)


def listed(
    session: Session, *, state: JobState | None = None, limit: int = 20, before: int | None = None
) -> list[JobRow]:
    """Jobs, the newest first; `before` is the `number` of the last one seen."""
    query = select(tables.job).order_by(tables.job.c.id.desc()).limit(limit)
    if state is not None:
        query = query.where(tables.job.c.state == state.value)
    if before is not None:
        query = query.where(tables.job.c.id < before)
    return [_job_row(row) for row in session.execute(query)]


def n_jobs(session: Session, state: JobState | None = None) -> int:
    """How many jobs there are, of one state or of all."""
    query = select(func.count()).select_from(tables.job)
    if state is not None:
        query = query.where(tables.job.c.state == state.value)
    return int(session.execute(query).scalar_one())


def totals(session: Session) -> tuple[dict[str, int], dict[str, int]]:
    """How many jobs are in each state, and how many documents of all jobs had each outcome."""
    job = tables.job
    outcomes = [(one.value, job.c[f"n_{one.value}"]) for one in Outcome]
    query = select(job.c.state, func.count(), *(func.sum(column) for _, column in outcomes))
    n_by_state = dict.fromkeys(map(str, JobState), 0)
    n_by_outcome = dict.fromkeys(map(str, Outcome), 0)
    for state, n_of_state, *sums in session.execute(query.group_by(job.c.state)):
        n_by_state[state] = n_of_state
        for (outcome, _), n_documents in zip(outcomes, sums, strict=True):
            n_by_outcome[outcome] += n_documents
    return n_by_state, n_by_outcome


def items(
    session: Session,
    job_id: str,
    wanted: ItemFilter | None = None,
    *,
    limit: int = 100,
    after: int = -1,
) -> list[JobItemRow]:
    """Items in the order of the source; `after` is the `position` of the last one seen.

    Raises NotFoundError.
    """
    wanted = wanted or ItemFilter()
    item = tables.job_item
    query = (
        select(item, tables.article.c.public_id.label("article_public_id"))
        .outerjoin(tables.article, tables.article.c.id == item.c.article_id)
        .where(item.c.job_id == get(session, job_id).number, item.c.position > after)
        .order_by(item.c.position)
        .limit(limit)
    )
    if wanted.outcome is not None:
        query = query.where(item.c.outcome == wanted.outcome.value)
    if wanted.reason is not None:
        query = query.where(item.c.reason == wanted.reason)
    return [
        JobItemRow(
            position=row.position,
            origin=row.origin,
            outcome=Outcome(row.outcome),
            article_id=row.article_public_id,
            reason=row.reason,
            detail=row.detail,
            has_source=row.raw_id is not None,
        )
        for row in session.execute(query)
    ]


def add_items(tx: WriteTransaction, job: int, position: int, items: Sequence[NewItem]) -> None:
    """Keeps what became of a batch's documents, in the batch's own transaction; `position` is the first
    one's. The job's counts follow."""
    if not items:
        return
    tx.execute(
        insert(tables.job_item),
        [
            {
                "job_id": job,
                "position": position + offset,
                "origin": item.origin,
                "outcome": item.outcome.value,
                "article_id": item.article,
                "reason": item.reason,
                "detail": item.detail,
                "raw_id": item.raw,
            }
            for offset, item in enumerate(items)
        ],
    )
    counted = Counter(item.outcome for item in items)
    tx.execute(
        update(tables.job)
        .where(tables.job.c.id == job)
        .values(
            n_stored=tables.job.c.n_stored + counted[Outcome.STORED],
            n_revised=tables.job.c.n_revised + counted[Outcome.REVISED],
            n_unchanged=tables.job.c.n_unchanged + counted[Outcome.UNCHANGED],
            n_rejected=tables.job.c.n_rejected + counted[Outcome.REJECTED],
        )
    )


def is_cancel_asked(session: Session, number: int) -> bool:
    """Whether somebody wants the job to end after its batch."""
    query = select(tables.job.c.is_cancel_asked).where(tables.job.c.id == number)
    return bool(session.execute(query).scalar_one_or_none())


def n_items(session: Session, job_id: str, wanted: ItemFilter | None = None) -> int:
    """How many items of a job there are. Raises NotFoundError."""
    wanted = wanted or ItemFilter()
    item = tables.job_item
    query = (
        select(func.count()).select_from(item).where(item.c.job_id == get(session, job_id).number)
    )
    if wanted.outcome is not None:
        query = query.where(item.c.outcome == wanted.outcome.value)
    if wanted.reason is not None:
        query = query.where(item.c.reason == wanted.reason)
    return int(session.execute(query).scalar_one())


def ask_to_cancel(session: Session, job_id: str) -> JobRow:
    """Ends a queued job at once and a running one after its batch; an ended one stays as it is.

    Raises NotFoundError.
    """
    job = get(session, job_id)
    values: dict[str, Any] = {"is_cancel_asked": True}
    if job.state is JobState.QUEUED:
        values |= {"state": JobState.CANCELLED.value, "ended_at": datetime.now(UTC)}
    if job.state in {JobState.QUEUED, JobState.RUNNING}:
        with writing(session, is_visible=False) as connection:
            connection.execute(
                update(tables.job).where(tables.job.c.id == job.number).values(**values)
            )
    return get(session, job_id)


def rejected_reasons(session: Session, job_id: str) -> dict[str, int]:
    """How many documents were rejected for which reason. Raises NotFoundError."""
    item = tables.job_item
    query = (
        select(item.c.reason, func.count())
        .where(
            item.c.job_id == get(session, job_id).number,
            item.c.outcome == Outcome.REJECTED.value,
        )
        .group_by(item.c.reason)
        .order_by(item.c.reason)
    )
    return {reason: count for reason, count in session.execute(query)}  # noqa: C416 - rows, not pairs


def next_queued(session: Session) -> JobRow | None:
    """The job that has waited longest."""
    query = (
        select(tables.job)
        .where(tables.job.c.state == JobState.QUEUED.value)
        .order_by(tables.job.c.id)
        .limit(1)
    )
    row = session.execute(query).one_or_none()
    return None if row is None else _job_row(row)


def start(session: Session, number: int) -> None:
    """Marks a job as running."""
    _set(session, number, state=JobState.RUNNING.value, started_at=datetime.now(UTC))


def end(session: Session, number: int, state: JobState, message: str | None = None) -> None:
    """Marks a job as ended."""
    _set(session, number, state=state.value, message=message, ended_at=datetime.now(UTC))


def requeue(session: Session, number: int) -> None:
    """Puts a job that was interrupted back into the queue: it goes on after its last item."""
    _set(session, number, state=JobState.QUEUED.value, message="It was interrupted; it goes on.")


def end_abandoned(session: Session) -> int:
    """Ends running jobs: called by the one writer when it starts, so whoever ran them was killed. Uploads
    are queued again, unless that killed the writer a few times already; others are marked as failed.
    What they stored stays. Returns how many there were."""
    table = tables.job
    running = session.execute(select(table).where(table.c.state == JobState.RUNNING.value)).all()
    for row in running:
        n_killed = row.parameters.get("n_killed", 0) + 1
        if "files" in row.parameters and n_killed < _MAX_KILLED:
            requeue(session, row.id)
            _set(session, row.id, parameters=row.parameters | {"n_killed": n_killed})
        else:
            end(session, row.id, JobState.FAILED, _KILLED)
    return len(running)


def raw_ids_of_rejected(session: Session, job_id: str) -> Sequence[int]:
    """The kept sources of a job's rejected documents, in order. Raises NotFoundError."""
    item = tables.job_item
    query = (
        select(item.c.raw_id)
        .where(
            item.c.job_id == get(session, job_id).number,
            item.c.outcome == Outcome.REJECTED.value,
            item.c.raw_id.is_not(None),
        )
        .order_by(item.c.position)
    )
    return session.execute(query).scalars().all()


def _set(session: Session, number: int, **values: Any) -> None:
    with writing(session, is_visible=False) as connection:
        connection.execute(update(tables.job).where(tables.job.c.id == number).values(**values))


def _job_row(row: Row[Any]) -> JobRow:
    return JobRow(
        id=JobId(row.public_id),
        number=row.id,
        kind=row.kind,
        state=JobState(row.state),
        parameters=row.parameters,
        n_total=row.n_total,
        n_stored=row.n_stored,
        n_revised=row.n_revised,
        n_unchanged=row.n_unchanged,
        n_rejected=row.n_rejected,
        message=row.message,
        is_cancel_asked=row.is_cancel_asked,
        created_at=row.created_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
    )
