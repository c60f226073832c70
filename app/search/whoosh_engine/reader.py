"""The reading side: follows the newest commit, keeps the last few for cursors, answers searches."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from app.caches import CacheBudget
from app.errors import CursorExpiredError, IndexUnavailableError
from app.search.interface import (
    Hit,
    IndexHealth,
    SearchPage,
    SearchRequest,
    Suggestion,
)
from app.search.whoosh_engine.analysis import Analyser
from app.search.whoosh_engine.commits import (
    POINTER,
    REBUILD,
    commit_file,
    read_commit,
    read_pointer,
)
from app.search.whoosh_engine.execution.cursors import commit_of
from app.search.whoosh_engine.execution.histograms import count_by_interval
from app.search.whoosh_engine.execution.searching import Search
from app.search.whoosh_engine.execution.similarity import similar_articles
from app.search.whoosh_engine.kernels import query
from app.search.whoosh_engine.locks import READERS_LOCK, Lock
from app.search.whoosh_engine.segments.arrays import ArrayFileError
from app.search.whoosh_engine.segments.caches import QueryCaches
from app.search.whoosh_engine.segments.schema import SCHEMA_VERSION
from app.search.whoosh_engine.segments.segment import SegmentArrays
from app.search.whoosh_engine.segments.snapshot import Snapshot, open_snapshot
from app.search.whoosh_engine.suggestions.suggesting import Suggester

# A file can be gone because a newer commit came: then the newer one is opened.
_TRIES: Final = 5
_KEPT_SNAPSHOTS: Final = 8
# So long a file that was cut off may go unnoticed where nobody reads beyond its end.
_SECONDS_UNCHECKED: Final = 0.1

P = ParamSpec("P")
T = TypeVar("T")

_log = logging.getLogger(__name__)


class WhooshSearch:
    """Searches the current commit; safe to share between threads."""

    def __init__(self, index_dir: Path, budget: CacheBudget) -> None:
        self._index_dir = index_dir
        self._pointer = os.fsencode(index_dir / POINTER)
        self._commit_path: Path | None = None
        self._look = query.kernels.state_of
        self._analyser = Analyser()
        self._suggester = Suggester(self._analyser, budget.names)
        self._caches = QueryCaches(budget)
        query.kernels.keep_scratch(budget.scratch)
        self._guard = threading.Lock()
        self._current: Snapshot | None = None
        self._kept: OrderedDict[str, Snapshot] = OrderedDict()
        self._arrays: dict[str, SegmentArrays] = {}
        self._held: Lock | None = None
        self._seen = 0  # state of the pointer when its commit was opened
        self._problem: str | None = None
        self._check_at = 0.0
        self._is_closed = False
        self._preparing: threading.Thread | None = None

    def search(self, request: SearchRequest) -> SearchPage:
        """Runs one search. Raises IndexUnavailableError, CursorError, CursorExpiredError."""
        return self._of_whole_files(self._search, request)

    def histogram(self, request: SearchRequest, interval: str) -> list[tuple[int, int]]:
        """Counts hits by interval of publication."""
        return self._of_whole_files(self._histogram, request, interval)

    def suggest(self, prefix: str, kinds: Sequence[str], limit: int) -> list[Suggestion]:
        """Completes `prefix` from what the index holds."""
        return self._of_whole_files(self._suggest, prefix, kinds, limit)

    def similar(self, article_id: str, limit: int) -> list[Hit]:
        """Articles that share most of this one's telling words; none for an unknown id."""
        return self._of_whole_files(self._similar, article_id, limit)

    def health(self) -> IndexHealth:
        """Never raises. Notices, unlike a search, that what is mapped has been removed."""
        with self._guard:
            if self._commit_path is not None and not self._commit_path.exists():
                self._forget()
        self._check_at = 0.0
        try:
            snapshot = self._newest()
        except IndexUnavailableError as error:
            return IndexHealth(False, None, SCHEMA_VERSION, problem=str(error))
        parts = (snapshot.articles, snapshot.quotations)
        files = {
            view.arrays.file.path.name: view.arrays.file.n_bytes
            for part in parts
            for view in part.segments
        }
        return IndexHealth(
            is_ready=True,
            generation=snapshot.name,
            schema_version=snapshot.commit.schema_version,
            n_articles=snapshot.articles.n_live,
            n_quotations=snapshot.quotations.n_live,
            n_segments=sum(len(part.segments) for part in parts),
            size_bytes=sum(files.values()),
        )

    def kept_bytes(self) -> dict[str, int]:
        """What is kept so as not to make it twice, by part of the budget, as estimated."""
        return {
            "values": self._caches.values.n_bytes,
            "words": self._caches.n_term_bytes,
            "names": self._suggester.n_bytes,
        }

    def close(self) -> None:
        """Lets go of files."""
        with self._guard:
            self._is_closed = True
            self._forget()
        if self._preparing is not None:
            # It reads mapped files, which whoever closes a reader may be about to change.
            self._preparing.join()

    def _search(self, request: SearchRequest) -> SearchPage:
        snapshot = self._snapshot_of(request.after) if request.after else self._newest()
        return Search(snapshot, request, self._analyser).page()

    def _histogram(self, request: SearchRequest, interval: str) -> list[tuple[int, int]]:
        dates = Search(self._newest(), request, self._analyser).dates()
        return count_by_interval(dates, interval)

    def _suggest(self, prefix: str, kinds: Sequence[str], limit: int) -> list[Suggestion]:
        return self._suggester.suggest(self._newest(), prefix, kinds, limit)

    def _similar(self, article_id: str, limit: int) -> list[Hit]:
        return similar_articles(self._newest().articles, article_id, limit)

    def _of_whole_files(self, ask: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
        """What is answered, unless a file was found to be cut off meanwhile."""
        n_cut = query.kernels.n_cut
        try:
            answer = ask(*args, **options)
        except Exception:
            if query.kernels.n_cut == n_cut:
                raise
        else:
            if query.kernels.n_cut == n_cut:
                return answer
        with self._guard:
            self._forget()
        raise IndexUnavailableError(f"The index was damaged while it was read. {REBUILD}")

    def _check_files(self, now: float) -> None:
        """Lets go of files that were cut off: what is opened next says which."""
        self._check_at = now + _SECONDS_UNCHECKED
        with self._guard:
            if not all(segment.file.is_whole for segment in self._arrays.values()):
                self._forget()

    def _newest(self) -> Snapshot:
        """The current commit's snapshot: whoever has seen a job end finds what it wrote. Looking for a
        newer commit costs every search a call of the system, a microsecond or two."""
        now = time.monotonic()
        if now >= self._check_at:
            self._check_files(now)
        if self._look(self._pointer) == self._seen and (current := self._current) is not None:
            return current
        with self._guard:
            self._refresh()
            if self._current is None:
                raise IndexUnavailableError(self._problem or f"There is no search index. {REBUILD}")
            return self._current

    def _refresh(self) -> None:
        if self._is_closed:
            raise IndexUnavailableError("This reader is closed.")
        seen = self._look(self._pointer)
        if seen and seen == self._seen and self._current is not None:
            return
        if not seen:
            self._fail(f"There is no search index in {self._index_dir}. {REBUILD}")
            return
        try:
            self._open_newest()
        except IndexUnavailableError as error:
            self._fail(str(error))
            return
        self._seen, self._problem = seen, None

    def _open_newest(self) -> None:
        for attempt in range(_TRIES):
            generation, number = read_pointer(self._index_dir)
            try:
                commit = read_commit(self._index_dir, generation, number)
                if self._current is not None and self._current.name == commit.name:
                    return
                held = self._hold(generation)
                opened = open_snapshot(self._index_dir, commit, self._arrays, self._caches)
            except (OSError, ArrayFileError) as error:
                if attempt + 1 == _TRIES:
                    raise IndexUnavailableError(
                        f"The index cannot be opened: {error} {REBUILD}"
                    ) from error
                time.sleep(0.02 * attempt)
            else:
                self._take(*opened, held)
                return

    def _take(
        self, snapshot: Snapshot, arrays: dict[str, SegmentArrays], held: Lock | None
    ) -> None:
        if held is not None:
            if self._held is not None:
                self._held.close()
            self._held = held
        new = [arrays[name] for name in arrays.keys() - self._arrays.keys()]
        for segment in new:
            query.kernels.guard(segment.file)
        self._preparing = threading.Thread(target=self._prepare, args=(snapshot, new), daemon=True)
        self._preparing.start()
        self._current, self._arrays = snapshot, arrays
        commit = snapshot.commit
        self._commit_path = self._index_dir / commit.generation / commit_file(commit.number)
        self._kept[snapshot.name] = snapshot
        while len(self._kept) > _KEPT_SNAPSHOTS:
            self._kept.popitem(last=False)

    def _prepare(self, snapshot: Snapshot, new: Sequence[SegmentArrays]) -> None:
        """Makes the first queries as fast as later ones, as far as memory should go for that."""
        left = _physical_bytes() // 2
        for segment in new:
            left -= segment.file.n_bytes
            if left > 0 and not self._is_closed:
                query.kernels.populate(segment.file)
        if not self._suggester.is_ready and not self._is_closed:
            with suppress(IndexUnavailableError):  # whoever asks next is told
                self._of_whole_files(self._suggester.prepare, snapshot)

    def _hold(self, generation: str) -> Lock | None:
        """A shared lock that keeps the generation from being removed; None if it is held already."""
        path = self._index_dir / generation / READERS_LOCK
        if self._held is not None and self._held.path == path:
            return None
        lock = Lock(path)
        lock.try_acquire(is_shared=True)
        return lock

    def _snapshot_of(self, after: str) -> Snapshot:
        """The commit that a cursor belongs to, opened again if its files are still there."""
        current = self._newest()
        generation, number = commit_of(after)
        name = f"{generation}.{number}"
        if name == current.name:
            return current
        with self._guard:
            kept = self._kept.get(name)
            if kept is not None:
                return kept
            try:
                commit = read_commit(self._index_dir, generation, number)
                snapshot, arrays = open_snapshot(
                    self._index_dir, commit, self._arrays, self._caches
                )
            except (OSError, ArrayFileError, IndexUnavailableError):
                raise CursorExpiredError(
                    "The index has moved on since this page was made. Start again without the cursor."
                ) from None
            for segment in arrays.keys() - self._arrays.keys():
                query.kernels.guard(arrays[segment].file)
            self._kept[name] = snapshot
            while len(self._kept) > _KEPT_SNAPSHOTS:
                self._kept.popitem(last=False)
            return snapshot

    def _fail(self, problem: str) -> None:
        if problem != self._problem:
            _log.error("index_unavailable problem=%s", problem)
        self._forget()
        self._problem = problem

    def _forget(self) -> None:
        self._current, self._seen, self._commit_path = None, 0, None
        self._kept.clear()
        self._arrays = {}
        if self._held is not None:
            self._held.close()
            self._held = None


def _physical_bytes() -> int:
    """Memory of the machine; 2 GB where the system does not say."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return 2 << 30
