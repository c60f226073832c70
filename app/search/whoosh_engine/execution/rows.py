"""Phrases and words near each other, by comparing positions.

A place is document << 24 | position. A row is where the places of all slots, each moved back by the
slot's number, meet; with slop, where places of all slots lie in one window.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.search.whoosh_engine.planning.plan import BODY, Row, Term
from app.search.whoosh_engine.segments.postings import MAX_POSITION, distinct, ragged
from app.search.whoosh_engine.segments.schema import BODY_POSITION, TEXT
from app.search.whoosh_engine.segments.snapshot import SegmentView

Ints = NDArray[Any]
_SHIFT = 24
_NOWHERE = np.zeros(0, np.int64)


def row_matches(row: Row, view: SegmentView) -> Ints:
    """Documents that hold the row, in order."""
    postings = [[_Postings(term, view) for term in slot] for slot in row.slots]
    docs = _common_docs(postings)
    if not len(docs):
        return docs
    is_body = row.field == BODY
    places = [_places(slot, docs, is_body=is_body) for slot in postings]
    if any(not len(found) for found in places):
        return np.zeros(0, np.uint16)
    hits = _near(row, places) if row.slop else _in_a_row(places)
    found: Ints = distinct(hits >> _SHIFT).astype(np.uint16)
    return found


class _Postings:
    """Where a term's postings lie in its field."""

    def __init__(self, term: Term, view: SegmentView) -> None:
        self.field = view.arrays.field(TEXT if term.field == BODY else term.field)
        self.i = self.field.find(term.term)
        self.docs: Ints = self.field.docs_of(self.i) if self.i >= 0 else np.zeros(0, np.uint16)


def _common_docs(postings: list[list[_Postings]]) -> Ints:
    slots = []
    for slot in postings:
        found = [term.docs for term in slot if len(term.docs)]
        if not found:
            return np.zeros(0, np.uint16)
        slots.append(found[0] if len(found) == 1 else distinct(np.concatenate(found)))
    slots.sort(key=len)
    docs = slots[0]
    for other in slots[1:]:
        at = np.searchsorted(other, docs)
        at[at == len(other)] = 0
        docs = docs[other[at] == docs]
    return docs


def _places(slot: list[_Postings], docs: Ints, *, is_body: bool) -> Ints:
    """Places of any of the slot's terms in these documents, in order."""
    found = [_term_places(term, docs) for term in slot if len(term.docs)]
    places = found[0] if len(found) == 1 else distinct(np.concatenate(found))
    return places[(places & MAX_POSITION) >= BODY_POSITION] if is_body else places


def _term_places(term: _Postings, docs: Ints) -> Ints:
    counts = term.field.counts_of(term.i)
    starts = np.cumsum(counts) - counts + int(term.field.position_starts[term.i])
    at = np.searchsorted(term.docs, docs)
    at[at == len(term.docs)] = 0
    at = at[term.docs[at] == docs]
    if not len(at):
        return _NOWHERE
    positions = term.field.positions[ragged(starts[at], counts[at])].astype(np.int64)
    positions += np.repeat(term.docs[at].astype(np.int64) << _SHIFT, counts[at])
    return positions


def _in_a_row(places: list[Ints]) -> Ints:
    order = sorted(range(len(places)), key=lambda slot: len(places[slot]))
    hits = places[order[0]] - order[0]
    for slot in order[1:]:
        found = places[slot] - slot
        at = np.searchsorted(found, hits)
        at[at == len(found)] = 0
        hits = hits[found[at] == hits]
        if not len(hits):
            break
    return hits


def _near(row: Row, places: list[Ints]) -> Ints:
    """Starts of windows that hold a place of every slot; equal slots need as many places."""
    width = len(places) + row.slop
    nth = [row.slots[:i].count(slot) for i, slot in enumerate(row.slots)]
    starts = distinct(np.concatenate(places))
    for found, before in zip(places, nth, strict=True):
        at = np.searchsorted(found, starts) + before
        inside = at < len(found)
        at[~inside] = 0
        ends = np.minimum(starts + width, ((starts >> _SHIFT) + 1) << _SHIFT)
        starts = starts[inside & (found[at] < ends)]
        if not len(starts):
            break
    return starts
