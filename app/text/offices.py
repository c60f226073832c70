"""Roles that one person holds at a time: "French President", "the mayor of Velm", "Velm's mayor" -> what their
wordings have in common.

Two different questions. A *statement* ("French President Luc Morel", "Ann Lee, the mayor of Velm") says who holds an
office: every role in the definite form is one, and its words are its key. A *description* ("the French president
said") asks who does: it must be definite, say of where ("French", "of Velm"), and its noun must be a role's, or it
could mean anybody.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from app.text.folding import fold, fold_name
from app.text.languages import table_for
from app.text.languages.table import LanguageTable

# An indefinite article makes one of several; "former" and "then" make it another time's.
_NOT_HELD: Final = re.compile(
    r"^(?:an?|one|another|some|any|his|her|its|their|our|my|your|this|that|who|which)\b"
    r"|\b(?:former|formerly|then|ex|late|future|incoming|outgoing|designate|elect|who|which|until|candidate|nominee)\b",
    re.IGNORECASE,
)
_THE: Final = re.compile(r"^the\s+", re.IGNORECASE)
_POSSESSOR: Final = re.compile(r"\b([^\W\d_][\w.-]*)[’']s?(?=\s)")
_WORD: Final = re.compile(r"[^\W_]+(?:[.-][^\W_]+)*")
_SMALL: Final = frozenset(
    ["a", "an", "the", "of", "at", "in", "on", "for", "to", "and", "or", "with", "from", "by", "as"]
)
# Where a phrase's noun has ended and its complement begins: "mayor | of Velm".
_COMPLEMENT: Final = re.compile(r"\s(?:of|for|at|in|to|on)\s")
# One state under several names; the language's table has the others.
_STATES: Final = {
    "us": "american", "usa": "american", "uk": "british", "britain": "british", "eu": "european",
}  # fmt: skip
# A longer role tells a story ("who mends nets in a shed behind the church").
_MOST_WORDS: Final = 8


def office_stated(role: str, language: str | None) -> str | None:
    """The key of the office that a stated role gives its bearer; None for a role that several may have, that
    belongs to another time, or whose words say nothing. `language` is a code."""
    if _NOT_HELD.search(role):
        return None
    return _key(role, language)


def office_described(mention: str, description: str, language: str | None) -> str | None:
    """The key of the office that a speaker's description names: `mention` as the text has it ("The French
    president"), `description` without its article; None for one that may mean anybody."""
    table = table_for(language)
    plain = _THE.sub("", mention)
    if (
        table is None
        or not plain.strip()
        or fold_name(plain) != fold_name(description)
        or _NOT_HELD.search(mention)
    ):
        return None
    is_possessed = _POSSESSOR.match(plain) is not None and plain[:1].isupper()
    if plain == mention and not is_possessed:
        return None
    head = fold(_noun(plain))
    people = table.people
    if head not in people.role_nouns or head in people.group_nouns:
        return None
    key = _key(plain, language)
    if key is None or not (is_possessed or _is_placed(plain, table)):
        return None
    n_words = key.count(" ") + 1
    return None if n_words < (3 if head in people.often_unnamed else 2) else key


def _is_placed(description: str, language: LanguageTable) -> bool:
    """Whether it says of where: a nationality, or a capital beside a noun in lower case."""
    words = _WORD.findall(description)
    adjectives = (
        set(language.people.nationalities.values()) | set(_STATES.values()) | _STATES.keys()
    )
    if any(fold(word).replace(".", "") in adjectives for word in words):
        return True
    return _noun(description).islower() and any(word[:1].isupper() for word in words)


def _noun(description: str) -> str:
    words = _COMPLEMENT.split(description)[0].split()
    return words[-1] if words else ""


@lru_cache(maxsize=20_000)
def _key(role: str, language: str | None) -> str | None:
    plain = _POSSESSOR.sub(r"\1", _THE.sub("", role))
    table = table_for(language)
    nationalities = {} if table is None else table.people.nationalities
    words = {fold(word).replace(".", "") for word in _WORD.findall(plain)} - _SMALL
    words = {_STATES.get(word) or nationalities.get(word) or word for word in words}
    return " ".join(sorted(words)) if 0 < len(words) <= _MOST_WORDS else None
