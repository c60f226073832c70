import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.analysis import Analyser, exact_terms
from app.text.compounds import split_compounds
from app.text.query_words import (
    MAX_WORDS,
    Form,
    QueryWord,
    guess_language,
    languages_by_size,
    mark_stop_words,
    read_words,
)

_ANALYSER = Analyser()


def check(text: str, terms: str, extras: str = "", language: str | None = "en") -> None:
    """`extras` as `position:term` words."""
    found = _ANALYSER.tokens(text, language)
    assert " ".join(found.terms) == terms
    assert " ".join(f"{position}:{term}" for position, term in found.extras) == extras


@pytest.mark.parametrize(
    ("text", "terms", "extras"),
    [
        ("The ministers' ELECTIONS, again!", "the minist elect again", ""),
        ("Élysée ＥＬＹＳＥＥ E\u0301lyse\u0301e", "elyse elyse elyse", ""),
        ("O'Brien O’Brien OʼBrien's obrien", "obrien obrien obrien obrien", ""),
        ("don't it's who'll", "dont it wholl", ""),
        ("Jean-Yves Dupré’s", "jean yves dupr", "0:jeanyv"),
        ("e-mail W-2 F‑16 COVID-19", "e mail w 2 f 16 covid 19", "0:email 2:w2 4:f16 6:covid19"),
        ("state-of-the-art and/or well—known", "state of the art and or well known", ""),
        ("the US, U.S. and u.s. told us", "the us us and us told us", "1:US 2:US 4:US"),
        ("WHO and NATO; who?", "who and nato who", "0:WHO"),
        ("AT&T R&D", "at t r d", "0:att 2:rd"),
        ("1,000 1\u00a0000 1,000,000 3.5 3,5", "1000 1000 1000000 3.5 3.5", ""),
        ("50% $1.5bn 20km G7 5G", "50 1.5bn 20km g7 5g", ""),
        ("9/11 2022-02-24 24.02.2022 10:30", "9 11 2022 02 24 24 02 2022 10 30",
         "0:9/11 2:2022-02-24 5:24.02.2022 8:10:30"),
        ("l'Élysée d’Estaing", "elyse esta", "0:lelyse 1:desta"),
        ("www.example.org/a_b?c=d", "www exampl org a b c d", ""),
        ("Ma\u200bria \u202eniutuP", "maria niutup", ""),
        ("普京abc 한국", "普 京 abc 한 국", ""),
        ("हिन्दी में", "हिन्दी में", ""),
        ("— -- ’ '' 😀 % _", "", ""),
    ],
)  # fmt: skip
def test_text_becomes_terms(text: str, terms: str, extras: str) -> None:
    check(text, terms, extras)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("fr", "élections", "election"),
        ("fr", "l’Élysée", "Elysee"),
        ("fr", "qu'il", "il"),
        ("fr", "1.000", "1000"),
        ("de", "Häuser", "haus"),
        ("de", "Straße", "strassen"),
        ("de", "1.234,5", "1234.5"),
        ("es", "elecciones", "elección"),
        ("it", "dell'economia", "economie"),
        ("pt", "eleições", "eleicoes"),
        ("nl", "verkiezingen", "verkiezing"),
        (None, "Élections", "elections"),
        ("xx", "Élections", "elections"),
    ],
)
def test_forms_of_a_word_meet_in_its_language(language: str | None, one: str, other: str) -> None:
    assert _ANALYSER.tokens(one, language).terms == _ANALYSER.tokens(other, language).terms


def test_exact_terms_keep_what_was_written() -> None:
    written = exact_terms("L’Élysée’s U.S.-led Jean-Yves polish POLISH 1,000")
    assert written == [
        "Élysée",
        "U.S",
        "led",
        "Jean-Yves",
        "Jean",
        "Yves",
        "polish",
        "POLISH",
        "1,000",
    ]
    assert exact_terms("E\u0301lysée") == exact_terms("Élysée")


_PIECES = st.sampled_from(
    ["a", "É", "ß", "’", "'", "-", ".", "9", "1,000", "\u00a0", " ", "普", "\u0301", "US", "ﬁ", "_"]
)
_TEXTS = st.lists(_PIECES, max_size=20).map("".join) | st.text(max_size=40)


@given(_TEXTS, st.sampled_from(["en", "fr", None]))
def test_spans_have_the_terms_and_positions_of_tokens(text: str, language: str | None) -> None:
    tokens = _ANALYSER.tokens(text, language)
    spans = _ANALYSER.spans(text, language)
    assert [span.terms[0] for span in spans] == tokens.terms
    assert [span.position for span in spans] == list(range(len(tokens.terms)))
    extras = [(span.position, term) for span in spans for term in span.terms[1:]]
    assert extras == tokens.extras
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


@given(_TEXTS)
def test_a_query_for_a_text_asks_for_terms_that_the_text_has(text: str) -> None:
    tokens = _ANALYSER.tokens(text, "en")
    held = {*tokens.terms, *(term for _, term in tokens.extras)}
    for word in read_words(text, ["en"], _ANALYSER):
        assert all(any(form.term in held for form in part) for part in word.parts)


def test_hostile_text_takes_linear_time() -> None:
    started = time.process_time()
    for text in ("a" * 60_000, "a-" * 30_000, "1," * 30_000, "'" * 60_000, "普" * 20_000,
                 "a\u0301\u0327" * 20_000, "1\u00a0000" * 12_000, "a." * 30_000):  # fmt: skip
        Analyser().tokens(text, "en")
        exact_terms(text)
    assert time.process_time() - started < 10


def words(query: str, *languages: str | None) -> list[QueryWord]:
    return mark_stop_words(read_words(query, languages or ["en"], _ANALYSER), languages or ["en"])


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("who said that the talks failed", "said talks failed"),
        ("to be or not to be", "to be or not to be"),
        ("US troops", "US troops"),
        ("us troops", "troops"),
        ("u.s. troops", "u.s troops"),
        ("WHO guidelines", "WHO guidelines"),
        ("Plan A", "Plan A"),
        ("A man saw I and she", "man saw"),
        ("THE TALKS OF THE WEEK", "TALKS WEEK"),
        ("don t look now", "look now"),
    ],
)
def test_function_words_are_told_from_words_that_only_look_like_them(query: str, kept: str) -> None:
    assert " ".join(word.text for word in words(query) if not word.is_stop) == kept


def test_a_query_in_a_smaller_language_of_the_archive_loses_its_own_function_words() -> None:
    french = words("les élections de la semaine", "en", "fr")
    assert [word.text for word in french if not word.is_stop] == ["élections", "semaine"]
    assert [word.text for word in words("war in the east", "en", "de") if not word.is_stop] == [
        "war",
        "east",
    ]
    assert guess_language([], ["en", "de"]) == "en"


def test_a_word_is_asked_for_in_each_language_only_where_the_stems_differ() -> None:
    [planes] = words("planes", "en", "es", "fr")
    assert planes.parts == (
        (Form("plane", frozenset({"en"})), Form("plan", frozenset({"es", "fr"}))),
    )
    [name] = words("Lindqvist", "en", "es", "fr")
    assert name.parts == ((Form("lindqvist"),),)


def test_a_compound_is_asked_for_in_parts_or_joined() -> None:
    [word] = words("e-mail")
    assert word.parts == ((Form("e"),), (Form("mail"),))
    assert word.joined == (Form("email"),)
    [acronym] = words("U.S.")
    assert acronym.parts == ((Form("US"),),)


@pytest.mark.parametrize(
    "word", ["elections", "Lindqvist", "War", "GENEVA", "NATO", "Us", "i", "A"]
)
def test_a_plain_word_is_read_as_with_punctuation_around_it(word: str) -> None:
    assert words(word, "en", "fr") == words(f"({word}!)", "en", "fr")


def test_the_languages_asked_are_those_of_the_archive_most_articles_first() -> None:
    assert languages_by_size({"en": 9800, "la": 10, "fr": 190, "de": 0}) == ("en", "fr", "la")
    assert languages_by_size({"fr": 3, "de": 1, None: 1}) == ("fr", None, "de")
    assert languages_by_size({}) == ("en",)


def test_a_compound_knows_where_its_pieces_stand() -> None:
    [compound] = split_compounds("jean-yves's", "en")
    assert [(piece.word, piece.start, piece.end) for piece in compound.pieces] == [
        ("jean", 0, 4),
        ("yves", 5, 9),
    ]


@pytest.mark.parametrize("text", ["\ufdfa" * 500, "é;" * 4_000, "東京 " * 3_000])
def test_a_chunk_of_thousands_of_words_is_read_up_to_a_bound(text: str) -> None:
    assert len(words(text, "en", "fr")) == MAX_WORDS
