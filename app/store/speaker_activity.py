"""When a speaker is quoted, beside whom, and where others name them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, FromClause, Subquery, func, or_, select
from sqlmodel import Session

from app.errors import NotFoundError
from app.records import ArticleId, SpeakerId
from app.store import tables
from app.store.quotations import QuotationRow, by_ids

INTERVALS = ("day", "week", "month", "year")


@dataclass(frozen=True, slots=True)
class TimelineBin:
    """An interval by its start (UTC) with the quotations and the articles that fall into it."""

    start: datetime
    n_quotations: int
    n_articles: int


@dataclass(frozen=True, slots=True)
class CoSpeaker:
    """Somebody quoted in the same articles, with some of these articles, the newest first."""

    id: SpeakerId
    name: str
    n_articles: int
    examples: tuple[ArticleId, ...]


def timeline(session: Session, speaker_id: str, interval: str) -> list[TimelineBin]:
    """Quotations of a speaker by `day`, `week` (from Monday), `month` or `year`, oldest first,
    zero-filled between the first and the last; undated articles are left out."""
    query = (
        select(tables.article.c.dated_at, tables.article.c.id, func.count(tables.quotation.c.id))
        .join(tables.quotation, tables.quotation.c.article_id == tables.article.c.id)
        .where(
            tables.quotation.c.speaker_id == _number(session, speaker_id),
            tables.quotation.c.is_hidden.is_(False),
            tables.article.c.dated_at.is_not(None),
            tables.article.c.deleted_at.is_(None),
        )
        .group_by(tables.article.c.id)
    )
    counts: dict[datetime, list[int]] = {}
    for dated_at, _, n_quotations in session.execute(query):
        bin_counts = counts.setdefault(interval_start(dated_at, interval), [0, 0])
        bin_counts[0] += n_quotations
        bin_counts[1] += 1
    return [TimelineBin(start, *counts.get(start, (0, 0))) for start in _starts(counts, interval)]


def co_speakers(
    session: Session, speaker_id: str, *, limit: int = 20, n_examples: int = 3
) -> list[CoSpeaker]:
    """Who is quoted in the same articles, in most of them first, anonymous sources left out."""
    number = _number(session, speaker_id)
    mine, theirs = _quoted_beside(number)
    n_articles = func.count(theirs.c.article_id.distinct())
    query = (
        select(tables.speaker.c.id, tables.speaker.c.public_id, tables.speaker.c.name, n_articles)
        .select_from(mine)
        .join(theirs, theirs.c.article_id == mine.c.article_id)
        .join(tables.speaker, tables.speaker.c.id == theirs.c.speaker_id)
        .where(
            theirs.c.is_hidden.is_(False),
            theirs.c.speaker_id != number,
            tables.speaker.c.kind != "anonymous",
        )
        .group_by(tables.speaker.c.id)
        .order_by(n_articles.desc(), tables.speaker.c.id)
        .limit(limit)
    )
    rows = session.execute(query).all()
    examples = _shared_articles(session, number, [row.id for row in rows], n_examples)
    return [
        CoSpeaker(SpeakerId(public_id), name, count, tuple(examples[number]))
        for number, public_id, name, count in rows
    ]


def mentions(
    session: Session, speaker_id: str, *, limit: int = 20, after: int = 0
) -> list[QuotationRow]:
    """Quotations of others that name this speaker, in the order stored; `after` is the `number` of the
    last one seen."""
    quotation = tables.quotation
    query = (
        select(quotation.c.public_id, quotation.c.id)
        .where(*_names(_number(session, speaker_id)), quotation.c.id > after)
        .order_by(quotation.c.id)
        .limit(limit)
    )
    return by_ids(session, [row.public_id for row in session.execute(query)])


def n_mentions(session: Session, speaker_id: str) -> int:
    """How many quotations of others name this speaker."""
    query = select(func.count(tables.quotation.c.id)).where(*_names(_number(session, speaker_id)))
    return int(session.execute(query).scalar_one())


def interval_start(moment: datetime, interval: str) -> datetime:
    """The start of the day, week (Monday), month or year that a moment lies in."""
    day = moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    if interval == "week":
        return day - timedelta(days=day.weekday())
    if interval == "month":
        return day.replace(day=1)
    if interval == "year":
        return day.replace(month=1, day=1)
    return day


def _starts(counts: dict[datetime, list[int]], interval: str) -> list[datetime]:
    if not counts:
        return []
    start, last = min(counts), max(counts)
    starts = [start]
    # Past the longest interval's length we are in the next one; its start is computed again.
    step = timedelta(days={"day": 1, "week": 7, "month": 32, "year": 367}[interval])
    while start < last:
        start = interval_start(start + step, interval)
        starts.append(start)
    return starts


def _quoted_beside(number: int) -> tuple[Subquery, FromClause]:
    """The articles that quote a speaker, each once, and the quotations that may stand beside."""
    quotation = tables.quotation
    mine = (
        select(quotation.c.article_id)
        .where(quotation.c.speaker_id == number, quotation.c.is_hidden.is_(False))
        .distinct()
        .subquery()
    )
    return mine, quotation.alias()


def _names(number: int) -> list[ColumnElement[bool]]:
    """That a quotation is of somebody else, visible, and names this speaker in any spelling."""
    quotation, about, speaker = tables.quotation, tables.quotation_about, tables.speaker
    spellings = select(speaker.c.id).where(
        or_(speaker.c.id == number, speaker.c.merged_into_id == number)
    )
    naming = select(about.c.quotation_id).where(about.c.named_id.in_(spellings))
    return [
        quotation.c.id.in_(naming),
        func.coalesce(quotation.c.speaker_id, 0) != number,
        quotation.c.is_hidden.is_(False),
    ]


def _shared_articles(
    session: Session, number: int, others: Sequence[int], limit: int
) -> dict[int, list[ArticleId]]:
    """Some articles that quote a speaker and each of the others, the newest first."""
    mine, theirs = _quoted_beside(number)
    article = tables.article
    shared = (
        select(theirs.c.speaker_id, article.c.id, article.c.public_id, article.c.dated_at)
        .select_from(mine)
        .join(theirs, theirs.c.article_id == mine.c.article_id)
        .join(article, article.c.id == mine.c.article_id)
        .where(theirs.c.speaker_id.in_(others), theirs.c.is_hidden.is_(False))
        .distinct()
        .subquery()
    )
    newest = (shared.c.dated_at.is_(None), shared.c.dated_at.desc(), shared.c.id)
    place = func.row_number().over(partition_by=shared.c.speaker_id, order_by=newest)
    ranked = select(shared.c.speaker_id, shared.c.public_id, place.label("place")).subquery()
    query = select(ranked).where(ranked.c.place <= limit).order_by(ranked.c.place)
    found: dict[int, list[ArticleId]] = {other: [] for other in others}
    for row in session.execute(query):
        found[row.speaker_id].append(ArticleId(row.public_id))
    return found


def _number(session: Session, speaker_id: str) -> int:
    query = select(func.coalesce(tables.speaker.c.merged_into_id, tables.speaker.c.id)).where(
        tables.speaker.c.public_id == speaker_id
    )
    number = session.execute(query).scalar_one_or_none()
    if number is None:
        raise NotFoundError("speaker", speaker_id)
    return int(number)
