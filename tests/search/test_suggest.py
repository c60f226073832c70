import random
import time

import pytest

from app.search.interface import Suggestion
from app.search.whoosh_engine.segments.vocabulary import Vocabulary
from app.search.whoosh_engine.suggestions.suggest import (
    Entry,
    NameIndex,
    complete_terms,
    terms_inside,
)
from app.search.whoosh_engine.suggestions.suggesting import share

_NAMES = NameIndex(
    [
        Entry("speaker", "spk_1", "Anna Lindqvist", 40, ("A. Lindkvist",)),
        Entry("speaker", "spk_2", "Élodie Marchand-Roy", 7),
        Entry("speaker", "spk_3", "Anna Berg", 90),
        Entry("source", "src_1", "The Linden Gazette", 300),
        Entry("title", "art_1", "Talks in Linden end without a word", 1),
    ]
)
_KINDS = ("speaker", "source", "title")


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("ann", ["Anna Berg", "Anna Lindqvist"]),
        ("anna l", ["Anna Lindqvist"]),
        ("Lind", ["The Linden Gazette", "Anna Lindqvist", "Talks in Linden end without a word"]),
        ("lindk", ["Anna Lindqvist"]),
        ("ELODIE", ["Élodie Marchand-Roy"]),
        ("marchand r", ["Élodie Marchand-Roy"]),
        ("roy", ["Élodie Marchand-Roy"]),
        ("indq", []),
        ("  ", []),
        ("(", []),
    ],
)
def test_a_name_is_completed_from_any_of_its_words(prefix: str, expected: list[str]) -> None:
    assert [each.text for each in _NAMES.complete(prefix, _KINDS, 10)] == expected


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("vist", ["Anna Lindqvist"]),
        ("dkvi", ["Anna Lindqvist"]),
        ("nd", []),
        ("ind", ["The Linden Gazette", "Anna Lindqvist", "Talks in Linden end without a word"]),
        ("na be", ["Anna Berg"]),
        ("ROY\nanna", []),
        ("bergthe", []),
    ],
)
def test_a_name_is_found_by_letters_inside_it(letters: str, expected: list[str]) -> None:
    assert [each.text for each in _NAMES.inside(letters, _KINDS, 10)] == expected


def test_letters_inside_give_the_most_frequent_names_and_the_kinds_asked_for() -> None:
    assert [each.text for each in _NAMES.inside("ind", _KINDS, 1)] == ["The Linden Gazette"]
    assert [each.id for each in _NAMES.inside("ind", ["speaker"], 10)] == ["spk_1"]


def test_a_word_is_found_by_letters_inside_it_and_never_across_two() -> None:
    vocabulary = Vocabulary.from_counts({"minister": 8, "premierminister": 3, "term": 4, "then": 9})
    assert [each.text for each in terms_inside([vocabulary], "NIST", 5)] == [
        "minister",
        "premierminister",
    ]
    assert [each.text for each in terms_inside([vocabulary, vocabulary], "erm", 1)] == ["term"]
    assert terms_inside([vocabulary], "mth", 5) == []
    assert terms_inside([vocabulary], "rt", 5) == []


def test_only_the_kinds_asked_for_are_given_with_id_and_count() -> None:
    [found] = _NAMES.complete("lind", ["source"], 10)
    assert (found.kind, found.id, found.count) == ("source", "src_1", 300)
    assert _NAMES.complete("lind", _KINDS, 0) == []


def test_the_last_word_is_completed_by_the_most_frequent_words() -> None:
    vocabulary = Vocabulary.from_counts(
        {"the": 900, "theme": 9, "theatre": 30, "then": 80, "théo": 1, "talks": 5, "th1": 70}
    )
    assert [each.text for each in complete_terms([vocabulary], "Th", 2)] == ["theatre", "theme"]
    assert [each.text for each in complete_terms([vocabulary], "ta", 5)] == ["talks"]
    assert complete_terms([vocabulary], "xyz", 5) == []
    assert complete_terms([vocabulary], "", 5) == []
    assert complete_terms([Vocabulary.from_counts({})], "a", 5) == []


def test_a_word_with_a_hyphen_or_an_apostrophe_is_completed() -> None:
    vocabulary = Vocabulary.from_counts({"e-mail": 3, "o'brien": 2, "covid-19": 8, "mail": 1})
    for typed, expected in (("e-m", ["e-mail"]), ("O’Br", ["o'brien"]), ("cov", [])):
        assert [each.text for each in complete_terms([vocabulary], typed, 5)] == expected


def test_a_large_archive_answers_in_milliseconds() -> None:
    chance = random.Random(3)  # noqa: S311 - names, not secrets
    parts = ["".join(chance.choices("aeioulnrst", k=6)) for _ in range(3000)]
    names = NameIndex(
        Entry("speaker", f"spk_{i}", f"{chance.choice(parts)} {chance.choice(parts)}", i % 97)
        for i in range(30_000)
    )
    words = {"".join(chance.choices("aeioulnrst", k=7)): i % 991 for i in range(300_000)}
    vocabulary = Vocabulary.from_counts(words)
    started = time.process_time()
    for prefix in ("a", "el", "anna", "tore st", "xyz"):
        names.complete(prefix, _KINDS, 10)
        complete_terms([vocabulary], prefix, 10)
    assert (time.process_time() - started) / 5 < 0.05


def test_frequent_words_do_not_crowd_out_people() -> None:
    words = [Suggestion(f"lin{i}", "term", 900 - i) for i in range(5)]
    people = [Suggestion("Anna Lindqvist", "speaker", 40, "spk_1")]
    assert share([*words, *people], 3) == [*words[:2], *people]
    assert share(words, 3) == words[:3]
    assert share([], 3) == []
