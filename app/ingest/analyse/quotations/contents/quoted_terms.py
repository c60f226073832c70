"""Quotation marks that quote nobody: titles of works, names of ships, nicknames, terms."""

from __future__ import annotations

import re

from app.text.languages.table import LanguageTable
from app.text.tokens import Token

_WORD = re.compile(r"\w[\w’'-]*")
_LONGEST_TITLE = 8


def is_name(text: str, token: Token, language: LanguageTable) -> bool:
    """Whether a quotation is what something is called: a title, or ‘the Xylophone’."""
    if token.quoted is None:
        return False
    words = _WORD.findall(text, token.quoted.inner_start, token.quoted.inner_end)
    is_short = len(words) == 2 and words[0].lower() in language.frames.small_title_words
    return is_title(text, token, language) or (is_short and words[1][0].isupper())


def is_title(text: str, token: Token, language: LanguageTable) -> bool:
    """Whether the words of a quotation are capitalised like a title: “The Glass Orchard”."""
    quoted = token.quoted
    if quoted is None or quoted.inner_end - quoted.inner_start > 100:
        return False
    words = _WORD.findall(text, quoted.inner_start, quoted.inner_end)
    if len(words) < 2 or len(words) > _LONGEST_TITLE or not words[0][0].isupper():
        return False
    if text[quoted.inner_end - 1] in "!?":
        return False
    great = [word for word in words if word.lower() not in language.frames.small_title_words]
    return bool(great) and all(word[0].isupper() or word[0].isdigit() for word in great)
