from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import NotFoundError
from app.ingest import jobs
from app.settings import Settings
from app.store.database import open_database, reading
from app.store.reading import articles
from tests.ingest.fake_engine import FakeEngine
from tests.ingest.test_jobs import dump, exported

TABLES = (
    "article", "raw_source", "quotation", "mention", "speaker_role", "shingle_sample", "article_shingles",
    "article_relation",
)  # fmt: skip


def counts(settings: Settings) -> dict[str, int]:
    with reading(open_database(settings)) as session:
        run = session.connection().exec_driver_sql
        return {table: run(f"SELECT count(*) FROM {table}").scalar_one() for table in TABLES}  # noqa: S608


def article_id(settings: Settings, external_id: str) -> str:
    with reading(open_database(settings)) as session:
        (article,) = articles.by_external_id(session, external_id)
    return article.id


def test_a_deleted_article_leaves_an_archive_that_never_had_it(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "archive", ingest_workers=1)
    never = Settings(data_dir=tmp_path / "never", ingest_workers=1)
    engine, other = FakeEngine(), FakeEngine()
    jobs.ingest_paths(settings, [dump(tmp_path, range(6))], backend=engine)
    jobs.ingest_paths(never, [dump(tmp_path, range(5))], backend=other)
    gone = article_id(settings, "n5")
    assert jobs.delete_articles(settings, [gone, gone], backend=engine) == 1
    assert exported(settings) == exported(never)
    assert engine.articles.keys() == other.articles.keys()
    assert counts(settings) == counts(never)
    assert jobs.ingest_paths(settings, [dump(tmp_path, range(6))], backend=engine).stored == 1


def test_an_unknown_id_deletes_nothing(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "archive", ingest_workers=1)
    jobs.ingest_paths(settings, [dump(tmp_path, range(2))])
    with pytest.raises(NotFoundError):
        jobs.delete_articles(settings, [article_id(settings, "n1"), "art_none"])
    assert len(exported(settings)) == 2
