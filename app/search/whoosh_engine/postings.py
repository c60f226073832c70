"""Inverted fields in memory: occurrences sorted into postings, and several of them merged into one.

An occurrence is one 64-bit key, term rank << 40 | document << 24 | position, so that a single sort of
integers inverts a field.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

# A segment numbers its documents in 16 bits: postings are half as large, and merging is bounded.
MAX_DOCS: Final = 65_536
MAX_POSITION: Final = (1 << 24) - 1
MAX_TERMS: Final = 1 << 24
_PLACED_AT_ONCE: Final = 1 << 20
TF_LIMIT: Final = 255  # larger counts are kept in a list beside

Ints = NDArray[Any]


@dataclass(slots=True)
class Inverted:
    """A field's postings: those of `terms[i]` are `docs[starts[i]:starts[i + 1]]` with `tf` occurrences
    each; its positions are `positions[position_starts[i]:position_starts[i + 1]]`, in the same order.
    `tf`, `positions` and `position_starts` are None for a field that only says whether."""

    terms: list[bytes]
    starts: Ints
    docs: Ints
    tf: Ints | None = None
    positions: Ints | None = None
    position_starts: Ints | None = None

    @property
    def n_postings(self) -> int:
        """All pairs of a term and a document."""
        return len(self.docs)


def ragged(starts: Ints, lengths: Ints) -> Ints:
    """Indices of the ranges [start, start + length), one after the other."""
    total = int(lengths.sum())
    before = np.cumsum(lengths) - lengths
    shifts = np.repeat(starts.astype(np.int64) - before, lengths)
    indices: Ints = np.arange(total, dtype=np.int64) + shifts
    return indices


def distinct(values: Ints) -> Ints:
    """The values in order, each once (`np.unique` hashes integers, which takes eight times as long)."""
    values = np.sort(values)
    return values[_first_of_each(values)]


def sorted_ranks(vocabulary: Sequence[bytes]) -> tuple[list[bytes], Ints]:
    """The terms in order, and for each term id its place among them."""
    order = sorted(range(len(vocabulary)), key=vocabulary.__getitem__)
    ranks = np.empty(len(vocabulary), np.uint64)
    ranks[order] = np.arange(len(vocabulary), dtype=np.uint64)
    return [vocabulary[i] for i in order], ranks


def occurrence_keys(ranks: Ints, docs: Ints, positions: Ints) -> Ints:
    """Packs occurrences into sortable keys; positions past the limit share the last one."""
    keys = ranks.astype(np.uint64) << np.uint64(40)
    keys |= docs.astype(np.uint64) << np.uint64(24)
    keys |= np.minimum(positions, MAX_POSITION).astype(np.uint64)
    return keys


def invert(keys: Ints, terms: list[bytes]) -> Inverted:
    """Sorts occurrences (the array is changed) into postings with positions; `terms` in rank order, and
    those without an occurrence are left out."""
    keys.sort()
    pairs = keys >> np.uint64(24)
    first = _first_of_each(pairs)
    tf = np.diff(first, append=len(keys)).astype(np.uint32)
    ranks = (pairs[first] >> np.uint64(16)).astype(np.int64)
    docs = (pairs[first] & np.uint64(0xFFFF)).astype(np.uint16)
    del pairs
    positions = (keys & np.uint64(MAX_POSITION)).astype(np.uint32)
    kept, starts = _starts_of(ranks, len(terms))
    occurrences_before = np.append(first, len(keys))
    return Inverted(
        [terms[i] for i in kept.tolist()], starts, docs, tf, positions, occurrences_before[starts]
    )


def invert_pairs(ranks: Ints, docs: Ints, terms: list[bytes]) -> Inverted:
    """Postings without counts or positions; a pair given twice counts once."""
    pairs = distinct((ranks.astype(np.int64) << 16) | docs)
    kept, starts = _starts_of(pairs >> 16, len(terms))
    found = (pairs & 0xFFFF).astype(np.uint16)
    return Inverted([terms[i] for i in kept.tolist()], starts, found)


def without(field: Inverted, is_live: Ints, new_docs: Ints) -> Inverted:
    """The field without the documents that are not live, the others renumbered in the same order."""
    keep = is_live[field.docs]
    docs = new_docs[field.docs[keep]].astype(np.uint16)
    rank_of_posting = np.repeat(np.arange(len(field.terms)), np.diff(field.starts))[keep]
    kept, starts = _starts_of(rank_of_posting, len(field.terms))
    terms = [field.terms[i] for i in kept.tolist()]
    if field.tf is None or field.positions is None:
        return Inverted(terms, starts, docs)
    tf = field.tf[keep]
    positions = field.positions[np.repeat(keep, field.tf)]
    before = np.append(0, np.cumsum(tf, dtype=np.int64))
    return Inverted(terms, starts, docs, tf, positions, before[starts])


def merge(parts: Sequence[Inverted], doc_bases: Sequence[int]) -> Inverted:
    """One field of several; documents of part i are numbered from `doc_bases[i]`, which ascend."""
    if len(parts) == 1 and doc_bases[0] == 0:
        return parts[0]
    terms = sorted(set().union(*(part.terms for part in parts)))
    place_by_term = {term: i for i, term in enumerate(terms)}
    maps = [
        np.fromiter((place_by_term[t] for t in part.terms), np.int64, len(part.terms))
        for part in parts
    ]
    starts = _merged_starts(maps, [part.starts for part in parts], len(terms))
    docs = np.empty(starts[-1], np.uint16)
    has_tf = parts[0].tf is not None
    tf = np.empty(starts[-1], np.uint32) if has_tf else None
    at = starts[:-1].copy()
    for part, places, base in zip(parts, maps, doc_bases, strict=True):
        lengths = np.diff(part.starts)
        _place(docs, at[places], part.docs, lengths, base)
        if tf is not None and part.tf is not None:
            _place(tf, at[places], part.tf, lengths)
        at[places] += lengths
    if not has_tf:
        return Inverted(terms, starts, docs)
    positions, position_starts = _merge_positions(parts, maps, len(terms))
    return Inverted(terms, starts, docs, tf, positions, position_starts)


def _merge_positions(parts: Sequence[Inverted], maps: Sequence[Ints], n: int) -> tuple[Ints, Ints]:
    part_starts = [part.position_starts for part in parts if part.position_starts is not None]
    starts = _merged_starts(maps, part_starts, n)
    wide = any(part.positions is not None and part.positions.itemsize > 2 for part in parts)
    positions = np.empty(starts[-1], np.uint32 if wide else np.uint16)
    at = starts[:-1].copy()
    for part, places, own in zip(parts, maps, part_starts, strict=True):
        lengths = np.diff(own)
        if part.positions is not None:
            _place(positions, at[places], part.positions, lengths)
        at[places] += lengths
    return positions, starts


def _place(target: Ints, at: Ints, values: Ints, lengths: Ints, added: int = 0) -> None:
    """Puts consecutive runs of `values` at the places `at`; a stretch of terms at a time, so that the
    indices need little memory."""
    ends = np.append(0, np.cumsum(lengths))
    first = 0
    while first < len(lengths):
        last = int(np.searchsorted(ends, ends[first] + _PLACED_AT_ONCE, side="right"))
        last = min(max(last - 1, first + 1), len(lengths))
        run = values[ends[first] : ends[last]]
        indices = ragged(at[first:last], lengths[first:last])
        target[indices] = run + run.dtype.type(added) if added else run
        first = last


def _merged_starts(maps: Sequence[Ints], starts: Sequence[Ints], n: int) -> Ints:
    lengths = np.zeros(n, np.int64)
    for places, own in zip(maps, starts, strict=True):
        lengths[places] += np.diff(own)
    return np.append(0, np.cumsum(lengths))


def _first_of_each(values: Ints) -> Ints:
    """Where each run of equal values begins."""
    if not len(values):
        return np.zeros(0, np.int64)
    return np.flatnonzero(np.append(True, values[1:] != values[:-1]))


def _starts_of(ranks: Ints, n_terms: int) -> tuple[Ints, Ints]:
    """Ranks that occur, and where the postings of each begin, with the end."""
    counts = np.bincount(ranks, minlength=n_terms)
    kept = np.flatnonzero(counts)
    return kept, np.append(0, np.cumsum(counts[kept]))
