"""What else a name is called in this archive, and who is quoted in each of several articles."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Select, func, select

from app.records import SpeakerId
from app.store.driver import GIVEN, rows_of, selected, statement
from app.store.handles import StoreSession
from app.store.reading.quotations import NamedSpeaker
from app.store.schema import tables
from app.text.person_names import skeleton

_PERSONS: Final = statement(
    "SELECT 1, family, coalesce(merged_into_id, speaker.id) FROM speaker WHERE kind = 'person' AND family IN {values} "
    "UNION ALL SELECT 0, folded, coalesce(merged_into_id, speaker.id) FROM speaker_alias "
    "JOIN speaker ON speaker.id = speaker_alias.speaker_id "
    "WHERE speaker.kind = 'person' AND folded IN {values}"
)
_ALIASES: Final = statement(
    "SELECT coalesce(merged_into_id, speaker.id), folded, by_hand FROM speaker JOIN speaker_alias ON speaker_id = speaker.id "
    "WHERE speaker.id IN {values} "
    "UNION ALL SELECT coalesce(merged_into_id, speaker.id), folded, by_hand FROM speaker JOIN speaker_alias ON speaker_id = speaker.id "
    "WHERE speaker.merged_into_id IN {values}"
)
# A surname of more people than this (Smith, Kim) is told apart by other words, not by other forms.
_MOST_NAMESAKES = 20
# Shorter words look like a name by chance.
_TELLING_LETTERS = 6


def other_forms(session: StoreSession, words: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """For each folded word that is somebody's surname, the other spellings of it that the archive has
    for the same person ("poutine" -> ("putin",)), and single words that a person added by hand.
    Forenames and titles of the same person are no spellings of the name."""
    persons_by_word = _persons(session, words)
    everybody = sorted({person for found in persons_by_word.values() for person in found})
    aliases = _aliases(session, everybody) if everybody else {}
    forms: dict[str, tuple[str, ...]] = {}
    for word, persons in persons_by_word.items():
        others: set[str] = set()
        spellings_by_person = {
            person: {_surname(alias) for alias, _ in aliases.get(person, ())} for person in persons
        }
        # A transliteration that nobody here uses is likely one of a name that somebody does use.
        is_unknown = len(word) >= _TELLING_LETTERS and not any(
            word in spellings for spellings in spellings_by_person.values()
        )
        for person, spellings in spellings_by_person.items():
            if is_unknown or word in spellings:
                others |= {one for one in spellings if skeleton(one) == skeleton(word)}
                others |= {
                    alias for alias, by_hand in aliases[person] if by_hand and " " not in alias
                }
        if others - {word}:
            forms[word] = tuple(sorted(others - {word}))
    return forms


def _surname(alias: str) -> str:
    return alias.rpartition(" ")[2]


def speakers_of_articles(
    session: StoreSession, article_ids: Sequence[str]
) -> dict[str, list[NamedSpeaker]]:
    """Who is quoted in each article, in the order of their first quotation, by article; anonymous
    sources are left out."""
    found: dict[str, list[NamedSpeaker]] = {key: [] for key in article_ids}
    for row in selected(session, _quoted_in_articles(), article_ids):
        found[row.public_id].append(NamedSpeaker(SpeakerId(row.speaker_id), row.name))
    return found


def _persons(session: StoreSession, words: Sequence[str]) -> dict[str, list[int]]:
    """Who could be meant by each word: by the surname's family, or by an alias of one word."""
    families = {word: skeleton(word) for word in words}
    wanted = sorted({*words, *families.values()})
    by_family: dict[str, set[int]] = {}
    by_alias: dict[str, set[int]] = {}
    for is_family, name, number in rows_of(session, _PERSONS, wanted):
        (by_family if is_family else by_alias).setdefault(name, set()).add(number)
    found: dict[str, list[int]] = {}
    for word, family in families.items():
        people = by_family.get(family, set()) | by_alias.get(word, set())
        if 0 < len(people) <= _MOST_NAMESAKES:
            found[word] = sorted(people)
    return found


def _aliases(session: StoreSession, persons: Sequence[int]) -> dict[int, list[tuple[str, bool]]]:
    found: dict[int, list[tuple[str, bool]]] = {}
    for number, folded, by_hand in rows_of(session, _ALIASES, persons):
        found.setdefault(number, []).append((folded, bool(by_hand)))
    return found


# Making a statement costs six times as much as running it: these are made once.


@lru_cache(maxsize=1)
def _quoted_in_articles() -> Select[Any]:
    article, quotation, speaker = tables.article, tables.quotation, tables.speaker
    return (
        select(article.c.public_id, speaker.c.public_id.label("speaker_id"), speaker.c.name)
        .select_from(quotation)
        .join(article, article.c.id == quotation.c.article_id)
        .join(speaker, speaker.c.id == quotation.c.speaker_id)
        .where(
            article.c.public_id.in_(GIVEN),
            quotation.c.is_hidden.is_(False),
            speaker.c.kind != "anonymous",
        )
        .group_by(article.c.public_id, speaker.c.public_id, speaker.c.name)
        .order_by(func.min(quotation.c.position), speaker.c.public_id)
    )
