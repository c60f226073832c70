"""Which stored articles share text with a new one, in a time that does not grow with the archive.

A new article's sampled runs of three words are looked up in an inverted table; the best candidates are
compared exactly, and then the articles that are in a story with those that share text. Two articles are one text from a
containment of .35: measured, copies and rewrites lie above .5 and unrelated articles below .05.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from app.store.handles import WriteTransaction
from app.store.intake import stories as intake_stories
from app.store.intake import texts as intake_texts
from app.store.intake.texts import Edge
from app.text.shingles import Runs, n_shared, sampling_step, unpacked

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


@dataclass(frozen=True, slots=True)
class NewText:
    """An article of the batch, as comparing needs it."""

    number: int
    packed_shingles: bytes
    sampled: list[int]


@dataclass(frozen=True, slots=True)
class Compared:
    """The articles that a new one was compared with, and the pairs that share text."""

    numbers: frozenset[int]
    pairs: list[Edge]


def compare(tx: WriteTransaction, new: NewText) -> Compared:
    """Looks for the stored articles that share a new one's text, and adds it to them."""
    runs = unpacked(new.packed_shingles)
    step = sampling_step(len(runs))
    candidates = intake_texts.articles_sharing(
        tx,
        new.sampled,
        step,
        min_shared=_WORTH_COMPARING * len(new.sampled),
        limit=_MAX_CANDIDATES,
    )
    chosen = set(candidates) - {new.number}
    pairs = pairs_with(tx, new.number, runs, chosen)
    if pairs:
        paired = {pair.article if pair.other == new.number else pair.other for pair in pairs}
        more = _companions(tx, paired) - chosen - {new.number}
        pairs += pairs_with(tx, new.number, runs, more)
        chosen |= more
    intake_texts.add_text(tx, new.number, new.packed_shingles, new.sampled, step)
    intake_texts.add_edges(tx, pairs)
    return Compared(frozenset(chosen), pairs)


def pairs_with(
    tx: WriteTransaction, number: int, runs: Runs, others: Collection[int]
) -> list[Edge]:
    """Those of the other articles that share text with this one."""
    found = []
    for other, other_runs in sorted(intake_texts.runs_of(tx, others).items()):
        shared = n_shared(runs, other_runs)
        shorter = min(len(runs), len(other_runs))
        if shared >= _MIN_SHARED_RUNS and shared >= SAME_TEXT * shorter:
            first, second = sorted((number, other))
            similarity = round(shared / shorter, 4)
            kind = relation_kind(similarity, len(runs), len(other_runs))
            found.append(Edge(first, second, kind, similarity))
    return found


def relation_kind(similarity: float, n_first: int, n_second: int) -> str:
    """How two articles with one text relate, by their containment and their numbers of runs: `excerpt`
    where one is a piece of the other, else `same_text`."""
    shorter, longer = sorted((n_first, n_second))
    if similarity >= _EXCERPT_CONTAINMENT and shorter <= longer * _EXCERPT_LENGTH:
        return "excerpt"
    return "same_text"


def _companions(tx: WriteTransaction, paired: Collection[int]) -> set[int]:
    """The articles that are in one story with one of these; of a large story its lead and a few."""
    found: set[int] = set()
    for story in intake_stories.stories_of(tx, paired):
        is_small = story.n_articles <= MAX_REGROUPED
        limit = story.n_articles if is_small else _N_FELLOWS
        if len(found) + limit > _MAX_COMPARED:
            break
        found |= intake_stories.members_of_story(tx, story.number, limit=limit)
        found.add(story.lead)
    return found
