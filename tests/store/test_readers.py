"""Readers are used again: what they read is what is committed, and nothing of them outlives the database."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import DatabaseError
from app.store.database import driver_connection, new_session, reading, writing
from app.store.handles import Database
from app.store.state import read_generation
from tests.store.samples import archive


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return archive(tmp_path)


def test_a_reader_that_was_used_before_sees_what_was_written_since(database: Database) -> None:
    with reading(database) as session:
        before, first = read_generation(session), session
    with new_session(database) as writer, writing(writer):
        pass
    with reading(database) as session:
        assert session is first
        assert read_generation(session) == before + 1


def test_two_readers_at_once_are_two(database: Database) -> None:
    with reading(database) as one, reading(database) as other:
        assert one is not other
        assert driver_connection(one) is not driver_connection(other)


def test_a_reader_that_failed_is_not_used_again(database: Database) -> None:
    seen: list[object] = []
    with pytest.raises(DatabaseError):
        _fail(database, seen)
    with reading(database) as session:
        assert session is not seen[0]


def test_a_database_that_is_closed_has_no_connection_left(database: Database) -> None:
    with reading(database) as session:
        read_generation(session)
    database.dispose()
    assert database.pool.checkedout() == 0  # type: ignore[attr-defined] # of a pool of connections


def _fail(database: Database, seen: list[object]) -> None:
    with reading(database) as session:
        seen.append(session)
        session.connection().exec_driver_sql("SELECT * FROM no_such_table")
