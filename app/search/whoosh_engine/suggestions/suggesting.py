"""Suggestions from a snapshot: words, speakers, sources and titles that go on as typed."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from app.search.interface import Collection, SearchRequest, Sort, Suggestion
from app.search.whoosh_engine.analysis import Analyser
from app.search.whoosh_engine.kernels import query
from app.search.whoosh_engine.planning.plan import All, Plan, Prefixed, Term, either
from app.search.whoosh_engine.segments.schema import TEXT
from app.search.whoosh_engine.segments.snapshot import CollectionSnapshot, Snapshot
from app.search.whoosh_engine.suggestions.suggest import (
    Entry,
    NameIndex,
    complete_terms,
    terms_inside,
)
from app.text.folding import fold
from app.text.query_words import read_words

# Names change slowly and take a while to sort: they may be so much older than the index.
NAMES_SECONDS: Final = 60.0
_BUDGET_SECONDS: Final = 0.05
# Of the words that go on so, some stand in no article with the words before them.
_MORE_TERMS: Final = 10
_SOURCES: Final = (
    (Collection.QUOTATIONS, "speaker_shown", "speaker"),
    (Collection.ARTICLES, "source_shown", "source"),
)


class Suggester:
    """Completes what is being typed; keeps the names of the last snapshot for a while."""

    def __init__(self, analyser: Analyser, max_bytes: int) -> None:
        self._analyser = analyser
        self._max_bytes = max_bytes
        self._names: NameIndex | None = None
        self._names_of = ""
        self._looked_at = time.monotonic()

    def suggest(
        self, snapshot: Snapshot, prefix: str, kinds: Sequence[str], limit: int
    ) -> list[Suggestion]:
        """The best of each kind, most frequent first: each kind has its share of `limit`, and what one
        leaves of it goes to the others. Where that leaves room: words and names with `prefix` inside."""
        found: list[Suggestion] = []
        articles = snapshot.articles
        if "term" in kinds:
            found += self._terms(articles, prefix, limit)
        if {"speaker", "source"}.intersection(kinds):
            found += self._name_index(snapshot).complete(prefix, kinds, limit)
        if "title" in kinds:
            found += self._titles(articles, prefix, limit)
        best = share(found, limit)
        if len(best) == limit:
            return best
        known = {(each.kind, each.id, each.text) for each in best}
        inside = self._inside(snapshot, prefix, kinds, limit)
        others = [each for each in inside if (each.kind, each.id, each.text) not in known]
        return best + share(others, limit - len(best))

    def _inside(
        self, snapshot: Snapshot, letters: str, kinds: Sequence[str], limit: int
    ) -> list[Suggestion]:
        found: list[Suggestion] = []
        if "term" in kinds and " " not in letters:
            views = snapshot.articles.segments
            found += terms_inside([view.arrays.vocabulary for view in views], letters, limit)
        if {"speaker", "source"}.intersection(kinds):
            found += self._name_index(snapshot).inside(letters, kinds, limit)
        return found

    @property
    def is_ready(self) -> bool:
        """Whether there are sorted names."""
        return self._names is not None

    @property
    def n_bytes(self) -> int:
        """What they take."""
        return 0 if self._names is None else self._names.n_bytes

    def prepare(self, snapshot: Snapshot) -> None:
        """Sorts the names, which takes longer than somebody who types should wait."""
        self._names, self._names_of = NameIndex(_entries(snapshot), self._max_bytes), snapshot.name

    def _name_index(self, snapshot: Snapshot) -> NameIndex:
        """The names, perhaps a minute old: newer ones are sorted beside."""
        if self._names is None:
            self.prepare(snapshot)
        elif time.monotonic() - self._looked_at > NAMES_SECONDS:
            self._looked_at = time.monotonic()
            if self._names_of != snapshot.name:
                threading.Thread(target=self.prepare, args=(snapshot,), daemon=True).start()
        return self._names or NameIndex(())

    def _terms(self, articles: CollectionSnapshot, prefix: str, limit: int) -> list[Suggestion]:
        """Words that go on so; behind other words, those that an article has together with them, by the
        number of such articles."""
        vocabularies = [view.arrays.vocabulary for view in articles.segments]
        before, _, last = prefix.rpartition(" ")
        if not before.strip():
            return complete_terms(vocabularies, last, limit)
        whole = self._in_text(articles, before)
        deadline = time.perf_counter() + _BUDGET_SECONDS
        request = SearchRequest(limit=1)
        found = []
        for each in complete_terms(vocabularies, last, limit + _MORE_TERMS):
            plan = All((*whole, *self._in_text(articles, each.text)))
            together = query.kernels.run(articles, plan, request, deadline)
            if together.total:
                found.append(Suggestion(f"{before} {each.text}", each.kind, together.total))
        found.sort(key=lambda each: (-each.count, each.text))
        return found[:limit]

    def _in_text(self, articles: CollectionSnapshot, text: str) -> list[Plan]:
        slots = [
            [
                Term(TEXT, form.term.encode("utf-8", "surrogatepass"), form.languages)
                for form in part
            ]
            for word in read_words(text, articles.languages, self._analyser)
            for part in word.parts
        ]
        return [plan for slot in slots if (plan := either(slot)) is not None]

    def _titles(self, articles: CollectionSnapshot, prefix: str, limit: int) -> list[Suggestion]:
        *whole, last = fold(prefix).split() or [""]
        if len(last) < 2 and not whole:
            return []
        plan = self._title_plan(articles, whole, last)
        request = SearchRequest(sort=Sort.NEWEST, limit=limit)
        deadline = time.perf_counter() + _BUDGET_SECONDS
        newest = query.kernels.run(articles, plan, request, deadline)
        found = []
        for place, name in zip(newest.places, newest.ids, strict=True):
            view = articles.segments[place >> 16]
            titles = view.arrays.key("title_shown").values(place & 0xFFFF)
            found += [Suggestion(title, "title", 1, name) for title in titles]
        return found[:limit]

    def _title_plan(self, articles: CollectionSnapshot, whole: Sequence[str], last: str) -> Plan:
        words = read_words(" ".join(whole), articles.languages, self._analyser)
        terms: list[Plan] = [
            Term("title", part[0].term.encode("utf-8", "surrogatepass"))
            for word in words
            for part in word.parts
        ]
        beginning = last.encode("utf-8", "surrogatepass")
        return All((*terms, Prefixed(last, "title", beginning)))


def share(found: Sequence[Suggestion], limit: int) -> list[Suggestion]:
    """The best `limit`, in turns of the kinds so that frequent words do not crowd out people."""
    turns: dict[str, int] = {}
    turned = []
    for each in found:  # best first within a kind
        turns[each.kind] = turns.get(each.kind, -1) + 1
        turned.append((turns[each.kind], -each.count, each.kind, each.text, each))
    turned.sort(key=lambda turn: turn[:4])
    best = [turn[-1] for turn in turned[:limit]]
    return sorted(best, key=lambda each: (-each.count, each.kind, each.text))


def _entries(snapshot: Snapshot) -> Iterable[Entry]:
    """Speakers and sources with how many quotations or articles they have."""
    for collection, field, kind in _SOURCES:
        counts: dict[str, int] = {}
        names: dict[str, list[str]] = {}
        for view in snapshot.of(collection).segments:
            keys = view.arrays.key(field)
            n_docs = np.diff(keys.starts.astype(np.int64)).tolist()
            for term, n in zip(keys.all_terms(), n_docs, strict=True):
                identifier, *found = term.decode("utf-8", "replace").split("\n")
                counts[identifier] = counts.get(identifier, 0) + n
                names[identifier] = found  # the newest segment's
        for identifier, found in names.items():
            yield Entry(kind, identifier, found[0], counts[identifier], tuple(found[1:]))
