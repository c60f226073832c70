"""An index at one commit, open for reading: segments, and the statistics that scores are made of."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.search.interface import Collection
from app.search.whoosh_engine.arrays import Array
from app.search.whoosh_engine.codec import LENGTH_OF_BYTE, ArraySegment, open_segment
from app.search.whoosh_engine.commits import Commit, open_collection
from app.search.whoosh_engine.kernels.parts import address
from app.search.whoosh_engine.segments import SegmentArrays

# Lucene's defaults are 1.2 and .75; more repetition to count was better on the development sets, all four
# taken together. See docs/decisions/0006.
K1: Final = 1.7
B: Final = 0.75
# Rare words count a little more than their information: better or equal on all four sets.
RARENESS: Final = 1.25


class SegmentView:
    """A segment at a commit: its arrays, and which of its documents are live (None: all)."""

    def __init__(self, arrays: SegmentArrays, segment: ArraySegment) -> None:
        self.arrays = arrays
        self.n_docs = arrays.n_docs
        self.n_live = int(segment.doc_count())
        self.live: Array | None = segment.live() if segment.has_deletions() else None
        self.masks: dict[Any, Array] = {}


class CollectionSnapshot:
    """One collection's segments and statistics. Deleted documents count in statistics until merged."""

    def __init__(self, segments: list[ArraySegment], arrays: list[SegmentArrays]) -> None:
        self.segments = [SegmentView(a, s) for a, s in zip(arrays, segments, strict=True)]
        self.n_docs = sum(view.n_docs for view in self.segments)
        self.n_live = sum(view.n_live for view in self.segments)
        self._field_lengths: dict[str, int] = {}
        for segment in segments:
            for name, length in segment.field_lengths.items():
                self._field_lengths[name] = self._field_lengths.get(name, 0) + length
        self._weights: dict[str, tuple[NDArray[np.float64], int]] = {}
        self.cache: dict[Any, Any] = {}

    def document_frequency(self, field: str, term: bytes) -> int:
        """Documents with a term, deleted ones too."""
        total = 0
        for view in self.segments:
            arrays = view.arrays.field(field)
            i = arrays.find(term)
            if i >= 0:
                total += int(arrays.starts[i + 1]) - int(arrays.starts[i])
        return total

    def idf(self, n_docs: int) -> float:
        """Lucene's inverse document frequency of what stands in so many documents, raised to RARENESS;
        never negative."""
        return float(math.log(1 + (self.n_docs - n_docs + 0.5) / (n_docs + 0.5)) ** RARENESS)

    def average_length(self, field: str) -> float:
        """Terms of an average document in a text field, at least 1."""
        return max(1.0, self._field_lengths.get(field, 0) / max(1, self.n_docs))

    def weights(self, field: str) -> tuple[NDArray[np.float64], int]:
        """BM25's part of counts and lengths: at `tf << 8 | length byte`, for tf up to 255; and the
        table's address."""
        found = self._weights.get(field)
        if found is None:
            norm = K1 * (1 - B + B * LENGTH_OF_BYTE / self.average_length(field))
            tf = np.arange(256, dtype=np.float64)[:, None]
            table = (tf * (K1 + 1) / (tf + norm[None, :])).ravel()
            found = self._weights[field] = (table, address(table))
        return found


class Snapshot:
    """Both collections at a commit."""

    def __init__(
        self, commit: Commit, collections: Mapping[Collection, CollectionSnapshot]
    ) -> None:
        self.commit = commit
        self.collections = collections

    @property
    def name(self) -> str:
        """Generation and number of the commit."""
        return self.commit.name


def open_snapshot(
    index_dir: Path, commit: Commit, known: Mapping[str, SegmentArrays]
) -> tuple[Snapshot, dict[str, SegmentArrays]]:
    """Opens a commit; segments that are open already are taken from `known`. Returns what is open now.

    Raises IndexUnavailableError, ArrayFileError, or OSError when a file is gone."""
    opened: dict[str, SegmentArrays] = {}
    collections = {}
    for name in Collection:
        index = open_collection(index_dir, commit, name)
        segments = index.segments_now()
        arrays = []
        for segment in segments:
            key = segment.segment_id()
            opened[key] = known.get(key) or open_segment(index.storage, segment)
            arrays.append(opened[key])
        collections[name] = CollectionSnapshot(segments, arrays)
    return Snapshot(commit, collections), opened
