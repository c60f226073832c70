"""What executing a plan gives: the same from the compiled kernels and from numpy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from app.search.interface import Collection, Duplicates, FacetValue, SearchRequest

_COLLAPSE: Final = Duplicates.COLLAPSE


@dataclass(slots=True)
class Position:
    """Where a page ended: what the last hit is ordered by, and its number."""

    key: float
    number: int


@dataclass(frozen=True, slots=True)
class Told:
    """The words a prefix stands for, the most frequent, and whether rarer ones were left out."""

    forms: tuple[str, ...]
    is_cut: bool = False


@dataclass(slots=True)  # not frozen: that costs microseconds a search
class Answer:
    """The first hits in order, one more than was asked for if there are more: ids, what they are ordered by
    (higher first), scores, `segment << 16 | document`, and how many more each hit's group has.
    `has_unknown`: a word that stands alone or in a phrase is in no document; `told`: by prefix."""

    total: int
    ids: Sequence[str]
    keys: Sequence[float]
    scores: Sequence[float]
    places: Sequence[int]
    more: Sequence[int]
    facets: Mapping[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    told: Mapping[str, Told] = field(default_factory=dict)
    has_unknown: bool = False
    is_partial: bool = False


def group_of(request: SearchRequest) -> str | None:
    """Of what hits are collapsed: stories, utterances, nothing."""
    if request.group_by_utterance and request.collection is Collection.QUOTATIONS:
        return "utterance"
    return "story" if request.duplicates is _COLLAPSE else None
