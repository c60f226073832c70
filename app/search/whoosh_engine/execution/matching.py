"""Runs a plan on one segment in numpy: documents in order, each with its score.

This is what a plan means. The compiled kernels do the same faster, and have the parts from here that they
cannot do: what is limited to the body.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.search.whoosh_engine.execution.rows import row_matches
from app.search.whoosh_engine.planning.expansion import prefix_numbers, union
from app.search.whoosh_engine.planning.plan import (
    BODY,
    All,
    Bonus,
    Dates,
    Everything,
    Expanded,
    Keys,
    Plan,
    Prefixed,
    Row,
    Some,
    Term,
)
from app.search.whoosh_engine.segments.schema import NO_DATE, TEXT
from app.search.whoosh_engine.segments.snapshot import CollectionSnapshot, SegmentView

Ints = NDArray[Any]
Floats = NDArray[np.float64]


class BudgetSpentError(Exception):
    """The query's time is up."""


@dataclass(slots=True)
class Matches:
    """Documents in ascending order, and their scores."""

    docs: Ints
    scores: Floats

    def __len__(self) -> int:
        return len(self.docs)


NONE = Matches(np.zeros(0, np.uint16), np.zeros(0))


class Execution:
    """Runs plans of one query on a snapshot until its deadline (`time.perf_counter`)."""

    def __init__(self, snapshot: CollectionSnapshot, deadline: float) -> None:
        self.snapshot = snapshot
        self._deadline = deadline
        self._expanded: dict[int, list[Ints]] = {}

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
            case Prefixed() | Expanded():
                return self._many(plan, place)
            case All():
                return self._all(plan, place)
            case Some():
                return self._some(plan, place)
            case Bonus():
                return self._bonus(plan, place)
            case _:
                return _unscored(plan, view)

    def run_in_time(self, plan: Plan, place: int) -> Matches:
        """The same; nothing once the time is up."""
        try:
            return self.run(plan, place)
        except BudgetSpentError:
            return NONE

    def idf(self, term: Term) -> float:
        """The term's weight in this snapshot."""
        name = TEXT if term.field == BODY else term.field
        return self.snapshot.idf(self.snapshot.document_frequency(name, term.term))

    def _term(self, plan: Term, view: SegmentView) -> Matches:
        is_body = plan.field == BODY
        field = view.arrays.field(TEXT if is_body else plan.field)
        i = field.find(plan.term)
        if i < 0:
            return NONE
        docs, tf = field.docs_of(i), field.counts_of(i)
        if is_body:
            docs, tf = _not_in_title(docs, tf, plan.term, view)
        if plan.languages is not None:
            wanted = language_mask(view, plan.languages)[docs]
            docs, tf = docs[wanted], tf[wanted]
        norms = self.snapshot.norms(field.name)
        counts = tf.astype(np.float64)
        scores: Floats = counts * norms[256] / (counts + norms[field.lengths[docs]])
        return Matches(docs, scores * (self.idf(plan) * plan.weight))

    def _many(self, plan: Prefixed | Expanded, place: int) -> Matches:
        found = self._expanded.get(id(plan))
        if found is None:
            views = self.snapshot.segments
            numbers = prefix_numbers(views, plan) if isinstance(plan, Prefixed) else plan.numbers
            fields = [view.arrays.field(plan.field) for view in views]
            found = [union(field, own) for field, own in zip(fields, numbers, strict=True)]
            self._expanded[id(plan)] = found
        score = self.snapshot.idf(sum(map(len, found))) * plan.weight
        return Matches(found[place], np.full(len(found[place]), score))

    def _row(self, plan: Row, view: SegmentView) -> Matches:
        docs = row_matches(plan, view)
        found = Matches(docs, np.zeros(len(docs)))
        for slot in plan.slots:
            for term in slot:
                _add(found, self._term(term, view))
        return found

    def _all(self, plan: All, place: int) -> Matches:
        parts = [self.run(child, place) for child in plan.children]
        if not all(map(len, parts)):
            return NONE
        if not parts:
            parts = [_unscored(Everything(), self.snapshot.segments[place])]
        docs = parts[0].docs
        for part in parts[1:]:
            docs = docs[_is_among(docs, part.docs)]
        for child in plan.without:
            docs = docs[~_is_among(docs, self.run(child, place).docs)]
        found = Matches(docs, np.zeros(len(docs)))
        for part in parts:
            _add(found, part)
        return found

    def _some(self, plan: Some, place: int) -> Matches:
        parts = [self.run(child, place) for child in plan.children]
        counts = np.zeros(self.snapshot.segments[place].n_docs, np.uint16)
        sums = np.zeros(len(counts))
        for part in parts:
            counts[part.docs] += 1
            sums[part.docs] += part.scores
        docs = np.flatnonzero(counts >= max(1, plan.at_least)).astype(np.uint16)
        return Matches(docs, sums[docs])

    def _bonus(self, plan: Bonus, place: int) -> Matches:
        found = self.run(plan.child, place)
        keyed = key_docs(self.snapshot.segments[place], plan.field, (plan.key,))
        if not len(keyed):
            return found
        points = np.where(_is_among(found.docs, keyed), plan.points, 0.0)
        return Matches(found.docs, found.scores + points)


def leaves_of(plan: Plan) -> Iterator[Plan]:
    """What a plan is made of in the end, the terms of rows apart."""
    match plan:
        case Row():
            yield from (term for slot in plan.slots for term in slot)
        case All():
            for child in (*plan.children, *plan.without):
                yield from leaves_of(child)
        case Some():
            for child in plan.children:
                yield from leaves_of(child)
        case Bonus():
            yield from leaves_of(plan.child)
        case _:
            yield plan


def key_docs(view: SegmentView, field: str, values: Sequence[str]) -> Ints:
    """Documents with any of these values, in order."""
    keys = view.arrays.key(field)
    found = []
    for value in values:
        i = keys.find(value.encode("utf-8", "surrogatepass"))
        if i >= 0:
            found.append(keys.docs_of(i))
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


def language_mask(view: SegmentView, languages: frozenset[str | None]) -> NDArray[np.bool_]:
    """True for each document in one of the languages."""
    keys = view.arrays.key("language")
    mask = np.zeros(view.n_docs, bool)
    mask[key_docs(view, "language", [name for name in languages if name])] = True
    if None in languages:
        mask |= np.diff(keys.value_starts.astype(np.int64)) == 0
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


def _add(found: Matches, part: Matches) -> None:
    """Adds the scores of a part's documents to those found."""
    mine, its = _meeting(found.docs, part.docs)
    found.scores[mine] += part.scores[its]


def _not_in_title(docs: Ints, tf: Ints, term: bytes, view: SegmentView) -> tuple[Ints, Ints]:
    title = view.arrays.field("title")
    i = title.find(term)
    if i < 0:
        return docs, tf
    mine, its = _meeting(docs, title.docs_of(i))
    left = tf.copy()
    left[mine] -= title.counts_of(i)[its]
    keep = left > 0
    return docs[keep], left[keep]


def _is_among(docs: Ints, others: Ints) -> NDArray[np.bool_]:
    """For each document whether it is among others; both in order."""
    if not len(others):
        return np.zeros(len(docs), bool)
    at = np.searchsorted(others, docs)
    at[at == len(others)] = 0
    found: NDArray[np.bool_] = others[at] == docs
    return found


def _meeting(a: Ints, b: Ints) -> tuple[Ints, Ints]:
    """Places in `a` and in `b` of the documents that both have."""
    if len(b) < len(a):
        in_b, in_a = _meeting(b, a)
        return in_a, in_b
    mine = np.flatnonzero(_is_among(a, b))
    return mine, np.searchsorted(b, a[mine])
