"""Statements about whole batches: many rows in, many values asked about, no objects.

Row numbers are counted in the writer's memory (`last_numbers`), so that rows which refer to one
another go in with one statement a table.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    CompoundSelect,
    Select,
    func,
    insert,
    literal_column,
    select,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeEngine

from app.store.database import to_json
from app.store.driver import selected
from app.store.handles import WriteTransaction
from app.store.schema import tables
from app.store.schema.columns import UtcDateTime, written_time

# SQLite takes 32,766 variables in a statement; a shorter statement is also parsed sooner.
_AT_ONCE = 500
# "LIMIT everything" in every database's words.
NO_LIMIT = 2_000_000_000


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
