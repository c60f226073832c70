"""What a writer keeps of families says what the whole family, settled at once, would."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from hypothesis import given
from hypothesis import strategies as st

from app.store.database import new_session
from app.store.handles import Database
from app.store.identity.families import settled
from app.store.identity.known_families import Families, member_of
from app.store.intake.speakers import StoredSpeaker
from tests.store.samples import archive, sample, store

GIVEN_NAMES = ["ann", "ann b", "ann bo", "a", "ari", "a b", "ben", "b", "ben jr", "carl", "c d"]


@cache
def empty_archive() -> Database:
    return archive(Path(mkdtemp()))


def person(number: int, given_names: str, by_hand: int | None = None) -> StoredSpeaker:
    key = f"p|li|{given_names}"
    is_by_hand = by_hand is not None
    return StoredSpeaker(
        number, f"spk_{number}", key, "li", "person", given_names, None, by_hand, is_by_hand
    )


@given(
    st.permutations(GIVEN_NAMES).flatmap(lambda names: st.sampled_from([names, names[:6]])),
    st.none() | st.tuples(st.integers(1, 6), st.integers(1, 6)),
)
def test_spellings_that_come_one_by_one_are_settled_as_all_at_once(
    names: list[str], merged_by_hand: tuple[int, int] | None
) -> None:
    one, other = merged_by_hand or (0, 0)
    everybody = [
        person(number, name, other if number == one != other else None)
        for number, name in enumerate(names, start=1)
    ]
    known = Families()
    with new_session(empty_archive()) as session:
        known.load(session.connection(), ["li"])
    for each in everybody:
        known.add([each])
        known.point(known.settle(["li"]))
    numbers = [each.number for each in everybody]
    assert known.heads(numbers) == settled([member_of(each) for each in everybody])


def test_families_are_read_once_and_again_when_forgotten(tmp_path: Path) -> None:
    database = archive(tmp_path)
    store(database, sample("first", named=("Ann Lee", "Bo Lee", "Cai Oz")))
    known = Families()
    with new_session(database) as session:
        known.load(session.connection(), ["li", "oz"])
        assert known.of_several({"li", "oz"}) == {"li"}
    store(database, sample("second", named=("Dee Lee", "Eve Oz")))
    with new_session(database) as session:
        known.load(session.connection(), ["li", "oz"])
        assert len(known.persons("li")) == len({"Ann Lee", "Bo Lee"})
        known.forget()
        known.load(session.connection(), ["li", "oz"])
        assert len(known.persons("li")) == len({"Ann Lee", "Bo Lee", "Dee Lee"})
        assert known.of_several({"li", "oz"}) == {"li", "oz"}
