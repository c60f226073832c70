"""What the searches of one reader keep between them, within its part of the budget."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Final

from app.caches import DEFAULT_BUDGET, ByteCache, CacheBudget

# A word of a query, its term, and their place in a dictionary.
_TERM_BYTES: Final = 400
# Terms are kept by language: two where articles and quotations have different ones.
_N_LANGUAGES: Final = 2
# The plan of a few words, and what was noticed of them.
_PLAN_BYTES: Final = 1_500


class QueryCaches:
    """For all snapshots of a reader. `values`: arrays by snapshot and what they are of; `plans`: of queries
    that were asked before, added by `keep_plan`."""

    def __init__(self, budget: CacheBudget = DEFAULT_BUDGET) -> None:
        self.values: ByteCache[Hashable, Any] = ByteCache(budget.values)
        self._n_terms = budget.words // 4 // _TERM_BYTES // _N_LANGUAGES
        self._terms: dict[Hashable, dict[str, Any]] = {}
        self._n_plans = budget.words // 4 // _PLAN_BYTES
        self.plans: dict[Hashable, Any] = {}

    @property
    def n_term_bytes(self) -> int:
        """What the plain words and the plans take that are kept."""
        n_terms = sum(map(len, list(self._terms.values())))
        return _TERM_BYTES * n_terms + _PLAN_BYTES * len(self.plans)

    def terms(self, key: Hashable) -> dict[str, Any]:
        """Index terms of plain words in lower case, in a language or of a commit; add to it by `keep_term`."""
        found = self._terms.get(key)
        if found is None:
            if len(self._terms) >= _N_LANGUAGES:
                self._terms = {}
            found = self._terms[key] = {}
        return found

    def keep_term(self, terms: dict[str, Any], word: str, term: Any) -> None:
        """Adds a word to what `terms` gave."""
        if len(terms) >= self._n_terms:
            terms.clear()
        terms[word] = term

    def keep_plan(self, key: Hashable, plan: Any) -> None:
        """Keeps a plan, at the cost of all others when there are too many."""
        if len(self.plans) >= self._n_plans:
            self.plans.clear()
        self.plans[key] = plan
