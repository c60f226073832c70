"""Inverted fields in memory, and what they are made from: numbered words of numbered documents.

The loops over them are `kernels.indexing`; `kernels.indexing_reference` defines them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

# A segment numbers its documents in 16 bits: postings are half as large, and merging is bounded.
MAX_DOCS: Final = 65_536
MAX_POSITION: Final = (1 << 24) - 1
TF_LIMIT: Final = 255  # larger counts are kept in a list beside

Ints = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces of a field's text as core numbers, in order of documents. A piece begins at its position, or
    `gap` after the end of its document's piece before, if that is later."""

    ids: Ints  # uint32, those of all pieces
    counts: Ints  # int64, how many each piece has
    docs: Ints  # uint32
    positions: Ints  # uint32
    gap: int


@dataclass(frozen=True, slots=True)
class CoreTerms:
    """Terms of core i: `terms[starts[i]:starts[i + 1]]`, which take a position each, and extras, each at
    the position of the core's n-th term (`extra_offsets`). All uint32."""

    starts: Ints
    terms: Ints
    extra_starts: Ints
    extras: Ints
    extra_offsets: Ints
    n_telling: Ints


@dataclass(slots=True)
class Inverted:
    """A field's postings: those of `terms[i]` are `docs[starts[i]:starts[i + 1]]`, with `tf` occurrences
    each (at most 255; `large_tf` has the count of posting `large_at` where it is more); its positions are
    `positions[position_starts[i]:position_starts[i + 1]]`, in the same order. `tf`, `positions` and
    `position_starts` are None for a field that only says whether. `stems`, of written forms only: the number
    of the text's term that each form's documents have, or `NO_STEM`."""

    terms: list[bytes]
    starts: Ints
    docs: Ints
    tf: Ints | None = None
    large_at: Ints = field(default_factory=lambda: np.zeros(0, np.uint32))
    large_tf: Ints = field(default_factory=lambda: np.zeros(0, np.uint32))
    positions: Ints | None = None
    position_starts: Ints | None = None
    stems: Ints | None = None


@dataclass(frozen=True, slots=True)
class Absorbed:
    """A field to be merged: its term i becomes term `places[i]`, its document d document `renumbered[d]`
    (uint16) unless `is_live[d]` is False."""

    field: Inverted
    places: Ints
    is_live: Ints | None
    renumbered: Ints


def ragged(starts: Ints, lengths: Ints) -> Ints:
    """Indices of the ranges [start, start + length), one after the other."""
    lengths = lengths.astype(np.int64, copy=False)
    total = int(lengths.sum())
    before = np.cumsum(lengths) - lengths
    shifts = np.repeat(starts.astype(np.int64) - before, lengths)
    indices: Ints = np.arange(total, dtype=np.int64) + shifts
    return indices


def distinct(values: Ints) -> Ints:
    """The values in order, each once (`np.unique` hashes integers, which takes eight times as long)."""
    values = np.sort(values)
    return values[first_of_each(values)]


def first_of_each(values: Ints) -> Ints:
    """Where each run of equal values begins."""
    if not len(values):
        return np.zeros(0, np.int64)
    return np.flatnonzero(np.append(True, values[1:] != values[:-1]))


def starts_of(counts: Ints) -> Ints:
    """Where each of consecutive runs begins, with the end of the last."""
    starts: Ints = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=starts[1:])
    return starts


@dataclass(frozen=True, slots=True)
class Ranking:
    """Those of many terms that a field has, in byte order; `ranks` by number, `starts` by rank."""

    terms: list[bytes]
    ranks: Ints
    starts: Ints


def rank_terms(vocabulary: Sequence[bytes], counts: Ints, order: Ints | None = None) -> Ranking:
    """Orders the terms that occur; `counts` by number of the term. `order` has the numbers of all terms in
    byte order, where that is known."""
    if order is None:
        used = np.flatnonzero(counts).tolist()
        used.sort(key=vocabulary.__getitem__)
    else:
        used = order[counts[order] > 0].tolist()
    ranks = np.zeros(len(counts), np.int64)
    ranks[used] = np.arange(len(used))
    return Ranking([vocabulary[i] for i in used], ranks, starts_of(counts[used]))


def key_postings(values: Iterable[int], docs: Ints, vocabulary: Sequence[bytes]) -> Inverted:
    """Postings of a key field from its pairs of value and document; a pair given twice counts once."""
    numbers = np.fromiter(values, np.int64)
    ranking = rank_terms(vocabulary, np.bincount(numbers, minlength=len(vocabulary)))
    pairs = distinct((ranking.ranks[numbers] << 16) | docs)
    counts = np.bincount(pairs >> 16, minlength=len(ranking.terms))
    return Inverted(ranking.terms, starts_of(counts), (pairs & 0xFFFF).astype(np.uint16))
