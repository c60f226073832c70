"""The kernels of writing in numpy: what they mean, and what runs where nothing was compiled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.search.whoosh_engine.segments.postings import (
    MAX_POSITION,
    TF_LIMIT,
    Absorbed,
    CoreTerms,
    Ints,
    Inverted,
    Pieces,
    Ranking,
    distinct,
    first_of_each,
    ragged,
    starts_of,
)
from app.text.analysis import AROUND

# Of a form that no stem has all documents of.
NO_STEM: Final = 0xFFFFFFFF
# A position that does not fit 12 bits is in a list; kernels/rows.h has the same.
FAR: Final = 4095


class Cores:
    """Numbers the distinct cores of texts: what white space separates, without punctuation around it.
    The same core in another language is another."""

    def __init__(self) -> None:
        self._ids: dict[tuple[str, int], int] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def since(self, first: int) -> list[tuple[str, int]]:
        """Cores from this number on, each with its language."""
        return list(self._ids)[first:]

    def split(self, texts: Sequence[str], languages: Sequence[int]) -> tuple[Ints, Ints]:
        """Core numbers of all texts (uint32), and how many each has; new cores get the next numbers."""
        ids = self._ids
        found = [
            [
                ids.setdefault((core, language), len(ids))
                for chunk in text.split()
                if (core := chunk.strip(AROUND))
            ]
            for text, language in zip(texts, languages, strict=True)
        ]
        numbers = np.fromiter((number for each in found for number in each), np.uint32)
        return numbers, np.fromiter(map(len, found), np.int64, len(found))


def tally(pieces: Pieces, of: CoreTerms, n_terms: int, n_docs: int) -> tuple[Ints, Ints]:
    """Occurrences of each term, and how many telling terms each document has."""
    per_core = np.bincount(pieces.ids, minlength=len(of.n_telling))
    counts = np.zeros(n_terms, np.int64)
    np.add.at(counts, of.terms, np.repeat(per_core, np.diff(of.starts)))
    np.add.at(counts, of.extras, np.repeat(per_core, np.diff(of.extra_starts)))
    docs = np.repeat(pieces.docs, pieces.counts)
    lengths = np.bincount(docs, weights=of.n_telling[pieces.ids], minlength=n_docs)
    return counts, lengths.astype(np.int64)


def invert(pieces: Pieces, of: CoreTerms, ranking: Ranking) -> Inverted:
    """Postings of the terms with positions, by one sort of rank << 40 | document << 24 | position."""
    ids = pieces.ids
    n_terms = np.diff(of.starts).astype(np.int64)[ids]
    n_extras = np.diff(of.extra_starts).astype(np.int64)[ids]
    docs, places = np.repeat(pieces.docs, pieces.counts), _core_positions(pieces, n_terms)
    terms = of.terms[ragged(of.starts[ids], n_terms)]
    within = ragged(np.zeros(len(ids), np.int64), n_terms)
    extra_at = ragged(of.extra_starts[ids], n_extras)
    keys = np.concatenate(
        [
            _keys(ranking, terms, np.repeat(docs, n_terms), np.repeat(places, n_terms) + within),
            _keys(
                ranking,
                of.extras[extra_at],
                np.repeat(docs, n_extras),
                np.repeat(places, n_extras) + of.extra_offsets[extra_at],
            ),
        ]
    )
    keys.sort()
    pairs = keys >> np.uint64(24)
    first = first_of_each(pairs)
    counts = np.diff(first, append=len(keys))
    ranks = (pairs[first] >> np.uint64(16)).astype(np.int64)
    tf, large_at, large_tf = _capped(counts)
    return Inverted(
        ranking.terms,
        starts_of(np.bincount(ranks, minlength=len(ranking.terms))),
        (pairs[first] & np.uint64(0xFFFF)).astype(np.uint16),
        tf,
        large_at,
        large_tf,
        (keys & np.uint64(MAX_POSITION)).astype(np.uint32),
        ranking.starts,
    )


def count_pairs(pieces: Pieces, starts: Ints, forms: Ints, n_forms: int) -> Ints:
    """In how many documents each form is; core i has the forms `forms[starts[i]:starts[i + 1]]`."""
    return np.bincount(_pairs(pieces, starts, forms) >> 16, minlength=n_forms)


def place_pairs(pieces: Pieces, starts: Ints, forms: Ints, ranking: Ranking) -> Ints:
    """The documents of each form, in order of rank."""
    pairs = _pairs(pieces, starts, forms)
    found = np.sort((ranking.ranks[pairs >> 16] << 16) | (pairs & 0xFFFF))
    return (found & 0xFFFF).astype(np.uint16)


def merge(parts: Sequence[Absorbed], n_terms: int) -> Inverted:
    """One field of several, whose documents follow each other; without terms, which the caller has. A
    term that no live document has keeps its place, with no posting."""
    has_positions = parts[0].field.tf is not None
    ranks, docs, tf, positions = [], [], [], []
    for part in parts:
        field = part.field
        keep = np.ones(len(field.docs), bool) if part.is_live is None else part.is_live[field.docs]
        ranks.append(np.repeat(part.places, np.diff(field.starts))[keep])
        docs.append(part.renumbered[field.docs[keep]])
        if field.tf is not None and field.positions is not None:
            counts = field.tf.astype(np.int64)
            counts[field.large_at] = field.large_tf
            tf.append(counts[keep])
            positions.append(field.positions[np.repeat(keep, counts)])
    rank = np.concatenate(ranks)
    order = np.argsort(rank, kind="stable")
    starts = starts_of(np.bincount(rank, minlength=n_terms))
    merged = Inverted([], starts, np.concatenate(docs)[order].astype(np.uint16))
    if not has_positions:
        return merged
    counts = np.concatenate(tf)
    before = np.cumsum(counts) - counts
    merged.tf, merged.large_at, merged.large_tf = _capped(counts[order])
    merged.positions = np.concatenate(positions)[ragged(before[order], counts[order])]
    merged.position_starts = starts_of(counts[order])[starts]
    return merged


def pack(positions: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Positions in 12 bits: low bytes, high halves (two a byte, the first in the low half); where and how
    large those are that do not fit, which are written as FAR."""
    large_at = np.flatnonzero(positions >= FAR)
    narrow = np.minimum(positions, FAR).astype(np.uint16)
    high = np.append(narrow >> 8, np.zeros(len(narrow) % 2, np.uint16)).astype(np.uint8)
    halves = high[::2] | high[1::2] << 4
    large = positions[large_at].astype(np.uint32)
    return (narrow & 0xFF).astype(np.uint8), halves, large_at.astype(np.uint32), large


def unpack(low: Ints, high: Ints, first: int, n: int) -> Ints:
    """Packed positions [first, first + n), large ones as FAR."""
    at = np.arange(first, first + n)
    halves = high[at >> 1] >> ((at & 1) << 2).astype(np.uint8) & 15
    found: Ints = low[first : first + n] | halves.astype(np.uint16) << 8
    return found


def pack_forms(starts: Ints, docs: Ints, stems: Ints, of: Inverted) -> tuple[Ints, Ints, Ints]:
    """Documents of written forms, as bits over those of their stems in `of`: stems (uint32), where the bytes
    of each form begin, bytes. A form with all documents of its stem has no bytes. A list instead of bits,
    and NO_STEM, where the list is shorter or the stem lacks a document."""
    stems, parts = stems.copy(), []
    for form, stem in enumerate(stems.tolist()):
        own = docs[starts[form] : starts[form + 1]]
        found = own.astype("<u2").view(np.uint8)
        if stem != NO_STEM:
            bits = np.isin(of.docs[of.starts[stem] : of.starts[stem + 1]], own)
            shorter = np.packbits(bits, bitorder="little")
            if np.count_nonzero(bits) != len(own) or (
                not bits.all() and len(shorter) >= len(found)
            ):
                stems[form] = NO_STEM
            else:
                found = np.zeros(0, np.uint8) if bits.all() else shorter
        parts.append(found)
    ends = starts_of(np.fromiter(map(len, parts), np.int64, len(parts)))
    packed = np.concatenate([*parts, np.zeros(0, np.uint8)])
    return stems, ends[:-1].astype(np.uint32), packed


def unpack_forms(starts: Ints, stems: Ints, of: Inverted, at: Ints, packed: Ints) -> Ints:
    """The documents of all forms."""
    found = [form_docs(i, starts, stems, of, at, packed) for i in range(len(stems))]
    return np.concatenate([*found, np.zeros(0, np.uint16)])


def form_docs(i: int, starts: Ints, stems: Ints, of: Inverted, at: Ints, packed: Ints) -> Ints:
    """The documents of one form."""
    n, first = int(starts[i + 1] - starts[i]), int(at[i])
    if stems[i] == NO_STEM:
        listed: Ints = packed[first : first + 2 * n].view("<u2")
        return listed
    docs = of.docs[of.starts[stems[i]] : of.starts[stems[i] + 1]]
    if n == len(docs):
        return docs
    bits = np.unpackbits(
        packed[first : first + (len(docs) + 7) // 8], bitorder="little", count=len(docs)
    )
    some: Ints = docs[bits.view(bool)]
    return some


def _core_positions(pieces: Pieces, n_terms: Ints) -> Ints:
    """Position of the first term of each core."""
    ends = starts_of(n_terms)
    firsts = starts_of(pieces.counts)
    sizes = ends[firsts[1:]] - ends[firsts[:-1]]
    begins = pieces.positions.astype(np.int64)
    for i in np.flatnonzero(pieces.docs[1:] == pieces.docs[:-1]) + 1:
        begins[i] = max(begins[i], begins[i - 1] + sizes[i - 1] + pieces.gap)
    return ends[:-1] + np.repeat(begins - ends[firsts[:-1]], pieces.counts)


def _keys(ranking: Ranking, terms: Ints, docs: Ints, positions: Ints) -> NDArray[np.uint64]:
    keys = ranking.ranks[terms].astype(np.uint64) << np.uint64(40)
    keys |= docs.astype(np.uint64) << np.uint64(24)
    keys |= np.minimum(positions, MAX_POSITION).astype(np.uint64)
    return keys


def _pairs(pieces: Pieces, starts: Ints, forms: Ints) -> Ints:
    docs = np.repeat(pieces.docs.astype(np.int64), pieces.counts)
    n = np.diff(starts)[pieces.ids]
    found = forms[ragged(starts[pieces.ids], n)].astype(np.int64)
    return distinct(found << 16 | np.repeat(docs, n))


def _capped(counts: Ints) -> tuple[Ints, Ints, Ints]:
    large = np.flatnonzero(counts > TF_LIMIT)
    tf = np.minimum(counts, TF_LIMIT).astype(np.uint8)
    return tf, large.astype(np.uint32), counts[large].astype(np.uint32)
