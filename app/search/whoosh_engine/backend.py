"""One index folder: ways to read it, to write to it, to build it anew beside itself, to check it."""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from app.errors import IndexUnavailableError
from app.search.interface import IndexBatch, SearchEngine, SearchWriter
from app.search.whoosh_engine.arrays import ArrayFileError
from app.search.whoosh_engine.commits import point_to, read_commit, read_pointer
from app.search.whoosh_engine.locks import READERS_LOCK, Lock, lock_writer
from app.search.whoosh_engine.reader import WhooshSearch
from app.search.whoosh_engine.schema import SCHEMA_VERSION
from app.search.whoosh_engine.snapshot import open_snapshot
from app.search.whoosh_engine.writer import WhooshWriter, new_generation, open_writer

# A rebuild gathers so many articles before it writes a segment.
_AT_ONCE: Final = 16_000


class WhooshBackend:
    """Implements SearchBackend on a folder."""

    def __init__(self, index_dir: Path, *, lock_seconds: float) -> None:
        self._index_dir = index_dir
        self._lock_seconds = lock_seconds

    def reader(self) -> SearchEngine:
        """Opens the current generation for reading; never raises."""
        return WhooshSearch(self._index_dir)

    def writer(self) -> SearchWriter:
        """Takes the writer's lock. Raises IndexUnavailableError."""
        return open_writer(self._index_dir, lock_writer(self._index_dir, self._lock_seconds))

    def rebuild(self, batches: Iterable[IndexBatch]) -> str:
        """Builds a generation aside, switches to it, returns its name. Holds the writer's lock; when
        it fails, the current generation stays and what was built is removed."""
        lock = lock_writer(self._index_dir, self._lock_seconds)
        name = f"v{SCHEMA_VERSION}-{int(time.time()):x}-{secrets.token_hex(3)}"
        try:
            self._remove_unused()
            commit = new_generation(self._index_dir, name)
            writer = WhooshWriter(self._index_dir, commit, lock, is_aside=True)
            for batch in _gathered(batches):
                writer.write(batch)
            writer.optimise()
            point_to(self._index_dir, writer.commit)
            self._remove_unused()
        except OSError as error:
            shutil.rmtree(self._index_dir / name, ignore_errors=True)
            raise IndexUnavailableError(f"The index cannot be written: {error}.") from error
        except BaseException:
            shutil.rmtree(self._index_dir / name, ignore_errors=True)
            raise
        finally:
            lock.close()
        return name

    def verify(self) -> list[str]:
        """Reads everything once; returns what is wrong."""
        try:
            commit = read_commit(self._index_dir, *read_pointer(self._index_dir))
            _, arrays = open_snapshot(self._index_dir, commit, {})
        except (IndexUnavailableError, ArrayFileError, OSError) as error:
            return [str(error)]
        problems = []
        for segment in arrays.values():
            damaged = segment.file.damaged()
            if damaged:
                names = ", ".join(damaged)
                problems.append(f"{segment.file.path.name} is damaged in {names}.")
        return problems

    def _remove_unused(self) -> None:
        """Removes generations that are not the current one and that no reader holds."""
        try:
            current, _ = read_pointer(self._index_dir)
        except IndexUnavailableError:
            current = ""
        for folder in self._index_dir.iterdir():
            if not folder.is_dir() or folder.name == current or not _is_generation(folder):
                continue
            held = Lock(folder / READERS_LOCK)
            if held.try_acquire():
                shutil.rmtree(folder, ignore_errors=True)
            held.close()


def _is_generation(folder: Path) -> bool:
    return folder.name.startswith("v") and (folder / READERS_LOCK).exists()


def _gathered(batches: Iterable[IndexBatch]) -> Iterator[IndexBatch]:
    """Small batches as fewer large ones: each is a segment to be merged."""
    waiting: list[IndexBatch] = []
    n_articles = 0
    for batch in batches:
        if batch.deleted or n_articles >= _AT_ONCE:
            yield _joined(waiting)
            waiting, n_articles = [], 0
        waiting.append(batch)
        n_articles += len(batch.articles)
    yield _joined(waiting)


def _joined(batches: list[IndexBatch]) -> IndexBatch:
    return IndexBatch(
        articles=[article for batch in batches for article in batch.articles],
        quotations=[quotation for batch in batches for quotation in batch.quotations],
        deleted=[name for batch in batches[:1] for name in batch.deleted],
    )
