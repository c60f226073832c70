from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from app.ingest.link.grouping import grouped
from app.store.intake.stories import Member
from app.store.intake.texts import Edge

FIRST = datetime(2024, 3, 1, tzinfo=UTC)


def member(number: int, *, day: int | None = None, source: int | None = None) -> Member:
    at = None if day is None else FIRST + timedelta(days=day)
    return Member(number, f"art_{number}", at, source, None, None, None)


def edge(first: int, second: int, kind: str = "same_text") -> Edge:
    return Edge(min(first, second), max(first, second), kind, 0.6)


def leads(members: list[Member], edges: list[Edge]) -> dict[int, int]:
    return {number: place.lead for number, place in grouped(members, edges).items()}


def test_the_earliest_leads_and_articles_on_their_own_are_in_no_story() -> None:
    members = [member(1, day=3), member(2, day=1), member(3, day=2)]
    assert leads(members, [edge(1, 2)]) == {1: 2, 2: 2}


def test_a_round_up_does_not_join_the_reports_that_it_is_made_of() -> None:
    members = [member(1, day=1), *(member(number, day=number) for number in range(2, 6))]
    parts = [edge(1, number, "excerpt") for number in range(2, 6)]
    assert leads(members, parts) == {1: 1, 2: 1}


def test_a_chain_of_pairs_is_not_one_story() -> None:
    members = [member(number, day=number) for number in range(1, 5)]
    assert leads(members, [edge(1, 2), edge(2, 3), edge(3, 4)]) == {1: 1, 2: 1, 3: 3, 4: 3}


def test_the_same_publishers_later_text_is_an_update_and_a_piece_is_an_excerpt() -> None:
    members = [
        member(1, day=1, source=7),
        member(2, day=2, source=7),
        member(3, day=2, source=8),
        member(4, day=3, source=7),
    ]
    edges = [edge(a, b) for a, b in combinations((1, 2, 3), 2)]
    edges += [edge(number, 4, "excerpt") for number in (1, 2, 3)]
    places = grouped(members, edges)
    assert [places[number].relation for number in (1, 2, 3, 4)] == [
        None,
        "update",
        "same_text",
        "excerpt",
    ]


PAIRS = st.sets(st.sampled_from(list(combinations(range(1, 9), 2))))
DAYS = st.lists(st.none() | st.integers(0, 3), min_size=8, max_size=8)


@given(pairs=PAIRS, days=DAYS, order=st.permutations(range(8)))
def test_the_order_of_articles_and_pairs_does_not_matter(
    pairs: set[tuple[int, int]], days: list[int | None], order: list[int]
) -> None:
    members = [member(number + 1, day=days[number]) for number in range(8)]
    edges = [edge(*pair) for pair in sorted(pairs)]
    expected = grouped(members, edges)
    assert grouped([members[place] for place in order], list(reversed(edges))) == expected
    for number, place in expected.items():
        assert place.lead == number or (min(number, place.lead), max(number, place.lead)) in pairs
