"""A whole query in numpy: what the compiled kernels mean, and what runs where nothing was compiled.

Scores are summed in the same order, so that both give the same bits.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.search.interface import FacetValue, SearchRequest
from app.search.whoosh_engine.answer import Answer, Position, group_of
from app.search.whoosh_engine.execution.filters import Filters, count_facet
from app.search.whoosh_engine.execution.matching import (
    NONE,
    BudgetSpentError,
    Execution,
    Matches,
    leaves_of,
)
from app.search.whoosh_engine.execution.ranking import collapse, first_hits, order_keys
from app.search.whoosh_engine.planning.expansion import prefix_told
from app.search.whoosh_engine.planning.plan import BODY, Plan, Prefixed, Term
from app.search.whoosh_engine.segments.arrays import ArrayFile
from app.search.whoosh_engine.segments.snapshot import CollectionSnapshot

Ints = NDArray[Any]


def run(
    snapshot: CollectionSnapshot,
    plan: Plan,
    request: SearchRequest,
    deadline: float,
    after: Position | None = None,
    words: object = None,
) -> Answer:
    """The first hits of a plan after a position, behind the request's filters, and its facets."""
    search = _Search(snapshot, plan, request, deadline)
    return search.answer(after)


def places(
    snapshot: CollectionSnapshot, plan: Plan, request: SearchRequest, deadline: float
) -> Ints:
    """`segment << 16 | document` of all hits."""
    kept, _, _ = _Search(snapshot, plan, request, deadline).hits()
    found = [(s << 16) + each.docs.astype(np.int64) for s, each in enumerate(kept)]
    return np.concatenate([*found, np.zeros(0, np.int64)])


def state_of(path: bytes) -> int:
    """A number that is another one whenever a file is; 0 where there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116 - a Path costs as much as a search
    except OSError:
        return 0
    return hash((found.st_mtime_ns, found.st_ino, found.st_size)) or 1


# Reading a file that was cut off ends the process: no handler of Python's can go on from there.
n_cut = 0


def guard(file: ArrayFile) -> None:
    """Does nothing."""


def populate(file: ArrayFile) -> None:
    """Does nothing: numpy's work takes longer than waiting for pages."""


def keep_scratch(n_bytes: int) -> None:
    """Does nothing: numpy's work gives its memory back."""


class _Search:
    def __init__(
        self, snapshot: CollectionSnapshot, plan: Plan, request: SearchRequest, deadline: float
    ) -> None:
        self._snapshot, self._plan, self._request = snapshot, plan, request
        self._filters = Filters(request, snapshot.schema)
        self._is_partial = False
        self._matches = self._run(Execution(snapshot, deadline))

    def answer(self, after: Position | None) -> Answer:
        snapshot, request = self._snapshot, self._request
        kept, keys, more = self.hits()
        ranked = first_hits(snapshot, kept, keys, request.limit + 1, after)
        return Answer(
            total=sum(map(len, kept)),
            ids=[snapshot.segments[hit.segment].arrays.document_id(hit.doc) for hit in ranked],
            keys=[hit.key for hit in ranked],
            scores=[hit.score for hit in ranked],
            places=[hit.segment << 16 | hit.doc for hit in ranked],
            more=[
                int(more[hit.segment][np.searchsorted(kept[hit.segment].docs, hit.doc)])
                for hit in ranked
            ],
            facets=self._facets(kept),
            told={
                leaf.label: prefix_told(snapshot.segments, leaf)
                for leaf in leaves_of(self._plan)
                if isinstance(leaf, Prefixed)
            },
            has_unknown=self._has_unknown(),
            is_partial=self._is_partial,
        )

    def hits(
        self, but: str | None = None
    ) -> tuple[Sequence[Matches], Sequence[NDArray[np.float64]], Sequence[Ints]]:
        """What passes the filters, but not looking at one field's, collapsed: matches, keys, and how
        many more each one's group has, by segment."""
        snapshot, request = self._snapshot, self._request
        kept = []
        for view, found in zip(snapshot.segments, self._matches, strict=True):
            mask = self._filters.mask(view, but=but)
            passes = slice(None) if mask is None else mask[found.docs]
            kept.append(Matches(found.docs[passes], found.scores[passes]))
        keys = [
            order_keys(request.sort, request.seed, view, found)
            for view, found in zip(snapshot.segments, kept, strict=True)
        ]
        group = group_of(request)
        if group and any(map(len, kept)):
            return collapse(snapshot, kept, keys, group)
        return kept, keys, [np.zeros(len(found), np.int64) for found in kept]

    def _run(self, execution: Execution) -> list[Matches]:
        matches = []
        for place in range(len(self._snapshot.segments)):
            try:
                matches.append(execution.run(self._plan, place))
            except BudgetSpentError:
                self._is_partial = True
                matches.append(NONE)
        return matches

    def _facets(self, kept: Sequence[Matches]) -> dict[str, tuple[FacetValue, ...]]:
        facets = {}
        for name in self._request.facets:
            if name in self._snapshot.schema.keys:
                counted = self.hits(but=name)[0] if self._filters.has(name) else kept
                docs = [found.docs for found in counted]
                facets[name] = count_facet(self._snapshot, name, docs, self._request.facet_size)
        return facets

    def _has_unknown(self) -> bool:
        frequency = self._snapshot.document_frequency
        return any(
            not frequency(leaf.field, leaf.term)
            for leaf in leaves_of(self._plan)
            if isinstance(leaf, Term) and leaf.field != BODY
        )
