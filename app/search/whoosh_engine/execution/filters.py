"""Filters of a request as masks over a segment's documents, and facets counted behind them, in numpy.
`kernels/answers.h` does the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.search.interface import Duplicates, FacetValue, Filter, SearchRequest
from app.search.whoosh_engine.execution.matching import date_mask, key_docs
from app.search.whoosh_engine.kernels.library import address
from app.search.whoosh_engine.segments.schema import CollectionSchema
from app.search.whoosh_engine.segments.snapshot import CollectionSnapshot, SegmentView

Mask = NDArray[np.bool_]
Ints = NDArray[Any]


class Filters:
    """The filters of one request. A field's own filter is left out of its facet."""

    def __init__(self, request: SearchRequest, schema: CollectionSchema) -> None:
        self._request = request
        self._schema = schema
        self._by_field: dict[str, list[Filter]] = {}
        for each in request.filters:
            if each.field in schema.keys and (each.include or each.exclude):
                self._by_field.setdefault(each.field, []).append(each)

    def has(self, field: str) -> bool:
        """Whether a key field is filtered."""
        return field in self._by_field

    def mask(self, view: SegmentView, *, but: str | None = None) -> Mask | None:
        """True for documents that are live and pass all filters, but not looking at the one field's;
        None: all of them pass."""
        masks = [self._field_mask(view, name) for name in self._by_field if name != but]
        if view.live is not None:
            masks.append(view.live)
        masks += self._other_masks(view)
        if not masks:
            return None
        found = masks[0]
        for mask in masks[1:]:
            found = found & mask
        return found

    def _field_mask(self, view: SegmentView, name: str) -> Mask:
        mask = np.ones(view.n_docs, bool)
        for each in self._by_field[name]:
            if each.include:
                mask &= _mask_of(view, name, each.include)
            if each.exclude:
                mask &= ~_mask_of(view, name, each.exclude)
        return mask

    def _other_masks(self, view: SegmentView) -> list[Mask]:
        request, names = self._request, self._schema
        masks: list[Mask] = []
        if request.published_from is not None or request.published_to is not None:
            masks.append(date_mask(view, request.published_from, request.published_to))
        if request.has_quotations is not None and "n_quotations" in names.numbers:
            masks.append((view.arrays.number("n_quotations") > 0) == request.has_quotations)
        if request.min_confidence is not None and "confidence" in names.numbers:
            masks.append(view.arrays.number("confidence") >= request.min_confidence)
        if request.duplicates is Duplicates.ONLY and "story" in names.keys:
            masks.append(np.diff(view.arrays.key("story").value_starts.astype(np.int64)) > 0)
        return masks


def count_facet(
    snapshot: CollectionSnapshot, field: str, docs: Sequence[Ints], size: int
) -> tuple[FacetValue, ...]:
    """How many of these documents (by segment) have each value of a key field: most frequent first,
    equal ones by value."""
    numbered = numbered_values(snapshot, field)
    totals = np.zeros(numbered.n_values, np.int64)
    for view, found, own in zip(snapshot.segments, docs, numbered.by_segment, strict=True):
        totals[own] += _counts(view, field, found)  # no value twice in one segment
    values = [
        FacetValue(numbered.value(snapshot, field, i), int(totals[i]))
        for i in np.flatnonzero(totals).tolist()
    ]
    values.sort(key=lambda found: (-found.count, found.value))
    return tuple(values[:size])


class NumberedValues:
    """Values of a field numbered across segments: `by_segment` has the number of each segment's terms,
    `first` where each value stands first in all segments' terms, one after the other. `addresses`: of
    `first`, then of each segment's numbers."""

    def __init__(self, snapshot: CollectionSnapshot, field: str) -> None:
        hashes = [view.arrays.key(field).hashes for view in snapshot.segments]
        whole = np.concatenate(hashes) if hashes else np.zeros(0, np.uint64)
        _, self.first, inverse = np.unique(whole, return_index=True, return_inverse=True)
        self.n_values = len(self.first)
        ends = np.cumsum([len(each) for each in hashes])
        self.by_segment = np.split(inverse, ends[:-1]) if hashes else []
        self.n_bytes = self.first.nbytes + inverse.nbytes
        self.addresses = tuple(map(address, (self.first, *self.by_segment)))
        self._ends = ends

    def value(self, snapshot: CollectionSnapshot, field: str, i: int) -> str:
        """The i-th value."""
        at = int(self.first[i])
        segment = int(np.searchsorted(self._ends, at, side="right"))
        keys = snapshot.segments[segment].arrays.key(field)
        return keys.term(at - int(self._ends[segment]) + keys.n_terms).decode(
            "utf-8", "surrogatepass"
        )


def numbered_values(snapshot: CollectionSnapshot, field: str) -> NumberedValues:
    """The values of a key field, kept while there is room. Whoever uses the addresses holds the object."""
    key, values = (snapshot.token, field), snapshot.caches.values
    found: NumberedValues | None = values.find(key)
    if found is None:
        found = NumberedValues(snapshot, field)
        values.keep(key, found, found.n_bytes)
    return found


def _counts(view: SegmentView, field: str, docs: Ints) -> Ints:
    """Of each value of the segment, how many of the documents have it."""
    keys = view.arrays.key(field)
    chosen = np.zeros(view.n_docs, bool)
    chosen[docs] = True
    n_each: Ints = np.diff(keys.value_starts.astype(np.int64))
    counts: Ints = np.bincount(keys.ordinals[np.repeat(chosen, n_each)], minlength=keys.n_terms)
    return counts


def _mask_of(view: SegmentView, field: str, values: tuple[str, ...]) -> Mask:
    mask = np.zeros(view.n_docs, bool)
    mask[key_docs(view, field, values)] = True
    return mask
