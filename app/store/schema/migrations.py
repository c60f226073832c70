"""Brings a database to the tables that this release needs, and says where one stands."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from app.errors import DatabaseError
from app.store.database import explained
from app.store.schema import tables


def migrate(engine: Engine) -> None:
    """Runs the migrations that are missing; nothing on a current database.

    Raises DatabaseError for a database of a newer release, a locked or a broken one.
    """
    try:
        with engine.connect() as connection:
            _refuse_newer(connection)
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()
            if connection.scalar(select(tables.archive_state.c.id)) is None:
                connection.execute(insert(tables.archive_state).values(id=1, generation=1))
            connection.commit()
    except DBAPIError as error:
        raise explained(error) from error


def is_current(engine: Engine) -> bool:
    """True when no migration is missing."""
    return current_revision(engine) == newest_revision()


def current_revision(engine: Engine) -> str | None:
    """The last migration that ran; None for an empty database."""
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except DBAPIError as error:
        raise explained(error) from error


def newest_revision() -> str | None:
    """The last migration that this release has."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def known_revisions() -> set[str]:
    """All migrations that this release has."""
    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def differences(engine: Engine) -> list[object]:
    """What the models have that the database has not, and the other way round."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, SQLModel.metadata))


def _refuse_newer(connection: Connection) -> None:
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current not in known_revisions():
        raise DatabaseError(
            f"The database was made by a newer release (migration {current}): install that release, "
            "or point ONRECORD_DATA_DIR at another folder."
        )


def _config() -> Config:
    config = Config()
    # Beside the package `app`, in a checkout and where it is installed.
    folder = Path(__file__).parents[3] / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    return config
