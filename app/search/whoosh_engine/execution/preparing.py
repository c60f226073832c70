"""Queries as plans, kept for when they come again: for the next page, with a filter, from somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.search.interface import Match, SearchRequest
from app.search.query_language import Node
from app.search.whoosh_engine.analysis import Analyser
from app.search.whoosh_engine.kernels.program import BareWords, words_of
from app.search.whoosh_engine.planning.plain import plain_plan
from app.search.whoosh_engine.planning.plan import Everything, Plan
from app.search.whoosh_engine.planning.planner import Planner
from app.search.whoosh_engine.planning.reading import Reading
from app.search.whoosh_engine.segments.snapshot import CollectionSnapshot

# Of a longer query planning is not what takes time, and its plan would take room.
_MOST_KEPT: Final = 16


@dataclass(slots=True)
class Prepared:
    """A query's plan, what was noticed of it, and its words where it is nothing else. `is_plain`: whether
    the archive has its words was not looked at."""

    query: Node | None
    plan: Plan
    reading: Reading
    words: BareWords | None
    is_plain: bool


def prepare(snapshot: CollectionSnapshot, request: SearchRequest, analyser: Analyser) -> Prepared:
    """The plan of a request's query; a plain one at little cost."""
    if not request.synonyms:
        # A tree is known again by being the same object, which whoever keeps its plan keeps alive.
        key = (snapshot.token, id(request.query), request.match)
        known: Prepared | None = snapshot.caches.plans.get(key)
        if known is not None:
            return known
    plain = plain_plan(request, snapshot, analyser)
    if plain is None:
        return prepare_fully(snapshot, request, request.match, analyser)
    return _kept(snapshot, request, request.match, *plain, is_plain=True)


def prepare_fully(
    snapshot: CollectionSnapshot, request: SearchRequest, match: Match, analyser: Analyser
) -> Prepared:
    """The plan by another rule of how many words must match, or of what may have unknown words."""
    planner = Planner(snapshot, analyser)
    plan = planner.plan(request.query, match, request.synonyms) or Everything()
    return _kept(snapshot, request, match, plan, planner.reading, is_plain=False)


def _kept(
    snapshot: CollectionSnapshot,
    request: SearchRequest,
    match: Match,
    plan: Plan,
    reading: Reading,
    *,
    is_plain: bool,
) -> Prepared:
    made = Prepared(request.query, plan, reading, words_of(snapshot, plan), is_plain)
    if not request.synonyms and len(reading.words) <= _MOST_KEPT and request.query is not None:
        snapshot.caches.keep_plan((snapshot.token, id(request.query), match), made)
    return made
