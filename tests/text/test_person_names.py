from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.person_names import person_name, skeleton, without_title
from app.text.shingles import containment, sampled, sampling_step, shingles


@pytest.mark.parametrize(
    ("name", "given_names", "generation"),
    [
        ("Mr. Bill Hartley", ("viliam",), ""),
        ("J.K. Rowan", ("i", "k"), ""),
        ("Ben Carrow", ("beniamin",), ""),
        ("Lars van der Berg", ("lars",), ""),
        ("Donald Harrow Jr.", ("donald",), "jr"),
        ("President Ostrand", (), ""),
    ],
)
def test_a_name_is_taken_apart(name: str, given_names: tuple[str, ...], generation: str) -> None:
    parts = person_name(name)
    assert parts is not None
    assert (parts.given, parts.generation) == (given_names, generation)


@pytest.mark.parametrize("name", ["", " ", "...", "—", "the"])
def test_what_has_no_letters_is_no_name(name: str) -> None:
    assert person_name(name) is None


@pytest.mark.parametrize(
    "spellings",
    [
        ("Poutine", "Putin"),
        ("Gorbatchev", "Gorbachev", "Gorbatschew"),
        ("Choïgou", "Shoigu"),
        ("Zelensky", "Zelenskyy", "Zelenskiy"),
        ("al-Sisi", "Sisi"),
    ],
)
def test_transliterations_have_one_skeleton(spellings: tuple[str, ...]) -> None:
    assert len({skeleton(each) for each in spellings}) == 1


def test_a_title_is_taken_off_but_never_the_whole_name() -> None:
    assert without_title("Prime Minister Mira Ostrand") == "Mira Ostrand"
    assert without_title("President") == "President"


@given(st.text(max_size=200))
def test_no_name_is_too_strange(name: str) -> None:
    person_name(name)
    without_title(name)


@given(st.text(), st.text())
def test_containment_is_a_share_and_the_same_both_ways(first: str, second: str) -> None:
    one, other = shingles(first), shingles(second)
    assert 0 <= containment(one, other) <= 1
    assert containment(one, other) == containment(other, one)
    assert containment(one, one) == (1 if one else 0)


@given(st.lists(st.sampled_from("abcdefghij"), min_size=3, max_size=400))
def test_the_sample_of_a_long_text_is_part_of_what_a_short_one_samples(words: list[str]) -> None:
    whole = shingles(" ".join(words))
    part = shingles(" ".join(words[: len(words) // 2]))
    step = max(sampling_step(len(whole)), sampling_step(len(part)))
    shared = {value for value in set(whole) & set(part) if value % step == 0}
    assert shared <= set(sampled(whole)) & set(sampled(part))


def test_hashes_are_the_same_on_every_machine() -> None:
    assert shingles("The harbour office closed") == (shingles("the HARBOUR  office, closed!"))
    assert shingles("one two three") == (3662146424,)
    assert shingles("one two three") != shingles("three two one")
