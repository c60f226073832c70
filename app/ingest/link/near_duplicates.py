"""Which articles share text, how they relate, and which of them make a story.

A new article's sampled runs of three words are looked up in an inverted table (constant time); the best
candidates are compared exactly. Two articles are one text from a containment of .35: measured, copies
and rewrites lie above .5 and unrelated articles below .05. Stories are made from these pairs alone, by
`grouped`, a pure function: the earliest article leads and takes in those that it is paired with and that
are paired with most of the story, then the next earliest of the rest. So no chain of pairs joins what
is not alike, and the order of arrival does not matter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from app.ingest.link.utterances import StoryQuotation, alone, same_statements
from app.store import intake, intake_stories
from app.store.handles import WriteTransaction
from app.store.ids import content_id
from app.store.intake_stories import Edge, Member
from app.text.shingles import containment, sampling_step, shingles

SAME_TEXT = 0.35
SAME_EVENT = 0.10
# Nearly all of a text that is at most six tenths of the other's length is a piece of it.
_EXCERPT_CONTAINMENT = 0.8
_EXCERPT_LENGTH = 0.6
# Fewer runs than this in common are chance, however short the texts.
_MIN_SHARED_RUNS = 8
# Sampling is noisy: a pair is compared exactly from seven tenths of the threshold on.
_WORTH_COMPARING = 0.7 * SAME_TEXT
_MAX_COMPARED = 24
# Past so many connected articles only the stories that they belong to are looked at, not what those
# are connected with.
_MAX_REGROUPED = 300

# Statements are compared in pairs: past so many in a story only equal words meet.
_MAX_STATEMENTS = 400

_FAR = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class NewText:
    """An article of the batch, as comparing needs it."""

    number: int
    shingles: frozenset[int]
    sampled: list[int]

    @property
    def step(self) -> int:
        """One run in so many was sampled."""
        return sampling_step(len(self.shingles))

    @property
    def min_sampled(self) -> float:
        """So many sampled runs in common make a comparison worth while."""
        return _WORTH_COMPARING * len(self.sampled)


@dataclass(frozen=True, slots=True)
class Place:
    """An article's place in a story: the lead's own has no relation."""

    lead: int
    relation: str | None
    similarity: float | None


def place(tx: WriteTransaction, new: NewText, last_story: int) -> int:
    """Finds what a stored article shares text with, keeps the pairs and makes the stories around it
    anew; returns the last story number used. Articles are placed one by one, so that what comes out
    does not depend on where a batch ends."""
    pairs = find_pairs(tx, new)
    samples = [
        {"hash": value, "article_id": new.number, "step": new.step} for value in sorted(new.sampled)
    ]
    intake.insert_rows(tx, "shingle_sample", samples)
    if not pairs:
        return last_story
    intake.insert_rows(
        tx,
        "article_relation",
        [
            {
                "article_id": pair.article,
                "other_id": pair.other,
                "kind": pair.kind,
                "similarity": pair.similarity,
            }
            for pair in pairs
        ],
    )
    touched = {number for pair in pairs for number in (pair.article, pair.other)}
    return regroup(tx, touched, last_story)


def find_pairs(tx: WriteTransaction, new: NewText) -> list[Edge]:
    """The articles stored before this one that share its text."""
    found = []
    for number, other in _candidates(tx, new):
        shared = containment(new.shingles, other)
        n_shared = shared * min(len(new.shingles), len(other))
        if shared >= SAME_TEXT and n_shared >= _MIN_SHARED_RUNS:
            first, second = sorted((number, new.number))
            kind = relation_kind(new.shingles, other)
            found.append(Edge(first, second, kind, round(shared, 4)))
    return found


def _candidates(tx: WriteTransaction, new: NewText) -> list[tuple[int, frozenset[int]]]:
    stored = intake.articles_sharing(
        tx, new.sampled, new.step, min_shared=new.min_sampled, limit=_MAX_COMPARED
    )
    chosen = set(stored) - {new.number}
    if len(stored) == _MAX_COMPARED:  # a large story: its lead must be among the compared
        chosen |= intake_stories.leads_of(tx, stored) - {new.number}
    bodies = intake.texts(tx, chosen)
    return [(number, _shingles_of(body)) for number, body in sorted(bodies.items())]


def relation_kind(first: Collection[int], second: Collection[int]) -> str:
    """How two articles with one text relate: `excerpt` where one is a piece of the other, else
    `same_text`."""
    shorter, longer = sorted((len(first), len(second)))
    if containment(first, second) >= _EXCERPT_CONTAINMENT and shorter <= longer * _EXCERPT_LENGTH:
        return "excerpt"
    return "same_text"


def grouped(members: Iterable[Member], edges: Iterable[Edge]) -> dict[int, Place]:
    """The stories that pairs make, by article; articles on their own are left out."""
    neighbours: dict[int, dict[int, Edge]] = {}
    for edge in edges:
        if edge.similarity >= SAME_TEXT:
            neighbours.setdefault(edge.article, {})[edge.other] = edge
            neighbours.setdefault(edge.other, {})[edge.article] = edge
    by_number = {member.number: member for member in members}
    places: dict[int, Place] = {}
    for lead in sorted(by_number.values(), key=_earliest_first):
        if lead.number in places:
            continue
        free = {
            number: edge
            for number, edge in neighbours.get(lead.number, {}).items()
            if number in by_number and number not in places
        }
        taken: list[int] = []
        for number in sorted(free, key=lambda number: _earliest_first(by_number[number])):
            edge = free[number]
            if sum(other in neighbours[number] for other in taken) * 2 < len(taken):
                continue  # it shares other parts of the lead than most of the story does
            taken.append(number)
            places[lead.number] = Place(lead.number, None, None)
            relation = _relation(lead, by_number[number], edge)
            places[number] = Place(lead.number, relation, edge.similarity)
    return places


def regroup(tx: WriteTransaction, numbers: Collection[int], last_story: int) -> int:
    """Makes the stories anew around these articles; returns the last story number used."""
    reached, edges = _component(tx, numbers)
    members = intake_stories.members(tx, reached)
    places = grouped(members, edges)
    lead_by_number = {member.number: member for member in members}
    story_ids = {
        place.lead: content_id("sto", lead_by_number[place.lead].public_id)
        for place in places.values()
    }
    number_by_id = intake_stories.stories_by_public_id(tx, sorted(story_ids.values()))
    stories = _story_rows(places, lead_by_number)
    fresh, kept = [], []
    for lead in sorted(stories):
        row = stories[lead]
        public_id = story_ids[lead]
        if public_id in number_by_id:
            kept.append({"id": number_by_id[public_id], **row})
        else:
            last_story += 1
            number_by_id[public_id] = last_story
            fresh.append({"id": last_story, "public_id": public_id, **row})
    intake.insert_rows(tx, "story", fresh)
    intake_stories.update_stories(tx, kept)
    _move(tx, members, places, {lead: number_by_id[story_ids[lead]] for lead in stories})
    _join_statements(tx, reached, places)
    return last_story


def _join_statements(
    tx: WriteTransaction, numbers: Collection[int], places: Mapping[int, Place]
) -> None:
    """Gives one utterance to the same statement in the articles of a story."""
    by_story: dict[int | None, list[StoryQuotation]] = {}
    for row in intake_stories.quotations_of(tx, numbers):
        quotation = StoryQuotation(*row)
        lead = places[quotation.article].lead if quotation.article in places else None
        by_story.setdefault(lead, []).append(quotation)
    changed: list[dict[str, int | str]] = []
    articles: set[int] = set()
    for lead, quotations in by_story.items():
        too_many = len(quotations) > _MAX_STATEMENTS
        found = alone(quotations) if lead is None or too_many else same_statements(quotations)
        for each in quotations:
            if each.number in found and found[each.number] != each.utterance:
                changed.append({"number": each.number, "utterance": found[each.number]})
                articles.add(each.article)
    intake_stories.set_utterances(tx, changed)
    intake.mark_changed(tx, articles)


def _component(tx: WriteTransaction, numbers: Collection[int]) -> tuple[set[int], list[Edge]]:
    """The articles that pairs connect with these, and the pairs; whole stories, also where the search
    ends because there are too many."""
    reached = set(numbers)
    edges: dict[tuple[int, int], Edge] = {}
    border = set(numbers)
    while border and len(reached) <= len(numbers) + _MAX_REGROUPED:
        found = intake_stories.edges_of(tx, border)
        edges |= {(edge.article, edge.other): edge for edge in found}
        border = {number for edge in found for number in (edge.article, edge.other)} - reached
        reached |= border
    if border:
        # Stories that were reached are made anew as a whole, or they would lose their other articles.
        reached |= intake_stories.members_of_stories(tx, reached)
        edges = {(edge.article, edge.other): edge for edge in intake_stories.edges_of(tx, reached)}
    return reached, list(edges.values())


def _story_rows(
    places: Mapping[int, Place], member_by_number: Mapping[int, Member]
) -> dict[int, dict[str, object]]:
    numbers_by_lead: dict[int, list[int]] = {}
    for number, place in places.items():
        numbers_by_lead.setdefault(place.lead, []).append(number)
    rows: dict[int, dict[str, object]] = {}
    for lead, numbers in numbers_by_lead.items():
        dates = [member_by_number[number].dated_at for number in numbers]
        rows[lead] = {
            "lead_id": lead,
            "n_articles": len(numbers),
            "first_published_at": min((each for each in dates if each is not None), default=None),
        }
    return rows


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
    left = {member.story for member in members if member.story is not None}
    intake_stories.delete_stories(tx, left - set(story_by_lead.values()))


def _relation(lead: Member, member: Member, edge: Edge) -> str:
    """An excerpt stays one; the same publisher's later text is an update, another's a copy."""
    if edge.kind == "excerpt":
        return edge.kind
    same_source = lead.source_id is not None and lead.source_id == member.source_id
    return "update" if same_source and lead.dated_at != member.dated_at else "same_text"


def _earliest_first(member: Member) -> tuple[datetime, str]:
    return member.dated_at or _FAR, member.public_id


@lru_cache(maxsize=1_000)
def _shingles_of(body: str) -> frozenset[int]:
    return frozenset(shingles(body))
