"""The kernels of writing in numpy: what they mean, and what runs where nothing was compiled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.search.whoosh_engine.segments.postings import (
    MAX_POSITION,
    Absorbed,
    CoreTerms,
    Ints,
    Inverted,
    Pieces,
    Ranking,
    bits_of_counts,
    counts_of_bits,
    distinct,
    first_of_each,
    ragged,
    starts_of,
)
from app.text.analysis import AROUND

# Of a form that no stem has all documents of.
NO_STEM: Final = 0xFFFFFFFF
# Bytes behind packed positions, which may be read with the last.
SPARE: Final = 8
# What a position that does not fit takes besides: two numbers of 32 bits.
_FAR_BITS: Final = 64


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
    return Inverted(
        ranking.terms,
        starts_of(np.bincount(ranks, minlength=len(ranking.terms))),
        (pairs[first] & np.uint64(0xFFFF)).astype(np.uint16),
        bits_of_counts(counts),
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
    has_positions = parts[0].field.counts is not None
    ranks, docs, counts, positions = [], [], [], []
    for part in parts:
        field = part.field
        keep = np.ones(len(field.docs), bool) if part.is_live is None else part.is_live[field.docs]
        ranks.append(np.repeat(part.places, np.diff(field.starts))[keep])
        docs.append(part.renumbered[field.docs[keep]])
        if field.counts is not None and field.positions is not None:
            own = counts_of_bits(field.counts, 0, len(field.positions))
            counts.append(own[keep])
            positions.append(field.positions[np.repeat(keep, own)])
    rank = np.concatenate(ranks)
    order = np.argsort(rank, kind="stable")
    starts = starts_of(np.bincount(rank, minlength=n_terms))
    merged = Inverted([], starts, np.concatenate(docs)[order].astype(np.uint16))
    if not has_positions:
        return merged
    whole = np.concatenate(counts)
    before = np.cumsum(whole) - whole
    merged.counts = bits_of_counts(whole[order])
    merged.positions = np.concatenate(positions)[ragged(before[order], whole[order])]
    merged.position_starts = starts_of(whole[order])[starts]
    return merged


def most(counts: Ints, position_starts: Ints) -> Ints:
    """The largest count of each term, at most 255."""
    whole = counts_of_bits(counts, 0, int(position_starts[-1]))
    firsts = np.searchsorted(np.cumsum(whole) - whole, position_starts[:-1])
    largest = np.maximum.reduceat(whole, firsts) if len(firsts) else whole
    return np.minimum(largest, 255).astype(np.uint8)


def best_bits(n_of_size: Ints) -> int:
    """Into how many bits positions are best packed: `n_of_size[s]` of them have a successor of s bits, and
    those of more bits than are chosen do not fit."""
    n_bits = np.arange(1, 25)
    n_far = n_of_size.sum() - np.cumsum(n_of_size)[1:25]
    return int(n_bits[np.argmin(n_of_size.sum() * n_bits + _FAR_BITS * n_far)])


def pack(positions: Ints) -> tuple[Ints, int, Ints, Ints]:
    """Positions one after the other in so many bits each, the lowest first; how many; where and how large
    those are that do not fit, which have all bits set."""
    sizes = np.frexp(positions.astype(np.float64) + 1)[1]
    n_bits = best_bits(np.bincount(sizes, minlength=33))
    far_at = np.flatnonzero(sizes > n_bits)
    narrow = np.minimum(positions, (1 << n_bits) - 1).astype("<u4")
    bits = np.unpackbits(narrow.view(np.uint8).reshape(-1, 4), axis=1, bitorder="little")
    packed = np.packbits(bits[:, :n_bits].ravel(), bitorder="little")
    far = positions[far_at].astype(np.uint32)
    return np.append(packed, np.zeros(SPARE, np.uint8)), n_bits, far_at.astype(np.uint32), far


def unpack(packed: Ints, n_bits: int, first: int, n: int) -> Ints:
    """Packed positions [first, first + n), those that do not fit with all bits set."""
    found = unpack_at(packed, n_bits, np.arange(first, first + n))
    return found.astype(np.uint16 if n_bits <= 16 else np.uint32)


def unpack_at(packed: Ints, n_bits: int, at: Ints) -> Ints:
    """Packed positions at some places."""
    bit = at.astype(np.int64) * n_bits
    found = np.zeros(len(at), np.int64)
    for byte in range(4):
        found |= packed[(bit >> 3) + byte].astype(np.int64) << 8 * byte
    masked: Ints = found >> (bit & 7) & ((1 << n_bits) - 1)
    return masked


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

    def docs_of(stem: int) -> Ints:
        found: Ints = of.docs[of.starts[stem] : of.starts[stem + 1]]
        return found

    found = [form_docs(i, starts, stems, docs_of, at, packed) for i in range(len(stems))]
    return np.concatenate([*found, np.zeros(0, np.uint16)])


def form_docs(
    i: int, starts: Ints, stems: Ints, docs_of: Callable[[int], Ints], at: Ints, packed: Ints
) -> Ints:
    """The documents of one form, over those of its stem."""
    n, first = int(starts[i + 1] - starts[i]), int(at[i])
    if stems[i] == NO_STEM:
        listed: Ints = packed[first : first + 2 * n].view("<u2")
        return listed
    docs = docs_of(int(stems[i]))
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
