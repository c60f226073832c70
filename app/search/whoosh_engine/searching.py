"""One search on one snapshot: plan, match, filter, order, count, cut a page."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.search.interface import (
    Collection,
    Duplicates,
    FacetValue,
    Hit,
    Interpretation,
    Match,
    SearchPage,
    SearchRequest,
    Sort,
)
from app.search.query_language import print_query
from app.search.whoosh_engine import kernels
from app.search.whoosh_engine.analysis import Analyser
from app.search.whoosh_engine.cursors import make_position, read_position
from app.search.whoosh_engine.documents import title_key
from app.search.whoosh_engine.execution import (
    NONE,
    BudgetSpentError,
    Execution,
    Matches,
    key_docs,
)
from app.search.whoosh_engine.explanation import explain
from app.search.whoosh_engine.filters import Filters, count_facet
from app.search.whoosh_engine.flat import flat_hits, quick_hits
from app.search.whoosh_engine.plan import Everything, Plan
from app.search.whoosh_engine.planning import Planner
from app.search.whoosh_engine.quick import quick_terms
from app.search.whoosh_engine.ranking import Ranked, collapse, first_hits, order_keys
from app.search.whoosh_engine.reading import Reading
from app.search.whoosh_engine.schema import SCHEMAS
from app.search.whoosh_engine.snapshot import CollectionSnapshot, Snapshot
from app.text.query_words import main_languages

Ints = NDArray[Any]


@dataclass(slots=True)
class _Found:
    """What a plan matched, before filters, by segment."""

    plan: Plan
    execution: Execution
    matches: list[Matches]
    is_partial: bool = False


class Search:
    """A request on a snapshot."""

    def __init__(self, snapshot: Snapshot, request: SearchRequest, analyser: Analyser) -> None:
        self._whole = snapshot
        self._analyser = analyser
        self._request = request
        self._snapshot = snapshot.collections[request.collection]
        self._schema = SCHEMAS[request.collection]
        self._filters = Filters(request, self._schema)
        self._deadline = time.perf_counter() + request.time_budget_ms / 1000
        self._planner = Planner(
            self._snapshot, self._schema, archive_languages(self._snapshot), analyser
        )

    def page(self) -> SearchPage:
        """Runs it. Raises CursorError."""
        request = self._request
        after = read_position(request.after, request) if request.after else None
        started = time.perf_counter()
        short = self._short_way()
        if short is not None:
            return short
        found, passed, is_relaxed = self._match()
        matched_at = time.perf_counter()
        keys = self._keys(passed)
        more = None
        group = self._group()
        if group and sum(map(len, passed)):
            passed, keys, more = collapse(self._snapshot, passed, keys, group)
        total = sum(map(len, passed))
        ranked = first_hits(self._snapshot, passed, keys, request.limit + 1, after)
        hits = self._hits(ranked[: request.limit], found, passed, more)
        has_next = len(ranked) > request.limit
        ranked_at = time.perf_counter()
        facets = self._facets(found.matches, passed)
        ended = time.perf_counter()
        return SearchPage(
            hits=hits,
            total=total,
            generation=self._whole.name,
            next_after=make_position(ranked[request.limit - 1], self._whole.name, request)
            if has_next
            else None,
            facets=facets,
            interpretation=self._interpretation(is_relaxed),
            highlighter=self._planner.reading.highlighter(),
            did_you_mean=self._did_you_mean(),
            warnings=self._warnings(is_relaxed, found.is_partial),
            partial=found.is_partial,
            timings_ms={
                "match": (matched_at - started) * 1000,
                "rank": (ranked_at - matched_at) * 1000,
                "facets": (ended - ranked_at) * 1000,
            },
        )

    def _short_way(self) -> SearchPage | None:
        """The page of a query of plain words, best first; None where there is more to do."""
        request = self._request
        if request.query is None or request.after or request.facets or request.explain:
            return None
        if request.sort is not Sort.RELEVANCE or self._group() or request.time_budget_ms <= 0:
            return None
        started = time.perf_counter()
        masks = [self._filters.mask(view) for view in self._snapshot.segments]
        quick = self._quick(masks)
        found = quick or self._flat(masks)
        if found is None:
            return None
        total, ranked = found
        name = self._whole.name
        has_next = len(ranked) > request.limit
        return SearchPage(
            hits=tuple([Hit(each.id, each.score) for each in ranked[: request.limit]]),
            total=total,
            generation=name,
            next_after=make_position(ranked[-2], name, request) if has_next else None,
            interpretation=self._interpretation(False),
            highlighter=self._planner.reading.highlighter(),
            did_you_mean=None if quick else self._did_you_mean(),
            warnings=() if quick else self._warnings(False, False),
            timings_ms={"match": (time.perf_counter() - started) * 1000},
        )

    def _quick(self, masks: list[NDArray[np.bool_] | None]) -> tuple[int, list[Ranked]] | None:
        request = self._request
        terms = quick_terms(
            request.query,
            request.match,
            archive_languages(self._snapshot),
            request.synonyms,
            self._analyser,
        )
        if terms is None or (terms.title and self._has_title(terms.title)):
            return None
        found = quick_hits(self._snapshot, terms, masks, request.limit + 1)
        if found is None or (not found[0] and terms.least > 1):
            return None
        self._planner.reading = Reading(folded=terms.folded, words=terms.stems)
        return found

    def _has_title(self, words: str) -> bool:
        if "title_key" not in self._schema.keys:
            return False
        key = title_key(words)
        return any(len(key_docs(view, "title_key", (key,))) for view in self._snapshot.segments)

    def _flat(self, masks: list[NDArray[np.bool_] | None]) -> tuple[int, list[Ranked]] | None:
        request = self._request
        plan = self._planner.plan(request.query, request.match, request.synonyms)
        if plan is None:
            return None
        found = flat_hits(self._snapshot, plan, masks, request.limit + 1)
        return None if found and not found[0] and self._planner.reading.n_few else found

    def dates(self) -> Ints:
        """Publication times of all hits, as epoch seconds."""
        _, passed, _ = self._match()
        group = self._group()
        if group and sum(map(len, passed)):
            passed, _, _ = collapse(self._snapshot, passed, self._keys(passed), group)
        parts = [
            view.arrays.number("published_at")[each.docs]
            for view, each in zip(self._snapshot.segments, passed, strict=True)
        ]
        return np.concatenate(parts) if parts else np.zeros(0, np.int64)

    def _match(self) -> tuple[_Found, list[Matches], bool]:
        """Runs the plan; a few words that nothing has together are tried again as any of them."""
        request = self._request
        found = self._run(request.match)
        passed = self._passed(found.matches)
        few = self._planner.reading.n_few
        if not few or found.is_partial or any(map(len, passed)):
            return found, passed, False
        relaxed = self._run(Match.ANY)
        passed_too = self._passed(relaxed.matches)
        if any(map(len, passed_too)):
            return relaxed, passed_too, True
        return found, passed, False

    def _run(self, match: Match) -> _Found:
        request = self._request
        plan = self._planner.plan(request.query, match, request.synonyms) or Everything()
        execution = Execution(self._snapshot, self._deadline)
        found = _Found(plan, execution, [])
        for place in range(len(self._snapshot.segments)):
            try:
                found.matches.append(execution.run(plan, place))
            except BudgetSpentError:
                found.is_partial = True
                found.matches.append(NONE)
        return found

    def _passed(self, matches: Sequence[Matches], *, but: str | None = None) -> list[Matches]:
        passed = []
        for view, found in zip(self._snapshot.segments, matches, strict=True):
            mask = self._filters.mask(view, but=but)
            if mask is None:
                passed.append(found)
            else:
                passed.append(Matches(*kernels.kernels.keep(found.docs, found.scores, mask)))
        return passed

    def _keys(self, passed: Sequence[Matches]) -> list[NDArray[np.float64]]:
        request = self._request
        return [
            order_keys(request.sort, request.seed, view, found)
            for view, found in zip(self._snapshot.segments, passed, strict=True)
        ]

    def _group(self) -> str | None:
        request = self._request
        if request.group_by_utterance and request.collection is Collection.QUOTATIONS:
            return "utterance"
        return "story" if request.duplicates is Duplicates.COLLAPSE else None

    def _hits(
        self,
        ranked: Sequence[Ranked],
        found: _Found,
        passed: Sequence[Matches],
        more: Sequence[Ints] | None,
    ) -> tuple[Hit, ...]:
        hits = []
        for each in ranked:
            collapsed = 0
            if more is not None:
                at = int(np.searchsorted(passed[each.segment].docs, each.doc))
                collapsed = int(more[each.segment][at])
            hit = Hit(each.id, each.score, collapsed)
            if self._request.explain:
                told = explain(found.plan, found.execution, each.segment, each.doc)
                hit = replace(hit, explanation=told)
            hits.append(hit)
        return tuple(hits)

    def _facets(
        self, matches: Sequence[Matches], passed: Sequence[Matches]
    ) -> dict[str, tuple[FacetValue, ...]]:
        facets = {}
        for field in self._request.facets:
            if field not in self._schema.keys:
                continue
            counted = passed
            if self._filters.has(field):
                counted = self._passed(matches, but=field)
                group = self._group()
                if group and sum(map(len, counted)):
                    counted, _, _ = collapse(self._snapshot, counted, self._keys(counted), group)
            docs = [found.docs for found in counted]
            facets[field] = count_facet(self._snapshot, field, docs, self._request.facet_size)
        return facets

    def _interpretation(self, is_relaxed: bool) -> Interpretation:
        reading = self._planner.reading
        return Interpretation(
            parsed=print_query(self._request.query),
            folded=reading.folded,
            dropped=tuple(reading.dropped),
            expanded=reading.expanded,
            relaxed=is_relaxed,
        )

    def _did_you_mean(self) -> str | None:
        """The query with the words that the archive does not hold replaced."""
        corrected = self._planner.reading.corrected
        if not corrected:
            return None
        words = print_query(self._request.query)
        for typed, meant in corrected.items():
            words = re.sub(rf"(?<!\w){re.escape(typed)}(?!\w)", meant, words)
        return words

    def _warnings(self, is_relaxed: bool, is_partial: bool) -> tuple[str, ...]:
        warnings = list(self._planner.reading.warnings)
        for typed, meant in self._planner.reading.corrected.items():
            warnings.append(f"Nothing has “{typed}”: “{meant}” was searched for.")
        if is_relaxed:
            warnings.append("Nothing has all of these words: results have some of them.")
        if is_partial:
            warnings.append(
                f"The search was stopped after {self._request.time_budget_ms} ms: there may be more."
            )
        return tuple(warnings)


def archive_languages(snapshot: CollectionSnapshot) -> tuple[str | None, ...]:
    """The languages whose stems a query is read in, most articles first."""
    found: tuple[str | None, ...] | None = snapshot.cache.get("languages")
    if found is None:
        counts: dict[str | None, int] = {}
        for view in snapshot.segments:
            keys = view.arrays.key("language")
            n_unknown = view.n_docs
            for i in range(keys.n_terms):
                n = int(keys.starts[i + 1]) - int(keys.starts[i])
                name = keys.term(i).decode()
                counts[name] = counts.get(name, 0) + n
                n_unknown -= n
            counts[None] = counts.get(None, 0) + n_unknown
        found = snapshot.cache["languages"] = main_languages(counts)
    return found
