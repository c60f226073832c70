"""Commits of an index folder: what each consists of, with checksums, and which one is current.

    index/current.json               generation and commit, replaced atomically
    index/<generation>/commit-N.json both collections' tables of contents, segments and their sizes
    index/<generation>/...           tables of contents (Whoosh's pickles) and segments

One manifest names both collections, so a crash between them never shows half a commit; nothing that a
manifest does not vouch for is ever unpickled.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from app.errors import IndexUnavailableError
from app.search.interface import Collection
from app.search.whoosh_engine.segments.codec import ArraySegment
from app.search.whoosh_engine.segments.schema import SCHEMA_VERSION, SCHEMAS
from app.search.whoosh_engine.segments.segment import ARRAYS_SUFFIX
from app.search.whoosh_engine.writing.segment_writer import CommitIndex, sync_file, toc_name

POINTER: Final = "current.json"
FORMAT: Final = "onrecord-index"
REBUILD: Final = "Build it again with `onrecord reindex`; articles stay readable from the database."


@dataclass(frozen=True, slots=True)
class CollectionCommit:
    """One collection at a commit. `files`: segment files and their sizes."""

    toc_number: int
    toc_digest: str
    n_documents: int
    files: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit's manifest."""

    generation: str
    number: int
    schema_version: str
    collections: Mapping[Collection, CollectionCommit]

    @property
    def name(self) -> str:
        """Generation and number: what a page of results was made from."""
        return f"{self.generation}.{self.number}"


def write_commit(folder: Path, commit: Commit) -> None:
    """Writes the manifest, and syncs it with the names of all files that it vouches for; nobody looks at
    it before the pointer names it."""
    body = _body(commit)
    digest = hashlib.sha256(body).hexdigest()
    manifest = orjson.dumps({"format": FORMAT, "sha256": digest, "commit": orjson.Fragment(body)})
    _replace(folder / commit_file(commit.number), manifest)


def point_to(index_dir: Path, commit: Commit) -> None:
    """Makes a commit the current one, atomically and for good."""
    pointer = {"format": FORMAT, "generation": commit.generation, "commit": commit.number}
    _replace(index_dir / POINTER, orjson.dumps(pointer))


def read_pointer(index_dir: Path) -> tuple[str, int]:
    """Generation and number of the current commit. Raises IndexUnavailableError."""
    try:
        pointer = orjson.loads((index_dir / POINTER).read_bytes())
        generation, number = pointer["generation"], pointer["commit"]
    except FileNotFoundError:
        raise IndexUnavailableError(f"There is no search index yet. {REBUILD}") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexUnavailableError(f"The index's {POINTER} is damaged. {REBUILD}") from error
    known = isinstance(generation, str) and isinstance(number, int)
    if not known or not generation.replace("-", "").isalnum():
        raise IndexUnavailableError(f"The index's {POINTER} is damaged. {REBUILD}")
    return generation, number


def read_commit(index_dir: Path, generation: str, number: int) -> Commit:
    """A commit's manifest, verified. Raises IndexUnavailableError; FileNotFoundError when it is gone."""
    raw = (index_dir / generation / commit_file(number)).read_bytes()
    try:
        manifest = orjson.loads(raw)
        commit = _commit_of(manifest["commit"])
        digest = hashlib.sha256(_body(commit)).hexdigest()
        is_whole = manifest["format"] == FORMAT and digest == manifest["sha256"]
    except (ValueError, KeyError, TypeError) as error:
        raise IndexUnavailableError(f"The index's manifest is damaged. {REBUILD}") from error
    if not is_whole or (commit.generation, commit.number) != (generation, number):
        raise IndexUnavailableError(f"The index's manifest is damaged. {REBUILD}")
    if commit.schema_version != SCHEMA_VERSION:
        raise IndexUnavailableError(
            f"The index was written by another version of Onrecord (layout {commit.schema_version}, "
            f"this one reads {SCHEMA_VERSION}). {REBUILD}"
        )
    return commit


def open_collection(index_dir: Path, commit: Commit, collection: Collection) -> CommitIndex:
    """The collection as a Whoosh index at this commit, after its table of contents was found unaltered.

    Raises IndexUnavailableError, or OSError when a newer commit has removed it meanwhile."""
    folder = index_dir / commit.generation
    part = commit.collections[collection]
    toc = (folder / toc_name(collection.value, part.toc_number)).read_bytes()
    if hashlib.sha256(toc).hexdigest() != part.toc_digest:
        raise IndexUnavailableError(f"The index's table of contents is damaged. {REBUILD}")
    for name, size in part.files.items():
        if (folder / name).stat().st_size != size:
            raise IndexUnavailableError(f"The index's segment {name} is cut off. {REBUILD}")
    index = CommitIndex(folder, SCHEMAS[collection], part.toc_number, toc)
    try:
        index.segments_now()
    except Exception as error:
        # The names of another release's classes, for one.
        raise IndexUnavailableError(
            f"The index's table of contents cannot be read: {error}. {REBUILD}"
        ) from error
    return index


def collection_commit(
    folder: Path, collection: Collection, toc_number: int, segments: list[ArraySegment]
) -> CollectionCommit:
    """What the manifest says of a collection that was just written."""
    toc = (folder / toc_name(collection.value, toc_number)).read_bytes()
    names = [segment.make_filename(ARRAYS_SUFFIX) for segment in segments]
    return CollectionCommit(
        toc_number,
        hashlib.sha256(toc).hexdigest(),
        sum(segment.doc_count() for segment in segments),
        {name: (folder / name).stat().st_size for name in names},
    )


def commit_file(number: int) -> str:
    """File name of a manifest."""
    return f"commit-{number}.json"


def files_of(commit: Commit) -> set[str]:
    """Names of all files that a commit needs."""
    found = {commit_file(commit.number)}
    for collection, part in commit.collections.items():
        found.add(toc_name(collection.value, part.toc_number))
        found.update(part.files)
    return found


def _body(commit: Commit) -> bytes:
    return orjson.dumps(asdict(commit), option=orjson.OPT_NON_STR_KEYS)


def _commit_of(raw: dict[str, Any]) -> Commit:
    collections = {Collection(k): CollectionCommit(**v) for k, v in raw["collections"].items()}
    return Commit(raw["generation"], raw["number"], raw["schema_version"], collections)


def _replace(path: Path, content: bytes) -> None:
    """Writes a file so that it has either its old content or all of the new one, also after a power cut."""
    beside = path.with_name(path.name + ".new")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync_file(path.parent)
