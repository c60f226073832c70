"""A typed query to tokens: words, phrases, operators, brackets; every trouble noted as a warning."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from enum import Enum, auto
from typing import Final

FIELDS: Final = ("title", "body", "quote", "speaker", "about", "source", "lang", "date")
MAX_SLOP: Final = 100
MAX_EDITS: Final = 2
# More would say nothing new to the reader of an answer.
MAX_WARNINGS: Final = 10

_QUOTES: Final = '"“”„‟«»〝〞＂'
_SCAN: Final = re.compile(
    rf"(?P<space>\s+)|(?P<open>\()|(?P<close>\))|(?P<quote>[{_QUOTES}])|(?P<raw>[^\s(){_QUOTES}]+)"
)
_CLOSING_QUOTE: Final = re.compile(f"[{_QUOTES}]")
_SLOP: Final = re.compile(r"~(\d{1,9})(?![\w.])")
_FIELD: Final = re.compile(r"([A-Za-z]{2,20}):")
# What separates words that were written together; the rest (hyphen, apostrophe, full stop, colon ...)
# is for the analysis of words to judge.
_SEPARATORS: Final = re.compile(r"[\s()\"“”„‟«»〝〞＂+=*~^!?;<>|\\{}\[\]$%#@—–…·•]+")
_OPERATORS: Final = {"AND", "OR", "NOT"}
# So many words all in capitals are a headline, not operators between acronyms.
_N_SHOUTED: Final = 5


class Kind(Enum):
    """What a token is."""

    WORD = auto()  # raw text that `parser` reads: may end in * or ~1, begin with =
    LITERAL = auto()  # text to take as it is
    PHRASE = auto()
    OPEN = auto()
    CLOSE = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    FIELD = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the query. `text` of a field is its name; `slop` only of a phrase."""

    kind: Kind
    text: str
    start: int
    end: int
    slop: int = 0
    is_sign: bool = False  # NOT as "-"


@dataclass(slots=True)
class Notes:
    """Warnings, each once, not too many."""

    warnings: list[str] = field(default_factory=list)

    def add(self, warning: str) -> None:
        """Notes a warning."""
        if warning not in self.warnings and len(self.warnings) < MAX_WARNINGS:
            self.warnings.append(warning)


def scan(text: str, notes: Notes) -> list[Token]:
    """Tokens of `text`, with operators only where they have something to work on. Linear."""
    tokens: list[Token] = []
    last_quote = max((text.rfind(quote) for quote in _QUOTES), default=-1)
    i = 0
    while i < len(text):
        match = _SCAN.match(text, i)
        if match is None:  # pragma: no cover - the pattern covers every letter
            break
        i = match.end()
        kind = match.lastgroup
        if kind == "open":
            tokens.append(Token(Kind.OPEN, "(", match.start(), i))
        elif kind == "close":
            tokens.append(Token(Kind.CLOSE, ")", match.start(), i))
        elif kind == "quote":
            if match.start() >= last_quote:
                notes.add("A quotation mark is not closed: what follows was searched as words.")
                continue
            phrase = _scan_phrase(text, match.start(), notes)
            tokens.append(phrase)
            i = phrase.end
        elif kind == "raw":
            tokens += _scan_raw(text, match.start(), i, notes)
    return _demote_operators(_drop_empty(tokens), notes)


def split_words(text: str) -> list[str]:
    """The words of literal text: separated, and without punctuation around them."""
    trimmed = (trim(part) for part in _SEPARATORS.split(text))
    return [word for word in trimmed if word]


def trim(text: str) -> str:
    """Takes off what is no letter, figure or mark at both ends."""
    start, end = 0, len(text)
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not (
        text[end - 1].isalnum() or unicodedata.category(text[end - 1])[0] == "M"
    ):
        end -= 1
    return text[start:end]


def _scan_phrase(text: str, start: int, notes: Notes) -> Token:
    closing = _CLOSING_QUOTE.search(text, start + 1)
    end = closing.start() if closing else len(text)
    after = _SLOP.match(text, end + 1)
    if after is None:
        return Token(Kind.PHRASE, text[start + 1 : end], start, end + 1)
    slop = int(after[1])
    if slop > MAX_SLOP:
        notes.add(
            f"Words of a phrase may be {MAX_SLOP} apart at most: ~{after[1]} was cut to that."
        )
    return Token(Kind.PHRASE, text[start + 1 : end], start, after.end(), min(slop, MAX_SLOP))


def _scan_raw(text: str, start: int, end: int, notes: Notes) -> list[Token]:
    tokens: list[Token] = []
    is_fresh = start == 0 or text[start - 1].isspace() or text[start - 1] in "("
    if is_fresh and text[start:end] in _OPERATORS:
        return [Token(Kind[text[start:end]], text[start:end], start, end)]
    holds_next = end < len(text) and text[end] in "(" + _QUOTES
    while is_fresh and start < end and text[start] in "+-":
        if text[start] == "-":
            if text[start + 1 : end].startswith("-") or (start + 1 == end and not holds_next):
                break
            tokens.append(Token(Kind.NOT, "-", start, start + 1, is_sign=True))
        start += 1
    if start == end:
        return tokens
    if text[start] == "\\":
        return [*tokens, Token(Kind.LITERAL, text[start + 1 : end], start, end)]
    named = _FIELD.match(text, start, end)
    if named:
        return tokens + _scan_field(text, named, end, holds_next, notes)
    return [*tokens, Token(Kind.WORD, text[start:end], start, end)]


def _scan_field(
    text: str, named: re.Match[str], end: int, holds_next: bool, notes: Notes
) -> list[Token]:
    start, name, after = named.start(), named[1].lower(), named.end()
    whole = Token(Kind.LITERAL, text[start:end], start, end)
    if name not in FIELDS:
        if holds_next or text[after:end][:1] not in ("", "/", "\\"):  # an address is no field
            notes.add(_no_such_field(named[1]))
        return [whole]
    field_token = Token(Kind.FIELD, name, start, after)
    if after < end:
        return [field_token, Token(Kind.WORD, text[after:end], after, end)]
    if holds_next:
        return [field_token]
    notes.add(
        f"“{name}:” was searched as a word: to search in a field leave no space after the colon."
    )
    return [whole]


def _no_such_field(name: str) -> str:
    near = get_close_matches(name.lower(), FIELDS, n=1, cutoff=0.6)
    hint = f"the nearest is “{near[0]}:”" if near else f"there are {', '.join(FIELDS)}"
    return f"There is no field “{name}:”, so it was searched as words; {hint}."


def _drop_empty(tokens: list[Token]) -> list[Token]:
    """Without words and phrases that hold no word, the fields and signs that stood before them."""
    kept: list[Token] = []
    for token in tokens:
        if token.kind in {Kind.WORD, Kind.LITERAL, Kind.PHRASE} and not split_words(token.text):
            while kept and (kept[-1].kind is Kind.FIELD or kept[-1].is_sign):
                kept.pop()
        else:
            kept.append(token)
    return kept


_ENDS: Final = {Kind.WORD, Kind.LITERAL, Kind.PHRASE, Kind.CLOSE}
_STARTS: Final = {Kind.WORD, Kind.LITERAL, Kind.PHRASE, Kind.OPEN, Kind.NOT, Kind.FIELD}


def _demote_operators(tokens: list[Token], notes: Notes) -> list[Token]:
    """Makes words of the operators that have nothing to work on, and of all of them in a headline."""
    is_shouted = _is_shouted([token.text for token in tokens if token.kind is Kind.WORD])
    right_to_left: list[Token] = []
    for i in range(len(tokens) - 1, -1, -1):
        token = tokens[i]
        if token.text in _OPERATORS and token.kind in {Kind.AND, Kind.OR, Kind.NOT}:
            has_left = i > 0 and tokens[i - 1].kind in _ENDS
            has_right = bool(right_to_left) and right_to_left[-1].kind in _STARTS
            if is_shouted or not has_right or not (has_left or token.kind is Kind.NOT):
                why = "in a query all in capitals" if is_shouted else "with nothing to join"
                notes.add(f"{token.text} {why} was searched as a word.")
                # In lower case: in capitals it would be an acronym.
                token = replace(token, kind=Kind.LITERAL, text=token.text.lower())
        right_to_left.append(token)
    return right_to_left[::-1]


def _is_shouted(words: list[str]) -> bool:
    # Acronyms and numbers alone are no headline: it has longer words, too.
    n_long = sum(len(word) > _N_SHOUTED and word.isupper() for word in words)
    is_capitals = not any(letter.islower() for word in words for letter in word)
    return len(words) >= _N_SHOUTED and n_long > 1 and is_capitals
