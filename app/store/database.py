"""Opens the database: SQLite (WAL, foreign keys, busy timeout) or PostgreSQL; sessions to read and write.

Readers never commit. A writer works inside `writing(session)`: one transaction that takes the write
lock at its start, counts the archive's generation on and turns the driver's trouble into
DatabaseError.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import orjson
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, ProgrammingError
from sqlmodel import Session

from app.errors import DatabaseError
from app.settings import Settings

# Readers and the one writer meet on short locks only; a correction waits for a batch that is being stored: three
# seconds of a large archive, longer where others need the processor too.
BUSY_TIMEOUT_MS = 15_000
# The writer's tables of sampled 3-grams are read at random: 64 MB keep the upper levels in memory.
CACHE_KIB = 64_000
# Pages that no connection's cache holds are read where the system has them, without a call for each: of a large
# archive two thirds of what a page of summaries takes. As much as SQLite maps at most. Not for who writes: that runs
# through the whole file, and looks as if its memory grew with the archive.
MAPPED_BYTES = 0x7FFF0000
# A batch into a large archive changes 60 MB of pages, most of them changed by the next one too: the log is moved into
# the database after several batches (128 MB), not after each.
LOG_PAGES = 32_000

_WRITES = "onrecord_writes"
# Where a reader's session keeps the driver's connection for reads that go past it (`app.store.driver`).
_DRIVER_CONNECTION = "onrecord_driver_connection"
# Readers between two requests: to make a session and to have a connection from the pool costs more than to read
# a row.
_MOST_IDLE = 5
# A reader has up to two; how many read at once is limited elsewhere.
_MOST_CONNECTIONS = 40
_idle_readers: WeakKeyDictionary[Engine, list[Session]] = WeakKeyDictionary()


def open_database(settings: Settings, *, is_mapped: bool = False) -> Engine:
    """Opens the database that the settings name; makes the data folder, not the tables
    (`app.store.schema.migrations.migrate`). `is_mapped`: for whoever only reads, much and at random."""
    url = settings.effective_database_url
    if url == f"sqlite:///{settings.data_dir / 'onrecord.db'}":
        try:
            settings.data_dir.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseError(
                f"The data folder {settings.data_dir} cannot be made ({error.strerror}): choose "
                "another with ONRECORD_DATA_DIR."
            ) from error
    engine = engine_for(url)
    if is_mapped and engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _map_file)
    return engine


def engine_for(url: str) -> Engine:
    """Opens the database at a SQLAlchemy address."""
    engine = create_engine(
        url,
        json_serializer=to_json,
        json_deserializer=orjson.loads,
        **({} if ":memory:" in url else {"max_overflow": _MOST_CONNECTIONS}),
    )
    _idle_readers[engine] = []
    event.listen(engine, "engine_disposed", _close_idle)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def sqlite_path(engine: Engine) -> Path | None:
    """The database's file; None for PostgreSQL and for databases in memory."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return None
    return None if engine.url.database == ":memory:" else Path(engine.url.database)


def new_session(engine: Engine) -> Session:
    """A session for one request, command or batch; objects stay usable after a commit."""
    return Session(engine, expire_on_commit=False, autoflush=False)


@contextmanager
def writing(session: Session, *, is_visible: bool = True) -> Iterator[Connection]:
    """One write transaction (`BEGIN IMMEDIATE` on SQLite): commits at the end, rolls back on any
    exception, counts the generation on unless no reader's answer shows what is written
    (`is_visible=False`: keys, jobs). Ends an open read transaction first.

    Raises DatabaseError for a lock held past the time limit, a full disk or a broken file.
    """
    if session.in_transaction():
        session.rollback()
    try:
        connection = session.connection(execution_options={_WRITES: True})
        yield connection
        if is_visible:
            connection.execute(text("UPDATE archive_state SET generation = generation + 1"))
        session.commit()
    except (IntegrityError, ProgrammingError):  # a fault of ours, not the database's state
        session.rollback()
        raise
    except DBAPIError as error:
        session.rollback()
        raise explained(error) from error
    except BaseException:
        session.rollback()
        raise


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that sees one state of the archive and never commits; what is read straight from the driver is
    what is committed at that moment."""
    try:
        session = _idle_readers[engine].pop()
    except (KeyError, IndexError):  # asked and taken in one step: threads share the list
        session = new_session(engine)
    session.info.setdefault(_DRIVER_CONNECTION, None)
    is_good = False
    try:
        yield session
        is_good = True
    except OperationalError as error:
        raise explained(error) from error
    finally:
        # Closing costs more than opening; what was never used holds nothing.
        if session.in_transaction():
            session.close()
        _keep_or_close(engine, session, is_good=is_good)


def driver_connection(session: Session) -> Any:
    """The driver's connection that a reader reads past its session with; None for other sessions."""
    if _DRIVER_CONNECTION not in session.info:
        return None
    connection = session.info[_DRIVER_CONNECTION]
    if connection is None:
        engine = session.get_bind()
        connection = session.info[_DRIVER_CONNECTION] = engine.engine.raw_connection()
    return connection


def _keep_or_close(engine: Engine, session: Session, *, is_good: bool) -> None:
    connection, idle = session.info[_DRIVER_CONNECTION], _idle_readers.get(engine)
    if is_good and idle is not None and len(idle) < _MOST_IDLE:
        if connection is not None and engine.dialect.name != "sqlite":
            connection.rollback()  # the driver has begun a transaction by itself
        idle.append(session)
    elif connection is not None:
        connection.close()


def _close_idle(engine: Engine) -> None:
    for session in _idle_readers.pop(engine, ()):
        if (connection := session.info[_DRIVER_CONNECTION]) is not None:
            connection.close()


def explained(error: DBAPIError) -> DatabaseError:
    """The driver's error as a sentence that says what to do."""
    problem = str(error.orig).lower()
    if "locked" in problem or "busy" in problem:
        advice = "another process is writing to it; wait for that one to end and run this again."
    elif "disk is full" in problem or "disk full" in problem:
        advice = "the disk is full; free some space and run this again, nothing stored is lost."
    elif "no such table" in problem or "no such column" in problem:
        advice = "it is not migrated; run `onrecord doctor`, it says what to do."
    elif "readonly" in problem or "unable to open" in problem:
        advice = "it cannot be opened for writing; look at the data folder's owner and permissions."
    elif "malformed" in problem or "not a database" in problem:
        advice = "the file is damaged; restore the last backup (`onrecord restore`)."
    else:
        advice = "run `onrecord doctor` for its state."
    return DatabaseError(f"The database cannot be used ({error.orig}): {advice}")


def to_json(value: Any) -> str:
    """How JSON columns are written."""
    return orjson.dumps(value).decode()


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver must not begin transactions by itself: `_begin_sqlite` chooses which kind.
    connection.isolation_level = None
    cursor = connection.cursor()
    # First of all, so that switching to WAL waits for others too.
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    cursor.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
    cursor.close()


def _map_file(connection: Any, _record: Any) -> None:
    connection.execute(f"PRAGMA mmap_size = {MAPPED_BYTES}").close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
