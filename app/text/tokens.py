"""Text between and including quotations -> tokens; a whole quotation is one token."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.records import Span
from app.text.languages.table import LanguageTable
from app.text.quote_marks import QuotedSpan

# What a token is: plain numbers, because they are compared for every token.
WORD: Final = 0
PUNCTUATION: Final = 1
QUOTATION: Final = 2
# What no language writes inside a word and its own tokens.
_MARKS: Final = frozenset(",.;:?!")


class Token:
    """A word, a punctuation mark or a whole quotation. A quotation's `text` and `lower` are empty: no rule
    that asks for a word may look inside it."""

    # No __init__: calling one with all these takes longer than all the rest of making a token.
    __slots__ = ("end", "is_capital", "kind", "lower", "quoted", "start", "text")

    start: int
    end: int
    text: str
    lower: str
    kind: int
    is_capital: bool
    quoted: QuotedSpan | None


def _token(start: int, end: int, text: str, lower: str, kind: int) -> Token:
    token = Token()
    token.start, token.end = start, end
    token.text, token.lower = text, lower
    token.kind = kind
    token.is_capital = kind == WORD and text[0].isupper()
    token.quoted = None
    return token


def tokenise(
    text: str, span: Span, quoted_spans: Sequence[QuotedSpan], language: LanguageTable
) -> list[Token]:
    """The tokens of one paragraph. Clitics ('s, ’ll) are tokens of their own."""
    tokens: list[Token] = []
    position = span.start
    for quoted in quoted_spans:
        _tokenise_words(text, position, quoted.start, language, tokens)
        token = _token(quoted.start, quoted.end, "", "", QUOTATION)
        token.quoted = quoted
        tokens.append(token)
        position = quoted.end
    _tokenise_words(text, position, span.end, language, tokens)
    return tokens


def tokenise_words(text: str, start: int, end: int, language: LanguageTable) -> list[Token]:
    """The tokens of a stretch of text, quotation marks being punctuation."""
    tokens: list[Token] = []
    _tokenise_words(text, start, end, language, tokens)
    return tokens


def _tokenise_words(
    text: str, start: int, end: int, language: LanguageTable, tokens: list[Token]
) -> None:
    stretch = text[start:end]
    last = start
    # White space stands inside a token only where that is in brackets.
    for chunk in [stretch] if "(" in stretch else stretch.split():
        first = text.find(chunk, last)
        last = first + len(chunk)
        if not chunk.isalpha():
            _tokenise_chunk(text, first, chunk, language, tokens)
            continue
        # Nearly every chunk is a word alone: `_token`, written out.
        token = Token()
        token.start = first
        token.end = last
        token.text = chunk
        token.lower = chunk.lower()
        token.kind = WORD
        token.is_capital = chunk[0].isupper()
        token.quoted = None
        tokens.append(token)


def _tokenise_chunk(
    text: str, start: int, chunk: str, language: LanguageTable, tokens: list[Token]
) -> None:
    """Words with marks around and inside."""
    last = start
    # Most are a word and a comma or a full stop.
    is_simple = chunk[-1] in _MARKS and chunk[:-1].isalpha()
    words = (chunk[:-1], chunk[-1]) if is_simple else language.token_pattern.findall(chunk)
    for word in words:
        # Only white space stands between two words, so each begins where it is next found.
        first = text.find(word, last)
        last = first + len(word)
        # "-t-il", the French "he" behind its verb, is a word.
        if not word[0].isalnum() and not word[-1].isalnum():
            if word[0] == "(" and len(word) > 1:
                continue
            if word == "." and tokens and _abbreviates(text, tokens[-1], first, language):
                _add_full_stop(tokens[-1])
            else:
                tokens.append(_token(first, last, word, word, PUNCTUATION))
            continue
        if "’" not in word and "'" not in word:
            tokens.append(_token(first, last, word, word.lower(), WORD))
            continue
        stem = _without_clitic(word, language.words.clitics)
        middle = first + len(stem)
        tokens.append(_token(first, middle, stem, stem.lower(), WORD))
        if middle != last:
            clitic = word[len(stem) :]
            tokens.append(_token(middle, last, clitic, clitic.lower(), WORD))


def _abbreviates(text: str, token: Token, position: int, language: LanguageTable) -> bool:
    """Whether the full stop at `position` belongs to the token before it: "Mr.", or "J." before a surname."""
    if token.end != position or token.kind != WORD:
        return False
    after = text[position + 1 : position + 3]
    # "No. 5", but "said no."
    if token.text in language.abbreviations or (
        token.text.capitalize() in language.abbreviations
        and token.lower not in language.words.determiners
    ):
        return after[:1].isspace() or after[:1] == ","
    is_initial = len(token.text) == 1 and token.is_capital
    return is_initial and after[:1] == " " and after[1:2].isupper()


def _add_full_stop(token: Token) -> None:
    token.end += 1
    token.text += "."
    token.lower += "."


def _without_clitic(word: str, clitics: frozenset[str]) -> str:
    """The word before its last apostrophe when what follows is a clitic."""
    position = max(word.rfind("’"), word.rfind("'"))
    return word[:position] if position > 0 and word[position:].lower() in clitics else word
