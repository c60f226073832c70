"""What the one writer asks and changes about near-duplicates and stories."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, text

from app.store import tables
from app.store.handles import WriteTransaction
from app.store.intake import slices


@dataclass(frozen=True, slots=True)
class Edge:
    """Two articles that share text."""

    article: int
    other: int
    kind: str
    similarity: float


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


def edges_of(tx: WriteTransaction, numbers: Iterable[int]) -> list[Edge]:
    """The relations of these articles with any others."""
    relation = tables.article_relation
    found: dict[tuple[int, int], Edge] = {}
    for some in slices(sorted(numbers)):
        query = select(relation).where(
            or_(relation.c.article_id.in_(some), relation.c.other_id.in_(some))
        )
        for row in tx.execute(query):
            found[row.article_id, row.other_id] = Edge(*row)
    return list(found.values())


def members(tx: WriteTransaction, numbers: Iterable[int]) -> list[Member]:
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
        ).where(article.c.id.in_(some), article.c.deleted_at.is_(None))
        found += [Member(*row) for row in tx.execute(query)]
    return found


def leads_of(tx: WriteTransaction, numbers: Sequence[int]) -> set[int]:
    """The lead articles of the stories that these articles belong to."""
    article, story = tables.article, tables.story
    found: set[int] = set()
    for some in slices(numbers):
        query = (
            select(story.c.lead_id)
            .join(article, article.c.story_id == story.c.id)
            .where(article.c.id.in_(some))
            .distinct()
        )
        found |= set(tx.execute(query).scalars())
    return found


def members_of_stories(tx: WriteTransaction, numbers: Iterable[int]) -> set[int]:
    """All articles of the stories that these articles belong to."""
    article = tables.article
    found: set[int] = set()
    for some in slices(sorted(numbers)):
        stories = select(article.c.story_id).where(article.c.id.in_(some))
        query = select(article.c.id).where(article.c.story_id.in_(stories))
        found |= set(tx.execute(query).scalars())
    return found


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


def forget_text(tx: WriteTransaction, numbers: Iterable[int]) -> None:
    """Deletes the sampled runs and the relations of articles whose text changes."""
    sample, relation = tables.shingle_sample, tables.article_relation
    for some in slices(sorted(numbers)):
        tx.execute(delete(sample).where(sample.c.article_id.in_(some)))
        tx.execute(
            delete(relation).where(
                or_(relation.c.article_id.in_(some), relation.c.other_id.in_(some))
            )
        )
