"""Words that somebody is said to have said, compared with what the archive has: pure functions."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from app.text.folding import fold

_WORD = re.compile(r"\w+(?:['’]\w+)*")
# Fewer words than this are everybody's.
MIN_WORDS = 3
# So much of a claim must stand in the archive, in order, to be the same statement put differently.
_ALTERED_SHARE = 0.7
# The archive's words between the first and the last match, as a multiple of the claim's.
_ALTERED_STRETCH = 1.7
# A run of so many words, and of such a share of the claim, is no coincidence.
_PARTIAL_RUN = 5
_PARTIAL_SHARE = 0.25


class Verdict(StrEnum):
    """What the archive knows of a claim."""

    EXACT = "exact"
    ALTERED = "altered"
    PARTIAL = "partial"
    OTHER_SPEAKER = "other_speaker"
    NOT_FOUND = "not_found"
    TOO_SHORT = "too_short"


_RANK = {Verdict.EXACT: 3, Verdict.ALTERED: 2, Verdict.PARTIAL: 1, Verdict.NOT_FOUND: 0}


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch of words: `same`, or `claim` in place of `archive`; one of both may be empty."""

    op: str  # same, changed, added (in the claim), omitted (from the archive's words)
    claim: str
    archive: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a claim and a quotation compare: `similarity` is the share of the claim's words that stand
    in the quotation in the same order."""

    verdict: Verdict
    similarity: float
    differences: tuple[Difference, ...] = ()

    @property
    def rank(self) -> tuple[int, float]:
        """Better comparisons are greater."""
        return _RANK[self.verdict], self.similarity


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as words: as they stand, and folded for comparison."""

    words: tuple[str, ...]
    folded: tuple[str, ...]

    @property
    def n_words(self) -> int:
        """How many there are."""
        return len(self.words)


def wording(text: str) -> Wording:
    """The words of a text; marks and spacing are left out."""
    words = tuple(_WORD.findall(text))
    folded = tuple(_WORD.findall(fold(text).replace("’", "'")))
    if len(folded) != len(words):  # a letter that folds into none, or into a mark
        folded = tuple(fold(word).replace("’", "'") for word in words)
    return Wording(words, folded)


def overlap(claim: Wording, quotation: Wording) -> float:
    """Share of the claim's words that the quotation has at all: a cheap upper bound of similarity."""
    shared = Counter(claim.folded) & Counter(quotation.folded)
    return shared.total() / max(1, claim.n_words)


def may_match(claim: Wording, quotation: Wording, shared: float) -> bool:
    """Whether `compare` may find more than nothing: so many words are shared (their `overlap`), or a run of words
    that is long enough. Costs a hundredth of the comparison."""
    if shared >= _ALTERED_SHARE:
        return True
    run = _least_run(claim)
    if shared * claim.n_words < run:
        return False
    runs = {claim.folded[i : i + run] for i in range(claim.n_words - run + 1)}
    return any(quotation.folded[i : i + run] in runs for i in range(quotation.n_words - run + 1))


def compare(claim: Wording, quotation: Wording) -> Comparison:
    """Compares a claim with one quotation; cost grows with the product of their lengths."""
    if _contains(quotation.folded, claim.folded):
        return Comparison(Verdict.EXACT, 1.0)
    matcher = SequenceMatcher(None, quotation.folded, claim.folded, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks:
        return Comparison(Verdict.NOT_FOUND, 0.0)
    similarity = sum(block.size for block in blocks) / claim.n_words
    stretch = (blocks[-1].a + blocks[-1].size - blocks[0].a) / claim.n_words
    longest = max(block.size for block in blocks)
    if similarity >= _ALTERED_SHARE and stretch <= _ALTERED_STRETCH:
        verdict = Verdict.ALTERED
    elif longest >= _least_run(claim):
        verdict = Verdict.PARTIAL
    else:
        return Comparison(Verdict.NOT_FOUND, similarity)
    # What the claim has before and after what matches is set beside as many words of the record.
    first = max(0, blocks[0].a - blocks[0].b)
    tail = claim.n_words - (blocks[-1].b + blocks[-1].size)
    last = min(quotation.n_words, blocks[-1].a + blocks[-1].size + tail)
    return Comparison(verdict, similarity, _differences(matcher, quotation, claim, first, last))


def _least_run(claim: Wording) -> int:
    return max(_PARTIAL_RUN, math.ceil(_PARTIAL_SHARE * claim.n_words))


def _contains(words: Sequence[str], part: Sequence[str]) -> bool:
    if not part or len(part) > len(words):
        return False
    size = len(part)
    starts = (place for place, word in enumerate(words[: len(words) - size + 1]) if word == part[0])
    return any(tuple(words[place : place + size]) == tuple(part) for place in starts)


_OPS = {"equal": "same", "replace": "changed", "insert": "added", "delete": "omitted"}


def _differences(
    matcher: SequenceMatcher[str], quotation: Wording, claim: Wording, first: int, last: int
) -> tuple[Difference, ...]:
    found = []
    for op, start, end, claim_start, claim_end in matcher.get_opcodes():
        # What the quotation has before and after the part in question is not left out of it.
        start, end = max(start, first), min(end, last)
        if start >= end and claim_start == claim_end:
            continue
        name = "added" if op == "replace" and start >= end else _OPS[op]
        found.append(
            Difference(
                name,
                " ".join(claim.words[claim_start:claim_end]),
                " ".join(quotation.words[start:end]) if start < end else "",
            )
        )
    return tuple(found)
