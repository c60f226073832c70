"""What holds for any text: offsets slice back, nothing raises, the same text gives the same answer, time is linear."""

from __future__ import annotations

import gc
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ingest.analyse.quotations import find_quotations
from app.ingest.analyse.quotations.finding import LONGEST_TEXT
from app.ingest.analyse.quotations.jsonl import quotations_as_json
from app.records import Quotation

PIECES = [
    "“", "”", "‘", "’", '"', "'", "«", "»", "„", "``", "''", "—", "–", "- ", "\n", "\n\n", " ", ", ", ". ", ": ", "? ",
    "said ", "says ", "according to ", "told reporters that ", "which ", "who ", "and ", "but ", "Mr. ", "Dr. ",
    "Ann Lee", "Lee", "the mayor", "the French president", "Ministry of Works", "he ", "She ", "they ", "we ", "it ",
    "Q: ", "A: ", "It will rain", "to be ", "in her view ", "saying ", "made it clear ", "U.S. ", "(R-Ohio) ", "\u00a0",
    "é", "İ", "\u0301", "\U0001f600", "0", "43", ", 43,", "the harbour master",
]  # fmt: skip
LIMIT_SECONDS = 5.0

texts = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
    st.text(max_size=300),
)


@given(texts)
def test_offsets_slice_back_to_the_text(text: str) -> None:
    found = find_quotations(text)
    for quotation in found.quotations:
        check_quotation(text, quotation)
    for person in found.people:
        for span in person.mentions:
            assert 0 <= span.start < span.end <= len(text)


def check_quotation(text: str, quotation: Quotation) -> None:
    """Every offset of a quotation lies in the text and says what its words say."""
    segments = quotation.segments
    assert segments
    assert quotation.start == segments[0].start
    assert quotation.end == max(segment.end for segment in segments)
    assert all(0 <= segment.start < segment.end <= len(text) for segment in segments)
    assert quotation.text == " … ".join(text[segment.start : segment.end] for segment in segments)
    assert 0 <= quotation.confidence <= 1
    if quotation.cue is not None:
        assert text[quotation.cue_start : quotation.cue_end] == quotation.cue
    for mention in (quotation.speaker, quotation.via):
        if mention is not None:
            assert text[mention.start : mention.end] == mention.text


@given(texts)
def test_the_same_text_gives_the_same_answer(text: str) -> None:
    assert find_quotations(text) == find_quotations(text)


@given(texts, st.sampled_from(["fr", "de", "xx", None]))
def test_a_language_without_a_table_gets_marks_and_no_speaker(
    text: str, language: str | None
) -> None:
    found = find_quotations(text, language)
    assert not found.speakers_looked_for
    assert found.people == ()
    assert all(quotation.speaker is None for quotation in found.quotations)
    assert all(text[q.start : q.end] == q.text for q in found.quotations)


def test_one_article_does_not_change_the_next() -> None:
    first = "“It rained,” said Ann Lee, the mayor."
    second = "“It snowed,” the mayor said."
    alone = find_quotations(second)
    find_quotations(first)
    assert find_quotations(second) == alone


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "articles",
            "Ann Lee, the mayor, said that it “rained a lot” on Monday. He left.\n" * 75_000,
        ),
        ("opening marks", "“a " * 10_000),
        ("straight marks", '"a ' * 10_000),
        ("single marks", "'a b' " * 10_000),
        ("names", "\n".join(f"Anna Lee{n:05} said it was fine." for n in range(4_000))),
        (
            "one surname",
            " ".join(f"Anna{n:05} Smith left. Smith said it was." for n in range(4_000)),
        ),
        ("cues", "he said, " * 20_000),
        ("one long word", "a" * 5_000_000),
        ("relative clauses", "Ann, who said, " * 10_000),
        ("commas", ", " * 100_000),
        ("sources", "according to " * 10_000),
        ("clauses", "he told him that " * 5_000),
        ("ten thousand quotations", '"a b c d e," he said. ' * 5_000),
    ],
    ids=lambda value: value if len(value) < 20 else "",
)
def test_time_is_bounded(name: str, text: str) -> None:
    started = time.process_time()
    find_quotations(text)
    assert time.process_time() - started < LIMIT_SECONDS, name


@pytest.mark.parametrize(
    "piece",
    [
        "according to ",
        "he told him that ",
        "“It is so,” he said. ",
        "Ann Lee, who said, ",
        "the head of the ",
        "A French official said he was.\n",
        "Q: Why? A: So.\n",
        "'a b ",
    ],
)
def test_eight_times_the_text_takes_about_eight_times_as_long(piece: str) -> None:
    short, long = seconds_for(piece * 500, piece * 4_000)
    # Twice as much is allowed for, and what the clock cannot tell.
    assert long < 16 * short + 0.05


def seconds_for(*texts: str) -> list[float]:
    """The least CPU time of each text in five rounds: in turn, so that a busy minute is everybody's, and
    without the collector, whose walks over all objects are no work of ours (as `timeit` does it)."""
    rounds = []
    gc.disable()
    for _ in range(5):
        times = []
        for text in texts:
            started = time.process_time()
            find_quotations(text)
            times.append(time.process_time() - started)
        rounds.append(times)
    gc.enable()
    return [min(times) for times in zip(*rounds, strict=True)]


def test_what_was_read_is_said() -> None:
    assert find_quotations("It rained.").read_to == len("It rained.")
    assert find_quotations("a " * LONGEST_TEXT, "xx").read_to == LONGEST_TEXT


def test_the_json_has_the_documented_fields() -> None:
    answer = quotations_as_json("one", "“It rained,” said Ann Lee, the mayor.")
    assert set(answer) == {"id", "seconds", "speakers_looked_for", "read_to", "quotes"}
    (quote,) = answer["quotes"]
    assert quote["speaker_canonical"] == "Ann Lee"
    assert quote["speaker_role"] == "the mayor"
    assert quote["segments"] == [[0, 12]]
    wanted = (
        "start end segments type text speaker_text speaker_start speaker_end speaker_canonical"
        " speaker_role cue via rule confidence"
    )
    assert set(wanted.split()) <= set(quote)
