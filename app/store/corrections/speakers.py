"""Merges, splits and aliases by people put into effect.

Who stands for whom by hand follows from the decisions that hold, in the order made, and from nothing else: it is
computed anew each time, so that an undone decision leaves no trace. The rules then settle everybody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.store.corrections.carving import carve, put_back
from app.store.corrections.decisions import Decision
from app.store.handles import WriteTransaction
from app.store.identity import identities
from app.store.identity.resolution import Resettled, point, resettle
from app.store.ids import content_id
from app.store.intake import aliases as intake_aliases
from app.store.intake import documents
from app.store.intake import speakers as intake_speakers
from app.store.intake.speakers import StoredSpeaker


@dataclass(slots=True)
class _Effect:
    """What has to be made anew when all decisions are in effect."""

    heads: set[int] = field(default_factory=set)
    articles: set[int] = field(default_factory=set)
    families: set[str] = field(default_factory=set)
    moved: set[int] = field(default_factory=set)

    def note(self, changed: Resettled) -> None:
        """Remembers what one step changed."""
        self.heads |= changed.heads
        self.articles |= changed.articles
        self.moved |= changed.merged_into.keys()

    def finish(self, tx: WriteTransaction) -> None:
        """Settles the families, counts, and has the index look again."""
        self.note(resettle(tx, self.families, offices=identities.offices_of(tx, self.moved)))
        intake_speakers.recount(tx, self.heads)
        documents.mark_changed(tx, self.articles)


def apply_to_speakers(
    tx: WriteTransaction,
    active: Sequence[Decision],
    *,
    fresh: Sequence[Decision] = (),
    undone: Decision | None = None,
) -> None:
    """Makes speakers what the decisions that hold say, and the rules for all others. `fresh` are those of them
    that were never put into effect here, `undone` is one that holds no more."""
    effect = _Effect()
    if undone is not None:
        _take_back(tx, undone, effect)
    for decision in fresh:
        if decision.kind == "split":
            _note_named_anew(tx, carve(tx, decision), effect)
        elif decision.kind == "alias":
            _add_alias(tx, decision, effect)
    _set_heads(tx, active, undone, effect)
    effect.finish(tx)


def _set_heads(
    tx: WriteTransaction, active: Sequence[Decision], undone: Decision | None, effect: _Effect
) -> None:
    """Marks who is merged or apart by hand, and points them at whom they stand for."""
    ids = {each for decision in [*active, *([undone] if undone else [])] for each in _ids(decision)}
    stored = intake_speakers.speakers_by_public_id(tx, sorted(ids))
    by_id = {each.public_id: each for each in stored}
    target = _targets(active, by_id)
    released = set() if undone is None else {
        by_id[each].number for each in _own_ids(undone) if each in by_id
    } - target.keys()  # fmt: skip
    by_number = {each.number: each for each in stored}
    heads: dict[int, int | None] = dict.fromkeys(released)
    for number in target:
        end = _followed(number, target)
        if end not in target and end not in released:
            end = by_number[end].merged_into or end
        heads[number] = None if end == number else end
    for number, each in by_number.items():
        is_by_hand = number in target
        if each.is_merged_by_hand != is_by_hand and (is_by_hand or number in released):
            intake_speakers.set_by_hand(tx, number, is_by_hand=is_by_hand)
            effect.families |= {each.family} if each.family else set()
    changed = point(tx, {each.number: each.merged_into for each in stored}, heads)
    effect.note(changed)
    effect.moved |= released
    involved = changed.merged_into.keys() | changed.heads
    effect.families |= {
        each.family
        for each in intake_speakers.speakers_by_number(tx, sorted(involved))
        if each.family
    }


def _targets(active: Sequence[Decision], by_id: dict[str, StoredSpeaker]) -> dict[int, int]:
    """Whom people point each speaker at, by number, itself where it is apart; the last decision counts."""
    target: dict[int, int] = {}
    for decision in active:
        if decision.kind == "merge":
            speaker, into = by_id.get(decision.subject), by_id.get(decision.payload["into"])
            if speaker is not None and into is not None:  # else it applies when both are there
                target[speaker.number] = into.number
        elif decision.kind == "split":
            own = [by_id[each] for each in _own_ids(decision) if each in by_id]
            target |= {each.number: own[0].number for each in own}
    return target


def _followed(number: int, target: dict[int, int]) -> int:
    seen = {number}
    while target.get(number, number) not in seen:
        number = target[number]
        seen.add(number)
    return number


def _own_ids(decision: Decision) -> list[str]:
    """Whose head a merge or a split decides."""
    if decision.kind == "merge":
        return [decision.subject]
    return [content_id("spk", key) for key in decision.apart] if decision.kind == "split" else []


def _ids(decision: Decision) -> list[str]:
    into = [decision.payload["into"]] if decision.kind == "merge" else []
    return [*_own_ids(decision), *into]


def _take_back(tx: WriteTransaction, undone: Decision, effect: _Effect) -> None:
    if undone.kind == "split":
        _note_named_anew(tx, put_back(tx, undone), effect)
    elif undone.kind == "alias":
        speaker = intake_speakers.speaker_by_public_id(tx, undone.subject)
        if speaker is not None:
            intake_aliases.forget_alias(tx, speaker.number, undone.payload["alias"])
            effect.articles |= intake_speakers.articles_naming(tx, [speaker.number])


def _note_named_anew(
    tx: WriteTransaction, speakers: Sequence[StoredSpeaker], effect: _Effect
) -> None:
    numbers = {each.number for each in speakers}
    effect.heads |= numbers | {each.merged_into for each in speakers if each.merged_into}
    effect.articles |= intake_speakers.articles_naming(tx, numbers)
    effect.moved |= numbers
    effect.families |= {each.family for each in speakers if each.family}


def _add_alias(tx: WriteTransaction, decision: Decision, effect: _Effect) -> None:
    speaker = intake_speakers.speaker_by_public_id(tx, decision.subject)
    if speaker is not None:
        intake_aliases.add_alias_by_hand(tx, speaker.number, decision.payload["alias"])
        effect.articles |= intake_speakers.articles_naming(tx, [speaker.number])
