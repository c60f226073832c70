"""Is it on record? Claimed quotations, looked up in the archive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.api import views
from app.api.comparing import (
    MIN_WORDS,
    Comparison,
    Verdict,
    Wording,
    compare,
    may_match,
    overlap,
    wording,
)
from app.api.deps import Archive
from app.search.interface import Collection, Filter, Match, SearchRequest
from app.search.query_language import Word, Words
from app.store.handles import StoreSession
from app.store.reading import quotations
from app.store.reading.quotations import QuotationRow
from app.text.quote_marks import find_paragraphs, find_quoted_spans

# Words of a claim that are searched for: the longest say most, and more would only cost time.
_SEARCHED_WORDS = 16
_CANDIDATES = 20
# Candidates compared word by word, after a look at how many words they share.
_COMPARED = 6
# As many as a draft of the longest kind may well have.
MAX_CLAIMS = 1000

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


def check_all(
    archive: Archive, session: StoreSession, claims: Sequence[Claim], speaker_ids: Sequence[str]
) -> list[dict[str, Any]]:
    """Each claim with its verdict; `speaker_ids` are who is said to have said it, empty: anybody. The store is
    asked four times, however many claims there are.

    Raises IndexUnavailableError.
    """
    worded = [wording(claim.text) for claim in claims]
    long = [one if one.n_words >= MIN_WORDS else None for one in worded]
    by_anybody = [_candidates(archive, one, ()) if one else [] for one in long]
    by_speaker = [
        _candidates(archive, one, speaker_ids) if one and speaker_ids else [] for one in long
    ]
    texts = quotations.texts(session, {key for ids in (*by_anybody, *by_speaker) for key in ids})
    wording_of = {key: wording(text) for key, text in texts.items()}
    verdicts = [
        _verdict(one, anybody, own if speaker_ids else None, wording_of)
        for one, anybody, own in zip(worded, by_anybody, by_speaker, strict=True)
    ]
    shown = sorted({each.id for each in verdicts if each.id})
    rows: dict[str, QuotationRow] = {row.id: row for row in quotations.by_ids(session, shown)}
    utterances = {row.utterance for row in rows.values() if row.utterance}
    earliest = quotations.earliest(session, utterances)
    return [
        _answer(claim, each, rows.get(each.id or ""), earliest)
        for claim, each in zip(claims, verdicts, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What is known of a claim, and the quotation that shows it."""

    verdict: Verdict
    id: str | None = None
    comparison: Comparison | None = None


def _verdict(
    claimed: Wording,
    anybody: Sequence[str],
    own: Sequence[str] | None,
    wording_of: Mapping[str, Wording],
) -> _Verdict:
    """`own` are candidates of the one who is said to have said it; None where nobody is named."""
    if claimed.n_words < MIN_WORDS:
        return _Verdict(Verdict.TOO_SHORT)
    found = _best(claimed, anybody, wording_of)
    if own is None:
        return found or _Verdict(Verdict.NOT_FOUND)
    # Words of the one who was named go before better ones of somebody else.
    mine = _best(claimed, own, wording_of)
    if mine is not None:
        return mine
    if found is not None and found.verdict in {Verdict.EXACT, Verdict.ALTERED}:
        return _Verdict(Verdict.OTHER_SPEAKER, found.id, found.comparison)
    return _Verdict(Verdict.NOT_FOUND)


def _candidates(archive: Archive, claimed: Wording, speaker_ids: Sequence[str]) -> list[str]:
    telling = sorted(set(claimed.words), key=lambda word: (-len(word), word))[:_SEARCHED_WORDS]
    request = SearchRequest(
        collection=Collection.QUOTATIONS,
        query=Words(tuple(Word(word) for word in telling)),
        match=Match.ANY,
        filters=(Filter("speaker", tuple(speaker_ids)),) if speaker_ids else (),
        limit=_CANDIDATES,
        time_budget_ms=archive.settings.query_budget_ms,
    )
    return [hit.id for hit in archive.search.search(request).hits]


def _best(
    claimed: Wording, ids: Sequence[str], wording_of: Mapping[str, Wording]
) -> _Verdict | None:
    shared = {key: overlap(claimed, wording_of[key]) for key in ids if key in wording_of}
    ranked = sorted(shared, key=lambda key: -shared[key])[:_COMPARED]
    compared = [
        (key, compare(claimed, wording_of[key]))
        for key in ranked
        if may_match(claimed, wording_of[key], shared[key])
    ]
    found = [pair for pair in compared if pair[1].verdict is not Verdict.NOT_FOUND]
    if not found:
        return None
    key, comparison = max(found, key=lambda pair: pair[1].rank)
    return _Verdict(comparison.verdict, key, comparison)


def _answer(
    claim: Claim,
    found: _Verdict,
    row: QuotationRow | None,
    earliest: Mapping[str, QuotationRow],
) -> dict[str, Any]:
    comparison = found.comparison
    first = None if row is None else earliest.get(row.utterance or "", row)
    return {
        "claim": claim.text,
        "start": claim.start,
        "end": claim.end,
        "verdict": found.verdict,
        "note": _NOTES[found.verdict],
        "similarity": None if comparison is None else round(comparison.similarity, 3),
        "differences": []
        if comparison is None
        else [
            {"op": one.op, "claim": one.claim, "archive": one.archive}
            for one in comparison.differences
        ],
        "quotation": None if row is None else views.quotation(row),
        "earliest": None if first is None else views.quotation(first)["article"],
    }
