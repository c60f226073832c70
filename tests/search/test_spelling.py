import random
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.whoosh_engine.planning.spelling import Correction, Speller
from app.search.whoosh_engine.segments.vocabulary import Vocabulary

_COUNTS = {
    "": 1, "minister": 900, "ministers": 300, "mediator": 40, "meditator": 2, "bennett": 30, "bonnet": 3,
    "haddad": 12, "the": 9000, "then": 900, "they": 800, "there": 700, "theme": 9, "ceasefire": 50, "prime": 80,
    "élysée": 0, "elysee": 20, "зеленский": 8, "covid19": 5, "geneva": 60, "general": 100, "talks": 40,
}  # fmt: skip


def _speller() -> Speller:
    return Speller([Vocabulary.from_counts(_COUNTS)])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("minster", "minister"),
        ("mniister", "minister"),
        ("ministar", "minister"),
        ("miniister", "minister"),
        ("bennet", "bennett"),
        ("hadad", "haddad"),
        ("eneva", "geneva"),
        ("theem", "theme"),
        ("ceasfyre", "ceasefire"),
        ("зеленски", "зеленский"),
        ("зеленскай", "зеленский"),
    ],
)
def test_a_misspelt_word_is_corrected(typed: str, meant: str) -> None:
    assert _speller().correct(typed)[0].word == meant


@pytest.mark.parametrize(
    "typed", ["minister", "bonnet", "ceazfyre", "xyz", "x", "", "covid20", "qqqqqqqq", "m" * 500]
)
def test_held_words_figures_and_nonsense_are_left_alone(typed: str) -> None:
    assert _speller().correct(typed) == []


def test_two_words_written_as_one_are_split() -> None:
    assert _speller().split("primeminister") == ("prime", "minister")
    assert _speller().split("minister") is None
    assert _speller().split("primexyz") is None


def test_an_empty_vocabulary_corrects_nothing() -> None:
    assert Speller([Vocabulary.from_counts({})]).correct("minister") == []


def _distance(one: str, other: str) -> int:
    """Optimal string alignment, as the books have it."""
    rows = [
        [max(i, j) if not i or not j else 0 for j in range(len(other) + 1)]
        for i in range(len(one) + 1)
    ]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            rows[i][j] = min(
                rows[i - 1][j] + 1,
                rows[i][j - 1] + 1,
                rows[i - 1][j - 1] + (one[i - 1] != other[j - 1]),
            )
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


_LETTERS = st.text("abc", min_size=1, max_size=7)


@given(st.sets(_LETTERS, max_size=30), _LETTERS, st.integers(1, 2))
def test_near_words_are_those_of_the_textbook_distance(
    words: set[str], typed: str, edits: int
) -> None:
    near = Speller([Vocabulary.from_counts(dict.fromkeys(words, 1))]).near(typed, edits)
    expected = {
        word: _distance(typed, word)
        for word in words
        if _distance(typed, word) <= edits and (edits == 1 or word[0] == typed[0])
    }
    assert {each.word: each.edits for each in near} == expected


@given(st.sets(st.text("abé普", max_size=4), max_size=30), st.text("abé普", max_size=3))
def test_a_vocabulary_finds_words_and_prefixes(words: set[str], prefix: str) -> None:
    vocabulary = Vocabulary.from_counts({word: len(word) for word in words})
    first, last = vocabulary.prefix_range(prefix)
    held = {vocabulary.word(i) for i in range(first, last)}
    assert held == {word for word in words if word.startswith(prefix)}
    assert all(vocabulary.count(word) == len(word) for word in words)
    assert (vocabulary.find(prefix) is not None) == (prefix in words)


def test_counts_of_several_segments_are_added_up() -> None:
    one = Vocabulary.from_counts({"talks": 3, "tales": 5})
    speller = Speller([one, Vocabulary.from_counts({"talks": 4})])
    assert speller.correct("tals")[0] == Correction("talks", 7, 1)
    assert speller.count("talks") == 7
    assert speller.holds("tales")


@given(
    st.lists(
        st.tuples(st.text("abé", max_size=3), st.text("aAé", max_size=2)), max_size=30, unique=True
    )
)
def test_written_forms_are_grouped_by_their_folded_form(forms: list[tuple[str, str]]) -> None:
    keys = sorted(f"{folded}\0{written}".encode() for folded, written in forms)
    expected: dict[str, int] = {}
    counts = []
    for n, key in enumerate(keys, 1):
        folded = key.partition(b"\0")[0].decode()
        expected[folded] = expected.get(folded, 0) + n
        counts.append(n)
    ends = np.cumsum([0, *(len(key) for key in keys)])
    blob = np.frombuffer(b"".join(keys), np.uint8)
    made = Vocabulary.from_forms(blob, ends, np.array(counts, np.int64))
    assert {made.word(i): int(made.counts[i]) for i in range(len(made))} == expected


def test_half_a_million_words_take_milliseconds() -> None:
    chance = random.Random(7)  # noqa: S311 - words, not secrets
    letters = "etaoinshrdlucmfwypvbgkjqxz"
    weights = [26 - i for i in range(26)]
    counts = {
        "".join(chance.choices(letters, weights, k=chance.randint(3, 12))): chance.randint(1, 50)
        for _ in range(500_000)
    }
    counts["negotiations"] = 70
    speller = Speller([Vocabulary.from_counts(counts)])
    speller.correct("negotiatons")
    started = time.process_time()
    for typed in ("negotiatons", "ngeotiations", "negotitions", "negotxxtions", "miinster"):
        speller.correct(typed)
    seconds = (time.process_time() - started) / 5
    assert speller.correct("negotiatons")[0].word == "negotiations"
    assert seconds < 0.05, f"{seconds * 1000:.1f} ms a word"
