"""Claims compared with what is on record, word by word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.api.comparing import Verdict, compare, wording

RECORD = (
    "We will rebuild the bridge before the winter, whatever it costs, "
    "and nobody will pay a toll to cross it."
)
CASES = [
    ("rebuild the bridge before the winter", Verdict.EXACT),
    ("Rebuild the BRIDGE - before the winter", Verdict.EXACT),
    ("We will rebuild the bridge before the summer, whatever it costs", Verdict.ALTERED),
    ("We will rebuild the old bridge before the winter", Verdict.ALTERED),
    (
        "nobody will pay a toll, I promise you that as long as I live in this beautiful town",
        Verdict.PARTIAL,
    ),
    ("The ferry is the only honest way over a river", Verdict.NOT_FOUND),
]


@pytest.mark.parametrize(("claim", "verdict"), CASES)
def test_a_claim_gets_the_verdict_that_a_reader_would_give(claim: str, verdict: Verdict) -> None:
    assert compare(wording(claim), wording(RECORD)).verdict is verdict


def changes(claim: str) -> list[tuple[str, str, str]]:
    found = compare(wording(claim), wording(RECORD))
    return [(one.op, one.claim, one.archive) for one in found.differences if one.op != "same"]


def test_differences_say_what_was_changed_added_and_omitted() -> None:
    assert changes("We will rebuild the old bridge before the summer, whatever it costs") == [
        ("added", "old", ""),
        ("changed", "summer", "winter"),
    ]
    assert changes("rebuild the bridge before winter") == [("omitted", "", "the")]
    assert changes("We will rebuild the bridge before the summer") == [
        ("changed", "summer", "winter")
    ]


words = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f", "g"]), min_size=1, max_size=30).map(
    " ".join
)


@given(words, words)
def test_the_words_of_the_claim_are_all_in_the_differences(claim: str, record: str) -> None:
    claimed = wording(claim)
    found = compare(claimed, wording(record))
    if found.differences:
        spelled = " ".join(one.claim for one in found.differences if one.claim)
        assert spelled.split() == list(claimed.words)
    assert 0 <= found.similarity <= 1


@given(words)
def test_what_stands_on_record_is_exact(text: str) -> None:
    assert compare(wording(text), wording(f"x {text} y")).verdict is Verdict.EXACT
