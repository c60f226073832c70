"""The power goes out: the index is what some write left. `python -m bench.lose_power` cuts it more often."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.search.whoosh_engine.writing import segment_writer, writer
from bench.lose_power import cut_often
from tests.contract.engine_samples import seeded


@pytest.fixture(autouse=True)
def superseded_files_are_removed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "KEPT_SECONDS", 0)


def test_an_index_is_whole_after_a_cut_at_any_moment(tmp_path: Path) -> None:
    n_events, problems = cut_often(tmp_path, seeded(3), n_steps=8, n_cuts=25)
    assert problems == []
    assert n_events > 100


def test_a_writer_that_does_not_sync_would_be_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segment_writer, "sync_file", lambda path: None)
    _, problems = cut_often(tmp_path, seeded(3), n_steps=3, n_cuts=10)
    assert problems
