"""When a speaker is quoted, beside whom, and where others name them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
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
    mine = tables.quotation.alias()
    theirs = tables.quotation.alias()
    n_articles = func.count(theirs.c.article_id.distinct())
    query = (
        select(tables.speaker.c.id, tables.speaker.c.public_id, tables.speaker.c.name, n_articles)
        .join(theirs, theirs.c.speaker_id == tables.speaker.c.id)
        .join(mine, mine.c.article_id == theirs.c.article_id)
        .where(
            mine.c.speaker_id == _number(session, speaker_id),
            mine.c.is_hidden.is_(False),
            theirs.c.is_hidden.is_(False),
            theirs.c.speaker_id != mine.c.speaker_id,
            tables.speaker.c.kind != "anonymous",
        )
        .group_by(tables.speaker.c.id)
        .order_by(n_articles.desc(), tables.speaker.c.id)
        .limit(limit)
    )
    return [
        CoSpeaker(
            SpeakerId(public_id),
            name,
            count,
            _shared_articles(session, speaker_id, number, n_examples),
        )
        for number, public_id, name, count in session.execute(query)
    ]


def mentions(
    session: Session, speaker_id: str, *, limit: int = 20, after: int = 0
) -> list[QuotationRow]:
    """Quotations of others that name this speaker, in the order stored; `after` is the `number` of the
    last one seen."""
    named = tables.speaker.alias()
    number = _number(session, speaker_id)
    query = (
        select(tables.quotation.c.public_id)
        .join(
            tables.quotation_about, tables.quotation_about.c.quotation_id == tables.quotation.c.id
        )
        .join(named, named.c.id == tables.quotation_about.c.named_id)
        .where(
            func.coalesce(named.c.merged_into_id, named.c.id) == number,
            func.coalesce(tables.quotation.c.speaker_id, 0) != number,
            tables.quotation.c.is_hidden.is_(False),
            tables.quotation.c.id > after,
        )
        .distinct()
        .order_by(tables.quotation.c.id)
        .limit(limit)
    )
    return by_ids(session, list(session.execute(query).scalars()))


def n_mentions(session: Session, speaker_id: str) -> int:
    """How many quotations of others name this speaker."""
    named = tables.speaker.alias()
    number = _number(session, speaker_id)
    query = (
        select(func.count(tables.quotation.c.id.distinct()))
        .join(
            tables.quotation_about, tables.quotation_about.c.quotation_id == tables.quotation.c.id
        )
        .join(named, named.c.id == tables.quotation_about.c.named_id)
        .where(
            func.coalesce(named.c.merged_into_id, named.c.id) == number,
            func.coalesce(tables.quotation.c.speaker_id, 0) != number,
            tables.quotation.c.is_hidden.is_(False),
        )
    )
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


def _shared_articles(
    session: Session, speaker_id: str, other: int, limit: int
) -> tuple[ArticleId, ...]:
    mine = tables.quotation.alias()
    theirs = tables.quotation.alias()
    query = (
        select(tables.article.c.public_id)
        .join(mine, mine.c.article_id == tables.article.c.id)
        .join(theirs, theirs.c.article_id == tables.article.c.id)
        .where(
            mine.c.speaker_id == _number(session, speaker_id),
            theirs.c.speaker_id == other,
            mine.c.is_hidden.is_(False),
            theirs.c.is_hidden.is_(False),
        )
        .group_by(tables.article.c.id)
        .order_by(tables.article.c.dated_at.desc(), tables.article.c.id)
    )
    return tuple(ArticleId(key) for key in session.execute(query.limit(limit)).scalars())


def _number(session: Session, speaker_id: str) -> int:
    query = select(func.coalesce(tables.speaker.c.merged_into_id, tables.speaker.c.id)).where(
        tables.speaker.c.public_id == speaker_id
    )
    number = session.execute(query).scalar_one_or_none()
    if number is None:
        raise NotFoundError("speaker", speaker_id)
    return int(number)
