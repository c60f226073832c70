"""Inverted fields in memory, and what they are made from: numbered words of numbered documents.

The loops over them are `kernels.indexing`; `kernels.indexing_reference` defines them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

# A segment numbers its documents in 16 bits: postings are half as large, and merging is bounded.
MAX_DOCS: Final = 65_536
MAX_POSITION: Final = (1 << 24) - 1

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
    """A field's postings: those of `terms[i]` are `docs[starts[i]:starts[i + 1]]`; its positions are
    `positions[position_starts[i]:position_starts[i + 1]]`, in the same order. `counts` are bits, one for
    each position, set where it is the first of its posting, and one more behind the last. `counts`,
    `positions` and `position_starts` are None for a field that only says whether. `stems`, of written forms
    only: the number of the text's term that each form's documents have, or `NO_STEM`."""

    terms: list[bytes]
    starts: Ints
    docs: Ints
    counts: Ints | None = None
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


def count_bits(n_positions: int) -> Ints:
    """Bits for the counts of so many occurrences, of which only that behind the last is set; kernels read a
    word further."""
    bits = np.zeros(n_positions // 64 + 2, np.uint64)
    bits[n_positions // 64] = np.uint64(1 << n_positions % 64)
    return bits


def counts_of_bits(bits: Ints, first: int, last: int) -> Ints:
    """Counts of the postings whose occurrences are `[first, last)`."""
    whole = np.unpackbits(bits.view(np.uint8)[first >> 3 : (last >> 3) + 1], bitorder="little")
    begins = np.flatnonzero(whole[first & 7 : (first & 7) + last - first])
    return np.diff(begins, append=last - first)


def bits_of_counts(counts: Ints) -> Ints:
    """A bit for each of so many occurrences, set at the first of each posting, and one more at the end."""
    begins = starts_of(counts)
    whole = np.zeros(64 * len(count_bits(int(begins[-1]))), bool)
    whole[begins] = True
    return np.packbits(whole, bitorder="little").view(np.uint64)


@dataclass(frozen=True, slots=True)
class PackedDocs:
    """Documents of a segment's terms, each in the smaller of two ways: `lists` of 16-bit numbers, or
    `bitmaps` of `n_words` 64-bit words, a bit for each of the segment's documents. Those of term i begin at
    `at[i]` of either."""

    at: Ints
    lists: Ints
    bitmaps: Ints
    n_words: int

    def is_bitmap(self, n: Ints | int) -> Any:
        """Of terms with so many documents."""
        return n > 4 * self.n_words

    def of_term(self, i: int, n: int) -> Ints:
        """The n documents of the i-th term, in order."""
        at = int(self.at[i])
        if not self.is_bitmap(n):
            return self.lists[at : at + n]
        words = self.bitmaps[at : at + self.n_words].view(np.uint8)
        return np.flatnonzero(np.unpackbits(words, bitorder="little")).astype(np.uint16)

    def all(self, starts: Ints) -> Ints:
        """The documents of all terms, one after the other."""
        counts = np.diff(starts)
        is_bitmap = self.is_bitmap(counts)
        docs = np.empty(int(starts[-1]), np.uint16)
        docs[np.repeat(~is_bitmap, counts)] = self.lists
        for i in np.flatnonzero(is_bitmap).tolist():
            docs[starts[i] : starts[i + 1]] = self.of_term(i, int(counts[i]))
        return docs

    def terms_of(self, doc: int, counts: Ints) -> Ints:
        """The terms that a document has, in order; `counts` by term: how many documents each has."""
        is_bitmap = self.is_bitmap(counts)
        bitmaps, listed = np.flatnonzero(is_bitmap), np.flatnonzero(~is_bitmap)
        words = self.bitmaps[self.at[bitmaps] + (doc >> 6)]
        has_bit = (words >> np.uint64(doc & 63) & np.uint64(1)).astype(bool)
        places = np.flatnonzero(self.lists == doc)
        among = np.searchsorted(self.at[listed], places, side="right") - 1
        return np.sort(np.concatenate([bitmaps[has_bit], listed[among]]))


def pack_docs(starts: Ints, docs: Ints, n_docs: int) -> PackedDocs:
    """Documents of all terms of a segment with so many; those of term i are `docs[starts[i]:starts[i + 1]]`."""
    counts, n_words = np.diff(starts), (n_docs + 63) // 64
    is_bitmap = counts > 4 * n_words
    bits = np.zeros((np.count_nonzero(is_bitmap), 64 * n_words), bool)
    for own, i in zip(bits, np.flatnonzero(is_bitmap).tolist(), strict=True):
        own[docs[starts[i] : starts[i + 1]]] = True
    sizes = np.where(is_bitmap, 0, counts)
    at = np.where(is_bitmap, (np.cumsum(is_bitmap) - 1) * n_words, np.cumsum(sizes) - sizes)
    bitmaps = np.packbits(bits, bitorder="little").view(np.uint64)
    return PackedDocs(at.astype(np.uint32), docs[np.repeat(~is_bitmap, counts)], bitmaps, n_words)


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
