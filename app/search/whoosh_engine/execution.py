"""Runs a plan on one segment: documents in order, each with its score."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.search.whoosh_engine.plan import (
    BODY,
    All,
    Bonus,
    Dates,
    Everything,
    Expanded,
    Keys,
    Plan,
    Row,
    Some,
    Term,
)
from app.search.whoosh_engine.rows import row_matches
from app.search.whoosh_engine.schema import NO_DATE, TEXT
from app.search.whoosh_engine.snapshot import CollectionSnapshot, SegmentView

Ints = NDArray[Any]


class BudgetSpentError(Exception):
    """The query's time is up."""


@dataclass(slots=True)
class Matches:
    """Documents in ascending order, and their scores."""

    docs: Ints
    scores: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.docs)


NONE = Matches(np.zeros(0, np.uint16), np.zeros(0))


class Execution:
    """Runs plans of one query on a snapshot until its deadline (`time.perf_counter`)."""

    def __init__(self, snapshot: CollectionSnapshot, deadline: float) -> None:
        self.snapshot = snapshot
        self._deadline = deadline
        self._idf: dict[tuple[str, bytes], float] = {}

    def run(self, plan: Plan, place: int) -> Matches:  # noqa: PLR0911 - one return a kind of node
        """Matches of a plan in the segment at this place. Raises BudgetSpentError."""
        if time.perf_counter() > self._deadline:
            raise BudgetSpentError
        view = self.snapshot.segments[place]
        match plan:
            case Term():
                return self._term(plan, view)
            case Row():
                return self._row(plan, view)
            case Expanded():
                docs = plan.docs[place]
                score = self.snapshot.idf(plan.n_docs) * plan.weight
                return Matches(docs, np.full(len(docs), score))
            case All():
                return self._all(plan, place)
            case Some():
                return self._some(plan, place)
            case Bonus():
                return self._bonus(plan, place)
            case _:
                return _unscored(plan, view)

    def idf(self, term: Term) -> float:
        """The term's weight in this snapshot."""
        field = TEXT if term.field == BODY else term.field
        key = (field, term.term)
        found = self._idf.get(key)
        if found is None:
            frequency = self.snapshot.document_frequency(*key)
            found = self._idf[key] = self.snapshot.idf(frequency)
        return found

    def _term(self, plan: Term, view: SegmentView) -> Matches:
        is_body = plan.field == BODY
        field = view.arrays.field(TEXT if is_body else plan.field)
        i = field.find(plan.term)
        if i < 0:
            return NONE
        low, high = int(field.starts[i]), int(field.starts[i + 1])
        docs, tf = field.docs[low:high], field.tf[low:high]
        if is_body:
            docs, tf = _not_in_title(docs, tf, plan.term, view)
        if plan.languages is not None:
            keep = language_mask(view, plan.languages)[docs]
            docs, tf = docs[keep], tf[keep]
        at = tf.astype(np.uint16) << 8
        at |= field.lengths[docs]
        scores = self.snapshot.weights(field.name)[at] * (self.idf(plan) * plan.weight)
        return Matches(docs, scores)

    def _row(self, plan: Row, view: SegmentView) -> Matches:
        docs = row_matches(plan, view)
        if not len(docs):
            return NONE
        scores = np.zeros(len(docs))
        for slot in plan.slots:
            for term in slot:
                found = self._term(term, view)
                mine, its = _meeting(docs, found.docs)
                scores[mine] += found.scores[its]
        return Matches(docs, scores)

    def _all(self, plan: All, place: int) -> Matches:
        parts = [self.run(child, place) for child in plan.children]
        if not parts:
            parts = [_unscored(Everything(), self.snapshot.segments[place])]
        docs = min(parts, key=len).docs
        for part in parts:
            if part.docs is not docs and len(docs):
                docs = docs[_meeting(docs, part.docs)[0]]
        if not len(docs):
            return NONE
        scores = np.zeros(len(docs))
        for part in parts:
            same = len(part.docs) == len(docs)
            scores += part.scores if same else part.scores[np.searchsorted(part.docs, docs)]
        for child in plan.without:
            keep = np.ones(len(docs), bool)
            keep[_meeting(docs, self.run(child, place).docs)[0]] = False
            docs, scores = docs[keep], scores[keep]
        return Matches(docs, scores)

    def _some(self, plan: Some, place: int) -> Matches:
        parts = [self.run(child, place) for child in plan.children]
        parts = [part for part in parts if len(part)]
        if len(parts) < plan.at_least:
            return NONE
        if len(parts) == 1:
            return parts[0]
        n_docs = self.snapshot.segments[place].n_docs
        scores = np.zeros(n_docs)
        counts = np.zeros(n_docs, np.uint16)
        for part in parts:
            scores[part.docs] += part.scores
            counts[part.docs] += 1
        docs = np.flatnonzero(counts >= plan.at_least).astype(np.uint16)
        return Matches(docs, scores[docs])

    def _bonus(self, plan: Bonus, place: int) -> Matches:
        found = self.run(plan.child, place)
        keyed = key_docs(self.snapshot.segments[place], plan.field, (plan.key,))
        if not len(keyed):
            return found
        mine, _ = _meeting(found.docs, keyed)
        scores = found.scores.copy()
        scores[mine] += plan.points
        return Matches(found.docs, scores)


def key_docs(view: SegmentView, field: str, values: tuple[str, ...]) -> Ints:
    """Documents with any of these values, in order."""
    keys = view.arrays.key(field)
    found = []
    for value in values:
        i = keys.find(value.encode("utf-8", "surrogatepass"))
        if i >= 0:
            found.append(keys.docs[keys.starts[i] : keys.starts[i + 1]])
    if not found:
        return NONE.docs
    return found[0] if len(found) == 1 else np.unique(np.concatenate(found))


def date_mask(view: SegmentView, start: int | None, end: int | None) -> NDArray[np.bool_]:
    """True for each document published in [start, end)."""
    dates = view.arrays.number("published_at")
    mask: NDArray[np.bool_] = dates > NO_DATE
    if start is not None:
        mask &= dates >= start
    if end is not None:
        mask &= dates < end
    return mask


def language_mask(view: SegmentView, languages: frozenset[str | None]) -> Ints:
    """True for each document in one of the languages."""
    mask = view.masks.get(languages)
    if mask is None:
        keys = view.arrays.key("language")
        mask = np.zeros(view.n_docs, bool)
        mask[key_docs(view, "language", tuple(name for name in languages if name))] = True
        if None in languages:
            mask |= np.diff(keys.value_starts.astype(np.int64)) == 0
        view.masks[languages] = mask
    return mask


def _unscored(plan: Plan, view: SegmentView) -> Matches:
    match plan:
        case Keys():
            docs = key_docs(view, plan.field, plan.values)
        case Dates():
            docs = np.flatnonzero(date_mask(view, plan.start, plan.end)).astype(np.uint16)
        case _:
            docs = np.arange(view.n_docs).astype(np.uint16)
    return Matches(docs, np.zeros(len(docs)))


def _not_in_title(docs: Ints, tf: Ints, term: bytes, view: SegmentView) -> tuple[Ints, Ints]:
    title = view.arrays.field("title")
    i = title.find(term)
    if i < 0:
        return docs, tf
    low, high = int(title.starts[i]), int(title.starts[i + 1])
    mine, its = _meeting(docs, title.docs[low:high])
    left = tf.astype(np.int16)
    left[mine] -= title.tf[low:high][its]
    keep = left > 0
    return docs[keep], left[keep].astype(np.uint8)


def _meeting(a: Ints, b: Ints) -> tuple[Ints, Ints]:
    """Places in `a` and in `b` of the documents that both have."""
    if not len(a) or not len(b):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    if len(b) < len(a):
        in_b, in_a = _meeting(b, a)
        return in_a, in_b
    at = np.searchsorted(b, a)
    at[at == len(b)] = 0
    mine = np.flatnonzero(b[at] == a)
    return mine, at[mine]
