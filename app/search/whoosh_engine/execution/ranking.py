"""Order of hits in numpy, and pages cut from it: by a key that is higher for what comes first, then by the
archive's number. `kernels/hits.h` does the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.search.interface import Sort
from app.search.whoosh_engine.answer import Position
from app.search.whoosh_engine.execution.matching import Matches
from app.search.whoosh_engine.segments.schema import NO_DATE, NUMBER
from app.search.whoosh_engine.segments.snapshot import CollectionSnapshot, SegmentView

Ints = NDArray[Any]
Floats = NDArray[np.float64]
_MIX: Final = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_GOLDEN: Final = 0x9E3779B97F4A7C15


@dataclass(slots=True)
class Ranked:
    """A hit: its place in the order, its score, its segment and document."""

    key: float
    number: int
    score: float
    segment: int
    doc: int


def order_keys(sort: Sort, seed: int, view: SegmentView, found: Matches) -> Floats:
    """What documents are ordered by, higher first."""
    if sort is Sort.RELEVANCE:
        return found.scores
    if sort is Sort.RANDOM:
        return _shuffled(view.arrays.number(NUMBER)[found.docs].astype(np.uint64), seed)
    dates = view.arrays.number("published_at")[found.docs]
    keys = dates.astype(np.float64)
    if sort is Sort.OLDEST:
        keys = -keys
    keys[dates == NO_DATE] = -np.inf
    return keys


def first_hits(
    snapshot: CollectionSnapshot,
    matches: Sequence[Matches],
    keys: Sequence[Floats],
    n: int,
    after: Position | None,
) -> list[Ranked]:
    """The first `n` hits after a position."""
    ranked = []
    for segment, (matched, key) in enumerate(zip(matches, keys, strict=True)):
        view = snapshot.segments[segment]
        numbers = view.arrays.number(NUMBER)[matched.docs]
        places = np.arange(len(key)) if after is None else _after(numbers, key, after)
        for at in places[np.lexsort((numbers[places], -key[places]))[:n]].tolist():
            score, doc = float(matched.scores[at]), int(matched.docs[at])
            ranked.append(Ranked(float(key[at]), int(numbers[at]), score, segment, doc))
    ranked.sort(key=lambda hit: (-hit.key, hit.number))
    return ranked[:n]


def collapse(
    snapshot: CollectionSnapshot,
    matches: Sequence[Matches],
    keys: Sequence[Floats],
    group: str,
) -> tuple[list[Matches], list[Floats], list[Ints]]:
    """Keeps the first hit of each group; how many more each group has comes with it."""
    views = snapshot.segments
    groups = np.concatenate(
        [v.arrays.group(group)[m.docs] for v, m in zip(views, matches, strict=True)]
    )
    order_key = np.concatenate(list(keys))
    numbers = np.concatenate(
        [v.arrays.number(NUMBER)[m.docs] for v, m in zip(views, matches, strict=True)]
    )
    order = np.lexsort((numbers, -order_key, groups))
    is_first = np.ones(len(order), bool)
    is_first[1:] = groups[order][1:] != groups[order][:-1]
    starts = np.flatnonzero(is_first)
    more = np.zeros(len(order), np.int64)
    more[order[starts]] = np.diff(starts, append=len(order)) - 1
    kept = np.zeros(len(order), bool)
    kept[order[starts]] = True
    bounds = np.cumsum([len(m) for m in matches])[:-1]
    parts = [np.flatnonzero(each) for each in np.split(kept, bounds)]
    return (
        [Matches(m.docs[at], m.scores[at]) for m, at in zip(matches, parts, strict=True)],
        [k[at] for k, at in zip(keys, parts, strict=True)],
        [m[at] for m, at in zip(np.split(more, bounds), parts, strict=True)],
    )


def _after(numbers: Ints, keys: Floats, after: Position) -> Ints:
    tied = keys == after.key
    places: Ints = np.flatnonzero((keys < after.key) | (tied & (numbers > after.number)))
    return places


def _shuffled(names: Ints, seed: int) -> Floats:
    """A number for each name that is another for each seed (splitmix64), in [0, 1)."""
    with np.errstate(over="ignore"):
        z = names + np.uint64((seed * _GOLDEN + _GOLDEN) & (2**64 - 1))
        z = (z ^ (z >> np.uint64(30))) * _MIX[0]
        z = (z ^ (z >> np.uint64(27))) * _MIX[1]
        z ^= z >> np.uint64(31)
    shuffled: Floats = (z >> np.uint64(11)).astype(np.float64) / float(1 << 53)
    return shuffled
