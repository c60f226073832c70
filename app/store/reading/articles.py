"""Articles as the archive's readers see them: by id, by the caller's id, with text, source and versions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

import orjson
import zstandard
from sqlalchemy import ColumnElement, Row, Select, select
from sqlmodel import Session

from app.errors import NotFoundError
from app.records import ArticleId, Block, BlockKind, Image, Removed, SourceId, StoryId
from app.store.driver import GIVEN, rows_of, selected, statement
from app.store.schema import tables


@dataclass(frozen=True, slots=True)
class ArticleRest:
    """What an article has that lists do not show."""

    text: str
    blocks: tuple[Block, ...]
    contributors: tuple[str, ...]
    credited_to: tuple[str, ...]  # where the source names no person as author
    published_day: date | None  # where it was published; None where no zone was stated
    modified_at: datetime | None
    date_evidence: tuple[str, ...]
    evidence: dict[str, str]  # field -> where its value was read
    language_of_origin: str | None
    machine_translated: bool | None
    keywords: tuple[str, ...]
    images: tuple[Image, ...]
    speakers_looked_for: bool
    version: int
    rules_version: str
    stored_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ArticleRow(ArticleRest):
    """An article in its newest version. `dated_at` is the stated time, else midnight UTC of the
    inferred day. `relation` and `similarity` are those with the story's lead; None for the lead."""

    id: ArticleId
    number: int  # inside the database only
    key: str
    external_id: str | None
    url: str | None
    title: str | None
    standfirst: str | None
    authors: tuple[str, ...]
    agency: str | None
    source_id: SourceId | None
    source_name: str | None
    section: str | None
    dateline_place: str | None
    published_at: datetime | None
    published_is_day: bool
    date_inferred: date | None
    dated_at: datetime | None
    language: str | None
    story_id: StoryId | None
    is_story_lead: bool
    relation: str | None
    similarity: float | None
    n_words: int
    n_quotations: int


@dataclass(frozen=True, slots=True)
class ArticleText:
    """What of an article can be marked."""

    id: str
    title: str | None
    text: str
    language: str | None


_TEXTS: Final = statement(
    "SELECT public_id, title, text, language FROM article WHERE public_id IN {values}"
)


@dataclass(frozen=True, slots=True)
class RawRow:
    """A source document, byte for byte, with where it was found and what it declared."""

    content: bytes
    media_type: str
    charset: str | None
    origin: str
    key: str
    declared: dict[str, Any]
    digest: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version of an article; `article` is its export record, empty for the current one."""

    version: int
    title: str | None
    rules_version: str
    reason: str  # revised, reprocessed; "current" for the newest
    replaced_at: datetime | None
    article: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RelatedArticle:
    """An article that shares text with another one; similarity is the word-3-gram containment."""

    article: ArticleRow
    kind: str  # same_text, excerpt, update, same_event
    similarity: float


def get(session: Session, article_id: str) -> ArticleRow:
    """One article. Raises NotFoundError, for a deleted one too."""
    found = by_ids(session, [article_id])
    if not found:
        raise NotFoundError("article", article_id)
    return found[0]


def by_ids(session: Session, article_ids: Sequence[str]) -> list[ArticleRow]:
    """Articles in the order of the ids; unknown and deleted ones are left out."""
    if not article_ids:
        return []
    rows = selected(session, _articles_by_ids(), article_ids)
    row_by_id = {row.public_id: article_row(row) for row in rows}
    return [row_by_id[key] for key in article_ids if key in row_by_id]


def by_external_id(session: Session, external_id: str) -> list[ArticleRow]:
    """Articles that a caller knows under this id: several where sources use the same one."""
    query = all_articles().where(tables.article.c.external_id == external_id)
    return [article_row(row) for row in session.execute(query.order_by(tables.article.c.id))]


def newest(session: Session, limit: int) -> list[ArticleRow]:
    """The articles last dated, undated ones left out."""
    query = (
        all_articles()
        .where(tables.article.c.dated_at.is_not(None))
        .order_by(tables.article.c.dated_at.desc(), tables.article.c.id.desc())
    )
    return [article_row(row) for row in session.execute(query.limit(limit))]


def text(session: Session, article_id: str) -> str:
    """The cleaned text alone. Raises NotFoundError."""
    return get(session, article_id).text


def texts(session: Session, article_ids: Sequence[str]) -> list[ArticleText]:
    """Titles and texts of several articles, straight from the driver, in no order; deleted ones too."""
    return [ArticleText(*row) for row in rows_of(session, _TEXTS, list(article_ids))]


def raw(session: Session, article_id: str) -> RawRow:
    """The source document of the newest version. Raises NotFoundError."""
    row = session.execute(
        select(tables.raw_source)
        .join(tables.article, tables.article.c.raw_id == tables.raw_source.c.id)
        .where(tables.article.c.public_id == article_id, tables.article.c.deleted_at.is_(None))
    ).one_or_none()
    if row is None:
        raise NotFoundError("article", article_id)
    return raw_row(row)


def raw_by_number(session: Session, number: int) -> RawRow:
    """A kept source document by its row number."""
    raw = tables.raw_source
    return raw_row(session.execute(select(raw).where(raw.c.id == number)).one())


def cleaning(session: Session, article_id: str) -> tuple[Removed, ...]:
    """What cleaning removed from the source, in order, with the rule's name. Raises NotFoundError."""
    packed = session.execute(
        select(tables.article.c.removed).where(
            tables.article.c.public_id == article_id, tables.article.c.deleted_at.is_(None)
        )
    ).scalar_one_or_none()
    if packed is None:
        raise NotFoundError("article", article_id)
    return tuple(Removed(piece, reason) for piece, reason in unpacked(packed))


def versions(session: Session, article_id: str) -> list[VersionRow]:
    """All versions of an article, the newest first. Raises NotFoundError."""
    article = get(session, article_id)
    current = VersionRow(article.version, article.title, article.rules_version, "current", None, {})
    query = (
        select(tables.article_version)
        .where(tables.article_version.c.article_id == article.number)
        .order_by(tables.article_version.c.version.desc())
    )
    earlier = [
        VersionRow(
            row.version,
            row.title,
            row.rules_version,
            row.reason,
            row.replaced_at,
            unpacked(row.content),
        )
        for row in session.execute(query)
    ]
    return [current, *earlier]


def related(session: Session, article_id: str) -> list[RelatedArticle]:
    """Articles that share text with this one, the most similar first: copies, excerpts, updates and
    reports of the same event. Raises NotFoundError."""
    number = get(session, article_id).number
    pairs = session.execute(
        select(tables.article_relation).where(
            (tables.article_relation.c.article_id == number)
            | (tables.article_relation.c.other_id == number)
        )
    )
    relation_by_number = {
        pair.other_id if pair.article_id == number else pair.article_id: pair for pair in pairs
    }
    query = all_articles().where(tables.article.c.id.in_(relation_by_number))
    found = [
        RelatedArticle(
            article_row(row), relation_by_number[row.id].kind, relation_by_number[row.id].similarity
        )
        for row in session.execute(query)
    ]
    return sorted(found, key=lambda item: (-item.similarity, item.article.id))


def numbers_by_ids(session: Session, article_ids: Iterable[str]) -> dict[str, int]:
    """The database's own numbers of articles, by public id."""
    query = select(tables.article.c.public_id, tables.article.c.id).where(
        tables.article.c.public_id.in_(list(article_ids))
    )
    return dict(session.execute(query).all())


def packed(value: Any) -> bytes:
    """JSON, compressed."""
    return zstandard.ZstdCompressor(level=3).compress(orjson.dumps(value))


def unpacked(content: bytes) -> Any:
    """What `packed` was given."""
    return orjson.loads(zstandard.ZstdDecompressor().decompress(content))


def raw_row(row: Row[Any]) -> RawRow:
    """The stored source, decompressed."""
    content = zstandard.ZstdDecompressor().decompress(row.content) if row.n_bytes else b""
    return RawRow(
        content, row.media_type, row.charset, row.origin, row.key, row.declared, row.digest
    )


@lru_cache(maxsize=1)
def _articles_by_ids() -> Select[Any]:
    # Making a statement costs six times as much as running it: the hot ones are made once.
    return all_articles().where(tables.article.c.public_id.in_(GIVEN))


def all_articles() -> Select[Any]:
    """What `article_row` takes, of every article that is not deleted."""
    table = tables.article
    columns = [column for column in table.c if column.name not in {"removed", "raw_id"}]
    return (
        select(
            *columns,
            tables.source.c.public_id.label("source_public_id"),
            tables.source.c.name.label("source_name"),
            tables.story.c.public_id.label("story_public_id"),
            tables.story.c.lead_id.label("story_lead_id"),
        )
        .outerjoin(tables.source, tables.source.c.id == table.c.source_id)
        .outerjoin(tables.story, tables.story.c.id == table.c.story_id)
        .where(table.c.deleted_at.is_(None))
    )


def _day(stated: str | None) -> date | None:
    return date.fromisoformat(stated) if stated else None


def rest_columns() -> list[ColumnElement[Any]]:
    """What `article_rest` takes."""
    names = (
        "text", "details", "modified_at", "language_of_origin", "machine_translated",
        "speakers_looked_for", "version", "rules_version", "stored_at", "updated_at",
    )  # fmt: skip
    return [tables.article.c[name] for name in names]


def article_rest(row: Row[Any]) -> ArticleRest:
    """The row of `rest_columns()` as the readers' value."""
    return ArticleRest(**_rest(row))


def article_row(row: Row[Any]) -> ArticleRow:
    """The row of `all_articles()` as the readers' value."""
    return ArticleRow(
        **_rest(row),
        id=ArticleId(row.public_id),
        number=row.id,
        key=row.key,
        external_id=row.external_id,
        url=row.url,
        title=row.title,
        standfirst=row.standfirst,
        authors=tuple(row.details["authors"]),
        agency=row.agency,
        source_id=row.source_public_id,
        source_name=row.source_name,
        section=row.section,
        dateline_place=row.dateline_place,
        published_at=row.published_at,
        published_is_day=row.published_is_day,
        date_inferred=row.date_inferred,
        dated_at=row.dated_at,
        language=row.language,
        story_id=row.story_public_id,
        is_story_lead=row.story_lead_id == row.id,
        relation=row.relation,
        similarity=row.similarity,
        n_words=row.n_words,
        n_quotations=row.n_quotations,
    )


def _rest(row: Row[Any]) -> dict[str, Any]:
    details = row.details
    return {
        "text": row.text,
        "blocks": tuple(
            [Block(start, end, BlockKind(kind)) for start, end, kind in details["blocks"]]
        ),
        "contributors": tuple(details["contributors"]),
        "credited_to": tuple(details.get("credited_to", ())),
        "published_day": _day(details.get("published_day")),
        "modified_at": row.modified_at,
        "date_evidence": tuple(details["date_evidence"]),
        # Articles that an older release stored have none.
        "evidence": {
            name: place for place, names in details.get("evidence", {}).items() for name in names
        },
        "language_of_origin": row.language_of_origin,
        "machine_translated": row.machine_translated,
        "keywords": tuple(details["keywords"]),
        "images": tuple([Image(*image) for image in details["images"]]),
        "speakers_looked_for": row.speakers_looked_for,
        "version": row.version,
        "rules_version": row.rules_version,
        "stored_at": row.stored_at,
        "updated_at": row.updated_at,
    }
