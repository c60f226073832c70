"""A rebuild that is ended at any batch goes on where it was, and never claims what it does not have."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.ingest import jobs, reindex
from app.search.engines import open_engine
from app.search.interface import SearchRequest
from app.search.query_language import parse
from app.search.whoosh_engine.writing import rebuilding
from app.settings import Settings
from tests.ingest.test_jobs import dump, record

N_ARTICLES = 9


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An archive of a few articles, indexed two at a time."""
    monkeypatch.setattr(reindex, "_AT_ONCE", 2)
    monkeypatch.setattr(rebuilding, "_AT_ONCE", 2)
    made = Settings(data_dir=tmp_path / "archive", ingest_workers=1)
    jobs.ingest_paths(made, [dump(tmp_path, range(N_ARTICLES))], backend=open_engine(made))
    return made


def ended_after(n_articles: int) -> Callable[[int, int], None]:
    """As Ctrl-C does, once so many articles were given to the index."""

    def stop(n_done: int, _n_total: int) -> None:
        if n_done >= n_articles:
            raise KeyboardInterrupt

    return stop


def found(settings: Settings) -> set[str]:
    page = open_engine(settings).reader().search(SearchRequest(limit=100))
    assert page.total == len(page.hits)
    return {hit.id for hit in page.hits}


def test_a_rebuild_that_was_ended_goes_on(settings: Settings) -> None:
    backend = open_engine(settings)
    whole = found(settings)
    seen: list[int] = []
    for n_articles in (4, 6, 8):
        with pytest.raises(KeyboardInterrupt):
            jobs.rebuild_index(settings, backend, ended_after(n_articles))
        assert found(settings) == whole  # the old one stays in use
    jobs.rebuild_index(settings, backend, lambda n_done, _: seen.append(n_done))
    assert seen[0] == 6  # of the batch under way nothing was confirmed
    assert seen[-1] == N_ARTICLES
    assert found(settings) == whole
    assert backend.verify() == []
    assert backend.unfinished() == []


def test_what_changed_since_is_caught_up(settings: Settings, tmp_path: Path) -> None:
    backend = open_engine(settings)
    with pytest.raises(KeyboardInterrupt):
        jobs.rebuild_index(settings, backend, ended_after(6))
    changed = record(1) | {"text": record(1)["text"] + "\n\nThe lighthouse is green."}
    (tmp_path / "dump.jsonl").write_text(json.dumps(changed), "utf-8")
    jobs.ingest_paths(settings, [tmp_path / "dump.jsonl"], backend=backend)
    jobs.rebuild_index(settings, backend)
    assert len(found(settings)) == N_ARTICLES
    with_lighthouse = SearchRequest(query=parse("lighthouse").node)
    assert backend.reader().search(with_lighthouse).total == 1


def test_after_a_restore_nothing_old_is_gone_on_with(settings: Settings, tmp_path: Path) -> None:
    backend = open_engine(settings)
    jobs.backup_archive(settings, tmp_path / "backup")
    with pytest.raises(KeyboardInterrupt):
        jobs.rebuild_index(settings, backend, ended_after(6))
    assert backend.unfinished()
    jobs.restore_archive(settings, tmp_path / "backup")
    seen: list[int] = []
    jobs.rebuild_index(settings, backend, lambda n, _: seen.append(n), goes_on=False)
    assert seen[0] == 0
    assert len(found(settings)) == N_ARTICLES
