"""Quotations with their evidence: by id, of an article, of a speaker, in one utterance."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlmodel import Session

from app.errors import NotFoundError
from app.records import (
    ArticleId,
    Mention,
    MentionKind,
    QuotationId,
    QuotationType,
    SourceId,
    Span,
    SpeakerId,
    StoryId,
)
from app.store.bulk import slices
from app.store.driver import GIVEN, selected
from app.store.schema import tables


@dataclass(frozen=True, slots=True)
class IdentificationRow:
    """Why a bare surname or a description of one article means a person: `kind` is role or company,
    `n_evidence` counts articles that state the role, or common company; `articles` are some that show it."""

    kind: str
    role: str | None
    confidence: float
    n_evidence: int
    articles: tuple[ArticleId, ...]
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuotationRow:
    """A quotation, its evidence and where it stands. `speaker_id` is the archive-wide speaker;
    `mention` how the article names them at this place; `identified` what other articles show of who that is.
    Hidden quotations are given only by `get` and by an article's own list on request."""

    id: QuotationId
    number: int  # inside the database only
    article_id: ArticleId
    article_title: str | None
    article_url: str | None
    source_id: SourceId | None
    source_name: str | None
    story_id: StoryId | None
    dated_at: datetime | None
    language: str | None
    position: int  # in the article, from 0
    start: int
    end: int
    segments: tuple[Span, ...]
    type: QuotationType
    text: str
    speaker_id: SpeakerId | None
    speaker_name: str | None
    speaker_kind: str | None  # person, organisation, anonymous
    mention: Mention | None
    identified: IdentificationRow | None
    via_id: SpeakerId | None
    via_name: str | None
    via: Mention | None
    cue: str | None
    cue_start: int | None
    cue_end: int | None
    rule: str
    confidence: float
    is_pull_quote: bool
    utterance: str | None
    is_hidden: bool
    is_corrected: bool


@dataclass(frozen=True, slots=True)
class NamedSpeaker:
    """A speaker by id and name."""

    id: SpeakerId
    name: str


@dataclass(frozen=True, slots=True)
class Origins:
    """In how many articles a statement stands, and how many of them are independent: the articles of a story
    are copies of one another and count once."""

    n_articles: int
    n_origins: int


def get(session: Session, quotation_id: str) -> QuotationRow:
    """One quotation, a hidden one too. Raises NotFoundError."""
    found = selected(session, _quotations_by_ids(with_hidden=True), [quotation_id])
    if not found:
        raise NotFoundError("quotation", quotation_id)
    return quotation_row(found[0])


def by_ids(session: Session, quotation_ids: Sequence[str]) -> list[QuotationRow]:
    """Quotations in the order of the ids; unknown and hidden ones are left out."""
    if not quotation_ids:
        return []
    rows = selected(session, _quotations_by_ids(with_hidden=False), quotation_ids)
    row_by_id = {row.public_id: quotation_row(row) for row in rows}
    return [row_by_id[key] for key in quotation_ids if key in row_by_id]


def of_article(
    session: Session, article_id: str, *, with_hidden: bool = False
) -> list[QuotationRow]:
    """The quotations of an article in the order of its text; empty for an unknown article."""
    return of_articles(session, [article_id], with_hidden=with_hidden)[article_id]


def of_articles(
    session: Session, article_ids: Sequence[str], *, with_hidden: bool = False
) -> dict[str, list[QuotationRow]]:
    """The quotations of several articles at once, by article."""
    found: dict[str, list[QuotationRow]] = {key: [] for key in article_ids}
    query = _quotations_of_articles(with_hidden=with_hidden)
    for row in selected(session, query, article_ids):
        found[row.article_public_id].append(quotation_row(row))
    return found


def of_speaker(
    session: Session, speaker_id: str, *, limit: int = 20, after: int = 0
) -> list[QuotationRow]:
    """A speaker's quotations in the order stored; `after` is the `number` of the last one seen.
    Searching, filtering and sorting them is the search engine's work."""
    query = (
        _quotations()
        .where(_speaker.c.public_id == speaker_id, tables.quotation.c.id > after)
        .order_by(tables.quotation.c.id)
    )
    return [quotation_row(row) for row in session.execute(query.limit(limit))]


def of_utterance(session: Session, utterance: str) -> list[QuotationRow]:
    """The same statement in all articles that have it, the earliest first."""
    query = _quotations().where(tables.quotation.c.utterance == utterance)
    rows = [quotation_row(row) for row in session.execute(query)]
    return sorted(rows, key=lambda row: (row.dated_at is None, row.dated_at, row.id))


def texts(session: Session, quotation_ids: Collection[str]) -> dict[str, str]:
    """The words of visible quotations by id; unknown ones are left out."""
    query = _texts_by_ids()
    return {
        row.public_id: row.text
        for some in slices(sorted(quotation_ids))
        for row in selected(session, query, some)
    }


def earliest(session: Session, utterances: Collection[str]) -> dict[str, QuotationRow]:
    """The first of all quotations of each utterance, undated ones last."""
    first: dict[str, tuple[bool, datetime | None, str]] = {}
    for some in slices(sorted(utterances)):
        for row in selected(session, _places_of_utterances(), some):
            place = (row.dated_at is None, row.dated_at, row.public_id)
            first[row.utterance] = min(first.get(row.utterance, place), place)
    rows = by_ids(session, [place[2] for place in first.values()])
    return {row.utterance: row for row in rows if row.utterance is not None}


def origins(session: Session, utterances: Collection[str]) -> dict[str, Origins]:
    """How widely each utterance stands in the archive, by utterance; hidden quotations do not count."""
    return {
        row.utterance: Origins(row.n_articles, row.n_origins)
        for row in selected(session, _origins_of_utterances(), sorted(utterances))
    }


def about(session: Session, quotation_ids: Sequence[str]) -> dict[str, list[NamedSpeaker]]:
    """Who is named inside each quotation, by quotation, in the order of names."""
    named = tables.speaker.alias()
    effective = tables.speaker.alias()
    query = (
        select(tables.quotation.c.public_id, effective.c.public_id, effective.c.name)
        .join(
            tables.quotation_about, tables.quotation_about.c.quotation_id == tables.quotation.c.id
        )
        .join(named, named.c.id == tables.quotation_about.c.named_id)
        .join(effective, effective.c.id == func.coalesce(named.c.merged_into_id, named.c.id))
        .where(tables.quotation.c.public_id.in_(quotation_ids))
        .distinct()
        .order_by(effective.c.name, effective.c.public_id)
    )
    found: dict[str, list[NamedSpeaker]] = {key: [] for key in quotation_ids}
    for quotation_id, speaker_id, name in session.execute(query):
        found[quotation_id].append(NamedSpeaker(SpeakerId(speaker_id), name))
    return found


_speaker = tables.speaker.alias()
_via = tables.speaker.alias()


# Making a statement costs six times as much as running it: the hot ones are made once.
@lru_cache(maxsize=2)
def _quotations_by_ids(*, with_hidden: bool) -> Select[Any]:
    wanted = tables.quotation.c.public_id.in_(GIVEN)
    return _quotations(with_hidden=with_hidden).where(wanted)


@lru_cache(maxsize=2)
def _quotations_of_articles(*, with_hidden: bool) -> Select[Any]:
    wanted = tables.article.c.public_id.in_(GIVEN)
    query = _quotations(with_hidden=with_hidden).where(wanted)
    return query.order_by(tables.quotation.c.position)


@lru_cache(maxsize=1)
def _texts_by_ids() -> Select[Any]:
    table = tables.quotation
    wanted = table.c.public_id.in_(GIVEN)
    return select(table.c.public_id, table.c.text).where(wanted, table.c.is_hidden.is_(False))


@lru_cache(maxsize=1)
def _places_of_utterances() -> Select[Any]:
    table, article = tables.quotation, tables.article
    return (
        select(table.c.utterance, table.c.public_id, article.c.dated_at)
        .join(article, article.c.id == table.c.article_id)
        .where(
            table.c.utterance.in_(GIVEN),
            table.c.is_hidden.is_(False),
            article.c.deleted_at.is_(None),
        )
    )


@lru_cache(maxsize=1)
def _origins_of_utterances() -> Select[Any]:
    table, article = tables.quotation, tables.article
    # An article without copies is its own origin; no story has a negative number.
    origin = func.coalesce(article.c.story_id, -article.c.id)
    return (
        select(
            table.c.utterance,
            func.count(article.c.id.distinct()).label("n_articles"),
            func.count(origin.distinct()).label("n_origins"),
        )
        .join(article, article.c.id == table.c.article_id)
        .where(
            table.c.utterance.in_(GIVEN),
            table.c.is_hidden.is_(False),
            article.c.deleted_at.is_(None),
        )
        .group_by(table.c.utterance)
    )


def _quotations(*, with_hidden: bool = False) -> Select[Any]:
    table = tables.quotation
    query = (
        select(
            *table.c,
            tables.article.c.public_id.label("article_public_id"),
            tables.article.c.title.label("article_title"),
            tables.article.c.url.label("article_url"),
            tables.article.c.dated_at,
            tables.article.c.language,
            tables.source.c.public_id.label("source_public_id"),
            tables.source.c.name.label("source_name"),
            tables.story.c.public_id.label("story_public_id"),
            _speaker.c.public_id.label("speaker_public_id"),
            _speaker.c.name.label("speaker_name"),
            _speaker.c.kind.label("speaker_kind"),
            _via.c.public_id.label("via_public_id"),
            _via.c.name.label("via_name"),
            *identification_columns(),
        )
        .join(tables.article, tables.article.c.id == table.c.article_id)
        .outerjoin(tables.source, tables.source.c.id == tables.article.c.source_id)
        .outerjoin(tables.story, tables.story.c.id == tables.article.c.story_id)
        .outerjoin(_speaker, _speaker.c.id == table.c.speaker_id)
        .outerjoin(_via, _via.c.id == table.c.via_speaker_id)
        .outerjoin(tables.identification, tables.identification.c.speaker_id == table.c.named_id)
        .where(tables.article.c.deleted_at.is_(None))
    )
    return query if with_hidden else query.where(table.c.is_hidden.is_(False))


def quotation_row(row: Row[Any]) -> QuotationRow:
    """The row of `_quotations()` as the readers' value."""
    return QuotationRow(
        id=QuotationId(row.public_id),
        number=row.id,
        article_id=ArticleId(row.article_public_id),
        article_title=row.article_title,
        article_url=row.article_url,
        source_id=row.source_public_id,
        source_name=row.source_name,
        story_id=row.story_public_id,
        dated_at=row.dated_at,
        language=row.language,
        position=row.position,
        start=row.start,
        end=row.end,
        segments=tuple(Span(start, end) for start, end in row.segments),
        type=QuotationType(row.type),
        text=row.text,
        speaker_id=row.speaker_public_id,
        speaker_name=row.speaker_name,
        speaker_kind=row.speaker_kind,
        mention=_mention(row.mention),
        identified=identification_row(row),
        via_id=row.via_public_id,
        via_name=row.via_name,
        via=_mention(row.via),
        cue=row.cue,
        cue_start=row.cue_start,
        cue_end=row.cue_end,
        rule=row.rule,
        confidence=row.confidence,
        is_pull_quote=row.is_pull_quote,
        utterance=row.utterance,
        is_hidden=row.is_hidden,
        is_corrected=row.original is not None,
    )


def identification_columns() -> list[ColumnElement[Any]]:
    """The evidence's columns under names of their own."""
    table = tables.identification
    names = ("kind", "role", "confidence", "n_evidence", "articles", "shared")
    return [table.c[name].label(f"identified_{name}") for name in names]


def identification_row(row: Row[Any]) -> IdentificationRow | None:
    """The row of `identification_columns()` as the readers' value; None where there is no evidence."""
    if row.identified_kind is None:
        return None
    return IdentificationRow(
        kind=row.identified_kind,
        role=row.identified_role,
        confidence=row.identified_confidence,
        n_evidence=row.identified_n_evidence,
        articles=tuple(map(ArticleId, row.identified_articles)),
        shared=tuple(row.identified_shared),
    )


def _mention(stored: dict[str, Any] | None) -> Mention | None:
    return None if stored is None else Mention(**{**stored, "kind": MentionKind(stored["kind"])})
