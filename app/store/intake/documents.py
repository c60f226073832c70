"""What the one writer asks and changes about articles, their sources and publishers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Select,
    delete,
    select,
    text,
    update,
)
from sqlmodel import Session

from app.store.bulk import rows_of, slices
from app.store.database import writing
from app.store.driver import GIVEN
from app.store.handles import WriteTransaction
from app.store.schema import tables


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """What the writer needs of an article that is there already."""

    number: int
    public_id: str
    key: str
    version: int
    title: str | None
    rules_version: str
    raw_id: int


def raws_by_digest(
    tx: WriteTransaction, digests: Sequence[str]
) -> dict[str, tuple[int, int | None]]:
    """The number of a known source document and of the article made from it (None: it was rejected),
    by digest."""
    rows = rows_of(tx, _raws(), digests)
    return {digest: (number, article) for digest, number, article in rows}


def articles_by_key(tx: WriteTransaction, keys: Sequence[str]) -> dict[str, list[StoredArticle]]:
    """The articles that have each key: one for a strong key, perhaps several for a weak one."""
    found: dict[str, list[StoredArticle]] = {}
    for row in rows_of(tx, _articles_of_keys(), keys):
        found.setdefault(row.key, []).append(StoredArticle(*row))
    return found


def texts(tx: WriteTransaction, numbers: Iterable[int]) -> dict[int, str]:
    """The texts of articles."""
    return {number: text for number, text in rows_of(tx, _texts(), numbers)}  # noqa: C416 - rows, not pairs


def names_of_sources(tx: WriteTransaction) -> dict[str, tuple[int, str]]:
    """The number and the public id of every source, by key."""
    source = tables.source
    query = select(source.c.key, source.c.id, source.c.public_id)
    return {key: (number, public_id) for key, number, public_id in tx.execute(query)}


def set_raw_article(tx: WriteTransaction, raw: int, article: int) -> None:
    """A source that was rejected before made an article now."""
    table = tables.raw_source
    tx.execute(update(table).where(table.c.id == raw).values(article_id=article))


def mark_changed(tx: WriteTransaction, numbers: Iterable[int]) -> None:
    """Has the index look at these articles again."""
    article = tables.article
    for some in slices(sorted(numbers)):
        tx.execute(
            update(article).where(article.c.id.in_(some)).values(revision=article.c.revision + 1)
        )


def mark_all_stale(session: Session) -> None:
    """Has the index look at everything again, and commits: after a restore it knows another archive."""
    with writing(session) as tx:
        tx.execute(update(tables.article).values(indexed_revision=0))


def mark_indexed(tx: WriteTransaction, revisions: Sequence[tuple[int, int]]) -> None:
    """The index has these revisions of these articles: (number, revision)."""
    if not revisions:
        return
    tx.execute(
        text("UPDATE article SET indexed_revision = :revision WHERE id = :number"),
        [{"number": number, "revision": revision} for number, revision in revisions],
    )


def mark_deleted(tx: WriteTransaction, numbers: Iterable[int], now: datetime) -> None:
    """Makes articles tombstones: nobody sees them any more, and the index lets go of them next."""
    article = tables.article
    for some in slices(sorted(numbers)):
        tx.execute(
            update(article)
            .where(article.c.id.in_(some))
            .values(deleted_at=now, story_id=None, revision=article.c.revision + 1)
        )


def remove_tombstones(tx: WriteTransaction, numbers: Sequence[int]) -> None:
    """Deletes articles whose deletion the index has seen, with everything that is only theirs."""
    for some in slices(numbers):
        for table in (tables.article_version, tables.article_summary):
            tx.execute(delete(table).where(table.c.article_id.in_(some)))
        items = tables.job_item
        tx.execute(update(items).where(items.c.article_id.in_(some)).values(article_id=None))
        tx.execute(delete(tables.article).where(tables.article.c.id.in_(some)))
        raw = tables.raw_source
        tx.execute(delete(raw).where(raw.c.article_id.in_(some)))


@lru_cache(maxsize=1)
def _raws() -> Select[Any]:
    raw = tables.raw_source
    return select(raw.c.digest, raw.c.id, raw.c.article_id).where(raw.c.digest.in_(GIVEN))


@lru_cache(maxsize=1)
def _articles_of_keys() -> Select[Any]:
    article = tables.article
    return (
        select(
            article.c.id,
            article.c.public_id,
            article.c.key,
            article.c.version,
            article.c.title,
            article.c.rules_version,
            article.c.raw_id,
        )
        .where(article.c.key.in_(GIVEN), article.c.deleted_at.is_(None))
        .order_by(article.c.id)
    )


@lru_cache(maxsize=1)
def _texts() -> Select[Any]:
    article = tables.article
    return select(article.c.id, article.c.text).where(article.c.id.in_(GIVEN))
