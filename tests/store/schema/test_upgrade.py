"""A database is brought up to date at every start, and a current one costs nothing."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from app.ingest.jobs import rebuild_index
from app.search.engines import open_engine
from app.search.interface import Collection, SearchRequest
from app.search.query_language import parse
from app.settings import Settings
from app.store.administration import keys
from app.store.corrections import log as corrections
from app.store.database import new_session, open_database
from app.store.reading import articles, quotations
from app.store.schema.migrations import differences, is_current, newest_revision
from app.store.schema.upgrade import NEWEST_REVISION, ensure_current, present_revision

# Archives as releases left them, one for each schema that a release had: three articles of the sample,
# a key, a hidden quotation. They never change; a release that migrates adds its own.
FROZEN = sorted((Path(__file__).parent / "frozen").glob("*.sql"))
KEY = "onr_j_p31tG-3qyQhSQeD5JIoS9J_HAEU3siNYnQczse8Lg"


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


@pytest.mark.parametrize("frozen", FROZEN, ids=lambda path: path.stem)
def test_an_archive_of_an_earlier_release_is_migrated_and_read(
    tmp_path: Path, frozen: Path
) -> None:
    settings = Settings(data_dir=tmp_path, ingest_workers=1)
    with sqlite3.connect(tmp_path / "onrecord.db") as connection:
        connection.executescript(frozen.read_text(encoding="utf-8"))
    connection.close()
    database = open_database(settings)
    assert present_revision(database) == frozen.stem
    ensure_current(database)
    assert present_revision(database) == NEWEST_REVISION
    assert differences(database) == []
    engine = open_engine(settings)
    rebuild_index(settings, engine)
    found = engine.reader().search(
        SearchRequest(query=parse("trawler").node, collection=Collection.ARTICLES)
    )
    assert found.total == 2
    with new_session(database) as session:
        for hit in found.hits:
            article = articles.get(session, hit.id)
            quoted = quotations.of_article(session, article.id)
            assert quoted
            assert all(
                article.text[span.start : span.end] for one in quoted for span in one.segments
            )
        [hidden] = corrections.listed(session, limit=10)
        assert hidden.subject not in {one.id for one in quoted}
        key = keys.key_of_secret(session, KEY)
        assert key is not None
        assert key.scopes == ("read", "correct")
    database.dispose()
