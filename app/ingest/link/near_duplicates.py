"""Which stored articles share text with a new one, in a time that does not grow with the archive.

A new article's sampled runs of three words are looked up in an inverted table; the best candidates, and
the articles that these are in a story with, are compared exactly. Two articles are one text from a
containment of .35: measured, copies and rewrites lie above .5 and unrelated articles below .05.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from app.store import intake, intake_stories
from app.store.handles import WriteTransaction
from app.store.intake_stories import Edge
from app.text.shingles import sampling_step, shingles

SAME_TEXT = 0.35
# Nearly all of a text that is at most six tenths of the other's length is a piece of it.
_EXCERPT_CONTAINMENT = 0.8
_EXCERPT_LENGTH = 0.6
# Fewer runs than this in common are chance, however short the texts.
_MIN_SHARED_RUNS = 8
# Sampling is noisy: a pair is compared exactly from seven tenths of the threshold on.
_WORTH_COMPARING = 0.7 * SAME_TEXT
_MAX_CANDIDATES = 24
# Connected articles are grouped anew as a whole up to so many, and so are all pairs of theirs looked for.
MAX_REGROUPED = 50
# Of a larger story, so many articles that came first stand for the rest.
_N_FELLOWS = 8
_MAX_COMPARED = 100
# The runs of about ten thousand articles: copies mostly come soon after one another.
_CACHE_BYTES = 40_000_000


@dataclass(frozen=True, slots=True)
class NewText:
    """An article of the batch, as comparing needs it."""

    number: int
    shingles: frozenset[int]
    sampled: list[int]

    @property
    def step(self) -> int:
        """One run in so many was sampled."""
        return sampling_step(len(self.shingles))

    @property
    def min_sampled(self) -> float:
        """So many sampled runs in common make a comparison worth while."""
        return _WORTH_COMPARING * len(self.sampled)


@dataclass(frozen=True, slots=True)
class Compared:
    """The articles that a new one was compared with, and the pairs that share text."""

    numbers: frozenset[int]
    pairs: list[Edge]


class TextComparison:
    """Compares texts; keeps the runs of those it has seen last."""

    def __init__(self) -> None:
        self._runs: OrderedDict[int, array[int]] = OrderedDict()
        self._n_bytes = 0

    def compare(self, tx: WriteTransaction, new: NewText) -> Compared:
        """Looks for the stored articles that share a new one's text, and adds it to them."""
        candidates = intake.articles_sharing(
            tx, new.sampled, new.step, min_shared=new.min_sampled, limit=_MAX_CANDIDATES
        )
        chosen = set(candidates)
        if candidates:
            chosen |= self._companions(tx, candidates)
        chosen.discard(new.number)
        pairs = self.pairs(tx, new.number, new.shingles, chosen)
        samples = [
            {"hash": value, "article_id": new.number, "step": new.step}
            for value in sorted(new.sampled)
        ]
        intake.insert_rows(tx, "shingle_sample", samples)
        intake_stories.add_edges(tx, pairs)
        self._keep(new.number, array("q", new.shingles))
        return Compared(frozenset(chosen), pairs)

    def pairs(
        self, tx: WriteTransaction, number: int, own: frozenset[int], others: Collection[int]
    ) -> list[Edge]:
        """Those of the other articles that share text with this one."""
        found = []
        for other, runs in sorted(self._runs_of(tx, others).items()):
            n_shared = len(own.intersection(runs))
            shorter = min(len(own), len(runs))
            if n_shared >= _MIN_SHARED_RUNS and n_shared >= SAME_TEXT * shorter:
                first, second = sorted((number, other))
                similarity = round(n_shared / shorter, 4)
                kind = relation_kind(similarity, len(own), len(runs))
                found.append(Edge(first, second, kind, similarity))
        return found

    def runs(self, tx: WriteTransaction, number: int) -> frozenset[int]:
        """All runs of three words of a stored article."""
        return frozenset(self._runs_of(tx, [number])[number])

    def forget(self, tx: WriteTransaction, numbers: Collection[int]) -> None:
        """Articles whose text changes: their samples and pairs go."""
        intake_stories.forget_text(tx, numbers)
        for number in numbers:
            self._n_bytes -= 8 * len(self._runs.pop(number, ()))

    def _companions(self, tx: WriteTransaction, candidates: Collection[int]) -> set[int]:
        """The articles that are in one story with a candidate; of a large story its lead and a few."""
        found: set[int] = set()
        for story in intake_stories.stories_of(tx, candidates):
            is_small = story.n_articles <= MAX_REGROUPED
            limit = story.n_articles if is_small else _N_FELLOWS
            if len(found) + limit > _MAX_COMPARED:
                break
            found |= intake_stories.members_of_story(tx, story.number, limit=limit)
            found.add(story.lead)
        return found

    def _runs_of(self, tx: WriteTransaction, numbers: Iterable[int]) -> dict[int, array[int]]:
        found = {}
        unknown = []
        for number in numbers:
            if number in self._runs:
                self._runs.move_to_end(number)
                found[number] = self._runs[number]
            else:
                unknown.append(number)
        for number, text in intake.texts(tx, unknown).items():
            found[number] = array("q", shingles(text))
            self._keep(number, found[number])
        return found

    def _keep(self, number: int, runs: array[int]) -> None:
        self._runs[number] = runs
        self._n_bytes += 8 * len(runs)
        while self._n_bytes > _CACHE_BYTES:
            self._n_bytes -= 8 * len(self._runs.popitem(last=False)[1])


def relation_kind(similarity: float, n_first: int, n_second: int) -> str:
    """How two articles with one text relate, by their containment and their numbers of runs: `excerpt`
    where one is a piece of the other, else `same_text`."""
    shorter, longer = sorted((n_first, n_second))
    if similarity >= _EXCERPT_CONTAINMENT and shorter <= longer * _EXCERPT_LENGTH:
        return "excerpt"
    return "same_text"
