"""What the one writer asks and changes about stories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, select, text, update

from app.store.bulk import NO_LIMIT, rows_of, slices
from app.store.driver import GIVEN
from app.store.handles import WriteTransaction
from app.store.schema import tables
from app.store.schema.columns import UtcDateTime


@dataclass(frozen=True, slots=True)
class Member:
    """An article as grouping sees it."""

    number: int
    public_id: str
    dated_at: datetime | None
    source_id: int | None
    story: int | None
    relation: str | None
    similarity: float | None


@dataclass(frozen=True, slots=True)
class Story:
    """A story's row as the writer needs it."""

    number: int
    lead: int
    n_articles: int
    first_published_at: datetime | None


def members(
    tx: WriteTransaction, numbers: Iterable[int], *, with_deleted: bool = False
) -> list[Member]:
    """Articles as grouping sees them."""
    rows = rows_of(tx, _members(), numbers)
    return [Member(*row[:-1]) for row in rows if with_deleted or row.deleted_at is None]


def stories(tx: WriteTransaction, numbers: Iterable[int]) -> list[Story]:
    """Stories by their numbers."""
    return [Story(*row) for row in rows_of(tx, _stories(), numbers)]


def stories_of(tx: WriteTransaction, articles: Iterable[int]) -> list[Story]:
    """The stories that articles belong to, those with most of these articles first."""
    counted = Counter(row.story_id for row in rows_of(tx, _story_numbers(), articles))
    by_number = {story.number: story for story in stories(tx, counted)}
    return [by_number[number] for number, _ in sorted(counted.items(), key=_most_first)]


def members_of_story(tx: WriteTransaction, number: int, *, limit: int | None = None) -> set[int]:
    """The articles of a story; with a limit those that came first."""
    parameters = {"story": number, "limit": NO_LIMIT if limit is None else limit}
    return set(tx.execute(_members_of_story(), parameters).scalars())


def leads_large_story(tx: WriteTransaction, article: int, n_articles: int) -> bool:
    """Whether an article that is not deleted leads a story of more articles than this."""
    table, story = tables.article, tables.story
    query = (
        select(story.c.id)
        .join(table, table.c.id == story.c.lead_id)
        .where(story.c.lead_id == article, story.c.n_articles > n_articles)
        .where(table.c.deleted_at.is_(None))
    )
    return tx.execute(query).first() is not None


def count_anew(tx: WriteTransaction, number: int) -> None:
    """Sets the size and the first date of a story that lost an article."""
    article, story = tables.article, tables.story
    counted = select(func.count(), func.min(article.c.dated_at, type_=UtcDateTime())).where(
        article.c.story_id == number
    )
    n_articles, first = tx.execute(counted).one()
    tx.execute(
        update(story)
        .where(story.c.id == number)
        .values(n_articles=n_articles, first_published_at=first)
    )


def stories_by_public_id(tx: WriteTransaction, public_ids: Sequence[str]) -> dict[str, int]:
    """The numbers of stories."""
    story = tables.story
    found: dict[str, int] = {}
    for some in slices(public_ids):
        query = select(story.c.public_id, story.c.id).where(story.c.public_id.in_(some))
        found |= {key: value for key, value in tx.execute(query)}  # noqa: C416 - rows, not pairs
    return found


def quotations_of(
    tx: WriteTransaction, numbers: Iterable[int]
) -> list[tuple[int, int, int | None, str, str | None]]:
    """Number, article, speaker, text and utterance of these articles' quotations."""
    rows = rows_of(tx, _quotations(), numbers)
    return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]


def set_utterances(tx: WriteTransaction, rows: Sequence[dict[str, Any]]) -> None:
    """Says which statement quotations are: rows of number and utterance."""
    if rows:
        tx.execute(
            text("UPDATE quotation SET utterance = :utterance WHERE id = :number"), list(rows)
        )


def set_stories(tx: WriteTransaction, rows: Sequence[dict[str, Any]]) -> None:
    """Puts articles into stories: rows of number, story, relation, similarity. The index sees them
    again."""
    if rows:
        tx.execute(
            text(
                "UPDATE article SET story_id = :story, relation = :relation, "
                "similarity = :similarity, revision = revision + 1 WHERE id = :number"
            ),
            list(rows),
        )


def update_stories(tx: WriteTransaction, rows: Sequence[dict[str, Any]]) -> None:
    """Sets the lead, the size and the first date of stories that are there: rows of id, lead_id,
    n_articles, first_published_at."""
    story = tables.story
    for row in rows:
        values = {name: value for name, value in row.items() if name != "id"}
        tx.execute(story.update().where(story.c.id == row["id"]).values(**values))


def delete_stories(tx: WriteTransaction, numbers: Iterable[int]) -> None:
    """Takes stories away that have no articles any more."""
    story = tables.story
    for some in slices(sorted(numbers)):
        tx.execute(delete(story).where(story.c.id.in_(some)))


def _most_first(counted: tuple[int, int]) -> tuple[int, int]:
    number, count = counted
    return -count, number


@lru_cache(maxsize=1)
def _members() -> Select[Any]:
    article = tables.article
    return select(
        article.c.id,
        article.c.public_id,
        article.c.dated_at,
        article.c.source_id,
        article.c.story_id,
        article.c.relation,
        article.c.similarity,
        article.c.deleted_at,
    ).where(article.c.id.in_(GIVEN))


@lru_cache(maxsize=1)
def _stories() -> Select[Any]:
    story = tables.story
    columns = (story.c.id, story.c.lead_id, story.c.n_articles, story.c.first_published_at)
    return select(*columns).where(story.c.id.in_(GIVEN))


@lru_cache(maxsize=1)
def _story_numbers() -> Select[Any]:
    article = tables.article
    is_in_story = article.c.story_id.is_not(None)
    return select(article.c.story_id).where(article.c.id.in_(GIVEN), is_in_story)


@lru_cache(maxsize=1)
def _members_of_story() -> Select[Any]:
    article = tables.article
    query = select(article.c.id).where(article.c.story_id == bindparam("story"))
    return query.order_by(article.c.id).limit(bindparam("limit"))


@lru_cache(maxsize=1)
def _quotations() -> Select[Any]:
    quotation = tables.quotation
    return select(
        quotation.c.id,
        quotation.c.article_id,
        quotation.c.speaker_id,
        quotation.c.text,
        quotation.c.utterance,
    ).where(quotation.c.article_id.in_(GIVEN))
