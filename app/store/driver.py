"""Hot reads straight to the database's driver: building a statement and a session costs several times what
SQLite needs to run it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import orjson
from sqlalchemy import CompoundSelect, Connection, Dialect, Engine, Row, Select, text
from sqlalchemy.engine import result_tuple
from sqlalchemy.exc import OperationalError

from app.store.database import driver_connection, explained
from app.store.handles import StoreSession, WriteTransaction


@dataclass(frozen=True, slots=True)
class Statement:
    """A query about a list of values, as each database writes it: for SQLite JSON in `?1`, for PostgreSQL an
    array in `%(values)s`. One text whatever their number, so it is parsed once."""

    sqlite: str
    postgresql: str


def statement(written: str) -> Statement:
    """The same for both databases; `{values}` stands for the values after IN."""
    return Statement(
        sqlite=written.format(values="(SELECT value FROM json_each(?1))"),
        postgresql=written.format(values="(SELECT unnest(%(values)s))"),
    )


# Where a SELECT for `selected` takes its values: `column.in_(GIVEN)`.
GIVEN: Final = text("{values}")


def rows_of(
    session: StoreSession | WriteTransaction, wanted: Statement, values: Sequence[Any]
) -> list[tuple[Any, ...]]:
    """The rows that the statement finds for the values. Sees what the session or the open transaction sees, what is
    committed now where a session has not begun to read or write. Raises DatabaseError."""
    is_sqlite = _database_of(session).dialect.name == "sqlite"
    if is_sqlite:
        return _run(session, wanted.sqlite, (orjson.dumps(values).decode(),))
    return _run(session, wanted.postgresql, {"values": list(values)})


def selected(
    session: StoreSession | WriteTransaction,
    query: CompoundSelect[Any] | Select[Any],
    values: Sequence[Any],
) -> list[Row[Any]]:
    """The same for a SELECT that is made once and names `GIVEN`: rows with its columns' names and types, as
    `session.execute` gives them at ten times the cost. Raises DatabaseError."""
    prepared = _prepared(query, _database_of(session).dialect)
    return [prepared.row(found) for found in rows_of(session, prepared.statement, values)]


def number_of(session: StoreSession, written: str) -> int:
    """The only number that a query without parameters gives; 0 for none. Raises DatabaseError."""
    rows = _run(session, written, ())
    return int(rows[0][0]) if rows else 0


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A SELECT as text, and how what the driver gives becomes a row."""

    statement: Statement
    make: Callable[[Iterable[Any]], Row[Any]]
    converters: tuple[tuple[int, Callable[[Any], Any]], ...]

    def row(self, found: Sequence[Any]) -> Row[Any]:
        if not self.converters:
            return self.make(found)
        values = list(found)
        for place, convert in self.converters:
            values[place] = convert(values[place])
        return self.make(values)


@lru_cache(maxsize=64)
def _prepared(query: CompoundSelect[Any] | Select[Any], dialect: Dialect) -> _Prepared:
    written = str(query.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
    columns = query.selected_columns
    processors = (one.type.dialect_impl(dialect).result_processor(dialect, None) for one in columns)
    return _Prepared(
        statement(written.replace("({values})", "{values}")),
        result_tuple(list(columns.keys())),
        tuple((place, each) for place, each in enumerate(processors) if each is not None),
    )


def _run(
    session: StoreSession | WriteTransaction, written: str, parameters: Any
) -> list[tuple[Any, ...]]:
    connection, is_own = _connection(session)
    try:
        cursor = connection.cursor()
        cursor.execute(written, parameters)
        return list(cursor.fetchall())
    except _database_of(session).dialect.loaded_dbapi.OperationalError as error:
        raise explained(OperationalError(written, None, error)) from error
    finally:
        if is_own:
            connection.close()


def _connection(session: StoreSession | WriteTransaction) -> tuple[Any, bool]:
    """The driver's connection, and whether it is for one statement only."""
    if isinstance(session, Connection):
        return session.connection, False
    if session.in_transaction():
        return session.connection().connection, False
    held = driver_connection(session)
    return (_database_of(session).raw_connection(), True) if held is None else (held, False)


def _database_of(session: StoreSession | WriteTransaction) -> Engine:
    if isinstance(session, Connection):
        return session.engine
    database = session.get_bind()
    if not isinstance(database, Engine):
        raise TypeError("only a session on an engine reads straight from the driver")
    return database
