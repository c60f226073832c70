"""Text between and including quotations -> tokens; a whole quotation is one token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from app.records import Span
from app.text.languages.table import LanguageTable
from app.text.quote_marks import QuotedSpan


class TokenKind(IntEnum):
    """What a token is; an int because it is compared for every token."""

    WORD = 0
    PUNCTUATION = 1
    QUOTATION = 2


WORD, PUNCTUATION, QUOTATION = TokenKind.WORD, TokenKind.PUNCTUATION, TokenKind.QUOTATION


@dataclass(slots=True, eq=False)
class Token:
    """A word, a punctuation mark or a whole quotation. A quotation's `text` and `lower` are empty: no rule
    that asks for a word may look inside it."""

    start: int
    end: int
    text: str
    lower: str
    kind: TokenKind
    is_capital: bool = False
    quoted: QuotedSpan | None = None


def tokenise(
    text: str, span: Span, quoted_spans: Sequence[QuotedSpan], language: LanguageTable
) -> list[Token]:
    """The tokens of one paragraph. Clitics ('s, ’ll) are tokens of their own."""
    tokens: list[Token] = []
    position = span.start
    for quoted in quoted_spans:
        _tokenise_words(text, position, quoted.start, language, tokens)
        tokens.append(Token(quoted.start, quoted.end, "", "", QUOTATION, quoted=quoted))
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
    clitics = language.words.clitics
    last = start
    # Only white space stands between two matches, so each begins where its words are next found.
    for word in language.token_pattern.findall(text, start, end):
        first = text.find(word, last)
        last = first + len(word)
        initial = word[0]
        # "-t-il", the French "he" behind its verb, is a word.
        if not initial.isalnum() and not word[-1].isalnum():
            if initial == "(" and len(word) > 1:
                continue
            if word == "." and tokens and _abbreviates(text, tokens[-1], first, language):
                tokens[-1] = _with_full_stop(tokens[-1])
                continue
            tokens.append(Token(first, last, word, word, PUNCTUATION))
            continue
        if "’" not in word and "'" not in word:
            tokens.append(Token(first, last, word, word.lower(), WORD, initial.isupper()))
            continue
        stem = _without_clitic(word, clitics)
        middle = first + len(stem)
        tokens.append(Token(first, middle, stem, stem.lower(), WORD, initial.isupper()))
        if middle != last:
            clitic = word[len(stem) :]
            tokens.append(Token(middle, last, clitic, clitic.lower(), WORD))


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


def _with_full_stop(token: Token) -> Token:
    return Token(
        token.start, token.end + 1, token.text + ".", token.lower + ".", WORD, token.is_capital
    )


def _without_clitic(word: str, clitics: frozenset[str]) -> str:
    """The word before its last apostrophe when what follows is a clitic."""
    position = max(word.rfind("’"), word.rfind("'"))
    return word[:position] if position > 0 and word[position:].lower() in clitics else word
