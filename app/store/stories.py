"""Stories: articles with the same text, with the earliest as lead and how the others relate to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, literal, select, tuple_
from sqlmodel import Session

from app.errors import NotFoundError
from app.records import ArticleId, SourceId, StoryId
from app.store import tables
from app.store.models import UtcDateTime


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story: its lead article, its size, and how many sources carry it."""

    id: StoryId
    number: int  # inside the database only
    lead_id: ArticleId
    title: str | None
    n_articles: int
    n_sources: int
    first_at: datetime | None


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
    return StoryRow(*row)


def listed(session: Session, *, limit: int = 20, after: tuple[str, int] | None = None) -> StoryList:
    """Stories by the date of their earliest article, the newest first, undated ones last."""
    total = session.execute(select(func.count()).select_from(tables.story)).scalar_one()
    first = func.coalesce(tables.story.c.first_published_at, _NEVER, type_=UtcDateTime())
    query = _stories().order_by(first.desc(), tables.story.c.id.desc())
    if after is not None:
        at = literal(datetime.fromisoformat(after[0]), UtcDateTime())
        query = query.where(tuple_(first, tables.story.c.id) < tuple_(at, after[1]))
    rows = [StoryRow(*row) for row in session.execute(query.limit(limit + 1))]
    page = rows[:limit]
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
