"""Stories: articles with the same text, with the earliest as lead and how the others relate to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, literal, select, tuple_
from sqlmodel import Session

from app.errors import NotFoundError
from app.records import ArticleId, SourceId, StoryId
from app.store.schema import tables
from app.store.schema.columns import UtcDateTime

# Two texts of which one has so much of the other are one text, whoever is credited.
_COPIED = 0.8


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story: its lead article, its size, how many sources carry it, and of how many origins (see `_n_origins`)."""

    id: StoryId
    number: int  # inside the database only
    lead_id: ArticleId
    title: str | None
    n_articles: int
    n_sources: int
    first_at: datetime | None
    n_origins: int = 1


@dataclass(frozen=True, slots=True)
class StoryMember:
    """An article of a story. `relation` (same_text, excerpt, update) and `similarity`, the word-3-gram
    containment, are those with the lead; None for the lead."""

    article_id: ArticleId
    title: str | None
    source_id: SourceId | None
    source_name: str | None
    dated_at: datetime | None
    is_lead: bool
    relation: str | None
    similarity: float | None


@dataclass(frozen=True, slots=True)
class StoryList:
    """One page of stories; `next_after` goes on, None at the end."""

    items: list[StoryRow]
    total: int
    next_after: tuple[str, int] | None


def get(session: Session, story_id: str) -> StoryRow:
    """One story. Raises NotFoundError."""
    row = session.execute(_stories().where(tables.story.c.public_id == story_id)).one_or_none()
    if row is None:
        raise NotFoundError("story", story_id)
    return _with_origins(session, [StoryRow(*row)])[0]


def listed(session: Session, *, limit: int = 20, after: tuple[str, int] | None = None) -> StoryList:
    """Stories by the date of their earliest article, the newest first, undated ones last."""
    total = session.execute(select(func.count()).select_from(tables.story)).scalar_one()
    first = func.coalesce(tables.story.c.first_published_at, _NEVER, type_=UtcDateTime())
    query = _stories().order_by(first.desc(), tables.story.c.id.desc())
    if after is not None:
        at = literal(datetime.fromisoformat(after[0]), UtcDateTime())
        query = query.where(tuple_(first, tables.story.c.id) < tuple_(at, after[1]))
    rows = [StoryRow(*row) for row in session.execute(query.limit(limit + 1))]
    page = _with_origins(session, rows[:limit])
    if len(rows) <= limit:
        return StoryList(page, total, None)
    last = page[-1]
    return StoryList(page, total, ((last.first_at or _NEVER_AT).isoformat(), last.number))


def members(session: Session, story_id: str) -> list[StoryMember]:
    """The articles of a story, the lead first, then by date. Raises NotFoundError."""
    story = get(session, story_id)
    query = (
        select(
            tables.article.c.public_id,
            tables.article.c.title,
            tables.source.c.public_id,
            tables.source.c.name,
            tables.article.c.dated_at,
            tables.article.c.relation,
            tables.article.c.similarity,
        )
        .outerjoin(tables.source, tables.source.c.id == tables.article.c.source_id)
        .where(tables.article.c.story_id == story.number, tables.article.c.deleted_at.is_(None))
    )
    found = [
        StoryMember(
            ArticleId(article_id),
            title,
            source_id,
            source_name,
            dated_at,
            article_id == story.lead_id,
            relation,
            similarity,
        )
        for article_id, title, source_id, source_name, dated_at, relation, similarity in (
            session.execute(query)
        )
    ]
    return sorted(found, key=_member_order)


def _member_order(member: StoryMember) -> tuple[bool, datetime, str]:
    return not member.is_lead, member.dated_at or _FAR_AT, member.article_id


def numbers_of_articles(session: Session, story_ids: Sequence[str]) -> dict[str, int]:
    """How many articles each story has, by story."""
    query = select(tables.story.c.public_id, tables.story.c.n_articles).where(
        tables.story.c.public_id.in_(story_ids)
    )
    return dict(session.execute(query).all())


def _with_origins(session: Session, rows: Sequence[StoryRow]) -> list[StoryRow]:
    found = _n_origins(session, [row.number for row in rows])
    return [replace(row, n_origins=found.get(row.number, 1)) for row in rows]


def _n_origins(session: Session, numbers: Sequence[int]) -> dict[int, int]:
    """How many independent origins stories have at least, by story; 1 for those left out.

    Articles that share so much text have it from somewhere: only the agencies that they credit say that
    there is more than one origin. Agencies that are credited with one and the same text are one.
    """
    agencies: dict[int, set[str]] = {}
    for story, agency in session.execute(_credited(numbers)):
        agencies.setdefault(story, set()).add(agency)
    disputed = [story for story, names in agencies.items() if len(names) > 1]
    if not disputed:
        return {}
    links: dict[int, list[tuple[str, str]]] = {}
    for story, first, second in session.execute(_credited_alike(disputed)):
        links.setdefault(story, []).append((first, second))
    return {story: _n_groups(agencies[story], links.get(story, ())) for story in disputed}


def _n_groups(names: Iterable[str], links: Iterable[tuple[str, str]]) -> int:
    group = {name: name for name in names}
    for first, second in links:
        kept, dropped = group[first], group[second]
        group = {name: kept if own == dropped else own for name, own in group.items()}
    return len(set(group.values()))


def _credited(numbers: Sequence[int]) -> Select[Any]:
    article = tables.article
    return (
        select(article.c.story_id, func.lower(article.c.agency))
        .where(article.c.story_id.in_(numbers), article.c.agency.is_not(None))
        .where(article.c.deleted_at.is_(None))
        .distinct()
    )


def _credited_alike(numbers: Sequence[int]) -> Select[Any]:
    pair, one, other = tables.article_relation, tables.article.alias(), tables.article.alias()
    agency, other_agency = func.lower(one.c.agency), func.lower(other.c.agency)
    return (
        select(one.c.story_id, agency, other_agency)
        .join(pair, pair.c.article_id == one.c.id)
        .join(other, other.c.id == pair.c.other_id)
        .where(one.c.story_id.in_(numbers), other.c.story_id == one.c.story_id)
        .where(pair.c.similarity >= _COPIED, agency != other_agency)
        .where(one.c.deleted_at.is_(None), other.c.deleted_at.is_(None))
        .distinct()
    )


def _stories() -> Select[Any]:
    member = tables.article.alias()
    n_sources = (
        select(func.count(func.distinct(member.c.source_id)))
        .where(member.c.story_id == tables.story.c.id)
        .scalar_subquery()
    )
    return select(
        tables.story.c.public_id,
        tables.story.c.id,
        tables.article.c.public_id,
        tables.article.c.title,
        tables.story.c.n_articles,
        n_sources,
        tables.story.c.first_published_at,
    ).join(tables.article, tables.article.c.id == tables.story.c.lead_id)


_NEVER_AT = datetime.fromisoformat("0001-01-01T00:00:00+00:00")
_FAR_AT = datetime.fromisoformat("9999-01-01T00:00:00+00:00")
_NEVER = literal(_NEVER_AT, UtcDateTime())
