"""The writing side: batches become commits, small segments are absorbed, old commits are cleaned away."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final

from app.errors import IndexUnavailableError
from app.search.interface import Collection, IndexBatch
from app.search.whoosh_engine.analysis import Analyser
from app.search.whoosh_engine.commits import (
    Commit,
    collection_commit,
    files_of,
    open_collection,
    point_to,
    read_commit,
    read_pointer,
    write_commit,
)
from app.search.whoosh_engine.locks import READERS_LOCK, Lock
from app.search.whoosh_engine.segments.codec import ArraySegment, open_segment
from app.search.whoosh_engine.segments.documents import (
    Document,
    article_document,
    quotation_document,
)
from app.search.whoosh_engine.segments.postings import MAX_DOCS
from app.search.whoosh_engine.segments.schema import ID, SCHEMA_VERSION, SCHEMAS
from app.search.whoosh_engine.segments.segment import SegmentArrays
from app.search.whoosh_engine.writing.deleting import Names, delete
from app.search.whoosh_engine.writing.merging import (
    absorb_all,
    absorb_crowd,
    absorb_small,
    is_crowded,
)
from app.search.whoosh_engine.writing.segment_writer import (
    BulkSegmentWriter,
    CommitIndex,
    MergePolicy,
)
from app.search.whoosh_engine.writing.tokens import CoreTable

# A cursor, and a reader about to open files, may lag so far behind the newest commit.
KEPT_SECONDS: Final = 600.0
# What a segment in the making may hold: about 300 MB while it is inverted.
MAX_CHUNKS: Final = 6_000_000
_MAX_STEPS: Final = 64
_NOTHING_GONE: Final[Mapping[Collection, Sequence[tuple[str, Names]]]] = {}


class WhooshWriter:
    """Writes to the current generation, or to one being built aside."""

    def __init__(self, index_dir: Path, commit: Commit, lock: Lock, *, is_aside: bool) -> None:
        self._index_dir = index_dir
        self._folder = index_dir / commit.generation
        self._commit = commit
        self._lock = lock
        self._is_aside = is_aside
        self._table = CoreTable(Analyser())
        self._arrays: dict[str, SegmentArrays] = {}
        self._segments: dict[Collection, list[ArraySegment]] = {}
        self._superseded: list[tuple[float, Commit]] = []

    def write(self, batch: IndexBatch) -> None:
        """Applies and commits a batch. Raises IndexUnavailableError when the index is gone or broken."""
        self._check_is_current()
        try:
            self._write(batch)
        except OSError as error:
            raise IndexUnavailableError(f"The index cannot be written to: {error}.") from error

    def optimise(self) -> None:
        """Merges segments of like size until few are left, each step a commit of its own."""
        self._check_is_current()
        self._table.forget()  # a merge needs its memory
        for _ in range(_MAX_STEPS):
            before = self._commit
            self._step({}, absorb_all)
            if _segment_names(before) == _segment_names(self._commit):
                return

    def close(self) -> None:
        """Gives the lock back."""
        self._lock.close()

    def __enter__(self) -> WhooshWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def commit(self) -> Commit:
        """The newest commit."""
        return self._commit

    def _write(self, batch: IndexBatch) -> None:
        replaced = {*batch.deleted, *(article.id for article in batch.articles)}
        added = {
            Collection.ARTICLES: _last_of_each(map(article_document, batch.articles)),
            Collection.QUOTATIONS: _last_of_each(map(quotation_document, batch.quotations)),
        }
        articles = Names(sorted(replaced))
        quotations = Names([document.id for document in added[Collection.QUOTATIONS]])
        gone = {
            Collection.ARTICLES: [(ID, articles)],
            Collection.QUOTATIONS: [("article", articles), (ID, quotations)],
        }
        slices = {name: _sliced(documents) for name, documents in added.items()}
        for i in range(max(1, *map(len, slices.values()))):
            part = {name: found[i] if i < len(found) else [] for name, found in slices.items()}
            is_last = i + 1 >= max(map(len, slices.values()))
            self._step(part, absorb_small, gone if i == 0 else _NOTHING_GONE, is_visible=is_last)
        if any(map(is_crowded, self._segments.values())):
            self._step({}, absorb_crowd)

    def _step(
        self,
        added: dict[Collection, list[Document]],
        policy: MergePolicy,
        gone: Mapping[Collection, Sequence[tuple[str, Names]]] = _NOTHING_GONE,
        *,
        is_visible: bool = True,
    ) -> None:
        """One commit: marks deletions, writes at most one new segment in each collection."""
        if self._table.is_full:
            self._table.forget()
        parts = {}
        for name, old in self._commit.collections.items():
            index = open_collection(self._index_dir, self._commit, name)
            writer = BulkSegmentWriter(index, SCHEMAS[name], self._table)
            try:
                for field, names in gone.get(name, ()):
                    for segment in writer.segments:
                        delete(segment, self._open(index, segment).key(field), names)
                for document in added.get(name, ()):
                    writer.add(document)
                segments = writer.commit_segment(policy)
            except BaseException:
                writer.cancel()
                raise
            self._segments[name] = segments
            parts[name] = collection_commit(self._folder, name, old.toc_number + 1, segments)
        commit = Commit(self._commit.generation, self._commit.number + 1, SCHEMA_VERSION, parts)
        write_commit(self._folder, commit)
        if is_visible and not self._is_aside:
            self._check_is_current()
            point_to(self._index_dir, commit)
        self._superseded.append((time.monotonic(), self._commit))
        self._commit = commit
        self._clean()

    def _open(self, index: CommitIndex, segment: ArraySegment) -> SegmentArrays:
        name = segment.segment_id()
        found = self._arrays.get(name)
        if found is None:
            found = self._arrays[name] = open_segment(index.storage, segment)
        return found

    def _check_is_current(self) -> None:
        if self._is_aside:
            return
        generation, number = read_pointer(self._index_dir)
        is_current = (generation, number) == (self._commit.generation, self._commit.number)
        if not is_current and generation != self._commit.generation:
            raise IndexUnavailableError("The index was rebuilt meanwhile. Open the writer again.")

    def _clean(self) -> None:
        """Removes files that only commits superseded for a while need."""
        limit = time.monotonic() - (0 if self._is_aside else KEPT_SECONDS)
        old = [commit for at, commit in self._superseded if at <= limit]
        if not old:
            return
        self._superseded = [(at, commit) for at, commit in self._superseded if at > limit]
        kept = files_of(self._commit).union(*(files_of(commit) for _, commit in self._superseded))
        for name in set().union(*map(files_of, old)) - kept:
            (self._folder / name).unlink(missing_ok=True)
        open_files = set().union(*(part.files for part in self._commit.collections.values()))
        self._arrays = {k: v for k, v in self._arrays.items() if v.file.path.name in open_files}


def open_writer(index_dir: Path, lock: Lock) -> WhooshWriter:
    """A writer on the current generation; removes what a crash left behind. The lock is given back when
    that fails. Raises IndexUnavailableError."""
    try:
        commit = read_commit(index_dir, *read_pointer(index_dir))
        for name in Collection:
            open_collection(index_dir, commit, name)
        writer = WhooshWriter(index_dir, commit, lock, is_aside=False)
        remove_leftovers(index_dir / commit.generation, commit)
    except OSError as error:
        lock.close()
        raise IndexUnavailableError(f"The index cannot be opened: {error}.") from error
    except BaseException:
        lock.close()
        raise
    return writer


def new_generation(index_dir: Path, name: str) -> Commit:
    """An empty generation's first commit, which nothing points to yet."""
    folder = index_dir / name
    folder.mkdir(parents=True)
    parts = {}
    for collection, schema in SCHEMAS.items():
        CommitIndex.create_empty(folder, schema)
        parts[collection] = collection_commit(folder, collection, 0, [])
    Lock(folder / READERS_LOCK).close()
    commit = Commit(name, 0, SCHEMA_VERSION, parts)
    write_commit(folder, commit)
    return commit


def remove_leftovers(folder: Path, commit: Commit, *, seconds: float = KEPT_SECONDS) -> None:
    """Removes files that a crash left, and those of old commits; younger ones may be in use by readers."""
    kept = files_of(commit) | {READERS_LOCK}
    limit = time.time() - seconds
    for path in folder.iterdir():
        is_ours = path.suffix in {".arr", ".toc", ".new"} or path.name.startswith("commit-")
        if is_ours and path.name not in kept and path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)


def _last_of_each(documents: Iterable[Document]) -> list[Document]:
    """In order of id; of documents with the same id the last."""
    by_id = {document.id: document for document in documents}
    return [by_id[name] for name in sorted(by_id)]


def _sliced(documents: list[Document]) -> list[list[Document]]:
    """Parts that fit one segment each."""
    parts: list[list[Document]] = []
    room = 0
    for document in documents:
        size = document.body.count(" ") + 1
        if not parts or len(parts[-1]) >= MAX_DOCS or room < size:
            parts.append([])
            room = MAX_CHUNKS
        room -= size
        parts[-1].append(document)
    return parts


def _segment_names(commit: Commit) -> list[set[str]]:
    return [set(part.files) for part in commit.collections.values()]
