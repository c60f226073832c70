"""What the one writer asks and changes about stories."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, select, text, update

from app.store import tables
from app.store.handles import WriteTransaction
from app.store.intake import slices
from app.store.models import UtcDateTime


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
    article = tables.article
    found: list[Member] = []
    for some in slices(sorted(numbers)):
        query = select(
            article.c.id,
            article.c.public_id,
            article.c.dated_at,
            article.c.source_id,
            article.c.story_id,
            article.c.relation,
            article.c.similarity,
        ).where(article.c.id.in_(some))
        if not with_deleted:
            query = query.where(article.c.deleted_at.is_(None))
        found += [Member(*row) for row in tx.execute(query)]
    return found


def stories(tx: WriteTransaction, numbers: Iterable[int]) -> list[Story]:
    """Stories by their numbers."""
    story = tables.story
    found: list[Story] = []
    for some in slices(sorted(numbers)):
        found += [Story(*row) for row in tx.execute(_stories().where(story.c.id.in_(some)))]
    return found


def stories_of(tx: WriteTransaction, articles: Collection[int]) -> list[Story]:
    """The stories that articles belong to, those with most of these articles first."""
    article, story = tables.article, tables.story
    query = (
        _stories()
        .join(article, article.c.story_id == story.c.id)
        .where(article.c.id.in_(articles))
        .group_by(story.c.id)
        .order_by(func.count().desc(), story.c.id)
    )
    return [Story(*row) for row in tx.execute(query)]


def members_of_story(tx: WriteTransaction, number: int, *, limit: int | None = None) -> set[int]:
    """The articles of a story; with a limit those that came first."""
    article = tables.article
    query = select(article.c.id).where(article.c.story_id == number).order_by(article.c.id)
    return set(tx.execute(query.limit(limit)).scalars())


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
    quotation = tables.quotation
    found: list[tuple[int, int, int | None, str, str | None]] = []
    for some in slices(sorted(numbers)):
        query = select(
            quotation.c.id,
            quotation.c.article_id,
            quotation.c.speaker_id,
            quotation.c.text,
            quotation.c.utterance,
        ).where(quotation.c.article_id.in_(some))
        found += [(row[0], row[1], row[2], row[3], row[4]) for row in tx.execute(query)]
    return found


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


def _stories() -> Select[Any]:
    story = tables.story
    return select(story.c.id, story.c.lead_id, story.c.n_articles, story.c.first_published_at)
