"""How well quotations were found and attributed: gold and found documents in, precision, recall and F1 out.

A unit is one segment of a quotation; its words are those that start inside it, a leading "that" left
out. A found unit matches a gold unit when they share at least eight tenths of the longer one's words;
matches are one to one, best first. It is right when the speaker is right too: the surface forms share
a word, or the last names agree. Gold marked optional is neither asked for nor held against anybody.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.text.folding import fold

WORD = re.compile(r"\w+(?:[’'\-]\w+)*")
OVERLAP_AT_LEAST = 0.8
# "Who said this quoted text" is asked of spans of three words or more: shorter ones are often titles.
QUOTED_WORDS_AT_LEAST = 3
TYPES = ("direct", "mixed", "indirect")

Json = Mapping[str, Any]  # Any: documents are JSON


@dataclass(frozen=True, slots=True)
class Unit:
    """A segment as the set of places where its words start."""

    words: frozenset[int]
    quotation: Json


@dataclass(slots=True)
class Tally:
    """Counts that give precision, recall and F1."""

    n_gold: int = 0
    n_found: int = 0
    n_right: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.n_right / self.n_found if self.n_found else 0.0

    @property
    def recall(self) -> float:
        """The share of gold that was found and right."""
        return self.n_right / self.n_gold if self.n_gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.n_gold + self.n_found
        return 2 * self.n_right / total if total else 0.0


@dataclass(slots=True)
class Scores:
    """Tallies by type, of all, of quoted text of three words or more; `n_named` counts matched quoted
    units whose gold names a person and `n_named_right` those given that person."""

    by_type: dict[str, Tally] = field(default_factory=lambda: {kind: Tally() for kind in TYPES})
    quoted: Tally = field(default_factory=Tally)
    n_named: int = 0
    n_named_right: int = 0
    # (confidence, was it right) of every found unit that had a chance to be right.
    judged: list[tuple[float, bool]] = field(default_factory=list)

    @property
    def total(self) -> Tally:
        """All types together."""
        tallies = self.by_type.values()
        return Tally(
            sum(tally.n_gold for tally in tallies),
            sum(tally.n_found for tally in tallies),
            sum(tally.n_right for tally in tallies),
        )

    @property
    def canonical_recall(self) -> float:
        """The share of quoted text by a named person that was given to that person."""
        return self.n_named_right / self.n_named if self.n_named else 0.0


def score_quotations(gold: Iterable[Json], found: Mapping[str, Json]) -> Scores:
    """Scores documents `{id, text, quotes}` against found ones by id; a missing one found nothing."""
    scores = Scores()
    for document in gold:
        quotes = found.get(document["id"], {"quotes": []})["quotes"]
        _score_document(document["text"], document["quotes"], quotes, scores)
    return scores


def _score_document(text: str, gold: list[Json], found: list[Json], scores: Scores) -> None:
    gold_units = list(_units(text, gold))
    found_units = list(_units(text, found))
    matches = _match(gold_units, found_units)
    forgiven = {
        place
        for place, unit in enumerate(found_units)
        if place not in matches and _overlaps_optional(unit, gold_units)
    }
    for unit in gold_units:
        if not unit.quotation.get("optional"):
            scores.by_type[unit.quotation["type"]].n_gold += 1
            _count_quoted_gold(unit, scores)
    for place, unit in enumerate(found_units):
        match = matches.get(place)
        if place in forgiven or (match is not None and match.quotation.get("optional")):
            continue
        is_right = match is not None and is_speaker_right(text, match.quotation, unit.quotation)
        _count_found(unit, match, is_right, scores)


def _count_found(unit: Unit, match: Unit | None, is_right: bool, scores: Scores) -> None:
    kind = (match or unit).quotation["type"]
    tally = scores.by_type[kind]
    tally.n_found += 1
    tally.n_right += is_right
    scores.judged.append((float(unit.quotation.get("confidence", 0.0)), is_right))
    if kind == "direct" and len(unit.words) >= QUOTED_WORDS_AT_LEAST:
        scores.quoted.n_found += 1
        scores.quoted.n_right += is_right
        if match is not None and _names_a_person(match.quotation):
            scores.n_named_right += _last_name(match.quotation) == _last_name(unit.quotation)


def _count_quoted_gold(unit: Unit, scores: Scores) -> None:
    if unit.quotation["type"] == "direct" and len(unit.words) >= QUOTED_WORDS_AT_LEAST:
        scores.quoted.n_gold += 1
        scores.n_named += _names_a_person(unit.quotation)


def is_speaker_right(text: str, gold: Json, found: Json) -> bool:
    """True when both have no speaker, when their mentions share a word, or the last names agree."""
    if not gold.get("speaker_text") or not found.get("speaker_text"):
        return not gold.get("speaker_text") and not found.get("speaker_text")
    if _mention_words(text, gold) & _mention_words(text, found):
        return True
    return _names_a_person(gold) and _last_name(gold) == _last_name(found)


def _units(text: str, quotations: Iterable[Json]) -> Iterator[Unit]:
    for quotation in quotations:
        for start, end in quotation.get("segments") or [[quotation["start"], quotation["end"]]]:
            words = [match.start() for match in WORD.finditer(text, start, end)]
            if words and text[words[0] : words[0] + 5].lower() == "that ":
                del words[0]
            if words:
                yield Unit(frozenset(words), quotation)


def _match(gold: list[Unit], found: list[Unit]) -> dict[int, Unit]:
    by_word: dict[int, list[int]] = defaultdict(list)
    for place, unit in enumerate(gold):
        for word in unit.words:
            by_word[word].append(place)
    pairs = []
    for found_place, unit in enumerate(found):
        for gold_place in {place for word in unit.words for place in by_word.get(word, ())}:
            other = gold[gold_place]
            share = len(unit.words & other.words) / max(len(unit.words), len(other.words))
            if share >= OVERLAP_AT_LEAST:
                is_optional = bool(other.quotation.get("optional"))
                pairs.append((-share, is_optional, gold_place, found_place))
    matches: dict[int, Unit] = {}
    taken: set[int] = set()
    for _, _, gold_place, found_place in sorted(pairs):
        if gold_place not in taken and found_place not in matches:
            taken.add(gold_place)
            matches[found_place] = gold[gold_place]
    return matches


def _overlaps_optional(unit: Unit, gold: list[Unit]) -> bool:
    return any(
        other.quotation.get("optional") and 2 * len(unit.words & other.words) >= len(unit.words)
        for other in gold
    )


def _mention_words(text: str, quotation: Json) -> set[int]:
    start = quotation.get("speaker_start")
    if start is None:
        return set()
    return {match.start() for match in WORD.finditer(text, start, quotation["speaker_end"])}


def _names_a_person(quotation: Json) -> bool:
    return quotation.get("canon_kind") in {"named", "pronoun", "nominal"} and bool(
        quotation.get("speaker_canonical")
    )


def _last_name(quotation: Json) -> str | None:
    words = WORD.findall(quotation.get("speaker_canonical") or "")
    return fold(words[-1]) if words else None
