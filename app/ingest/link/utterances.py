"""Which quotations are the same statement: the same words anywhere, and within a story also when they were
cut or translated differently and one speaker says them.

Every quotation of some length has an utterance made from its words, so equal words meet without being
looked for. Within a story, quotations that share most runs of three words take the smallest of their
utterances: a pure function of the story, whatever came first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.store.ids import content_id
from app.text.folding import fold_name
from app.text.shingles import containment, shingles

# Shorter ones ("No comment.") are said by many people on many days.
_MIN_WORDS = 4
# Below this, two quotations of one speaker in one story are about the same thing in other words.
_SAME_STATEMENT = 0.5


@dataclass(frozen=True, slots=True)
class StoryQuotation:
    """A quotation of a story's article; `utterance` is what it has now."""

    number: int
    article: int
    speaker: int | None
    text: str
    utterance: str | None


def utterance_of(words: str) -> str | None:
    """The utterance that folded words are by themselves; None for a few words."""
    return content_id("utt", words) if words.count(" ") + 1 >= _MIN_WORDS else None


def same_statements(quotations: Sequence[StoryQuotation]) -> dict[int, str]:
    """The utterance of each quotation of a story, by number; short quotations are left out."""
    own = {each.number: utterance_of(fold_name(each.text)) for each in quotations}
    long = sorted((each for each in quotations if own[each.number]), key=lambda each: each.number)
    runs = {each.number: frozenset(shingles(each.text)) for each in long}
    group_of = {each.number: each.number for each in long}
    for i, first in enumerate(long):
        for second in long[i + 1 :]:
            if _is_comparable(first, second) and (
                containment(runs[first.number], runs[second.number]) >= _SAME_STATEMENT
            ):
                _join(group_of, first.number, second.number)
    members: dict[int, list[int]] = {}
    for number in group_of:
        members.setdefault(_root(group_of, number), []).append(number)
    return {
        number: min(filter(None, (own[each] for each in group)))
        for group in members.values()
        for number in group
    }


def _is_comparable(first: StoryQuotation, second: StoryQuotation) -> bool:
    """Statements of one article are different ones; an unknown speaker may be anybody."""
    if first.article == second.article:
        return False
    return first.speaker == second.speaker or None in {first.speaker, second.speaker}


def _join(group_of: dict[int, int], first: int, second: int) -> None:
    one, other = _root(group_of, first), _root(group_of, second)
    group_of[max(one, other)] = min(one, other)


def _root(group_of: dict[int, int], number: int) -> int:
    while group_of[number] != number:
        number = group_of[number]
    return number


def alone(quotations: Iterable[StoryQuotation]) -> dict[int, str]:
    """The utterances of quotations whose article is in no story."""
    own = {each.number: utterance_of(fold_name(each.text)) for each in quotations}
    return {number: utterance for number, utterance in own.items() if utterance is not None}
