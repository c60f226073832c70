"""The stories around a new article, a changed one or one that goes: constant work each.

What pairs connect is grouped anew as a whole while it is small, so the order of arrival does not matter
there. Where it is large, one article joins or leaves and all others stay as they are: a story of
thousands of copies takes in one more for the price of comparing it with a few dozen, and keeps its lead.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from app.ingest.link import statements
from app.ingest.link.grouping import (
    Place,
    earliest_first,
    grouped,
    is_mostly_paired,
    place_beside,
)
from app.ingest.link.near_duplicates import (
    MAX_REGROUPED,
    Compared,
    NewText,
    compare,
    pairs_with,
)
from app.store import bulk
from app.store.handles import WriteTransaction
from app.store.ids import content_id
from app.store.intake import stories as intake_stories
from app.store.intake import texts as intake_texts
from app.store.intake.stories import Member, Story
from app.store.intake.texts import Edge

_MAX_PAIRS = MAX_REGROUPED * (MAX_REGROUPED - 1) // 2


class Stories:
    """What the writer does about stories; one per process."""

    def __init__(self, last_number: int) -> None:
        self._last_number = last_number
        # Articles whose text is gone, with those that they were paired with.
        self._unsettled: dict[int, set[int]] = {}
        # Leads of large stories whose new text is still to come.
        self._leading: set[int] = set()

    def place(self, tx: WriteTransaction, new: NewText) -> None:
        """Finds what an article shares text with and puts it into its story. Articles are placed one by
        one, so that what comes out does not depend on where a batch ends."""
        compared = compare(tx, new)
        if new.number in self._leading:
            self._leading.remove(new.number)
            if self._still_leads(tx, new.number, compared):
                return
            self._leave(tx, new.number)
        if compared.pairs and not self._regroup(tx, _ends(compared.pairs)):
            self._join(tx, new.number, compared)

    def forget_text(self, tx: WriteTransaction, numbers: Collection[int]) -> None:
        """Takes away what was known of articles whose text changes or goes; call `settle` afterwards."""
        for number in numbers:
            edges = intake_texts.edges_of(tx, [number])
            self._unsettled[number] = _ends(edges) | {number}
        intake_texts.forget_text(tx, numbers)

    def settle(self, tx: WriteTransaction) -> None:
        """Makes the stories anew that lost an article."""
        unsettled, self._unsettled = self._unsettled, {}
        for number, around in unsettled.items():
            if self._regroup(tx, around):
                continue
            if intake_stories.leads_large_story(tx, number, MAX_REGROUPED):
                self._leading.add(number)
            else:
                self._leave(tx, number)

    def _still_leads(self, tx: WriteTransaction, number: int, compared: Compared) -> bool:
        """Whether a large story's lead shares text with its story in its new version too: then all stay
        where they are, and a large story's revision costs no more than another's."""
        members = intake_stories.members(tx, compared.numbers | {number})
        (own,) = [member for member in members if member.number == number]
        fellows = {each.number for each in members if each.story == own.story} - {number}
        return bool(fellows) and is_mostly_paired(_by_other(number, compared.pairs), fellows)

    def _regroup(self, tx: WriteTransaction, numbers: Collection[int]) -> bool:
        """Groups what is connected with these articles; False, and nothing done, where it is large."""
        component = _component(tx, numbers)
        if component is None:
            return False
        members, edges = component
        self._write(tx, members, grouped(members, edges))
        return True

    def _join(self, tx: WriteTransaction, number: int, compared: Compared) -> None:
        """One article into one of the stories around it, or into a new one with those that have none."""
        edges = _by_other(number, compared.pairs)
        members = intake_stories.members(tx, compared.numbers | {number})
        by_number = {member.number: member for member in members}
        stories = intake_stories.stories(tx, _numbers_of_stories(members))
        story_by_lead = {story.lead: story for story in stories}
        leads = [by_number[lead] for lead in story_by_lead if lead in edges]
        for lead in sorted(leads, key=earliest_first):
            fellows = {each.number for each in members if each.story == lead.story} - {lead.number}
            if is_mostly_paired(edges, fellows):
                place = place_beside(lead, by_number[number], edges[lead.number])
                self._take_in(tx, by_number[number], story_by_lead[lead.number], place)
                statements.join_one(tx, number, {lead.number, *fellows})
                return
        free = [by_number[each] for each in (number, *edges) if by_number[each].story is None]
        between = intake_texts.edges_between(tx, [each.number for each in free])
        self._write(tx, free, grouped(free, between))

    def _take_in(self, tx: WriteTransaction, member: Member, story: Story, place: Place) -> None:
        _move(tx, [member], {member.number: place}, {story.lead: story.number})
        dates = [each for each in (story.first_published_at, member.dated_at) if each is not None]
        row = _story_row(story.lead, story.n_articles + 1, dates)
        intake_stories.update_stories(tx, [{"id": story.number, **row}])

    def _leave(self, tx: WriteTransaction, number: int) -> None:
        """One article out of its story. If it led, the earliest of the others does now, in a time that
        grows with the story."""
        found = intake_stories.members(tx, [number], with_deleted=True)
        if not found or found[0].story is None:
            return
        (story,) = intake_stories.stories(tx, [found[0].story])
        if story.lead != number and story.n_articles > 2:
            _move(tx, found, {}, {})
            intake_stories.count_anew(tx, story.number)
            statements.join(tx, [number], {})
            return
        rest = intake_stories.members(tx, intake_stories.members_of_story(tx, story.number))
        rest = [member for member in rest if member.number != number]
        lead = min(rest, key=earliest_first)
        edges = _edges_to(tx, lead, rest)
        places = {
            each.number: place_beside(lead, each, edges[each.number])
            for each in rest
            if each.number in edges
        }
        if places:
            places[lead.number] = Place(lead.number, None, None)
        self._write(tx, [*found, *rest], places)

    def _write(
        self, tx: WriteTransaction, members: Sequence[Member], places: Mapping[int, Place]
    ) -> None:
        """Puts whole stories into the tables. `members` are all articles of the stories that were there
        and of those that are to be."""
        by_number = {member.number: member for member in members}
        leads = sorted({place.lead for place in places.values()})
        id_by_lead = {lead: content_id("sto", by_number[lead].public_id) for lead in leads}
        number_by_id = intake_stories.stories_by_public_id(tx, sorted(id_by_lead.values()))
        fresh, kept = [], []
        for lead in leads:
            dates = [by_number[n].dated_at for n, place in places.items() if place.lead == lead]
            row = _story_row(lead, len(dates), [each for each in dates if each is not None])
            public_id = id_by_lead[lead]
            if public_id in number_by_id:
                kept.append({"id": number_by_id[public_id], **row})
            else:
                self._last_number += 1
                number_by_id[public_id] = self._last_number
                fresh.append({"id": self._last_number, "public_id": public_id, **row})
        bulk.insert_rows(tx, "story", fresh)
        intake_stories.update_stories(tx, kept)
        number_by_lead = {lead: number_by_id[id_by_lead[lead]] for lead in leads}
        _move(tx, members, places, number_by_lead)
        left = _numbers_of_stories(members) - set(number_by_lead.values())
        intake_stories.delete_stories(tx, left)
        statements.join(tx, list(by_number), {n: place.lead for n, place in places.items()})


def _component(
    tx: WriteTransaction, numbers: Collection[int]
) -> tuple[list[Member], list[Edge]] | None:
    """The articles that pairs connect with these, and the pairs; None for too many, and beside a large
    story, whose pairs are not all known."""
    reached = set(numbers)
    edges: dict[tuple[int, int], Edge] = {}
    border = set(numbers)
    if _is_beside_large_story(tx, intake_stories.members(tx, border)):
        return None
    while border:
        found = intake_texts.edges_of(tx, border, limit=2 * _MAX_PAIRS + 1)
        edges |= {(edge.article, edge.other): edge for edge in found}
        border = _ends(found) - reached
        reached |= border
        if len(reached) > MAX_REGROUPED or len(found) > 2 * _MAX_PAIRS:
            return None
    members = intake_stories.members(tx, reached)
    return None if _is_beside_large_story(tx, members) else (members, list(edges.values()))


def _is_beside_large_story(tx: WriteTransaction, members: Sequence[Member]) -> bool:
    stories = intake_stories.stories(tx, _numbers_of_stories(members))
    return any(story.n_articles > MAX_REGROUPED for story in stories)


def _numbers_of_stories(members: Sequence[Member]) -> set[int]:
    return {member.story for member in members if member.story is not None}


def _move(
    tx: WriteTransaction,
    members: Sequence[Member],
    places: Mapping[int, Place],
    story_by_lead: Mapping[int, int],
) -> None:
    rows = []
    for member in members:
        place = places.get(member.number)
        story = None if place is None else story_by_lead[place.lead]
        relation = None if place is None else place.relation
        similarity = None if place is None else place.similarity
        if (story, relation, similarity) != (member.story, member.relation, member.similarity):
            rows.append(
                {
                    "number": member.number,
                    "story": story,
                    "relation": relation,
                    "similarity": similarity,
                }
            )
    intake_stories.set_stories(tx, rows)


def _story_row(lead: int, n_articles: int, dates: Sequence[datetime]) -> dict[str, Any]:
    first = min(dates, default=None)
    return {"lead_id": lead, "n_articles": n_articles, "first_published_at": first}


def _ends(edges: Iterable[Edge]) -> set[int]:
    return {number for edge in edges for number in (edge.article, edge.other)}


def _by_other(number: int, edges: Iterable[Edge]) -> dict[int, Edge]:
    return {edge.other if edge.article == number else edge.article: edge for edge in edges}


def _edges_to(tx: WriteTransaction, lead: Member, others: Sequence[Member]) -> dict[int, Edge]:
    """The pairs of an article with these others, those that were never compared included."""
    known = _by_other(lead.number, intake_texts.edges_of(tx, [lead.number]))
    unknown = {each.number for each in others} - known.keys() - {lead.number}
    runs = intake_texts.runs_of(tx, [lead.number])[lead.number]
    new = pairs_with(tx, lead.number, runs, unknown)
    intake_texts.add_edges(tx, new)
    return known | _by_other(lead.number, new)
