"""The archive as the index needs it: every visible article with its quotations, names and ids, in bulk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session

from app.store import tables
from app.store.intake import slices


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

    def of(self, number: int) -> FeedSpeaker:
        """The speaker that a row stands for."""
        return self.speaker_by_head[self.head_by_number[number]]


def stale_numbers(session: Session, *, after: int = 0, limit: int) -> list[int]:
    """The next articles that the index has not seen in their newest state, by number."""
    article = tables.article
    query = (
        select(article.c.id)
        .where(article.c.revision != article.c.indexed_revision, article.c.id > after)
        .order_by(article.c.id)
        .limit(limit)
    )
    return list(session.execute(query).scalars())


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
    """These articles in the order of their numbers, in six queries whatever their count."""
    found: list[FeedArticle] = []
    for some in slices(sorted(numbers)):
        found += _feed(session, some)
    return found


def _feed(session: Session, numbers: Sequence[int]) -> Iterator[FeedArticle]:
    article, source, story = tables.article, tables.source, tables.story
    rows = session.execute(
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
        .where(article.c.id.in_(numbers))
        .order_by(article.c.id)
    ).all()
    mentioned = _mentioned(session, numbers)
    quotations = _quotation_rows(session, numbers)
    about = _about(session, numbers)
    wanted = {number for each in mentioned.values() for number in each}
    wanted |= {row.speaker_id for each in quotations.values() for row in each if row.speaker_id}
    wanted |= {number for each in about.values() for number in each}
    names = _names(session, sorted(wanted))
    for row in rows:
        heads = dict.fromkeys(names.of(number) for number in mentioned.get(row.id, ()))
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
            about=tuple(heads),
            quotations=tuple(
                FeedQuotation(
                    id=quotation.public_id,
                    text=quotation.text,
                    type=quotation.type,
                    speaker=names.of(quotation.speaker_id) if quotation.speaker_id else None,
                    about=tuple(
                        dict.fromkeys(names.of(each).id for each in about.get(quotation.id, ()))
                    ),
                    utterance=quotation.utterance,
                    confidence=quotation.confidence,
                )
                for quotation in quotations.get(row.id, ())
            ),
        )


def _mentioned(session: Session, numbers: Sequence[int]) -> dict[int, list[int]]:
    mention = tables.mention
    query = (
        select(mention.c.article_id, mention.c.named_id)
        .where(mention.c.article_id.in_(numbers))
        .order_by(mention.c.id)
    )
    found: dict[int, list[int]] = {}
    for article, named in session.execute(query):
        found.setdefault(article, []).append(named)
    return found


def _quotation_rows(session: Session, numbers: Sequence[int]) -> dict[int, list[_QuotationRow]]:
    quotation = tables.quotation
    query = (
        select(
            quotation.c.article_id,
            quotation.c.id,
            quotation.c.public_id,
            quotation.c.text,
            quotation.c.type,
            quotation.c.speaker_id,
            quotation.c.utterance,
            quotation.c.confidence,
        )
        .where(quotation.c.article_id.in_(numbers), quotation.c.is_hidden.is_(False))
        .order_by(quotation.c.article_id, quotation.c.position)
    )
    found: dict[int, list[_QuotationRow]] = {}
    for article, *rest in session.execute(query):
        found.setdefault(article, []).append(_QuotationRow(*rest))
    return found


@dataclass(frozen=True, slots=True)
class _QuotationRow:
    id: int
    public_id: str
    text: str
    type: str
    speaker_id: int | None
    utterance: str | None
    confidence: float


def _about(session: Session, numbers: Sequence[int]) -> dict[int, list[int]]:
    about, quotation = tables.quotation_about, tables.quotation
    query = (
        select(about.c.quotation_id, about.c.named_id)
        .join(quotation, quotation.c.id == about.c.quotation_id)
        .where(quotation.c.article_id.in_(numbers))
        .order_by(about.c.quotation_id, about.c.named_id)
    )
    found: dict[int, list[int]] = {}
    for number, named in session.execute(query):
        found.setdefault(number, []).append(named)
    return found


def _names(session: Session, numbers: Sequence[int]) -> _Names:
    """Every alias of the heads of these speakers, those of merged spellings included."""
    speaker, alias = tables.speaker, tables.speaker_alias
    head = func.coalesce(speaker.c.merged_into_id, speaker.c.id)
    names = _Names()
    for some in slices(numbers):
        query = select(speaker.c.id, head).where(speaker.c.id.in_(some))
        names.head_by_number |= {number: top for number, top in session.execute(query)}  # noqa: C416
    aliases: dict[int, dict[str, None]] = {}
    heads = sorted(set(names.head_by_number.values()))
    for some in slices(heads):
        own = select(speaker.c.id, speaker.c.public_id, speaker.c.name).where(
            speaker.c.id.in_(some)
        )
        public_ids = {}
        for number, public_id, name in session.execute(own):
            public_ids[number] = public_id
            aliases[number] = {name: None}
        forms = (
            select(head, alias.c.alias)
            .join(alias, alias.c.speaker_id == speaker.c.id)
            .where(speaker.c.id.in_(some) | speaker.c.merged_into_id.in_(some))
            .order_by(alias.c.id)
        )
        for number, form in session.execute(forms):
            aliases[number][form] = None
        names.speaker_by_head |= {
            number: FeedSpeaker(public_id, tuple(aliases[number]))
            for number, public_id in public_ids.items()
        }
    return names
