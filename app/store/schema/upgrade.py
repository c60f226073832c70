"""Brings a database up to date at every start, without loading Alembic where nothing is to be done.

Alembic costs half a second of CPU to import (its template engine loads a syntax highlighter); a database
that is current needs none of it.
"""

from __future__ import annotations

import importlib

from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from app.store.database import explained

# The newest migration in migrations/versions; a test holds the two together.
NEWEST_REVISION = "0006"


def ensure_current(engine: Engine) -> None:
    """Runs the migrations that are missing.

    Raises DatabaseError for a database of a newer release, a locked or a broken one.
    """
    if present_revision(engine) != NEWEST_REVISION:
        importlib.import_module("app.store.schema.migrations").migrate(engine)


def present_revision(engine: Engine) -> str | None:
    """The last migration that ran; None for an empty database. Raises DatabaseError."""
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except DBAPIError as error:
        raise explained(error) from error
    return None if found is None else str(found)
