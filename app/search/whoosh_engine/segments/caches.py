"""What the searches of one reader keep between them, within its part of the budget."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Final

from app.caches import DEFAULT_BUDGET, ByteCache, CacheBudget
from app.search.whoosh_engine.planning.plan import Term

# A word of a query, its term, and their place in a dictionary.
_TERM_BYTES: Final = 400
# Terms are kept by language: two where articles and quotations have different ones.
_N_LANGUAGES: Final = 2


class QueryCaches:
    """For all snapshots of a reader. `values`: arrays by snapshot and what they are of."""

    def __init__(self, budget: CacheBudget = DEFAULT_BUDGET) -> None:
        self.values: ByteCache[Hashable, Any] = ByteCache(budget.values)
        self._n_terms = budget.words // 2 // _TERM_BYTES // _N_LANGUAGES
        self._terms: dict[str | None, dict[str, Term]] = {}

    @property
    def n_term_bytes(self) -> int:
        """What the plain words take that are kept."""
        return _TERM_BYTES * sum(map(len, list(self._terms.values())))

    def terms(self, language: str | None) -> dict[str, Term]:
        """Index terms of plain words in lower case; add to it by `keep_term`."""
        found = self._terms.get(language)
        if found is None:
            if len(self._terms) >= _N_LANGUAGES:
                self._terms = {}
            found = self._terms[language] = {}
        return found

    def keep_term(self, terms: dict[str, Term], word: str, term: Term) -> None:
        """Adds a word to what `terms` gave."""
        if len(terms) >= self._n_terms:
            terms.clear()
        terms[word] = term
