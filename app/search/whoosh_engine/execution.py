"""Runs a plan on one segment: documents in order, each with its score."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.search.whoosh_engine import kernels
from app.search.whoosh_engine.kernels.parts import Part, RowSlot, address, scored_part
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
from app.search.whoosh_engine.segments import FieldArrays
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
        self._known: dict[tuple[str, bytes], tuple[list[int], float]] = {}

    def run(self, plan: Plan, place: int) -> Matches:  # noqa: PLR0911 - one return a kind of node
        """Matches of a plan in the segment at this place. Raises BudgetSpentError."""
        if time.perf_counter() > self._deadline:
            raise BudgetSpentError
        view = self.snapshot.segments[place]
        match plan:
            case Term():
                return Matches(*_scored(self._term(plan, place)))
            case Row():
                return self._row(plan, place)
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
        return self._look_up(term)[1]

    def _look_up(self, term: Term) -> tuple[list[int], float]:
        """The term's number in each segment, -1 where it is not, and its weight."""
        key = (TEXT if term.field == BODY else term.field, term.term)
        found = self._known.get(key)
        if found is None:
            places, total = [], 0
            for view in self.snapshot.segments:
                field = view.arrays.field(key[0])
                i = field.find(key[1])
                places.append(i)
                if i >= 0:
                    total += int(field.starts[i + 1]) - int(field.starts[i])
            found = self._known[key] = (places, self.snapshot.idf(total))
        return found

    def _part(self, plan: Plan, place: int) -> Part:
        """A child as kernels take it; a plain term is not scored before it is known where it matters."""
        if isinstance(plan, Term):
            return self._term(plan, place)
        found = self.run(plan, place)
        return scored_part(found.docs, found.scores)

    def _term(self, plan: Term, place: int) -> Part:
        is_body = plan.field == BODY
        view = self.snapshot.segments[place]
        field = view.arrays.field(TEXT if is_body else plan.field)
        places, idf = self._look_up(plan)
        i = places[place]
        if i < 0:
            return scored_part(NONE.docs, NONE.scores)
        low, high = int(field.starts[i]), int(field.starts[i + 1])
        docs, tf = field.docs[low:high], field.tf[low:high]
        part = Part(docs, field.docs_at + 2 * low, idf * plan.weight)
        part.tf, part.tf_at = tf, field.tf_at + low
        part.lengths, part.lengths_at = field.lengths, field.lengths_at
        part.table, part.table_at = self.snapshot.weights(field.name)
        if is_body:
            _narrow(part, *_not_in_title(docs, tf, plan.term, view))
        if plan.languages is not None and part.tf is not None:
            wanted = language_mask(view, plan.languages)[part.docs]
            _narrow(part, part.docs[wanted], part.tf[wanted])
        return part

    def _row(self, plan: Row, place: int) -> Matches:
        view = self.snapshot.segments[place]
        terms = [slot[0] for slot in plan.slots]
        is_plain = plan.slop == 0 and plan.field != BODY
        if is_plain and all(len(s) == 1 and s[0].languages is None for s in plan.slots):
            return self._plain_row(terms, place)
        docs = row_matches(plan, view)
        if not len(docs):
            return NONE
        parts = [scored_part(docs, np.zeros(len(docs)))]
        for slot in plan.slots:
            each = [self._term(term, place) for term in slot]
            scored = (
                scored_part(*kernels.kernels.keep(*_scored(part), _mask(docs, view.n_docs)))
                for part in each
                if part.n
            )
            parts += scored
        return Matches(*kernels.kernels.union(parts, view.n_docs, 1))

    def _plain_row(self, terms: list[Term], place: int) -> Matches:
        view = self.snapshot.segments[place]
        parts, slots = [], []
        for term in terms:
            part = self._term(term, place)
            if not part.n:
                return NONE
            parts.append(part)
            slots.append(_slot(view.arrays.field(term.field), self._look_up(term)[0][place]))
        return Matches(*kernels.kernels.row(parts, slots))

    def _all(self, plan: All, place: int) -> Matches:
        parts = [self._part(child, place) for child in plan.children]
        if not parts:
            everything = _unscored(Everything(), self.snapshot.segments[place])
            parts = [scored_part(everything.docs, everything.scores)]
        if not all(part.n for part in parts):
            return NONE
        docs, scores = kernels.kernels.intersection(parts)
        for child in plan.without:
            mask = ~_mask(self.run(child, place).docs, self.snapshot.segments[place].n_docs)
            docs, scores = kernels.kernels.keep(docs, scores, mask)
        return Matches(docs, scores)

    def _some(self, plan: Some, place: int) -> Matches:
        parts = [self._part(child, place) for child in plan.children]
        parts = [part for part in parts if part.n]
        if len(parts) < plan.at_least:
            return NONE
        if len(parts) == 1:
            return Matches(*_scored(parts[0]))
        n_docs = self.snapshot.segments[place].n_docs
        return Matches(*kernels.kernels.union(parts, n_docs, plan.at_least))

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


def _scored(part: Part) -> tuple[Ints, NDArray[np.float64]]:
    return part.docs, kernels.kernels.scores(part)


def _mask(docs: Ints, n_docs: int) -> NDArray[np.bool_]:
    mask = np.zeros(n_docs, bool)
    mask[docs] = True
    return mask


def _narrow(part: Part, docs: Ints, tf: Ints) -> None:
    """Leaves only these postings in a part."""
    part.docs, part.tf, part.n = docs, tf, len(docs)
    part.docs_at, part.tf_at = address(docs), address(tf)


def _slot(field: FieldArrays, i: int) -> RowSlot:
    low, high = int(field.position_starts[i]), int(field.position_starts[i + 1])
    positions = field.positions[low:high]
    return RowSlot(positions, address(positions), int(field.starts[i]), field.large)


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
