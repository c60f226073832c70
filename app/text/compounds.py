"""Folded text to words as an index and a query see them: compounds, their pieces, numbers, acronyms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

# Vowel signs and other marks that are letters of a word but no `\w` (Devanagari to Khmer).
_SIGNS: Final = "\u0900-\u0963\u0966-\u0e3a\u0e40-\u0f0a\u0f18-\u109f\u1780-\u17d3\u17e0-\u180a"
_COMPOUND: Final = re.compile(
    rf"\d{{1,3}}(?: \d{{3}})+(?![\w{_SIGNS}])"  # 1 000 000, its spaces never line breaks
    rf"|[\w{_SIGNS}]+(?:['.,:/&-][\w{_SIGNS}]+)*"
)
_DOTTED_INITIALS: Final = re.compile(r"[^\W\d_](?:\.[^\W\d_])+")
_FIGURES: Final = re.compile(r"\d+(?:[-.,:/ ]\d+)+")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?")
_POINT_THOUSANDS: Final = re.compile(r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|\d{1,3}\.\d{3},\d+")
_ONE_POINT_THOUSAND: Final = re.compile(r"\d{1,3}\.\d{3}")
_WITH_UNIT: Final = re.compile(r"(\d[\d.,]*\d)([^\W\d_]{1,4})")
_DECIMAL: Final = re.compile(r"\d+[.,]\d+")
_PIECE: Final = re.compile(r"[^-.,:/&]+")
# Scripts written without spaces: one letter, one word; a query for several is a phrase.
_UNSPACED: Final = re.compile(
    "[\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0edf\u1000-\u104f\u1100-\u11ff\u1780-\u17d3"
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003134f]"
)
# l'Élysée is found as Élysée in any language; the other elided words only where they are words.
_ELISION: Final = re.compile(r"[ld]'(?=[aeiouyh])")
_ELISION_BY_LANGUAGE: Final = {
    "fr": re.compile(r"(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)'(?=\w)"),
    "it": re.compile(r"(?:l|d|c|un|quest|quell|all|dall|dell|nell|sull|coll)'(?=\w)"),
}
_POINT_LANGUAGES: Final = frozenset({"de", "es", "it", "pt", "nl", "fr"})
# Two or three pieces are also found written as one word; more is a sentence or an address.
_N_JOINED: Final = 3
_MAX_WORD: Final = 64


@dataclass(frozen=True, slots=True)
class Piece:
    """A word and where it stands in the folded text."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Compound:
    """Pieces that were written without a space. `joined` is the other way to write them as one
    ("jeanyves", "9/11"), None where there is none; `is_dotted`: initials with full stops."""

    pieces: tuple[Piece, ...]
    joined: str | None = None
    is_dotted: bool = False


def split_compounds(folded: str, language: str | None) -> list[Compound]:
    """Splits folded text into compounds, in order; a compound has one piece or more."""
    matches = _COMPOUND.finditer(folded.replace("_", " "))
    return [_compound(match.group(), match.start(), language) for match in matches]


def strip_possessive(word: str) -> str:
    """Takes off a final "'s" or "'"."""
    return word.removesuffix("'s") if word.endswith("'s") else word.removesuffix("'")


def _compound(text: str, start: int, language: str | None) -> Compound:
    end = start + len(text)
    if text.isalnum():
        return _pieces_of_word(text, start, end)
    if _DOTTED_INITIALS.fullmatch(strip_possessive(text)):
        word = strip_possessive(text)
        piece = Piece(word.replace(".", "")[:_MAX_WORD], start, start + len(word))
        return Compound((piece,), is_dotted=True)
    number = _number(text, language) if text[0].isdigit() else None
    if number is not None:
        return Compound((Piece(number[:_MAX_WORD], start, end),))
    return _split(text, start, language)


def _number(text: str, language: str | None) -> str | None:
    """The number as plain digits and a decimal point; None for a date, a time, a version."""
    if _THOUSANDS.fullmatch(text):
        return text.replace(",", "").replace(" ", "")
    if _POINT_THOUSANDS.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    if language in _POINT_LANGUAGES and _ONE_POINT_THOUSAND.fullmatch(text):
        return text.replace(".", "")
    if _DECIMAL.fullmatch(text):
        return text.replace(",", ".")
    quantity = _WITH_UNIT.fullmatch(text)  # 1.5bn
    number = _number(quantity[1], language) if quantity else None
    return number + quantity[2] if number and quantity else None


def _split(text: str, start: int, language: str | None) -> Compound:
    pieces: list[Piece] = []
    is_elided = False
    for match in _PIECE.finditer(text):
        word = strip_possessive(match.group())
        elided = _elided(word, language)
        is_elided = is_elided or elided > 0
        first = start + match.start() + elided
        last = start + match.start() + len(word)
        pieces += _pieces_of_word(word[elided:].replace("'", ""), first, last).pieces
    if is_elided:
        # L'Oréal is one word to those who do not read French.
        joined = strip_possessive(text).replace("'", "") if len(pieces) == 1 else None
        return Compound(tuple(pieces), joined if language != "fr" else None)
    return Compound(tuple(pieces), _joined(text, pieces))


def _elided(word: str, language: str | None) -> int:
    pattern = _ELISION_BY_LANGUAGE.get(language or "", _ELISION)
    match = pattern.match(word)
    return match.end() if match else 0


def _joined(text: str, pieces: list[Piece]) -> str | None:
    if not 2 <= len(pieces) <= _N_JOINED or _UNSPACED.search(text):
        return None
    if _FIGURES.fullmatch(text):
        return text
    if set(_PIECE.sub("", text)) <= {"-", "&"}:
        return "".join(piece.word for piece in pieces)[:_MAX_WORD]
    return None


def _pieces_of_word(word: str, start: int, end: int) -> Compound:
    if word.isascii() or not _UNSPACED.search(word):
        return Compound((Piece(word[:_MAX_WORD], start, end),) if word else ())
    pieces: list[Piece] = []
    run = 0  # where letters of other scripts began
    for match in _UNSPACED.finditer(word):
        if run < match.start():
            pieces.append(Piece(word[run : match.start()], start + run, start + match.start()))
        pieces.append(Piece(match.group(), start + match.start(), start + match.end()))
        run = match.end()
    if run < len(word):
        pieces.append(Piece(word[run:], start + run, end))
    return Compound(tuple(pieces))
