"""Who bears each surname, kept between batches: families grow with the archive, and most of a family is not
touched by a batch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from app.store.handles import WriteTransaction
from app.store.identity.families import Member, settled
from app.store.intake import speakers as intake_speakers
from app.store.intake.speakers import StoredSpeaker
from app.text.person_names import GENERATIONS

# So many spellings are kept, 400 bytes each; past that all are forgotten and read again when asked for.
_MOST_KEPT = 300_000


@dataclass(slots=True)
class _Family:
    """The spellings of a surname by the first letter of the given name: no others can be one person."""

    by_letter: dict[str, dict[int, Member]] = field(default_factory=dict)
    # Letters with a spelling that was not settled yet.
    unsettled: set[str] = field(default_factory=set)
    # Those who are known across articles; the others are bare surnames that a person has decided on.
    known: set[int] = field(default_factory=set)
    has_decisions: bool = False

    def add(self, stored: StoredSpeaker) -> None:
        member = member_of(stored)
        letter = member.given[0][:1] if member.given else ""
        self.by_letter.setdefault(letter, {})[member.number] = member
        self.unsettled.add(letter)
        self.has_decisions = self.has_decisions or member.hand_head is not None
        if stored.article is None:
            self.known.add(member.number)

    def settle(self) -> dict[int, int | None]:
        """The heads of those who may have another one since they were last settled."""
        unsettled, self.unsettled = self.unsettled, set()
        if self.has_decisions:  # people may merge whom no rule would
            everybody = [each for some in self.by_letter.values() for each in some.values()]
            return settled(everybody) if unsettled else {}
        heads: dict[int, int | None] = {}
        for letter in unsettled:
            heads |= settled(list(self.by_letter[letter].values()))
        return heads


class Families:
    """The persons of surnames; what was not asked for yet is read. True as long as its owner is the only one that
    writes speakers, tells it of new ones (`add`) and new heads (`point`), and has it `forget` otherwise."""

    def __init__(self) -> None:
        self._families: dict[str, _Family] = {}
        self._head_by_number: dict[int, int | None] = {}

    def load(self, tx: WriteTransaction, families: Iterable[str]) -> None:
        """Reads those of these families that are not known yet."""
        if len(self._head_by_number) > _MOST_KEPT:
            self.forget()
        unknown = sorted(set(families) - self._families.keys())
        for family in unknown:
            self._families[family] = _Family()
        self.add(intake_speakers.settled_of_families(tx, unknown) if unknown else ())

    def add(self, speakers: Iterable[StoredSpeaker]) -> None:
        """New speakers; those of families that were not read are left for then."""
        for each in speakers:
            family = self._families.get(each.family or "")
            if family is not None:
                family.add(each)
                self._head_by_number[each.number] = each.merged_into

    def point(self, heads: Mapping[int, int | None]) -> None:
        """Speakers stand for others than before."""
        for number in heads.keys() & self._head_by_number.keys():
            self._head_by_number[number] = heads[number]

    def forget(self) -> None:
        """Lets go of everything: somebody else has changed speakers."""
        self._families.clear()
        self._head_by_number.clear()

    def settle(self, families: Iterable[str]) -> dict[int, int | None]:
        """The heads of those of these families who may have another one since they were last settled."""
        heads: dict[int, int | None] = {}
        for family in families:
            heads |= self._families[family].settle()
        return heads

    def heads(self, numbers: Iterable[int]) -> dict[int, int | None]:
        """Whom these stand for now; None for those who are heads."""
        return {number: self._head_by_number[number] for number in numbers}

    def persons(self, family: str) -> dict[int, list[int]]:
        """Those of a family who are known across articles: the numbers of the spellings, by head."""
        persons: dict[int, list[int]] = {}
        for number in self._families[family].known:
            persons.setdefault(self._head_by_number[number] or number, []).append(number)
        return persons

    def of_several(self, families: Collection[str]) -> set[str]:
        """Those of these families that have more than one person."""
        return {family for family in families if self._has_several(self._families[family].known)}

    def _has_several(self, known: Iterable[int]) -> bool:
        heads = (number for number in known if self._head_by_number[number] is None)
        return next(heads, None) is not None and next(heads, None) is not None


def member_of(stored: StoredSpeaker) -> Member:
    """A stored person as `settled` sees it, from the parts of the key: `p|family|given names and
    generation` or `p|family||@article`."""
    rest = stored.key.split("|", 2)[2]
    words = rest.partition("|")[0].split()
    generation = words.pop() if len(words) > 1 and words[-1] in GENERATIONS else ""
    hand_head = stored.merged_into or stored.number if stored.is_merged_by_hand else None
    return Member(
        number=stored.number,
        key=stored.key,
        given=tuple(words),
        generation=generation,
        hand_head=hand_head,
    )
