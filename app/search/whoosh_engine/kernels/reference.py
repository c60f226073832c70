"""The kernels in numpy: what they mean, and what runs where nothing was compiled.

The compiled ones give the same bits: scores are summed in the order of parts.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.search.whoosh_engine.kernels.parts import Array, Part, RowSlot

Floats = NDArray[np.float64]


def scores(part: Part) -> Floats:
    """Scores of a part's documents."""
    if part.scores is not None:
        return part.scores
    if part.tf is None or part.lengths is None or part.table is None:
        raise TypeError("a part has either scores or counts")
    at = part.tf.astype(np.uint16) << 8
    at |= part.lengths[part.docs]
    found: Floats = part.table[at] * part.weight
    return found


def union(parts: Sequence[Part], n_docs: int, least: int) -> tuple[Array, Floats]:
    """Documents of at least `least` parts, with the sum of their scores."""
    sums = np.zeros(n_docs)
    counts = np.zeros(n_docs, np.uint16)
    for part in parts:
        sums[part.docs] += scores(part)
        counts[part.docs] += 1
    docs = np.flatnonzero(counts >= max(1, least)).astype(np.uint16)
    return docs, sums[docs]


def intersection(parts: Sequence[Part]) -> tuple[Array, Floats]:
    """Documents of all parts, with the sum of their scores."""
    docs = common(parts)
    sums = np.zeros(len(docs))
    for part in parts:
        sums += scores(part)[np.searchsorted(part.docs, docs)]
    return docs, sums


def common(parts: Sequence[Part]) -> Array:
    """Documents of all parts."""
    by_size = sorted(parts, key=lambda part: part.n)
    docs = by_size[0].docs
    for part in by_size[1:]:
        docs = docs[is_among(docs, part.docs)]
    return docs


def is_among(docs: Array, others: Array) -> NDArray[np.bool_]:
    """For each document whether it is among others; both in order."""
    if not len(others):
        return np.zeros(len(docs), bool)
    at = np.searchsorted(others, docs)
    at[at == len(others)] = 0
    found: NDArray[np.bool_] = others[at] == docs
    return found


def keep(docs: Array, scored: Floats, mask: NDArray[np.bool_]) -> tuple[Array, Floats]:
    """The documents whose mask is set."""
    kept = mask[docs]
    return docs[kept], scored[kept]


def top(docs: Array, keys: Floats, ranks: Array, n: int, least: float) -> Array:
    """Places of the first `n` by key (higher first), then by rank; only keys of at least `least`."""
    places = np.flatnonzero(keys >= least)
    if len(places) > n:
        own = keys[places]
        places = places[own >= np.partition(own, len(own) - n)[len(own) - n]]
    best: Array = places[np.lexsort((ranks[docs[places]], -keys[places]))[:n]]
    return best


def gather(docs: Array, starts: Array, ends: Array) -> Array:
    """Documents of several stretches of postings, each once, in order."""
    if not len(starts):
        return np.zeros(0, np.uint16)
    if len(starts) == 1:
        return docs[starts[0] : ends[0]]
    seen = np.zeros(1 << 16, bool)
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        seen[docs[start:end]] = True
    found: Array = np.flatnonzero(seen).astype(np.uint16)
    return found


def count(docs: Array, starts: Array, values: Array, n_values: int) -> Array:
    """How many of the documents have each value."""
    chosen = np.zeros(len(starts) - 1, bool)
    chosen[docs] = True
    n_each: Array = np.diff(starts.astype(np.int64))
    return np.bincount(values[np.repeat(chosen, n_each)], minlength=n_values)


def row(parts: Sequence[Part], slots: Sequence[RowSlot]) -> tuple[Array, Floats]:
    """Documents in which the parts' terms stand in a row, with the sum of their scores."""
    docs = common(parts)
    hits: Array | None = None
    for number, (part, slot) in enumerate(zip(parts, slots, strict=True)):
        places = _places(part, slot, docs) - number
        hits = places if hits is None else hits[is_among(hits, places)]
    found = np.unique((hits if hits is not None else np.zeros(0, np.int64)) >> 24).astype(np.uint16)
    sums = np.zeros(len(found))
    for part in parts:
        sums += scores(part)[np.searchsorted(part.docs, found)]
    return found, sums


def _places(part: Part, slot: RowSlot, docs: Array) -> Array:
    """document << 24 | position of a term's occurrences in these documents, in order."""
    counts = _counts(part, slot)
    starts = np.cumsum(counts) - counts
    at = np.searchsorted(part.docs, docs)
    lengths = counts[at]
    before = np.cumsum(lengths) - lengths
    within = np.arange(int(lengths.sum())) + np.repeat(starts[at] - before, lengths)
    positions = slot.positions[within].astype(np.int64)
    places: Array = positions + np.repeat(docs.astype(np.int64) << 24, lengths)
    return places


def _counts(part: Part, slot: RowSlot) -> Array:
    if part.tf is None:
        raise TypeError("a row is made of terms")
    counts = part.tf.astype(np.int64)
    first, last = np.searchsorted(slot.large_at, (slot.first, slot.first + part.n))
    counts[slot.large_at[first:last].astype(np.int64) - slot.first] = slot.large_tf[first:last]
    return counts
