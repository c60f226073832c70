"""A folder that changes while it is ingested: what is there when its turn comes is stored, what went away is
said, and the next run ends with the archive of the folder as it is then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.ingest import jobs as ingest_jobs
from app.ingest.readers import detection
from app.ingest.readers.base import Document
from app.settings import Settings
from tests.faults.archive_dump import differences, dump_archive
from tests.faults.many_articles import write_many_articles

N_BEFORE = 2  # files read before the folder changes


def _remove(folder: Path, last: Path) -> None:
    last.unlink()


def _replace_by_folder(folder: Path, last: Path) -> None:
    last.unlink()
    last.mkdir()
    (last / "inside.txt").write_text(
        "In a folder now: the dredger came back on Friday, its crew said."
    )


def _shorten(folder: Path, last: Path) -> None:
    content = last.read_bytes()
    last.write_bytes(content[: len(content) // 2])


def _add(folder: Path, last: Path) -> None:
    (folder / "zz-later.txt").write_text("Later: the dredger came back on Friday, its crew said.")


def _rename(folder: Path, last: Path) -> None:
    last.rename(folder / "zz-renamed.jsonl")


def _move_away(folder: Path, last: Path) -> None:
    folder.rename(folder.with_name("moved"))


@pytest.mark.parametrize(
    ("change", "n_gone"),
    [
        (_remove, 1),
        (_replace_by_folder, 0),
        (_shorten, 1),
        (_add, 0),
        (_rename, 1),
        (_move_away, 6),
    ],
)
def test_a_folder_that_changes_under_the_run(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Path, Path], None],
    n_gone: int,
) -> None:
    folder = tmp_path / "in"
    write_many_articles(folder, 24)
    last = max(folder.iterdir())
    n_opened = 0
    read_file = detection.read_file

    def opened(*arguments: object) -> Iterator[Document]:
        nonlocal n_opened
        if n_opened == N_BEFORE:
            change(folder, last)
        n_opened += 1
        yield from read_file(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(detection, "read_file", opened)
    disturbed = Settings(data_dir=tmp_path / "a")
    first = ingest_jobs.ingest_paths(disturbed, [folder])
    assert n_opened > N_BEFORE
    assert first.n_rejected == n_gone, first
    if not folder.exists():
        folder.with_name("moved").rename(folder)
    assert ingest_jobs.ingest_paths(disturbed, [folder]).revised == 0
    again = ingest_jobs.ingest_paths(disturbed, [folder])
    assert (again.stored, again.revised) == (0, 0)
    calm = Settings(data_dir=tmp_path / "b")
    ingest_jobs.ingest_paths(calm, [folder])
    found, expected = (dump_archive(one.data_dir) for one in (disturbed, calm))
    assert differences(expected, found) == {}
