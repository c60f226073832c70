"""A generation built aside, batch by batch, so that a rebuild that was killed goes on where it was.

Each batch is a commit of its own, and then a line of a file beside it: the caller's mark, which says what
was in it. A commit without its line is written once more, which does no harm.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import orjson

from app.errors import IndexUnavailableError
from app.search.interface import IndexBatch
from app.search.whoosh_engine.commits import Commit, open_collection, point_to, read_commit
from app.search.whoosh_engine.locks import Lock
from app.search.whoosh_engine.segments.schema import SCHEMAS
from app.search.whoosh_engine.writing.writer import WhooshWriter, new_generation, remove_leftovers

MARKS: Final = "rebuild.jsonl"
# A rebuild gathers so many articles before it writes a segment.
_AT_ONCE: Final = 12_000
_MANIFEST: Final = re.compile(r"commit-(\d+)\.json")


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A generation that was being built when its writer ended; `marks` of the batches that it has."""

    commit: Commit
    marks: list[str]


def find_unfinished(index_dir: Path, current: str) -> Unfinished | None:
    """The generation that a rebuild can go on with, if there is one that is whole."""
    folders = (path.parent for path in index_dir.glob(f"*/{MARKS}"))
    for folder in sorted(folders, reverse=True):
        commit = _newest_commit(index_dir, folder)
        if commit is not None and folder.name != current:
            return Unfinished(commit, _read_marks(folder / MARKS))
    return None


def build_generation(
    index_dir: Path, name: str, batches: Iterable[IndexBatch], lock: Lock, begun: Commit | None
) -> None:
    """Writes all batches into a new generation, or into the one begun, and switches to it. When that
    fails, it is removed; when the process is ended, it stays to be gone on with."""
    folder = index_dir / name
    try:
        commit = begun or new_generation(index_dir, name)
        remove_leftovers(folder, commit, seconds=0)
        writer = WhooshWriter(index_dir, commit, lock, is_aside=True)
        with (folder / MARKS).open("ab") as marks:
            for batch, done in _gathered(batches):
                writer.write(batch)
                marks.writelines(orjson.dumps(mark) + b"\n" for mark in done)
                marks.flush()
                os.fsync(marks.fileno())
        writer.optimise()
        (folder / MARKS).unlink()
        point_to(index_dir, writer.commit)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise IndexUnavailableError(f"The index cannot be written: {error}.") from error
    except Exception:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _newest_commit(index_dir: Path, folder: Path) -> Commit | None:
    found = (_MANIFEST.fullmatch(path.name) for path in folder.iterdir())
    for number in sorted((int(match[1]) for match in found if match), reverse=True):
        try:
            commit = read_commit(index_dir, folder.name, number)
            for collection in SCHEMAS:
                open_collection(index_dir, commit, collection)
        except (IndexUnavailableError, OSError):
            continue
        return commit
    return None


def _read_marks(path: Path) -> list[str]:
    marks = []
    for line in path.read_bytes().splitlines():
        try:
            marks.append(orjson.loads(line))
        except ValueError:  # the last line was being written
            break
    return marks


def _gathered(batches: Iterable[IndexBatch]) -> Iterator[tuple[IndexBatch, list[str]]]:
    """Small batches as fewer large ones, since each is a segment to be merged; and all their marks."""
    waiting: list[IndexBatch] = []
    n_articles = 0
    for batch in batches:
        if batch.deleted or n_articles >= _AT_ONCE:
            yield _joined(waiting)
            waiting, n_articles = [], 0
        waiting.append(batch)
        n_articles += len(batch.articles)
    yield _joined(waiting)


def _joined(batches: list[IndexBatch]) -> tuple[IndexBatch, list[str]]:
    joined = IndexBatch(
        articles=[article for batch in batches for article in batch.articles],
        quotations=[quotation for batch in batches for quotation in batch.quotations],
        deleted=[name for batch in batches[:1] for name in batch.deleted],
    )
    return joined, [batch.mark for batch in batches if batch.mark]
