"""The archive as the index needs it: every visible article with its quotations, names and ids, in bulk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from itertools import accumulate, groupby
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import Select, func, select
from sqlmodel import Session

from app.store.bulk import slices
from app.store.driver import GIVEN, Statement, rows_of, selected, statement
from app.store.schema import tables

# A thousand articles have tens of thousands of these rows: straight from the driver, as plain tuples.
_MENTIONED: Final = statement(
    "SELECT article_id, named_id FROM mention WHERE article_id IN {values} ORDER BY article_id, id"
)
_QUOTATIONS: Final = statement(
    "SELECT article_id, id, public_id, text, type, speaker_id, utterance, confidence FROM quotation "
    "WHERE article_id IN {values} AND NOT is_hidden ORDER BY article_id, position"
)
_ABOUT: Final = statement(
    "SELECT quotation_id, quotation_about.named_id FROM quotation_about JOIN quotation ON quotation.id = quotation_id "
    "WHERE article_id IN {values} ORDER BY 1, 2"
)
_HEADS: Final = statement(
    "SELECT id, coalesce(merged_into_id, id) FROM speaker WHERE id IN {values}"
)
_SPEAKERS: Final = statement("SELECT id, public_id, name FROM speaker WHERE id IN {values}")
# Those of merged spellings included, in the order of their coming.
_ALIASES: Final = statement(
    "SELECT speaker_id, alias, id FROM speaker_alias WHERE speaker_id IN {values} "
    "UNION ALL SELECT merged_into_id, alias, speaker_alias.id FROM speaker "
    "JOIN speaker_alias ON speaker_id = speaker.id WHERE merged_into_id IN {values} ORDER BY 3"
)


@dataclass(frozen=True, slots=True)
class FeedSpeaker:
    """Somebody an article quotes or names: public id, and every name and alias."""

    id: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FeedQuotation:
    """A visible quotation; `about` are ids."""

    id: str
    text: str
    type: str
    speaker: FeedSpeaker | None
    about: tuple[str, ...]
    utterance: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class FeedArticle:
    """An article with the revision that this is; `is_deleted` ones have nothing else."""

    number: int
    revision: int
    id: str
    is_deleted: bool
    title: str | None
    text: str
    language: str | None
    source_id: str | None
    source_name: str | None
    authors: tuple[str, ...]
    agency: str | None
    section: str | None
    story: str | None
    is_story_lead: bool
    dated_at: datetime | None
    about: tuple[FeedSpeaker, ...] = ()
    quotations: tuple[FeedQuotation, ...] = ()


@dataclass(slots=True)
class _Names:
    """Speakers by row number, with the head each one stands for."""

    head_by_number: dict[int, int] = field(default_factory=dict)
    speaker_by_head: dict[int, FeedSpeaker] = field(default_factory=dict)

    def of(self, numbers: Sequence[int]) -> tuple[FeedSpeaker, ...]:
        """The speakers that rows stand for, each once."""
        heads = dict.fromkeys([self.head_by_number[number] for number in numbers])
        return tuple([self.speaker_by_head[head] for head in heads])

    def one(self, number: int | None) -> FeedSpeaker | None:
        """The speaker that a row stands for, where there is one."""
        return None if number is None else self.speaker_by_head[self.head_by_number[number]]


def stale_numbers(
    session: Session, *, after: int = 0, limit: int, n_words: int | None = None
) -> list[int]:
    """The next articles that the index has not seen in their newest state, by number: so many of them, fewer
    where their texts have more words together; at least one."""
    article = tables.article
    query = (
        select(article.c.id, article.c.n_words)
        .where(article.c.revision != article.c.indexed_revision, article.c.id > after)
        .order_by(article.c.id)
        .limit(limit)
    )
    rows = session.execute(query).all()
    if n_words is None:
        return [number for number, _ in rows]
    words = accumulate(words for _, words in rows)
    return [
        row[0]
        for row, so_far in zip(rows, words, strict=True)
        if so_far <= n_words or row is rows[0]
    ]


def all_numbers(session: Session, *, after: int = 0, limit: int) -> list[int]:
    """The next articles that are not deleted, by number."""
    article = tables.article
    query = (
        select(article.c.id)
        .where(article.c.deleted_at.is_(None), article.c.id > after)
        .order_by(article.c.id)
        .limit(limit)
    )
    return list(session.execute(query).scalars())


def n_articles(session: Session) -> int:
    """Articles that are not deleted."""
    query = select(func.count()).where(tables.article.c.deleted_at.is_(None))
    return int(session.execute(query).scalar_one())


def n_stored(session: Session, numbers: Sequence[int]) -> int:
    """How many of these articles the database has, those marked as deleted too."""
    id_ = tables.article.c.id
    return sum(
        int(session.execute(select(func.count()).where(id_.in_(some))).scalar_one())
        for some in slices(numbers)
    )


def feed(session: Session, numbers: Sequence[int]) -> list[FeedArticle]:
    """These articles in the order of their numbers, in seven queries whatever their count. Of one state of the
    archive where the session has begun to read."""
    return list(_feed(session, numbers))


def _feed(session: Session, numbers: Sequence[int]) -> Iterator[FeedArticle]:
    mentioned = _second_by_first(session, _MENTIONED, numbers)
    about = _second_by_first(session, _ABOUT, numbers)
    rows = rows_of(session, _QUOTATIONS, numbers)
    quotations = {article: list(some) for article, some in groupby(rows, itemgetter(0))}
    wanted = {number for each in (*mentioned.values(), *about.values()) for number in each}
    wanted |= {row[5] for row in rows}
    names = _names(session, sorted(wanted - {None}))
    for row in selected(session, _articles(), numbers):
        yield FeedArticle(
            number=row.id,
            revision=row.revision,
            id=row.public_id,
            is_deleted=row.deleted_at is not None,
            title=row.title,
            text=row.text,
            language=row.language,
            source_id=row.source_id,
            source_name=row.source_name,
            authors=tuple(row.details["authors"]),
            agency=row.agency,
            section=row.section,
            story=row.story,
            is_story_lead=row.lead_id == row.id,
            dated_at=row.dated_at,
            about=names.of(mentioned.get(row.id, ())),
            quotations=tuple(
                FeedQuotation(
                    id=public_id,
                    text=text,
                    type=type_,
                    speaker=names.one(speaker),
                    about=tuple([each.id for each in names.of(about.get(number, ()))]),
                    utterance=utterance,
                    confidence=confidence,
                )
                for _, number, public_id, text, type_, speaker, utterance, confidence in quotations.get(
                    row.id, ()
                )
            ),
        )


def _second_by_first(
    session: Session, query: Statement, numbers: Sequence[int]
) -> dict[int, list[int]]:
    """What rows of two columns have in the second, by the first, which they are ordered by."""
    rows = rows_of(session, query, numbers)
    return {first: [second for _, second in some] for first, some in groupby(rows, itemgetter(0))}


def _names(session: Session, numbers: Sequence[int]) -> _Names:
    """Every alias of the heads of these speakers, those of merged spellings included."""
    head_by_number = dict(rows_of(session, _HEADS, numbers))
    heads = sorted(set(head_by_number.values()))
    speakers = rows_of(session, _SPEAKERS, heads)
    aliases = {number: {name: None} for number, _, name in speakers}
    for number, form, _ in rows_of(session, _ALIASES, heads):
        aliases[number][form] = None
    return _Names(
        head_by_number,
        {number: FeedSpeaker(key, tuple(aliases[number])) for number, key, _ in speakers},
    )


@lru_cache(maxsize=1)
def _articles() -> Select[Any]:
    article, source, story = tables.article, tables.source, tables.story
    return (
        select(
            article.c.id,
            article.c.revision,
            article.c.public_id,
            article.c.deleted_at,
            article.c.title,
            article.c.text,
            article.c.language,
            article.c.details,
            article.c.agency,
            article.c.section,
            article.c.dated_at,
            source.c.public_id.label("source_id"),
            source.c.name.label("source_name"),
            story.c.public_id.label("story"),
            story.c.lead_id,
        )
        .outerjoin(source, source.c.id == article.c.source_id)
        .outerjoin(story, story.c.id == article.c.story_id)
        .where(article.c.id.in_(GIVEN))
        .order_by(article.c.id)
    )
