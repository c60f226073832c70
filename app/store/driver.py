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
    """A query about a list of values, its only parameter, as each database writes it: for SQLite JSON in one
    `?`, for PostgreSQL an array in one `%s`. One text whatever their number, so it is parsed once."""

    sqlite: str
    postgresql: str


def rows_of(
    session: StoreSession, statement: Statement, values: Sequence[Any]
) -> list[tuple[Any, ...]]:
    """The rows that the statement finds for the values. Sees what is committed now, which may be newer than
    what the session sees. Raises DatabaseError."""
    database = session.get_bind()
    if not isinstance(database, Engine):
        raise TypeError("a session on an engine is needed")
    is_sqlite = database.dialect.name == "sqlite"
    parameter = orjson.dumps(values).decode() if is_sqlite else list(values)
    text = statement.sqlite if is_sqlite else statement.postgresql
    connection = database.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(text, (parameter,))
        return list(cursor.fetchall())
    except database.dialect.loaded_dbapi.OperationalError as error:
        raise explained(OperationalError(text, None, error)) from error
    finally:
        connection.close()
