"""One search on one snapshot: plan, run, relax where nothing was found, cut a page."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.search.interface import Hit, Interpretation, Match, SearchPage, SearchRequest
from app.search.query_language import print_query
from app.search.whoosh_engine.analysis import Analyser
from app.search.whoosh_engine.answer import Answer, Position
from app.search.whoosh_engine.cursors import make_position, read_position
from app.search.whoosh_engine.explanation import explain
from app.search.whoosh_engine.kernels import query as compiled
from app.search.whoosh_engine.matching import Execution
from app.search.whoosh_engine.plain import plain_plan
from app.search.whoosh_engine.plan import Everything, Plan
from app.search.whoosh_engine.planning import Planner
from app.search.whoosh_engine.reading import Reading
from app.search.whoosh_engine.snapshot import CollectionSnapshot, Snapshot
from app.text.query_words import main_languages

Ints = NDArray[Any]


class Search:
    """A request on a snapshot."""

    __slots__ = (
        "_analyser", "_deadline", "_is_relaxed", "_plan", "_reading", "_request", "_snapshot", "_whole",
    )  # fmt: skip

    def __init__(self, snapshot: Snapshot, request: SearchRequest, analyser: Analyser) -> None:
        self._whole = snapshot
        self._snapshot = snapshot.of(request.collection)
        self._request = request
        self._analyser = analyser
        self._deadline = time.perf_counter() + request.time_budget_ms / 1000
        self._plan: Plan
        self._reading: Reading
        self._is_relaxed = False

    def page(self) -> SearchPage:
        """Runs it. Raises CursorError."""
        request, started = self._request, time.perf_counter()
        parsed = print_query(request.query)
        after = read_position(request.after, request, parsed) if request.after else None
        answer = self._answer(after)
        reading, limit = self._reading, request.limit
        for label, told in answer.told.items():
            reading.tell(label, told)
        last = None
        if len(answer.ids) > limit:
            position = Position(answer.keys[limit - 1], answer.ids[limit - 1])
            last = make_position(position, self._whole.name, request, parsed)
        return SearchPage(
            hits=self._hits(answer),
            total=answer.total,
            generation=self._whole.name,
            next_after=last,
            facets=answer.facets,
            interpretation=Interpretation(
                parsed, reading.folded, tuple(reading.dropped), reading.expanded, self._is_relaxed
            ),
            highlighter=reading.highlighter(),
            did_you_mean=self._did_you_mean(parsed) if reading.corrected else None,
            warnings=self._warnings(answer.is_partial),
            partial=answer.is_partial,
            timings_ms={"search": (time.perf_counter() - started) * 1000},
        )

    def dates(self) -> Ints:
        """Publication times of all hits, as epoch seconds."""
        self._answer(None)
        places = compiled.kernels.places(self._snapshot, self._plan, self._request, self._deadline)
        dates = np.zeros(len(places), np.int64)
        for number, view in enumerate(self._snapshot.segments):
            own = places >> 16 == number
            dates[own] = view.arrays.number("published_at")[places[own] & 0xFFFF]
        return dates

    def _answer(self, after: Position | None) -> Answer:
        """Runs the plan; a few words that nothing has together are tried again as any of them."""
        request = self._request
        languages = archive_languages(self._snapshot)
        plain = plain_plan(request, self._snapshot.schema, languages, self._analyser)
        answer = None
        if plain is not None:
            self._plan, self._reading = plain
            answer = self._run(after)
        if answer is None or answer.has_unknown:  # an unknown word may be a slip
            answer = self._planned(request.match, after)
        if not self._reading.n_few or answer.total or answer.is_partial:
            return answer
        strict = self._plan, self._reading
        relaxed = self._planned(Match.ANY, after)
        self._is_relaxed = relaxed.total > 0
        if self._is_relaxed:
            return relaxed
        self._plan, self._reading = strict
        return answer

    def _planned(self, match: Match, after: Position | None) -> Answer:
        languages = archive_languages(self._snapshot)
        planner = Planner(self._snapshot, self._snapshot.schema, languages, self._analyser)
        plan = planner.plan(self._request.query, match, self._request.synonyms)
        self._plan, self._reading = plan or Everything(), planner.reading
        return self._run(after)

    def _run(self, after: Position | None) -> Answer:
        answer: Answer = compiled.kernels.run(
            self._snapshot, self._plan, self._request, self._deadline, after
        )
        return answer

    def _hits(self, answer: Answer) -> tuple[Hit, ...]:
        hits = tuple(map(Hit, answer.ids, answer.scores, answer.more))[: self._request.limit]
        if not self._request.explain:
            return hits
        execution = Execution(self._snapshot, self._deadline)
        return tuple(
            replace(hit, explanation=explain(self._plan, execution, place >> 16, place & 0xFFFF))
            for hit, place in zip(hits, answer.places, strict=False)
        )

    def _did_you_mean(self, parsed: str) -> str:
        """The query with the words that the archive does not hold replaced."""
        for typed, meant in self._reading.corrected.items():
            parsed = re.sub(rf"(?<!\w){re.escape(typed)}(?!\w)", meant, parsed)
        return parsed

    def _warnings(self, is_partial: bool) -> tuple[str, ...]:
        warnings = self._reading.warnings
        for typed, meant in self._reading.corrected.items():
            warnings.append(f"Nothing has “{typed}”: “{meant}” was searched for.")
        if self._is_relaxed:
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
