"""A database is brought up to date at every start, and a current one costs nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from app.settings import Settings
from app.store.database import open_database
from app.store.migrations import is_current, newest_revision
from app.store.upgrade import NEWEST_REVISION, ensure_current, present_revision


def test_the_newest_revision_is_that_of_the_migrations() -> None:
    assert newest_revision() == NEWEST_REVISION


def test_an_empty_database_is_migrated_and_a_current_one_left_alone(tmp_path: Path) -> None:
    database = open_database(Settings(data_dir=tmp_path))
    assert present_revision(database) is None
    ensure_current(database)
    assert present_revision(database) == NEWEST_REVISION
    assert is_current(database)
    ensure_current(database)
    database.dispose()


def test_serving_a_current_archive_does_not_load_alembic() -> None:
    code = "import sys, app.serving; sys.exit('alembic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=False)  # noqa: S603 - our own code
    assert done.returncode == 0
