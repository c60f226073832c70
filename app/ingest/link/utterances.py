"""Which quotations are the same statement: the same words anywhere, and within a story also when they were
cut or translated differently and one speaker says them.

Every quotation of some length has an utterance made from its words, so equal words meet without being
looked for. Within a story, quotations that share most runs of three words take the smallest of their
utterances: a pure function of the story, whatever came first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.store.ids import content_id
from app.text.folding import fold_name
from app.text.shingles import containment, shingles

# Shorter ones ("No comment.") are said by many people on many days.
_MIN_WORDS = 4
# Below this, two quotations of one speaker in one story are about the same thing in other words.
_SAME_STATEMENT = 0.5
# Statements are compared in pairs: past so many different ones in a story only equal words meet.
_MAX_COMPARED = 400


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
    """The utterance of each quotation of a story, by number; short quotations are left out.

    Equal words of one speaker are compared once, so copies of an article cost no more than one.
    """
    alike: dict[tuple[str, int | None], list[StoryQuotation]] = {}
    for each in quotations:
        own = _own_utterance(each.text)
        if own is not None:
            alike.setdefault((own, each.speaker), []).append(each)
    classes = [_Class.of(*key, members) for key, members in sorted(alike.items(), key=_by_words)]
    group_of = list(range(len(classes)))
    if len(classes) <= _MAX_COMPARED:
        for i, first in enumerate(classes):
            for j in range(i + 1, len(classes)):
                if first.may_be(classes[j]) and (
                    containment(first.runs, classes[j].runs) >= _SAME_STATEMENT
                ):
                    _join(group_of, i, j)
    found: dict[int, str] = {}
    for i, same in enumerate(classes):
        # Classes are sorted by their utterance: a group's first has the smallest one.
        utterance = classes[_root(group_of, i)].utterance
        found |= dict.fromkeys(same.numbers, utterance)
    return found


@dataclass(frozen=True, slots=True)
class _Class:
    """The quotations of a story that have the same words and speaker."""

    utterance: str
    speaker: int | None
    articles: frozenset[int]
    numbers: tuple[int, ...]
    runs: frozenset[int]

    @classmethod
    def of(cls, utterance: str, speaker: int | None, members: Sequence[StoryQuotation]) -> _Class:
        """What these members have in common."""
        articles = frozenset(each.article for each in members)
        numbers = tuple(each.number for each in members)
        return cls(utterance, speaker, articles, numbers, _runs(members[0].text))

    def may_be(self, other: _Class) -> bool:
        """Statements of one article are different ones; an unknown speaker may be anybody."""
        if len(self.articles) == 1 and self.articles == other.articles:
            return False
        return self.speaker == other.speaker or None in {self.speaker, other.speaker}


def _by_words(
    alike: tuple[tuple[str, int | None], list[StoryQuotation]],
) -> tuple[str, int]:
    (utterance, speaker), _ = alike
    return utterance, speaker or 0


@lru_cache(maxsize=2_000)
def _own_utterance(text: str) -> str | None:
    return utterance_of(fold_name(text))


@lru_cache(maxsize=2_000)
def _runs(text: str) -> frozenset[int]:
    return frozenset(shingles(text))


def _join(group_of: list[int], first: int, second: int) -> None:
    one, other = _root(group_of, first), _root(group_of, second)
    group_of[max(one, other)] = min(one, other)


def _root(group_of: list[int], number: int) -> int:
    while group_of[number] != number:
        number = group_of[number]
    return number


def alone(quotations: Iterable[StoryQuotation]) -> dict[int, str]:
    """The utterances of quotations whose article is in no story."""
    own = {each.number: _own_utterance(each.text) for each in quotations}
    return {number: utterance for number, utterance in own.items() if utterance is not None}
