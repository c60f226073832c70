"""The kernel looks only at chunks in which a wanted word may begin, and marks what its twin does."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search import highlight
from app.search.highlight import Marker, mark_text
from app.search.interface import Highlighter
from app.search.wanted import Wanted
from app.search.whoosh_engine.kernels import marking
from app.text.analysis import AROUND, STEMMED_LANGUAGES, Analyser

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


_needs_kernel = pytest.mark.skipif(marking.kernel is None, reason="the kernels were not compiled")


def check(text: str, asked: Highlighter, language: str | None, *, windows: int, chars: int) -> None:
    wanted = Wanted(asked, _ANALYSER, language)
    expected = mark_text(
        text, wanted, time.perf_counter() + 60, max_windows=windows, max_chars=chars
    )
    found = Marker(asked, _ANALYSER).mark(text, language, max_windows=windows, max_chars=chars)
    assert found == expected


def _asked(words: list[str], language: str | None, *, phrase: bool, exact: bool) -> Highlighter:
    terms: list[str] = []
    for one in words:
        found = _ANALYSER.tokens(one, language)
        terms += [*found.terms, *(term for _, term in found.extras)]
    return Highlighter(
        words=tuple(terms),
        prefixes=(words[0][:3],),
        phrases=(tuple(terms[:2]), tuple(terms[:1])) if phrase else (),
        exact=tuple(words[:1]) if exact else (),
    )


@_needs_kernel
@given(
    st.lists(st.one_of(_PIECES, st.sampled_from(["\n\n", "said.”", "A", "…»", "it" * 30])), max_size=60),
    st.lists(_PIECES, min_size=1, max_size=3),
    _LANGUAGES,
    st.tuples(st.booleans(), st.booleans()),
    st.tuples(st.integers(0, 4), st.integers(1, 200)),
)  # fmt: skip
def test_the_kernel_marks_what_its_twin_does(
    pieces: list[str],
    asked: list[str],
    language: str | None,
    has: tuple[bool, bool],
    limits: tuple[int, int],
) -> None:
    wanted = _asked(asked, language, phrase=has[0], exact=has[1])
    check(" ".join(pieces), wanted, language, windows=limits[0], chars=limits[1])


# White space of all widths, letters that fold to none, one or several, other alphabets' figures, lone surrogates.
_LETTERS = st.text(
    f" \t\n\x1c\x85\xa0\u1680\u2009\u2028\u202f\u3000\u200b{AROUND}abAé70123_ß語🙂\ud800\u0301\x00\u0663<&>'",
    max_size=90,
)


@_needs_kernel
@given(_LETTERS, st.sampled_from(["a", "1000", "b", "ab", "7"]), st.integers(1, 40))
def test_the_kernel_reads_any_text_as_its_twin_does(text: str, word: str, chars: int) -> None:
    check(text, Highlighter(words=(word,)), "en", windows=2, chars=chars)


@_needs_kernel
@pytest.mark.parametrize("text", ["talks about talks " * 30_000, "e-mail " * 3_000, "x" * 250_000])
def test_the_kernel_ends_where_its_twin_does(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(highlight, "TEXT_SECONDS", 60)
    monkeypatch.setattr(highlight, "PAGE_SECONDS", 60)
    words = Highlighter(words=("talk", "email"))
    check(text, words, "en", windows=2, chars=320)
    check(text, Highlighter(phrases=(("talk", "about"),)), "en", windows=2, chars=320)


@pytest.mark.parametrize(
    ("text", "word", "looked_at"),
    [
        ("A minister, two Ministers", "minis", ["minister,", "Ministers"]),
        ("ex-minister’s (mini) bar", "minis", ["ex-minister’s"]),
        ("Élysée and elysian", "elys", ["Élysée", "elysian"]),
        ("an e-mail or 100km", "mail", ["e-mail"]),
        ("an e-mail or 100km", "km", ["100km"]),
        ("Зеленский, Zelenśky, straße", "nothing", ["Зеленский,", "straße"]),
        ("nothing here", "minis", []),
    ],
)
@_needs_kernel
def test_chunks_are_looked_at_in_which_a_word_may_begin_so(
    text: str, word: str, looked_at: list[str]
) -> None:
    wanted = Wanted(Highlighter(prefixes=(word,)), _ANALYSER, None)
    assert marking.kernel is not None
    marking.kernel(text, wanted, marking.letters(), wanted.starts, b"", 1_000, 1_000, 1e9, 2, 320)
    assert list(wanted) == looked_at


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
    wanted = Wanted(Highlighter(), _ANALYSER, language)
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
    start = Wanted(highlighter, _ANALYSER, language).starts.decode()
    assert word.startswith(start.rstrip())
