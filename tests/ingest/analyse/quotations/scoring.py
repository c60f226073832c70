"""How many of a passage's quotations are found with the right bounds and the right speaker."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from app.ingest.analyse.quotations import find_quotations
from app.records import Quotation
from tests.golden.passages import Passage

_WORD = re.compile(r"\w+(?:[’'\-]\w+)*")
# Two spans are the same when they share so much of the longer one's words.
_SAME = 0.8


@dataclass
class Outcome:
    """Counts over passages; `by_rule` has (right, found) for each rule and type."""

    n_gold: int = 0
    n_found: int = 0
    n_right: int = 0
    n_persons: int = 0
    n_persons_right: int = 0
    n_not_quotes: int = 0
    n_not_quotes_taken: int = 0
    by_rule: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, quotation and speaker both right."""
        return (
            2 * self.n_right / (self.n_gold + self.n_found) if self.n_gold + self.n_found else 1.0
        )

    @property
    def canonical_recall(self) -> float:
        """Of the quotations found, how many have the right person in full."""
        return self.n_persons_right / self.n_persons if self.n_persons else 1.0


def score(passages: list[Passage]) -> Outcome:
    """Count over all passages. Optional quotations and what overlaps them are no matter either way."""
    outcome = Outcome()
    for passage in passages:
        _score_passage(passage, outcome)
    return outcome


def _score_passage(passage: Passage, outcome: Outcome) -> None:
    gold = _with_carried_speakers(passage)
    found = [
        (quotation, _words(passage.text, span.start, span.end))
        for quotation in find_quotations(passage.text).quotations
        for span in quotation.segments
    ]
    used: set[int] = set()
    for quote in gold:
        for start, end in quote["segments"]:
            _score_unit(quote, _words(passage.text, start, end), found, used, outcome)
    optional = [
        _words(passage.text, start, end)
        for quote in gold
        if quote["optional"]
        for start, end in quote["segments"]
    ]
    for number, (quotation, words) in enumerate(found):
        is_allowed = any(len(words & other) >= len(words) / 2 for other in optional)
        if number not in used and not is_allowed:
            outcome.n_found += 1
            _note_rule(outcome, quotation, is_right=False)
    for start, end in passage.not_quotes:
        outcome.n_not_quotes += 1
        inside = _words(passage.text, start, end)
        outcome.n_not_quotes_taken += any(words and words <= inside for _, words in found)


def _score_unit(
    quote: dict[str, Any],
    words: frozenset[int],
    found: list[tuple[Quotation, frozenset[int]]],
    used: set[int],
    outcome: Outcome,
) -> None:
    best = max(
        (number for number in range(len(found)) if number not in used),
        key=lambda number: _overlap(words, found[number][1]),
        default=None,
    )
    is_found = best is not None and _overlap(words, found[best][1]) >= _SAME
    if is_found and best is not None:
        used.add(best)
    if quote["optional"]:
        return
    outcome.n_gold += 1
    if not is_found or best is None:
        return
    outcome.n_found += 1
    quotation = found[best][0]
    is_right = is_speaker_right(quote, quotation)
    outcome.n_right += is_right
    _note_rule(outcome, quotation, is_right=is_right)
    if quote["canon_kind"] in ("named", "pronoun", "nominal"):
        outcome.n_persons += 1
        outcome.n_persons_right += _is_canonical_right(quote, quotation)


def is_speaker_right(quote: dict[str, Any], quotation: Quotation) -> bool:
    """By a shared word of the mentions, or by the last name; nobody where the gold has nobody."""
    speaker = quotation.speaker
    if quote["speaker_text"] is None or speaker is None:
        return quote["speaker_text"] is None and speaker is None
    is_same_place = speaker.start < quote["speaker_end"] and quote["speaker_start"] < speaker.end
    return is_same_place or _is_canonical_right(quote, quotation)


def _is_canonical_right(quote: dict[str, Any], quotation: Quotation) -> bool:
    wanted, speaker = quote["speaker_canonical"], quotation.speaker
    if not wanted or speaker is None or not speaker.canonical:
        return False
    return _last_word(wanted) == _last_word(speaker.canonical)


def _last_word(name: str) -> str:
    words = _WORD.findall(name.lower())
    return words[-1] if words else ""


def _note_rule(outcome: Outcome, quotation: Quotation, *, is_right: bool) -> None:
    counts = outcome.by_rule.setdefault((quotation.rule, quotation.type.value), [0, 0])
    counts[0] += is_right
    counts[1] += 1


def _words(text: str, start: int, end: int) -> frozenset[int]:
    """The offsets of the words of a span; a leading "that" does not count."""
    starts = [match.start() for match in _WORD.finditer(text, start, end)]
    if starts and text[starts[0] : starts[0] + 5].lower() == "that ":
        starts = starts[1:]
    return frozenset(starts)


def _overlap(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / max(len(one), len(other), 1)


def _with_carried_speakers(passage: Passage) -> list[dict[str, Any]]:
    """A marked quotation without a mention of its own goes on with the speaker before it in its paragraph."""
    carried: list[dict[str, Any]] = []
    before: dict[str, Any] | None = None
    for quote in passage.quotes:
        is_open = quote["speaker_text"] is None and quote["type"] != "indirect"
        if is_open and before is not None:
            between = passage.text[before["end"] : quote["start"]]
            if "\n" not in between:
                keys = (
                    "speaker_text",
                    "speaker_start",
                    "speaker_end",
                    "speaker_canonical",
                    "canon_kind",
                )
                quote = {**quote, **{key: before[key] for key in keys}}
        if quote["speaker_text"] is not None:
            before = quote
        carried.append(quote)
    return carried
