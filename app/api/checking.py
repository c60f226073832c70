"""Is it on record? Claimed quotations, looked up in the archive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.api import views
from app.api.comparing import (
    MIN_WORDS,
    Comparison,
    Verdict,
    Wording,
    compare,
    overlap,
    wording,
)
from app.api.deps import Archive
from app.search.interface import Collection, Filter, Match, SearchRequest
from app.search.query_language import Word, Words
from app.store import quotations
from app.store.handles import StoreSession
from app.store.quotations import QuotationRow
from app.text.quote_marks import find_paragraphs, find_quoted_spans

# Words of a claim that are searched for: the longest say most, and more would only cost time.
_SEARCHED_WORDS = 16
_CANDIDATES = 20
# Candidates compared word by word, after a look at how many words they share.
_COMPARED = 6
MAX_CLAIMS = 200

_NOTES = {
    Verdict.EXACT: "These words stand in the archive.",
    Verdict.ALTERED: "The archive has this statement in other words; see the differences.",
    Verdict.PARTIAL: "A part of these words stands in the archive.",
    Verdict.OTHER_SPEAKER: "The archive has these words, from somebody else.",
    Verdict.NOT_FOUND: "Not in this archive. That does not mean that it was never said.",
    Verdict.TOO_SHORT: f"Fewer than {MIN_WORDS} words cannot be told from anybody's.",
}


@dataclass(frozen=True, slots=True)
class Claim:
    """Words said to be somebody's; `start` and `end` are their place in a draft, in code points."""

    text: str
    start: int | None = None
    end: int | None = None


def claims_in(draft: str) -> list[Claim]:
    """What stands in quotation marks in a draft, in order."""
    spans = find_quoted_spans(draft, find_paragraphs(draft))
    return [
        Claim(draft[span.inner_start : span.inner_end], span.inner_start, span.inner_end)
        for paragraph in spans
        for span in paragraph
    ]


def check(
    archive: Archive, session: StoreSession, claim: Claim, speaker_ids: Sequence[str]
) -> dict[str, Any]:
    """One claim with its verdict; `speaker_ids` are who is said to have said it, empty: anybody.

    Raises IndexUnavailableError.
    """
    claimed = wording(claim.text)
    if claimed.n_words < MIN_WORDS:
        return _answer(session, claim, Verdict.TOO_SHORT, None, None)
    rows = _candidates(archive, session, claimed, ())
    found = _best(claimed, rows)
    if speaker_ids:
        own_rows = _candidates(archive, session, claimed, speaker_ids)
        own = _best(claimed, own_rows)
        # Words of the one who was named go before better ones of somebody else.
        if own is not None:
            return _answer(session, claim, own[1].verdict, own[0], own[1])
        if found is not None and found[1].verdict in {Verdict.EXACT, Verdict.ALTERED}:
            return _answer(session, claim, Verdict.OTHER_SPEAKER, found[0], found[1])
        found = None
    if found is None:
        return _answer(session, claim, Verdict.NOT_FOUND, None, None)
    return _answer(session, claim, found[1].verdict, found[0], found[1])


def _candidates(
    archive: Archive, session: StoreSession, claimed: Wording, speaker_ids: Sequence[str]
) -> list[QuotationRow]:
    telling = sorted(set(claimed.words), key=lambda word: (-len(word), word))[:_SEARCHED_WORDS]
    request = SearchRequest(
        collection=Collection.QUOTATIONS,
        query=Words(tuple(Word(word) for word in telling)),
        match=Match.ANY,
        filters=(Filter("speaker", tuple(speaker_ids)),) if speaker_ids else (),
        limit=_CANDIDATES,
        time_budget_ms=archive.settings.query_budget_ms,
    )
    page = archive.search.search(request)
    return quotations.by_ids(session, [hit.id for hit in page.hits])


def _best(claimed: Wording, rows: Sequence[QuotationRow]) -> tuple[QuotationRow, Comparison] | None:
    worded = [(row, wording(row.text)) for row in rows]
    ranked = sorted(worded, key=lambda pair: -overlap(claimed, pair[1]))[:_COMPARED]
    compared = [(row, compare(claimed, words)) for row, words in ranked]
    found = [pair for pair in compared if pair[1].verdict is not Verdict.NOT_FOUND]
    return max(found, key=lambda pair: pair[1].rank, default=None)


def _answer(
    session: StoreSession,
    claim: Claim,
    verdict: Verdict,
    row: QuotationRow | None,
    comparison: Comparison | None,
) -> dict[str, Any]:
    return {
        "claim": claim.text,
        "start": claim.start,
        "end": claim.end,
        "verdict": verdict,
        "note": _NOTES[verdict],
        "similarity": None if comparison is None else round(comparison.similarity, 3),
        "differences": []
        if comparison is None
        else [
            {"op": one.op, "claim": one.claim, "archive": one.archive}
            for one in comparison.differences
        ],
        "quotation": None if row is None else views.quotation(row),
        "earliest": None if row is None else views.quotation(_earliest(session, row))["article"],
    }


def _earliest(session: StoreSession, row: QuotationRow) -> QuotationRow:
    same = quotations.of_utterance(session, row.utterance) if row.utterance else []
    return same[0] if same else row
