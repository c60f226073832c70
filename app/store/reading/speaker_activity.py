"""When a speaker is quoted, beside whom, and where others name them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import CTE, ColumnElement, func, or_, select
from sqlmodel import Session

from app.errors import NotFoundError
from app.records import ArticleId, SpeakerId
from app.store.reading.quotations import QuotationRow, by_ids
from app.store.schema import tables

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
    speaker, article = tables.speaker, tables.article
    beside = _beside(_number(session, speaker_id))
    n_articles = func.count().label("n_articles")
    counted = select(beside.c.speaker_id, n_articles).group_by(beside.c.speaker_id).subquery()
    most = (
        select(speaker.c.id, speaker.c.public_id, speaker.c.name, counted.c.n_articles)
        .join(counted, counted.c.speaker_id == speaker.c.id)
        .where(speaker.c.kind != "anonymous")
        .order_by(counted.c.n_articles.desc(), speaker.c.id)
        .limit(limit)
        .subquery()
    )
    newest = (article.c.dated_at.is_(None), article.c.dated_at.desc(), article.c.id)
    place = func.row_number().over(partition_by=most.c.id, order_by=newest).label("place")
    shared = (
        select(*most.c, article.c.public_id.label("article_id"), place)
        .join(beside, beside.c.speaker_id == most.c.id)
        .join(article, article.c.id == beside.c.article_id)
        .subquery()
    )
    query = (
        select(shared)
        .where(shared.c.place <= n_examples)
        .order_by(shared.c.n_articles.desc(), shared.c.id, shared.c.place)
    )
    rows = session.execute(query).all()
    examples: dict[int, list[ArticleId]] = {}
    for row in rows:
        examples.setdefault(row.id, []).append(ArticleId(row.article_id))
    return [
        CoSpeaker(SpeakerId(row.public_id), row.name, row.n_articles, tuple(examples[row.id]))
        for row in rows
        if row.place == 1
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


def _beside(number: int) -> CTE:
    """Whom the articles that quote a speaker quote besides: each article and other speaker once. Worked out once,
    however often a statement uses it: it reads every quotation of these articles."""
    mine, theirs = tables.quotation.alias(), tables.quotation.alias()
    articles = select(mine.c.article_id).where(
        mine.c.speaker_id == number, mine.c.is_hidden.is_(False)
    )
    return (
        select(theirs.c.article_id, theirs.c.speaker_id)
        .where(
            theirs.c.article_id.in_(articles),
            theirs.c.speaker_id != number,
            theirs.c.is_hidden.is_(False),
        )
        .distinct()
        .cte("beside")
    )


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


def _number(session: Session, speaker_id: str) -> int:
    query = select(func.coalesce(tables.speaker.c.merged_into_id, tables.speaker.c.id)).where(
        tables.speaker.c.public_id == speaker_id
    )
    number = session.execute(query).scalar_one_or_none()
    if number is None:
        raise NotFoundError("speaker", speaker_id)
    return int(number)
