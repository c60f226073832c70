"""Only chunks that begin like a wanted word are looked at, and none is missed for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.highlight import Marker, _Wanted
from app.search.interface import Highlighter
from app.search.word_starts import chunks_with
from app.text.analysis import STEMMED_LANGUAGES, Analyser

_ANALYSER = Analyser()
_PIECES = st.sampled_from(
    [
        "Talks", "talking", "geneva,", "(Geneva)", "“talks”", "e-mail", "email", "U.S.", "us", "US",
        "o’brien", "O'Brien's", "obrien", "l’Élysée", "elysee", "naïve", "1,000", "1000", "1\u00a0000",
        "3.5", "dying", "die", "skies", "sky", "agreed", "agreement", "Dupré", "œuvre", "straße", "x\u00adtalks",
        "anti-talks", "talk/geneva", "Zelenśky", "ﬁnal", "Ｇeneva", "—talks—", "\u2009geneva", "\x85", "?",
    ]
)  # fmt: skip
_LANGUAGES = st.sampled_from([None, "en", "fr", "es", "it", "pt", "de", "nl"])


@pytest.mark.parametrize(
    ("text", "beginning", "expected"),
    [
        ("A minister, two Ministers", "minis", ["minister,", "Ministers"]),
        ("ex-minister’s (mini) bar", "minis", ["ex-minister’s"]),
        ("Élysée and elysian", "elys", ["Élysée", "elysian"]),
        ("nothing here", "minis", []),
    ],
)
def test_chunks_with_a_word_that_begins_so(text: str, beginning: str, expected: list[str]) -> None:
    found = chunks_with(text, [beginning.encode()])
    assert found is not None
    assert [text[start:end] for start, end in found] == expected


@pytest.mark.parametrize("text", ["an e-mail came", "Zelenśky", "dead: 1\u00a0000", "straße"])
def test_a_text_in_which_a_word_could_be_hidden_has_to_be_split(text: str) -> None:
    assert chunks_with(text, [b"ema", b"100"]) is None


@given(st.lists(_PIECES, max_size=30), st.lists(_PIECES, min_size=1, max_size=3), _LANGUAGES)
def test_the_same_is_marked_as_when_every_chunk_is_looked_at(
    pieces: list[str], asked: list[str], language: str | None
) -> None:
    text = " ".join(pieces)
    terms: list[str] = []
    for one in asked:
        found = _ANALYSER.tokens(one, language)
        terms += [*found.terms, *(term for _, term in found.extras)]
    highlighter = Highlighter(words=tuple(terms), prefixes=(asked[0][:3],))
    every = _Wanted(highlighter, _ANALYSER, language)
    every.beginnings = ()
    slow = Marker(highlighter, _ANALYSER)
    slow._wanted_by_language[language] = every
    assert Marker(highlighter, _ANALYSER).mark(text, language) == slow.mark(text, language)


def test_the_ways_of_all_stemmers_are_known() -> None:
    """A new language is quick only once somebody has seen that its stems begin like their words."""
    assert set(STEMMED_LANGUAGES) == {"en", "fr", "de", "es", "it", "pt", "nl"}


@given(
    _PIECES,
    st.sampled_from(["", "“", "(«", "..."]),
    st.sampled_from(["", "”,", ".", "…"]),
    _LANGUAGES,
)
def test_a_plain_word_has_the_spans_that_analysis_gives_it(
    piece: str, before: str, behind: str, language: str | None
) -> None:
    chunk = before + piece.strip() + behind
    wanted = _Wanted(Highlighter(), _ANALYSER, language)
    terms = _ANALYSER.chunk_terms(chunk, language)
    assert list(wanted._spans(chunk, terms)) == _ANALYSER.chunk_spans(chunk, language)


_ROOTS = st.text("abcdeilmnoprstuxyz", min_size=1, max_size=8)
_ENDINGS = st.sampled_from(
    [
        "s", "es", "ed", "ing", "ying", "ies", "ied", "y", "ily", "ly", "li", "ation", "ational", "ization",
        "izer", "ator", "bility", "biliti", "able", "ency", "fulness", "ousness", "iveness", "ogy", "logy",
        "ment", "eed", "edly", "ance", "ique", "isme", "eux", "euse", "aux", "ales", "amment", "emment",
        "issement", "ication", "icateur", "logie", "ution", "ence", "enza", "encia", "uzione", "zione",
        "iere", "ier", "elle", "amente", "mente", "idad", "acion", "adora", "ucion", "ivamente", "iendole",
        "acao", "acoes", "ezas", "arlo", "andolo", "ichi", "glielo",
    ]
)  # fmt: skip


@given(_ROOTS, _ENDINGS, st.sampled_from(["en", "fr", "es", "it", "pt"]))
def test_a_word_begins_as_is_told_from_its_stem(root: str, ending: str, language: str) -> None:
    word = root + ending
    highlighter = Highlighter(words=(_ANALYSER.stem(word, language),))
    (beginning,) = _Wanted(highlighter, _ANALYSER, language).beginnings
    assert word.startswith(beginning.decode())
