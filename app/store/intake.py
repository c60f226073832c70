"""What the one writer asks of the database and puts into it: whole batches at once, no objects.

Row numbers are counted in the writer's memory (`last_numbers`), so that rows which refer to one
another go in with one statement a table.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    CompoundSelect,
    Select,
    delete,
    func,
    insert,
    literal_column,
    select,
    text,
    update,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeEngine
from sqlmodel import Session

from app.store import tables
from app.store.database import to_json, writing
from app.store.driver import GIVEN, selected
from app.store.handles import WriteTransaction
from app.store.models import UtcDateTime, written_time

# SQLite takes 32,766 variables in a statement; a shorter statement is also parsed sooner.
_AT_ONCE = 500
# "LIMIT everything" in every database's words.
NO_LIMIT = 2_000_000_000


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


def last_numbers(tx: WriteTransaction) -> dict[str, int]:
    """The highest row number of each table that the writer counts itself."""
    counted = (
        tables.source,
        tables.raw_source,
        tables.story,
        tables.article,
        tables.speaker,
        tables.quotation,
    )
    return {
        table.name: tx.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()
        for table in counted
    }


def insert_rows(tx: WriteTransaction, table: str, rows: Sequence[dict[str, Any]]) -> None:
    """Inserts rows; all of them have the same columns, columns left out get the database's NULL."""
    if not rows:
        return
    if tx.dialect.name != "sqlite":
        tx.execute(insert(tables.by_name(table)), list(rows))
        return
    # Straight to the driver: compiling parameters row by row takes longer than SQLite does. By columns,
    # because most of them need nothing.
    statement, processors = _insertion(table, tuple(rows[0]))
    columns = [
        values
        if process is None
        else [None if value is None else process(value) for value in values]
        for values, process in zip(
            zip(*(row.values() for row in rows), strict=True), processors, strict=True
        )
    ]
    tx.exec_driver_sql(statement, list(zip(*columns, strict=True)))


@lru_cache(maxsize=64)
def _insertion(
    table: str, names: tuple[str, ...]
) -> tuple[str, Sequence[Callable[[Any], Any] | None]]:
    columns = tables.by_name(table).c
    processors = [_processor(columns[name].type) for name in names]
    quoted = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join("?" * len(names))
    return f'INSERT INTO "{table}" ({quoted}) VALUES ({marks})', processors  # noqa: S608 - our names


def _processor(type_: TypeEngine[Any]) -> Callable[[Any], Any] | None:
    """What SQLite needs a value of a column to be; of JSON and of times without SQLAlchemy's steps in between,
    which take longer than the insertion."""
    if isinstance(type_, JSON):
        return to_json
    if isinstance(type_, UtcDateTime):
        return written_time
    dialect = sqlite.dialect()
    return type_.dialect_impl(dialect).bind_processor(dialect)


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


def rows_of(
    tx: WriteTransaction, statement: CompoundSelect[Any] | Select[Any], values: Iterable[int | str]
) -> list[Any]:
    """The rows that a statement that is made once gives for values, which it calls `GIVEN`."""
    return selected(tx, statement, list(values))


def rows_about(tx: WriteTransaction, written: str, **values: Collection[Any]) -> Sequence[Any]:
    """The rows of a query about lists of values, which it calls `{name}`: a table of one column `value`. One text
    however many there are, so it is parsed once; what the driver gives, unconverted."""
    if tx.dialect.name == "sqlite":
        places = {name: f"(SELECT value FROM json_each(:{name}))" for name in values}  # noqa: S608 - our names
        given: dict[str, Any] = {name: to_json(list(some)) for name, some in values.items()}
    else:
        places = {name: f"(SELECT unnest(%({name})s) AS value)" for name in values}
        given = {name: list(some) for name, some in values.items()}
    return tx.exec_driver_sql(written.format(**places), given).fetchall()


def is_empty(column: ColumnElement[Any]) -> ColumnElement[bool]:
    """A condition for a column that is NULL in most rows. SQLite would take its index for a telling one and
    read nearly the whole table; the plus keeps it from that."""
    return literal_column(f"+{column}").is_(None)


def slices(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The values in pieces that fit into one statement."""
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]


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
