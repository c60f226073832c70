"""One child of a query on one segment, as kernels take it: postings still to be scored, or scored matches."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


class Part:
    """Documents with counts, lengths, a table and a weight, or documents with scores. The numbers that
    end in `_at` are addresses of the arrays beside them."""

    __slots__ = (
        "docs", "docs_at", "lengths", "lengths_at", "n", "scores", "scores_at", "table", "table_at",
        "tf", "tf_at", "weight",
    )  # fmt: skip

    def __init__(self, docs: Array, docs_at: int, weight: float = 1.0) -> None:
        self.docs, self.docs_at, self.n = docs, docs_at, len(docs)
        self.weight = weight
        self.tf: Array | None = None
        self.lengths: Array | None = None
        self.table: Array | None = None
        self.scores: NDArray[np.float64] | None = None
        self.tf_at = self.lengths_at = self.table_at = self.scores_at = 0


def scored_part(docs: Array, scores: NDArray[np.float64]) -> Part:
    """A part of matches that are scored already."""
    docs, scores = np.ascontiguousarray(docs), np.ascontiguousarray(scores)
    part = Part(docs, address(docs))
    part.scores, part.scores_at = scores, address(scores)
    return part


def address(array: Array) -> int:
    """Where an array begins in memory."""
    found: int = array.__array_interface__["data"][0]
    return found


class RowSlot:
    """Where a term's positions are, beside its Part: the first of them, and counts above 254."""

    __slots__ = (
        "first", "large_at", "large_at_at", "large_tf", "large_tf_at", "positions", "positions_at",
    )  # fmt: skip

    def __init__(
        self, positions: Array, positions_at: int, first: int, large: tuple[Array, Array]
    ) -> None:
        self.positions, self.positions_at = positions, positions_at
        self.first = first
        self.large_at, self.large_tf = large
        self.large_at_at, self.large_tf_at = address(large[0]), address(large[1])
