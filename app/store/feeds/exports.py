"""The archive as plain records, in an order that does not depend on how it came about: what an export
writes, and what two archives are compared by."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.store.corrections import log as corrections
from app.store.database import reading
from app.store.handles import Database
from app.store.reading import articles, quotations
from app.store.reading.articles import ArticleRow, raw_row
from app.store.reading.quotations import QuotationRow
from app.store.schema import tables

_AT_ONCE = 200
# Sources may be long: so few are in memory for each of those who take records slowly.
_IN_A_STEP = 20
# Numbers of rows, and times of storing, are about this copy of the archive, not about the articles.
_LEFT_OUT = {"number", "stored_at", "updated_at", "source_id", "dated_at"}
_LEFT_OUT_OF_QUOTATIONS = {
    "number", "article_id", "article_title", "article_url", "source_id", "source_name", "story_id",
    "dated_at", "language",
}  # fmt: skip
_RENAMED = {"source_name": "source"}


def archive_records(session: Session, *, with_sources: bool = True) -> Iterator[dict[str, Any]]:
    """Every article with its quotations, by id; memory does not grow with the archive.

    With sources, the sources of earlier versions come first, each a record of its own, so that
    ingesting the records gives an equal archive, versions included; corrections come last.
    """
    after = ""
    while ids := _next_ids(session, after, _AT_ONCE):
        yield from article_records(session, ids, with_sources=with_sources)
        after = ids[-1]
    if with_sources:
        yield from _correction_records(session)


def archive_records_in_steps(
    database: Database, *, with_sources: bool = True
) -> Iterator[dict[str, Any]]:
    """The same records for whoever takes them slowly: nothing of the database is held between a few
    articles and the next ones, so what is written meanwhile may be among them."""
    after = ""
    while True:
        with reading(database) as session:
            ids = _next_ids(session, after, _IN_A_STEP)
            records = list(article_records(session, ids, with_sources=with_sources))
        if not ids:
            break
        yield from records
        after = ids[-1]
    if with_sources:
        with reading(database) as session:
            records = list(_correction_records(session))
        yield from records


def article_records(
    session: Session, ids: Sequence[str], *, with_sources: bool = False
) -> Iterator[dict[str, Any]]:
    """These articles as records, in the order of the ids; unknown ones are left out."""
    quoted = quotations.of_articles(session, ids, with_hidden=True)
    sources = _sources(session, ids) if with_sources else {}
    for row in articles.by_ids(session, ids):
        record = _article(row) | {"quotations": [_quotation(each) for each in quoted[row.id]]}
        *earlier, current = sources.get(row.id, [None])
        for number, source in enumerate(earlier, start=1):
            yield {"id": row.id, "earlier_version": number, "onrecord_source": source}
        yield record if current is None else record | {"onrecord_source": current}


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return value


def _correction_records(session: Session) -> Iterator[dict[str, Any]]:
    for correction in corrections.exported(session):
        yield {"onrecord_correction": correction}


def _next_ids(session: Session, after: str, limit: int) -> list[str]:
    article = tables.article
    query = (
        select(article.c.public_id)
        .where(article.c.public_id > after, article.c.deleted_at.is_(None))
        .order_by(article.c.public_id)
        .limit(limit)
    )
    return list(session.execute(query).scalars())


def _article(row: ArticleRow) -> dict[str, Any]:
    values = asdict(row)
    return {
        _RENAMED.get(name, name): plain(value)
        for name, value in values.items()
        if name not in _LEFT_OUT
    }


def _quotation(row: QuotationRow) -> dict[str, Any]:
    values = asdict(row)
    # Derived from the other articles, as far as they were there when it was decided.
    del values["identified"]
    return {
        name: plain(value) for name, value in values.items() if name not in _LEFT_OUT_OF_QUOTATIONS
    }


def _sources(session: Session, ids: Sequence[str]) -> dict[str, list[dict[str, Any] | None]]:
    """The source documents of each article's versions, the oldest first, each once."""
    article, version, raw = tables.article, tables.article_version, tables.raw_source
    earlier = session.execute(
        select(article.c.public_id, version.c.raw_id)
        .join(version, version.c.article_id == article.c.id)
        .where(article.c.public_id.in_(ids))
        .order_by(version.c.version)
    )
    current = session.execute(
        select(article.c.public_id, article.c.raw_id).where(article.c.public_id.in_(ids))
    )
    raws_by_article: dict[str, dict[int, None]] = {}
    for public_id, raw_id in [*earlier, *current]:
        order = raws_by_article.setdefault(public_id, {})
        order.pop(raw_id, None)  # the last time counts: the current one must come last
        order[raw_id] = None
    wanted = {raw_id for each in raws_by_article.values() for raw_id in each}
    rows = session.execute(select(raw).where(raw.c.id.in_(wanted)))
    source_by_id = {row.id: _source(row) for row in rows}
    return {
        public_id: [source_by_id[raw_id] for raw_id in order]
        for public_id, order in raws_by_article.items()
    }


def _source(row: Any) -> dict[str, Any]:
    raw = raw_row(row)
    return {
        "content": base64.b64encode(raw.content).decode(),
        "media_type": raw.media_type,
        "charset": raw.charset,
        "origin": raw.origin,
        "key": raw.key,
        "declared": raw.declared,
    }
