"""What else a name is called in this archive, and who is quoted in each of several articles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import func, select

from app.records import SpeakerId
from app.store import tables
from app.store.handles import StoreSession
from app.store.quotations import NamedSpeaker

# A surname of more people than this (Smith, Kim) is told apart by other words, not by other forms.
_MOST_NAMESAKES = 20
_VOWELS = re.compile(r"[aeiouyhw'-]+")
_SAME_SOUND = str.maketrans("cqzv", "kksf")


def other_forms(session: StoreSession, words: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """For each folded word that is somebody's name by itself, the other spellings of that name that
    the archive has for the same person ("poutine" -> ("putin",)), and whatever a person added by
    hand. Forenames and titles of the same person are no spellings of the name."""
    persons_by_word = _persons(session, words)
    everybody = sorted({person for found in persons_by_word.values() for person in found})
    aliases = _aliases(session, everybody)
    forms: dict[str, tuple[str, ...]] = {}
    for word, persons in persons_by_word.items():
        others = {
            form
            for person in persons
            for alias, by_hand in aliases.get(person, ())
            if (form := alias.rpartition(" ")[2]) != word
            and (skeleton(form) == skeleton(word) or (by_hand and " " not in alias))
        }
        if others:
            forms[word] = tuple(sorted(others))
    return forms


def skeleton(word: str) -> str:
    """A folded name without what transliterations differ in: vowels, doubled letters, c and k."""
    consonants = _VOWELS.sub("", word[1:].translate(_SAME_SOUND))
    return word[:1].translate(_SAME_SOUND) + re.sub(r"(.)\1+", r"\1", consonants)


def speakers_of_articles(
    session: StoreSession, article_ids: Sequence[str]
) -> dict[str, list[NamedSpeaker]]:
    """Who is quoted in each article, in the order of their first quotation, by article; anonymous
    sources are left out."""
    article, quotation, speaker = tables.article, tables.quotation, tables.speaker
    query = (
        select(article.c.public_id, speaker.c.public_id, speaker.c.name)
        .select_from(quotation)
        .join(article, article.c.id == quotation.c.article_id)
        .join(speaker, speaker.c.id == quotation.c.speaker_id)
        .where(
            article.c.public_id.in_(article_ids),
            quotation.c.is_hidden.is_(False),
            speaker.c.kind != "anonymous",
        )
        .group_by(article.c.public_id, speaker.c.public_id, speaker.c.name)
        .order_by(func.min(quotation.c.position), speaker.c.public_id)
    )
    found: dict[str, list[NamedSpeaker]] = {key: [] for key in article_ids}
    for article_id, speaker_id, name in session.execute(query):
        found[article_id].append(NamedSpeaker(SpeakerId(speaker_id), name))
    return found


def _persons(session: StoreSession, words: Sequence[str]) -> dict[str, list[int]]:
    alias, speaker = tables.speaker_alias, tables.speaker
    person = func.coalesce(speaker.c.merged_into_id, speaker.c.id)
    query = (
        select(alias.c.folded, person)
        .join(speaker, speaker.c.id == alias.c.speaker_id)
        .where(alias.c.folded.in_(words), speaker.c.kind == "person")
        .distinct()
    )
    found: dict[str, list[int]] = {}
    for folded, number in session.execute(query):
        found.setdefault(folded, []).append(number)
    return {word: people for word, people in found.items() if len(people) <= _MOST_NAMESAKES}


def _aliases(session: StoreSession, persons: Iterable[int]) -> dict[int, list[tuple[str, bool]]]:
    alias, speaker = tables.speaker_alias, tables.speaker
    person = func.coalesce(speaker.c.merged_into_id, speaker.c.id)
    query = (
        select(person, alias.c.folded, alias.c.by_hand)
        .join(speaker, speaker.c.id == alias.c.speaker_id)
        .where(person.in_(list(persons)))
        .distinct()
    )
    found: dict[int, list[tuple[str, bool]]] = {}
    for number, folded, by_hand in session.execute(query):
        found.setdefault(number, []).append((folded, bool(by_hand)))
    return found
