"""One index folder: ways to read it, to write to it, to build it anew beside itself, to check it."""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

from app.caches import DEFAULT_BUDGET, CacheBudget
from app.errors import IndexUnavailableError
from app.search.interface import IndexBatch, SearchEngine, SearchWriter
from app.search.whoosh_engine.commits import read_commit, read_pointer
from app.search.whoosh_engine.locks import READERS_LOCK, Lock, lock_writer
from app.search.whoosh_engine.reader import WhooshSearch
from app.search.whoosh_engine.segments.arrays import ArrayFileError
from app.search.whoosh_engine.segments.schema import SCHEMA_VERSION
from app.search.whoosh_engine.segments.snapshot import open_snapshot
from app.search.whoosh_engine.writing.rebuilding import build_generation, find_unfinished
from app.search.whoosh_engine.writing.writer import open_writer


class WhooshBackend:
    """Implements SearchBackend on a folder."""

    def __init__(
        self, index_dir: Path, *, lock_seconds: float, budget: CacheBudget = DEFAULT_BUDGET
    ) -> None:
        self._index_dir = index_dir
        self._budget = budget
        self._lock_seconds = lock_seconds

    def reader(self) -> SearchEngine:
        """Opens the current generation for reading; never raises."""
        return WhooshSearch(self._index_dir, self._budget)

    def writer(self) -> SearchWriter:
        """Takes the writer's lock. Raises IndexUnavailableError."""
        return open_writer(self._index_dir, lock_writer(self._index_dir, self._lock_seconds))

    def rebuild(self, batches: Iterable[IndexBatch], *, goes_on: bool = False) -> str:
        """Builds a generation aside, switches to it, returns its name. Holds the writer's lock; when
        it fails, the current generation stays."""
        lock = lock_writer(self._index_dir, self._lock_seconds)
        try:
            unfinished = find_unfinished(self._index_dir, self._current()) if goes_on else None
            begun = None if unfinished is None else unfinished.commit
            name = new_name() if begun is None else begun.generation
            self._remove_unused(name)
            build_generation(self._index_dir, name, batches, lock, begun)
            self._remove_unused(name)
        finally:
            lock.close()
        return name

    def unfinished(self) -> list[str]:
        """Marks of the batches that a rebuild had written when its process was ended."""
        found = find_unfinished(self._index_dir, self._current())
        return [] if found is None else found.marks

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

    def _current(self) -> str:
        """Name of the current generation; empty where there is none."""
        try:
            return read_pointer(self._index_dir)[0]
        except IndexUnavailableError:
            return ""

    def _remove_unused(self, kept: str) -> None:
        """Removes generations that are not the current one or `kept`, and that no reader holds."""
        current = self._current()
        for folder in self._index_dir.iterdir():
            if folder.name in {current, kept} or not _is_generation(folder):
                continue
            held = Lock(folder / READERS_LOCK)
            if held.try_acquire():
                shutil.rmtree(folder, ignore_errors=True)
            held.close()


def new_name() -> str:
    """A generation's name; later ones are greater."""
    return f"v{SCHEMA_VERSION}-{int(time.time()):x}-{secrets.token_hex(3)}"


def _is_generation(folder: Path) -> bool:
    return folder.is_dir() and (folder / READERS_LOCK).exists()
