"""Hot reads straight to the database's driver: building a statement and a session costs several times what
SQLite needs to run it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from app.store.database import explained
from app.store.handles import StoreSession


@dataclass(frozen=True, slots=True)
class Statement:
    """A query about a list of values, as each database writes it: for SQLite JSON in `?1`, for PostgreSQL an
    array in `%(values)s`. One text whatever their number, so it is parsed once."""

    sqlite: str
    postgresql: str


def statement(text: str) -> Statement:
    """The same for both databases; `{values}` stands for the values after IN."""
    return Statement(
        sqlite=text.format(values="(SELECT value FROM json_each(?1))"),
        postgresql=text.format(values="(SELECT unnest(%(values)s))"),
    )


def rows_of(
    session: StoreSession, wanted: Statement, values: Sequence[Any]
) -> list[tuple[Any, ...]]:
    """The rows that the statement finds for the values. Sees what is committed now, which may be newer than
    what the session sees. Raises DatabaseError."""
    is_sqlite = _database_of(session).dialect.name == "sqlite"
    if is_sqlite:
        return _run(session, wanted.sqlite, (orjson.dumps(values).decode(),))
    return _run(session, wanted.postgresql, {"values": list(values)})


def number_of(session: StoreSession, text: str) -> int:
    """The only number that a query without parameters gives; 0 for none. Raises DatabaseError."""
    rows = _run(session, text, ())
    return int(rows[0][0]) if rows else 0


def _run(session: StoreSession, text: str, parameters: Any) -> list[tuple[Any, ...]]:
    database = _database_of(session)
    connection = database.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(text, parameters)
        return list(cursor.fetchall())
    except database.dialect.loaded_dbapi.OperationalError as error:
        raise explained(OperationalError(text, None, error)) from error
    finally:
        connection.close()


def _database_of(session: StoreSession) -> Engine:
    database = session.get_bind()
    if not isinstance(database, Engine):
        raise TypeError("only a session on an engine reads straight from the driver")
    return database
