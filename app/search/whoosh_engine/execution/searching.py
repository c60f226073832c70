"""One search on one snapshot: plan, run, relax where nothing was found, cut a page."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.search.interface import Hit, Match, SearchPage, SearchRequest
from app.search.query_language import print_query
from app.search.whoosh_engine.analysis import Analyser
from app.search.whoosh_engine.answer import Answer, Position
from app.search.whoosh_engine.execution.cursors import make_position, read_position
from app.search.whoosh_engine.execution.explanation import explain
from app.search.whoosh_engine.execution.matching import Execution
from app.search.whoosh_engine.execution.preparing import Prepared, prepare, prepare_fully
from app.search.whoosh_engine.kernels import query as compiled
from app.search.whoosh_engine.planning.plan import Plan
from app.search.whoosh_engine.planning.reading import Reading
from app.search.whoosh_engine.segments.snapshot import Snapshot

Ints = NDArray[Any]


class Search:
    """A request on a snapshot."""

    __slots__ = (
        "_analyser", "_deadline", "_plan", "_reading", "_request", "_snapshot", "_whole",
    )  # fmt: skip

    def __init__(self, snapshot: Snapshot, request: SearchRequest, analyser: Analyser) -> None:
        self._whole = snapshot
        self._snapshot = snapshot.of(request.collection)
        self._request = request
        self._analyser = analyser
        self._deadline = time.perf_counter() + request.time_budget_ms / 1000
        self._plan: Plan
        self._reading: Reading

    def page(self) -> SearchPage:
        """Runs it. Raises CursorError."""
        request, limit = self._request, self._request.limit
        answer = self._answer(read_position(request.after, request) if request.after else None)
        if answer.told:
            self._reading = self._reading.with_told(answer.told)
        reading = self._reading
        make_next = None
        if len(answer.ids) > limit:
            make_next = partial(self._position, answer.keys[limit - 1], answer.places[limit - 1])
        return SearchPage(
            self._hits(answer),
            answer.total,
            self._whole.name,
            make_next,
            answer.facets,
            reading,
            self._did_you_mean() if reading.corrected else None,
            self._warnings(answer.is_partial),
            answer.is_partial,
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
        snapshot, request, analyser = self._snapshot, self._request, self._analyser
        prepared = prepare(snapshot, request, analyser)
        answer = self._run(prepared, after)
        if prepared.is_plain and answer.has_unknown:  # an unknown word may be a slip
            prepared = prepare_fully(snapshot, request, request.match, analyser)
            answer = self._run(prepared, after)
        if not self._reading.n_few or answer.total or answer.is_partial:
            return answer
        loose = prepare_fully(snapshot, request, Match.ANY, analyser)
        relaxed = self._run(loose, after)
        if relaxed.total:
            self._reading = self._reading.relaxed()
            return relaxed
        self._plan, self._reading = prepared.plan, prepared.reading
        return answer

    def _run(self, prepared: Prepared, after: Position | None) -> Answer:
        self._plan, self._reading = prepared.plan, prepared.reading
        answer: Answer = compiled.kernels.run(
            self._snapshot, self._plan, self._request, self._deadline, after, prepared.words
        )
        return answer

    def _position(self, key: float, place: int) -> str:
        last = Position(key, self._snapshot.number_at(place))
        return make_position(last, self._whole.name, self._request)

    def _hits(self, answer: Answer) -> tuple[Hit, ...]:
        n = min(len(answer.ids), self._request.limit)
        hits = tuple(map(Hit, answer.ids[:n], answer.scores, answer.more))
        if not self._request.explain:
            return hits
        execution = Execution(self._snapshot, self._deadline)
        return tuple(
            replace(hit, explanation=explain(self._plan, execution, place >> 16, place & 0xFFFF))
            for hit, place in zip(hits, answer.places, strict=False)
        )

    def _did_you_mean(self) -> str:
        """The query with the words that the archive does not hold replaced."""
        parsed = print_query(self._request.query)
        for typed, meant in self._reading.corrected.items():
            parsed = re.sub(rf"(?<!\w){re.escape(typed)}(?!\w)", meant, parsed)
        return parsed

    def _warnings(self, is_partial: bool) -> tuple[str, ...]:
        reading = self._reading
        if not (reading.warnings or is_partial or reading.is_relaxed or reading.corrected):
            return ()
        warnings = list(reading.warnings)
        for typed, meant in reading.corrected.items():
            warnings.append(f"Nothing has “{typed}”: “{meant}” was searched for.")
        if reading.is_relaxed:
            warnings.append("Nothing has all of these words: results have some of them.")
        if is_partial:
            warnings.append(
                f"The search was stopped after {self._request.time_budget_ms} ms: there may be more."
            )
        return tuple(warnings)
