"""Gives one utterance to the same statement in the articles of a story, and an own one to others."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from app.ingest.link.utterances import StoryQuotation, alone, same_statements
from app.store.handles import WriteTransaction
from app.store.intake import documents
from app.store.intake import stories as intake_stories


def join(tx: WriteTransaction, numbers: Collection[int], lead_by_number: Mapping[int, int]) -> None:
    """All quotations of whole stories: `numbers` are all their articles, those in no story included."""
    by_story: dict[int | None, list[StoryQuotation]] = {}
    for quotation in _quotations(tx, numbers):
        by_story.setdefault(lead_by_number.get(quotation.article), []).append(quotation)
    found: dict[int, str] = {}
    for lead, quotations in by_story.items():
        found |= alone(quotations) if lead is None else same_statements(quotations)
    everything = [quotation for each in by_story.values() for quotation in each]
    _write(tx, everything, found)


def join_one(tx: WriteTransaction, number: int, fellows: Collection[int]) -> None:
    """The quotations of one article that joins a story: they take the utterances that the same statements
    have in its fellows, whose own do not change."""
    quotations = _quotations(tx, [number, *fellows])
    group_of = same_statements(quotations)
    stored: dict[str, str] = {}
    for each in quotations:
        if each.article != number and each.utterance and each.number in group_of:
            group = group_of[each.number]
            stored[group] = min(each.utterance, stored.get(group, each.utterance))
    own = [each for each in quotations if each.article == number and each.number in group_of]
    found = {each.number: stored.get(group_of[each.number], group_of[each.number]) for each in own}
    _write(tx, own, found)


def _quotations(tx: WriteTransaction, numbers: Collection[int]) -> list[StoryQuotation]:
    return [StoryQuotation(*row) for row in intake_stories.quotations_of(tx, numbers)]


def _write(
    tx: WriteTransaction, quotations: Collection[StoryQuotation], found: Mapping[int, str]
) -> None:
    changed = [
        each for each in quotations if each.number in found and found[each.number] != each.utterance
    ]
    rows = [{"number": each.number, "utterance": found[each.number]} for each in changed]
    intake_stories.set_utterances(tx, rows)
    documents.mark_changed(tx, {each.article for each in changed})
