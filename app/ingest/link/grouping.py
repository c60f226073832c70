"""Stories from pairs that share text: a pure function, so that the order of arrival does not matter.

The earliest article leads and takes in those that it is paired with and that are paired with most of the
story, then the next earliest of the rest. So no chain of pairs joins what is not alike, and a round-up
does not join the reports that it is made of.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from app.store.intake.stories import Member
from app.store.intake.texts import Edge

_FAR = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Place:
    """An article's place in a story: the lead's own has no relation."""

    lead: int
    relation: str | None
    similarity: float | None


def grouped(members: Iterable[Member], edges: Iterable[Edge]) -> dict[int, Place]:
    """The stories that pairs make, by article; articles on their own are left out."""
    neighbours: dict[int, dict[int, Edge]] = {}
    for edge in edges:
        neighbours.setdefault(edge.article, {})[edge.other] = edge
        neighbours.setdefault(edge.other, {})[edge.article] = edge
    in_order = sorted(members, key=earliest_first)
    places: dict[int, Place] = {}
    for lead in in_order:
        if lead.number in places:
            continue
        paired = neighbours.get(lead.number, {})
        taken: list[int] = []
        for member in in_order:
            number = member.number
            if number not in paired or number in places:
                continue
            if is_mostly_paired(neighbours[number], taken):
                taken.append(number)
                places[lead.number] = Place(lead.number, None, None)
                places[number] = place_beside(lead, member, paired[number])
    return places


def is_mostly_paired(paired: Iterable[int], fellows: Iterable[int]) -> bool:
    """Whether an article that is paired with these belongs to a story of these fellows (without its
    lead): it shares text with at least half of them, not only another part of the lead."""
    fellows = list(fellows)
    return 2 * len(set(fellows).intersection(paired)) >= len(fellows)


def place_beside(lead: Member, member: Member, edge: Edge) -> Place:
    """A member's place: an excerpt stays one; the same publisher's later text is an update, another's a
    copy."""
    relation = edge.kind
    if relation != "excerpt":
        same_source = lead.source_id is not None and lead.source_id == member.source_id
        relation = "update" if same_source and lead.dated_at != member.dated_at else "same_text"
    return Place(lead.number, relation, edge.similarity)


def earliest_first(member: Member) -> tuple[datetime, str]:
    """Sorts articles by date, undated ones last, equal ones by id."""
    return member.dated_at or _FAR, member.public_id
