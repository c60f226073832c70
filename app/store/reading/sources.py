"""Publishers with what the archive has of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import Session

from app.errors import NotFoundError
from app.records import SourceId
from app.store.schema import tables
from app.store.schema.columns import UtcDateTime
from app.text.folding import fold_name


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A publisher with its coverage: counts, and the dates of its first and last article."""

    id: SourceId
    name: str
    n_articles: int
    n_quotations: int
    first_at: datetime | None
    last_at: datetime | None


def get(session: Session, source_id: str) -> SourceRow:
    """One source. Raises NotFoundError."""
    row = session.execute(_sources().where(tables.source.c.public_id == source_id)).one_or_none()
    if row is None:
        raise NotFoundError("source", source_id)
    return SourceRow(*row)


def listed(session: Session) -> list[SourceRow]:
    """All sources that have articles, the largest first. Archives have few: no pages."""
    rows = [SourceRow(*row) for row in session.execute(_sources())]
    return sorted(rows, key=lambda row: (-row.n_articles, row.name, row.id))


def names_by_id(session: Session, source_ids: Sequence[str]) -> dict[str, str]:
    """Names of sources, without counting anything."""
    query = select(tables.source.c.public_id, tables.source.c.name).where(
        tables.source.c.public_id.in_(source_ids)
    )
    return dict(session.execute(query).all())


def find(session: Session, name: str) -> str | None:
    """The id of the source with this name, folded, or with this id; None where there is none."""
    query = select(tables.source.c.public_id).where(
        (tables.source.c.key == fold_name(name)) | (tables.source.c.public_id == name)
    )
    return session.execute(query.limit(1)).scalar_one_or_none()


def _sources() -> Select[Any]:
    dated_at = tables.article.c.dated_at
    return (
        select(
            tables.source.c.public_id,
            tables.source.c.name,
            func.count(tables.article.c.id),
            func.sum(tables.article.c.n_quotations),
            func.min(dated_at, type_=UtcDateTime()),
            func.max(dated_at, type_=UtcDateTime()),
        )
        .join(tables.article, tables.article.c.source_id == tables.source.c.id)
        .where(tables.article.c.deleted_at.is_(None))
        .group_by(tables.source.c.id)
    )
