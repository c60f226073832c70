"""Prefixes, misspelt and exact words: the written forms that the archive holds, and their documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.search.whoosh_engine.answer import Told
from app.search.whoosh_engine.planning.plan import BODY, Prefixed
from app.search.whoosh_engine.segments.postings import MAX_DOCS
from app.search.whoosh_engine.segments.schema import FORMS, TEXT
from app.search.whoosh_engine.segments.segment import FieldArrays
from app.search.whoosh_engine.segments.snapshot import SegmentView
from app.search.whoosh_engine.writing.tokens import form_key

# More words than these make a prefix mean nothing and take time: the most frequent are kept.
MAX_FORMS: Final = 2_000
# So many expanded words are told to the user.
_TOLD: Final = 20

Ints = NDArray[Any]


def exact_numbers(views: Sequence[SegmentView], written: str) -> tuple[Ints, ...]:
    """Where each segment has a word exactly as written."""
    key = form_key(written)
    found = [view.arrays.field(FORMS).find(key) for view in views]
    return tuple(np.array([i] if i >= 0 else [], np.int64) for i in found)


def prefix_numbers(views: Sequence[SegmentView], plan: Prefixed) -> tuple[Ints, ...]:
    """The words of each segment that begin so, without the rarest of too many."""
    return tuple(_kept(field, numbers) for field, numbers in _ranges(views, plan))


def prefix_told(views: Sequence[SegmentView], plan: Prefixed) -> Told:
    """What a prefix stands for."""
    return _told(_ranges(views, plan))


def fuzzy_numbers(
    views: Sequence[SegmentView], field_name: str, folded: str, edits: int
) -> tuple[tuple[Ints, ...], Told]:
    """The words of each segment within so many edits, their first letter the same; and what they are."""
    word = folded.encode("utf-8", "surrogatepass")
    first = folded[:1].encode("utf-8", "surrogatepass")
    found = []
    for view in views:
        field = view.arrays.field(field_name)
        low, high = field.prefix_range(first)
        found.append((field, low + _within(field, low, high, word, edits)))
    return tuple(_kept(field, numbers) for field, numbers in found), _told(found)


def dictionary(name: str) -> str:
    """Where the words of a field are listed: written forms for the text, its stems for another field."""
    return FORMS if name in {TEXT, BODY} else name


def union(field: FieldArrays, numbers: Ints) -> Ints:
    """Documents of any of a field's terms, in order."""
    seen = np.zeros(MAX_DOCS, bool)
    for i in numbers.tolist():
        seen[field.docs_of(i)] = True
    found: Ints = np.flatnonzero(seen).astype(np.uint16)
    return found


def _ranges(views: Sequence[SegmentView], plan: Prefixed) -> list[tuple[FieldArrays, Ints]]:
    fields = [view.arrays.field(plan.field) for view in views]
    return [(field, np.arange(*field.prefix_range(plan.prefix))) for field in fields]


def _counts(field: FieldArrays, numbers: Ints) -> Ints:
    counts: Ints = field.starts[numbers + 1].astype(np.int64) - field.starts[numbers]
    return counts


def _kept(field: FieldArrays, numbers: Ints) -> Ints:
    if len(numbers) <= MAX_FORMS:
        return numbers.astype(np.int64)
    order = np.argsort(-_counts(field, numbers), kind="stable")
    return np.sort(numbers[order[:MAX_FORMS]]).astype(np.int64)


def _told(found: Sequence[tuple[FieldArrays, Ints]]) -> Told:
    totals: Counter[str] = Counter()
    for field, numbers in found:
        if len(numbers):
            counts = _counts(field, numbers)
            for place in np.argsort(-counts, kind="stable")[:_TOLD].tolist():
                word = field.term(int(numbers[place])).split(b"\0")[0]
                totals[word.decode("utf-8", "surrogatepass")] += int(counts[place])
    best = sorted(totals, key=lambda word: (-totals[word], word))[:_TOLD]
    return Told(tuple(best), any(len(numbers) > MAX_FORMS for _, numbers in found))


def _within(field: FieldArrays, low: int, high: int, word: bytes, edits: int) -> Ints:
    """Which of the terms [low, high) are within so many edits of a word: dynamic programming over all
    of them at once, a column of their letters at a time. Bytes count, so that a letter beyond ASCII is
    two edits."""
    ends = field.term_ends[low : high + 1].astype(np.int64)
    room: Ints = np.arange(len(ends) - 1)
    blob = np.frombuffer(field.blob, np.uint8)
    widest = len(word) + edits
    grid = ends[:-1, None] + np.arange(widest + 1)[None, :]
    inside = grid < ends[1:, None]
    letters = np.where(inside, blob[np.minimum(grid, len(blob) - 1)], 0)
    lengths = np.where((letters == 0).any(axis=1), (letters == 0).argmax(axis=1), widest + 1)
    near = np.abs(lengths - len(word)) <= edits
    room, letters, lengths = room[near], letters[near], lengths[near]
    if not len(room):
        # Whoever sends a word of ten thousand letters does not have them counted.
        return room
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
