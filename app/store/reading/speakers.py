"""Speakers across the archive: by id, by any form of their name, listed, with aliases and roles."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Text,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlmodel import Session

from app.errors import NotFoundError
from app.records import ArticleId, SpeakerId
from app.store.reading.quotations import (
    IdentificationRow,
    identification_columns,
    identification_row,
)
from app.store.schema import tables
from app.store.schema.columns import UtcDateTime
from app.text.folding import fold_name
from app.text.person_names import person_name, without_title

# First date, last date, an article.
_Use: TypeAlias = tuple[datetime | None, datetime | None, ArticleId]


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """A speaker; counts are of visible quotations. `kind` is person, organisation or anonymous."""

    id: SpeakerId
    number: int  # inside the database only
    name: str
    kind: str
    gender: str | None
    n_quotations: int
    n_articles: int
    first_quoted_at: datetime | None
    last_quoted_at: datetime | None
    merged_into: SpeakerId | None = None


@dataclass(frozen=True, slots=True)
class AliasRow:
    """A surface form, in how many articles it stands, between which of their dates, one of them as evidence
    (None: no article uses it), and whether a person added it."""

    alias: str
    n_articles: int
    by_hand: bool
    first_at: datetime | None = None
    last_at: datetime | None = None
    article_id: ArticleId | None = None


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role as stated, in how many articles, between which of their dates, and one as evidence."""

    role: str
    n_articles: int
    first_at: datetime | None
    last_at: datetime | None
    article_id: ArticleId


@dataclass(frozen=True, slots=True)
class MeantRow:
    """A bare surname or a description of one article that means this speaker, by the archive's evidence."""

    form: str
    article_id: ArticleId
    dated_at: datetime | None
    identified: IdentificationRow


class SpeakerSort(StrEnum):
    """Order of a list of speakers; ties are broken by the order of arrival."""

    MOST_QUOTED = "-n_quotations"
    NAME = "name"
    LAST_QUOTED = "-last_quoted_at"


@dataclass(frozen=True, slots=True)
class SpeakerFilter:
    """What a list of speakers holds. `q` is looked for in all aliases, folded, anywhere in a word's
    beginning; `active_from`: quoted in an article of that time or later."""

    q: str | None = None
    min_quotations: int = 1
    active_from: datetime | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class SpeakerList:
    """One page of speakers. `next_after` is the key of the last one, to go on with; None at the end."""

    items: list[SpeakerRow]
    total: int
    next_after: tuple[str, int] | None


def get(session: Session, speaker_id: str) -> SpeakerRow:
    """One speaker; an id that was merged gives the speaker it was merged into.

    Raises NotFoundError.
    """
    found = by_ids(session, [speaker_id])
    if not found:
        raise NotFoundError("speaker", speaker_id)
    return found[0]


def by_ids(session: Session, speaker_ids: Sequence[str]) -> list[SpeakerRow]:
    """Speakers in the order of the ids, merged ones followed; unknown ones are left out."""
    if not speaker_ids:
        return []
    asked = tables.speaker.alias()
    query = (
        select(asked.c.public_id.label("asked_id"), tables.speaker)
        .join(asked, tables.speaker.c.id == func.coalesce(asked.c.merged_into_id, asked.c.id))
        .where(asked.c.public_id.in_(speaker_ids))
    )
    row_by_id = {row.asked_id: speaker_row(row) for row in session.execute(query)}
    return [row_by_id[key] for key in speaker_ids if key in row_by_id]


def find(session: Session, name: str) -> list[SpeakerRow]:
    """Everybody whom any alias names exactly so, accents, case and marks aside, the most quoted first:
    several people may have one name. Where no alias does, everybody whose name it transliterates
    ("Poutine" where the archive has Putin). An id is understood too."""
    if name.startswith("spk_"):
        by_id = by_ids(session, [name])
        if by_id:
            return by_id
    folded = {fold_name(name), fold_name(without_title(name))}
    alias = tables.speaker_alias
    found = _heads_where(
        session,
        tables.speaker.c.id.in_(select(alias.c.speaker_id).where(alias.c.folded.in_(folded))),
    )
    return found or _namesakes(session, name)


def _namesakes(session: Session, name: str) -> list[SpeakerRow]:
    parts = person_name(name)
    if parts is None:
        return []
    speaker = tables.speaker
    # Whom no article names any more has no alias left.
    is_named = exists().where(tables.speaker_alias.c.speaker_id == speaker.c.id)
    condition = (speaker.c.family == parts.family) & is_named
    if parts.given:
        start = f"p|{parts.family}|{parts.given[0]}"
        condition &= (speaker.c.key == start) | speaker.c.key.startswith(
            start + " ", autoescape=True
        )
    return _heads_where(session, condition)


def _heads_where(session: Session, condition: ColumnElement[bool]) -> list[SpeakerRow]:
    speaker = tables.speaker
    heads = select(func.coalesce(speaker.c.merged_into_id, speaker.c.id)).where(condition)
    head = tables.speaker.alias()
    query = select(head).where(head.c.id.in_(heads)).order_by(head.c.n_quotations.desc(), head.c.id)
    return [speaker_row(row) for row in session.execute(query)]


def listed(
    session: Session,
    wanted: SpeakerFilter,
    *,
    sort: SpeakerSort = SpeakerSort.MOST_QUOTED,
    limit: int = 20,
    after: tuple[str, int] | None = None,
) -> SpeakerList:
    """A page of speakers; `after` is `next_after` of the page before."""
    conditions = _conditions(wanted)
    total = session.execute(
        select(func.count()).select_from(tables.speaker).where(*conditions)
    ).scalar_one()
    query = _after(select(tables.speaker).where(*conditions), sort, after)
    rows = [speaker_row(row) for row in session.execute(query.limit(limit + 1))]
    page = rows[:limit]
    more = len(rows) > limit
    return SpeakerList(page, total, _position(page[-1], sort) if more else None)


def aliases(session: Session, speaker_id: str) -> list[AliasRow]:
    """Every surface form of a speaker and of those merged into it, the commonest first."""
    query = (
        select(
            tables.speaker_alias.c.alias,
            func.sum(tables.speaker_alias.c.n_articles),
            func.max(tables.speaker_alias.c.by_hand),
        )
        .join(tables.speaker, tables.speaker.c.id == tables.speaker_alias.c.speaker_id)
        .where(_is_or_was(speaker_id))
        .group_by(tables.speaker_alias.c.alias)
        .order_by(func.sum(tables.speaker_alias.c.n_articles).desc(), tables.speaker_alias.c.alias)
    )
    uses = _uses(session, speaker_id)
    return [
        AliasRow(alias, n, bool(by_hand), *uses.get(alias, ()))
        for alias, n, by_hand in session.execute(query)
    ]


def _uses(session: Session, speaker_id: str) -> dict[str, _Use]:
    """First and last date and an article of every form that articles use."""
    mention, article = tables.mention, tables.article
    # Articles use few combinations of forms; JSON itself cannot be grouped in PostgreSQL.
    forms = cast(mention.c.forms, Text)
    dated_at = article.c.dated_at
    query = (
        select(
            forms,
            func.min(dated_at, type_=dated_at.type),
            func.max(dated_at, type_=dated_at.type),
            func.min(article.c.public_id),
        )
        .join(tables.speaker, tables.speaker.c.id == mention.c.named_id)
        .join(article, article.c.id == mention.c.article_id)
        .where(_is_or_was(speaker_id))
        .group_by(forms)
    )
    found: dict[str, _Use] = {}
    for packed_forms, first_at, last_at, article_id in session.execute(query):
        for form in json.loads(packed_forms):
            known = found.get(form, (None, None, article_id))
            found[form] = (
                min(filter(None, (known[0], first_at)), default=None),
                max(filter(None, (known[1], last_at)), default=None),
                min(known[2], article_id),
            )
    return found


def aliases_of(session: Session, speaker_ids: Sequence[str]) -> dict[str, list[str]]:
    """The surface forms of several speakers at once, the commonest first."""
    effective = tables.speaker.alias()
    query = (
        select(effective.c.public_id, tables.speaker_alias.c.alias)
        .join(tables.speaker, tables.speaker.c.id == tables.speaker_alias.c.speaker_id)
        .join(
            effective,
            or_(
                effective.c.id == tables.speaker.c.id,
                effective.c.id == tables.speaker.c.merged_into_id,
            ),
        )
        .where(effective.c.public_id.in_(speaker_ids))
        .group_by(effective.c.public_id, tables.speaker_alias.c.alias)
        .order_by(func.sum(tables.speaker_alias.c.n_articles).desc(), tables.speaker_alias.c.alias)
    )
    found: dict[str, list[str]] = {key: [] for key in speaker_ids}
    for speaker_id, alias in session.execute(query):
        found[speaker_id].append(alias)
    return found


def roles(session: Session, speaker_id: str) -> list[RoleRow]:
    """The roles that articles state, with their dates, the newest first."""
    query = (
        select(
            tables.speaker_role.c.role,
            func.count(tables.speaker_role.c.article_id.distinct()),
            func.min(tables.article.c.dated_at, type_=tables.article.c.dated_at.type),
            func.max(tables.article.c.dated_at, type_=tables.article.c.dated_at.type),
            func.min(tables.article.c.public_id),
        )
        .join(tables.speaker, tables.speaker.c.id == tables.speaker_role.c.speaker_id)
        .join(tables.article, tables.article.c.id == tables.speaker_role.c.article_id)
        .where(_is_or_was(speaker_id))
        .group_by(tables.speaker_role.c.role)
    )
    rows = [RoleRow(*row) for row in session.execute(query)]
    undated_last = [row for row in rows if row.last_at is None]
    dated = sorted(
        (row for row in rows if row.last_at is not None),
        key=lambda row: (row.last_at, row.n_articles, row.role),
        reverse=True,
    )
    return [*dated, *sorted(undated_last, key=lambda row: row.role)]


def meant(session: Session, speaker_id: str, *, limit: int = 20) -> list[MeantRow]:
    """The bare surnames and descriptions that mean this speaker by the archive's evidence, the newest first."""
    speaker, article, found = tables.speaker, tables.article, tables.identification
    number = select(speaker.c.id).where(speaker.c.public_id == speaker_id).scalar_subquery()
    query = (
        select(speaker.c.name, article.c.public_id, article.c.dated_at, *identification_columns())
        .join(found, found.c.speaker_id == speaker.c.id)
        .join(article, article.c.id == speaker.c.article_id)
        .where(speaker.c.merged_into_id == number)
        .order_by(article.c.dated_at.desc(), speaker.c.id)
        .limit(limit)
    )
    rows = [(row, identification_row(row)) for row in session.execute(query)]
    return [
        MeantRow(row.name, ArticleId(row.public_id), row.dated_at, identified)
        for row, identified in rows
        if identified is not None
    ]


def speaker_row(row: Row[Any]) -> SpeakerRow:
    """The table's row as the readers' value."""
    return SpeakerRow(
        id=SpeakerId(row.public_id),
        number=row.id,
        name=row.name,
        kind=row.kind,
        gender=row.gender,
        n_quotations=row.n_quotations,
        n_articles=row.n_articles,
        first_quoted_at=row.first_quoted_at,
        last_quoted_at=row.last_quoted_at,
    )


def _is_or_was(speaker_id: str) -> ColumnElement[bool]:
    number = select(tables.speaker.c.id).where(tables.speaker.c.public_id == speaker_id)
    subquery = number.scalar_subquery()
    return or_(tables.speaker.c.id == subquery, tables.speaker.c.merged_into_id == subquery)


def _conditions(wanted: SpeakerFilter) -> list[ColumnElement[bool]]:
    conditions = [
        tables.speaker.c.merged_into_id.is_(None),
        tables.speaker.c.n_quotations >= wanted.min_quotations,
    ]
    if wanted.kind is not None:
        conditions.append(tables.speaker.c.kind == wanted.kind)
    if wanted.active_from is not None:
        conditions.append(tables.speaker.c.last_quoted_at >= wanted.active_from)
    if wanted.q is not None and fold_name(wanted.q):
        folded = fold_name(wanted.q).replace("%", "")
        named, form = tables.speaker.alias(), tables.speaker_alias.c.folded
        numbers = (
            select(func.coalesce(named.c.merged_into_id, named.c.id))
            .join(tables.speaker_alias, tables.speaker_alias.c.speaker_id == named.c.id)
            .where(
                form.startswith(folded, autoescape=True)
                | form.contains(" " + folded, autoescape=True)
            )
        )
        conditions.append(tables.speaker.c.id.in_(numbers))
    return conditions


def _after(query: Select[Any], sort: SpeakerSort, after: tuple[str, int] | None) -> Select[Any]:
    number = tables.speaker.c.id
    if sort is SpeakerSort.NAME:
        name = tables.speaker.c.folded_name
        if after is not None:
            query = query.where(tuple_(name, number) > tuple_(after[0], after[1]))
        return query.order_by(name, number)
    if sort is SpeakerSort.MOST_QUOTED:
        count = tables.speaker.c.n_quotations
        if after is not None:
            query = query.where(tuple_(count, number) < tuple_(int(after[0]), after[1]))
        return query.order_by(count.desc(), number.desc())
    # Whoever was never quoted in a dated article comes last.
    last = func.coalesce(tables.speaker.c.last_quoted_at, _NEVER, type_=UtcDateTime())
    if after is not None:
        at = literal(datetime.fromisoformat(after[0]), UtcDateTime())
        query = query.where(tuple_(last, number) < tuple_(at, after[1]))
    return query.order_by(last.desc(), number.desc())


def _position(row: SpeakerRow, sort: SpeakerSort) -> tuple[str, int]:
    if sort is SpeakerSort.NAME:
        return fold_name(row.name), row.number
    if sort is SpeakerSort.MOST_QUOTED:
        return str(row.n_quotations), row.number
    return (row.last_quoted_at or _NEVER_AT).isoformat(), row.number


_NEVER_AT = datetime(1, 1, 1, tzinfo=UTC)
_NEVER = literal(_NEVER_AT, UtcDateTime())
