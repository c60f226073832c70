"""Merging: few segments whatever is written, each document written again few times, no full one touched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.search.interface import Collection, IndexBatch, SearchRequest
from app.search.whoosh_engine.backend import WhooshBackend
from app.search.whoosh_engine.commits import Commit, read_commit, read_pointer
from app.search.whoosh_engine.writing import merging
from app.search.whoosh_engine.writing.segment_writer import BulkSegmentWriter
from tests.contract.engine_samples import article

FULL = 100


@pytest.fixture(autouse=True)
def small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"_SMALL": 8, "_FULL": FULL // 2, "MAX_DOCS": FULL, "_CROWD": 4}.items():
        monkeypatch.setattr(merging, name, value)


@pytest.fixture
def rewritten(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Documents of every segment that a merge absorbs."""
    found: list[int] = []
    absorb = BulkSegmentWriter.absorb
    monkeypatch.setattr(
        BulkSegmentWriter,
        "absorb",
        lambda self, segment: (found.append(segment.doc_count()), absorb(self, segment)),
    )
    return found


def batches(n: int) -> Iterator[IndexBatch]:
    for number in range(n):
        yield IndexBatch([article(f"art_{number}_{i}", "ice") for i in range(2)])


def commit_of(index_dir: Path) -> Commit:
    return read_commit(index_dir, *read_pointer(index_dir))


def test_an_archive_that_grows_by_a_few_articles_has_few_segments(
    index_dir: Path, rewritten: list[int]
) -> None:
    backend = WhooshBackend(index_dir, lock_seconds=1)
    backend.rebuild([])
    with backend.writer() as writer:
        for number, batch in enumerate(batches(300)):
            writer.write(batch)
            n_segments = len(commit_of(index_dir).collections[Collection.ARTICLES].files)
            assert n_segments <= 2 * number * 2 / FULL + 4 + 2
    assert backend.reader().search(SearchRequest()).total == 600
    assert sum(rewritten) < 9 * 600
    assert max(rewritten) < FULL // 2


def test_a_segment_of_deleted_documents_is_written_again(index_dir: Path) -> None:
    backend = WhooshBackend(index_dir, lock_seconds=1)
    names = [f"art_{number}" for number in range(40)]
    backend.rebuild([IndexBatch([article(name, "ice") for name in names])])
    before = sum(commit_of(index_dir).collections[Collection.ARTICLES].files.values())
    with backend.writer() as writer:
        writer.write(IndexBatch(deleted=names[:30]))
    after = sum(commit_of(index_dir).collections[Collection.ARTICLES].files.values())
    assert after < before
    assert backend.reader().search(SearchRequest()).total == 10
