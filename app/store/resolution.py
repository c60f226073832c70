"""Who is who, decided anew for whole families of a surname, and written down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.store import intake_speakers
from app.store.families import Member, settled
from app.store.handles import WriteTransaction
from app.store.intake_speakers import StoredSpeaker
from app.text.person_names import GENERATIONS, role_words


@dataclass(slots=True)
class Resettled:
    """What changed: the new head of each speaker that has another one now, whose counts are to be made
    anew, and the articles that name them."""

    merged_into: dict[int, int | None] = field(default_factory=dict)
    heads: set[int] = field(default_factory=set)
    articles: set[int] = field(default_factory=set)


def resettle(tx: WriteTransaction, families: Iterable[str]) -> Resettled:
    """Decides who is who in these families; stored quotations follow, counts do not yet."""
    stored = intake_speakers.speakers_of_families(tx, sorted(set(families)))
    roles = intake_speakers.roles(tx, [each.number for each in stored])
    members: dict[str | None, list[Member]] = {}
    for each in stored:
        members.setdefault(each.family, []).append(member(each, roles[each.number]))
    heads: dict[int, int | None] = {}
    for family in members.values():
        heads |= settled(family)
    return point(tx, stored, heads)


def point(
    tx: WriteTransaction, stored: Iterable[StoredSpeaker], heads: dict[int, int | None]
) -> Resettled:
    """Writes the heads that differ from those stored."""
    changed = Resettled()
    old_heads = {each.number: each.merged_into for each in stored}
    for number, head in heads.items():
        if head != old_heads[number]:
            changed.merged_into[number] = head
            changed.heads |= {
                each for each in (number, head, old_heads[number]) if each is not None
            }
    if changed.merged_into:
        changed.articles = intake_speakers.articles_naming(tx, changed.merged_into)
        intake_speakers.set_merged(tx, changed.merged_into)
    return changed


def member(stored: StoredSpeaker, roles: Iterable[str]) -> Member:
    """A stored person as `settled` sees it, from the parts of the key: `p|family|given names and
    generation`, `p|family||~role words` or `p|family||@article`."""
    rest = stored.key.split("|", 2)[2]
    given, _, place = rest.partition("|")
    words = given.split()
    generation = words.pop() if len(words) > 1 and words[-1] in GENERATIONS else ""
    hand_head = stored.merged_into or stored.number if stored.is_merged_by_hand else None
    return Member(
        number=stored.number,
        key=stored.key,
        given=tuple(words),
        generation=generation,
        place=frozenset(place[1:].split()) if place.startswith("~") else None,
        roles=frozenset(map(role_words, roles)),
        hand_head=hand_head,
    )
