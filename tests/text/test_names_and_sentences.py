"""Tokens, sentences and names of English text."""

from __future__ import annotations

import pytest

from app.text.languages import table_for
from app.text.names import find_names
from app.text.quote_marks import find_paragraphs, find_quoted_spans
from app.text.sentences import split_sentences
from app.text.tokens import Token, tokenise

ENGLISH = table_for("en-GB")


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text of one paragraph."""
    assert ENGLISH is not None
    (paragraph,) = find_paragraphs(text)
    (quoted,) = find_quoted_spans(text, [paragraph])
    return tokenise(text, paragraph, quoted, ENGLISH)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("She’ll say Mr. Lee’s right.", "She ’ll say Mr. Lee ’s right ."),
        ("U.S. growth was 3.5%.", "U.S. growth was 3.5 % ."),
        ("Rep. Ann Lee (R-Ohio) left.", "Rep. Ann Lee left ."),
        ("J. Smith runs example.com now.", "J. Smith runs example.com now ."),
        ("O’Neill wasn’t in.", "O’Neill wasn’t in ."),
    ],
)
def test_words_are_cut(text: str, words: str) -> None:
    assert [token.text for token in tokens_of(text)] == words.split()


@pytest.mark.parametrize(
    ("text", "n_sentences"),
    [
        ("It rained. He left.", 2),
        ("Mr. Lee left for the U.S. on Monday.", 1),
        ("“It rained,” he said. “A lot.”", 2),
        ("“Did it rain?” Lee asked.", 1),
        ("“It rained.” Lee left the room.", 2),
    ],
)
def test_sentences_are_cut(text: str, n_sentences: int) -> None:
    assert ENGLISH is not None
    assert len(split_sentences(text, tokens_of(text), ENGLISH)) == n_sentences


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Then President Luc Morel met Ann Lee.", ["Luc Morel", "Ann Lee"]),
        ("The club hired Ursula von der Leyen on Monday.", ["Ursula von der Leyen"]),
        ("He leads the Ministry of Fisheries in Oslo.", ["Ministry of Fisheries", "Oslo"]),
        ("Then the Prime Minister left.", []),
        ("Yesterday Martin King Jr. sang.", ["Martin King"]),
    ],
)
def test_names_are_found(text: str, names: list[str]) -> None:
    assert ENGLISH is not None
    assert [name.text for name in find_names(tokens_of(text), ENGLISH)] == names


def test_a_language_without_a_table_has_none() -> None:
    assert table_for("fr") is None
    assert table_for(None) is None
