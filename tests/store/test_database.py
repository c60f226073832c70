from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from app.errors import DatabaseError
from app.store import database as databases
from app.store.database import engine_for, new_session, reading, writing
from app.store.handles import StoreSession
from app.store.reading.counts import archive_counts
from app.store.schema.migrations import current_revision, differences, is_current, migrate
from app.store.state import read_generation
from tests.store.samples import Said, archive, sample, store


def test_the_migrations_make_what_the_models_say(tmp_path: Path) -> None:
    database = archive(tmp_path)
    assert is_current(database)
    assert differences(database) == []


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    database = archive(tmp_path)
    before = current_revision(database)
    migrate(database)
    assert current_revision(database) == before


def test_a_database_of_a_newer_release_is_refused(tmp_path: Path) -> None:
    database = archive(tmp_path)
    with new_session(database) as session, writing(session) as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseError, match="newer release"):
        migrate(database)


def test_the_database_is_opened_for_many_readers_and_one_writer(tmp_path: Path) -> None:
    with archive(tmp_path).connect() as connection:
        pragma = connection.exec_driver_sql
        assert pragma("PRAGMA journal_mode").scalar() == "wal"
        assert pragma("PRAGMA foreign_keys").scalar() == 1
        assert pragma("PRAGMA busy_timeout").scalar() == databases.BUSY_TIMEOUT_MS
        assert pragma("PRAGMA synchronous").scalar() == 1


def test_every_visible_write_counts_the_generation_on(tmp_path: Path) -> None:
    database = archive(tmp_path)
    with new_session(database) as session:
        before = read_generation(session)
        with writing(session, is_visible=False):
            pass
        assert read_generation(session) == before
        store(database, sample("a.txt", Said("Ann Abel", "It is so")))
        session.rollback()
        assert read_generation(session) == before + 1


def write_and_fail(session: StoreSession) -> None:
    with writing(session) as tx:
        tx.execute(text("INSERT INTO source (public_id, key, name) VALUES ('a', 'b', 'c')"))
        raise RuntimeError


def fill(session: StoreSession) -> None:
    """Writes into a database that may not grow."""
    with writing(session) as tx:
        pages = tx.exec_driver_sql("PRAGMA page_count").scalar()
        tx.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        for i in range(1_000):
            tx.execute(
                text("INSERT INTO source (public_id, key, name) VALUES (:a, :a, :b)"),
                {"a": str(i), "b": "x" * 1_000},
            )


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path) -> None:
    database = archive(tmp_path)
    with new_session(database) as session:
        with pytest.raises(RuntimeError):
            write_and_fail(session)
        assert session.execute(text("SELECT count(*) FROM source")).scalar() == 0


def test_a_locked_database_is_said_to_be_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databases, "BUSY_TIMEOUT_MS", 10)
    archive(tmp_path).dispose()
    holder = sqlite3.connect(tmp_path / "archive.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    database = engine_for(f"sqlite:///{tmp_path / 'archive.db'}")
    with (
        new_session(database) as session,
        pytest.raises(DatabaseError, match="another process"),
        writing(session),
    ):
        pass
    holder.close()


def test_a_full_disk_is_said_to_be_full(tmp_path: Path) -> None:
    database = archive(tmp_path)
    with new_session(database) as session, pytest.raises(DatabaseError, match="disk is full"):
        fill(session)


def test_a_file_that_is_no_database_is_said_to_be_damaged(tmp_path: Path) -> None:
    (tmp_path / "archive.db").write_bytes(b"This is a letter, not a database." * 100)
    with pytest.raises(DatabaseError, match="damaged"):
        migrate(engine_for(f"sqlite:///{tmp_path / 'archive.db'}"))


def test_counts_are_of_what_readers_can_see(tmp_path: Path) -> None:
    database = archive(tmp_path)
    store(
        database,
        sample("a.txt", Said("Ann Abel", "It is so"), Said(None, "Nobody knows who")),
        sample("b.txt", text="An article without a quotation."),
    )
    with reading(database) as session:
        counts = archive_counts(session)
    assert (counts.n_articles, counts.n_quotations, counts.n_attributed) == (2, 2, 1)
    assert (counts.n_speakers, counts.n_stale) == (1, 2)
    assert counts.articles_by_language == {"en": 2}
