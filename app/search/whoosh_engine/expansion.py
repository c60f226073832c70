"""Prefixes, misspelt and exact words: the written forms that the archive holds, and their documents."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.search.whoosh_engine import kernels
from app.search.whoosh_engine.plan import BODY
from app.search.whoosh_engine.schema import FORMS, TEXT
from app.search.whoosh_engine.segments import FieldArrays
from app.search.whoosh_engine.snapshot import CollectionSnapshot
from app.search.whoosh_engine.tokens import form_key

# More words than these make a prefix mean nothing and take time: the most frequent are kept.
MAX_FORMS: Final = 2_000
# So many expanded words are told to the user.
_TOLD: Final = 20

Ints = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Found:
    """Documents by segment, how many in all, the folded words (the most frequent), and whether words
    were left out."""

    docs: tuple[Ints, ...]
    n_docs: int
    forms: list[str]
    is_cut: bool = False


def exact_forms(snapshot: CollectionSnapshot, written: str) -> Found:
    """Documents that hold a word exactly as written."""
    key = form_key(written)
    docs = []
    for view in snapshot.segments:
        field = view.arrays.field(FORMS)
        i = field.find(key)
        docs.append(_union(field, np.array([i] if i >= 0 else [], np.int64)))
    return Found(tuple(docs), sum(map(len, docs)), [written])


def prefix_forms(snapshot: CollectionSnapshot, name: str, folded: str) -> Found:
    """Documents that hold a word with this beginning."""
    prefix = folded.encode("utf-8", "surrogatepass")
    ranges = [
        np.arange(*view.arrays.field(_dictionary(name)).prefix_range(prefix))
        for view in snapshot.segments
    ]
    return _found(snapshot, name, ranges)


def fuzzy_forms(snapshot: CollectionSnapshot, name: str, folded: str, edits: int) -> Found:
    """Documents that hold a word within so many edits, its first letter the same."""
    word = folded.encode("utf-8", "surrogatepass")
    first = folded[:1].encode("utf-8", "surrogatepass")
    places = []
    for view in snapshot.segments:
        field = view.arrays.field(_dictionary(name))
        low, high = field.prefix_range(first)
        places.append(low + _within(field, low, high, word, edits))
    return _found(snapshot, name, places)


def _dictionary(name: str) -> str:
    """Where the words of a field are listed: written forms for the text, its stems for another field."""
    return FORMS if name in {TEXT, BODY} else name


def _found(snapshot: CollectionSnapshot, name: str, places: list[Ints]) -> Found:
    counts: Counter[str] = Counter()
    docs = []
    is_cut = False
    for view, found in zip(snapshot.segments, places, strict=True):
        field = view.arrays.field(_dictionary(name))
        n = field.starts[found + 1].astype(np.int64) - field.starts[found] if len(found) else found
        kept = found
        if len(found) > MAX_FORMS:
            kept = np.sort(found[np.argsort(-n, kind="stable")[:MAX_FORMS]])
            is_cut = True
        docs.append(_union(field, kept))
        for i in found[np.argsort(-n, kind="stable")[:_TOLD]].tolist():
            word = field.term(i).split(b"\0")[0].decode("utf-8", "surrogatepass")
            counts[word] += int(field.starts[i + 1]) - int(field.starts[i])
    told = [word for word, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    return Found(tuple(docs), sum(map(len, docs)), told[:_TOLD], is_cut)


def _union(field: FieldArrays, places: Ints) -> Ints:
    if len(places) and len(places) == places[-1] - places[0] + 1:  # neighbours: one stretch
        starts, ends = field.starts[places[:1]], field.starts[places[-1:] + 1]
    else:
        starts, ends = field.starts[places], field.starts[places + 1]
    return kernels.kernels.gather(field.docs, starts, ends)


def _within(field: FieldArrays, low: int, high: int, word: bytes, edits: int) -> Ints:
    """Which of the terms [low, high) are within so many edits of a word: dynamic programming over all
    of them at once, a column of their letters at a time. Bytes count, so that a letter beyond ASCII is
    two edits."""
    ends = field.term_ends[low : high + 1].astype(np.int64)
    room = np.arange(len(ends) - 1)
    blob = np.frombuffer(field.blob, np.uint8)
    widest = len(word) + edits
    grid = ends[:-1, None] + np.arange(widest + 1)[None, :]
    inside = grid < ends[1:, None]
    letters = np.where(inside, blob[np.minimum(grid, len(blob) - 1)], 0)
    lengths = np.where((letters == 0).any(axis=1), (letters == 0).argmax(axis=1), widest + 1)
    near = np.abs(lengths - len(word)) <= edits
    room, letters, lengths = room[near], letters[near], lengths[near]
    row = np.tile(np.arange(len(word) + 1, dtype=np.int16), (len(room), 1))
    distance = np.where(lengths == 0, len(word), 99)
    for j in range(widest):
        above = row
        row = np.empty_like(above)
        row[:, 0] = j + 1
        for i in range(1, len(word) + 1):
            change = above[:, i - 1] + (letters[:, j] != word[i - 1])
            row[:, i] = np.minimum(np.minimum(above[:, i], row[:, i - 1]) + 1, change)
        distance = np.where(lengths == j + 1, row[:, -1], distance)
    found: Ints = room[distance <= edits]
    return found
