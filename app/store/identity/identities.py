"""Whom bare surnames and descriptions of one article mean: the archive's evidence asked for, decisions written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Select, delete, func, select

from app.store import bulk
from app.store.bulk import is_empty, slices
from app.store.driver import GIVEN
from app.store.handles import WriteTransaction
from app.store.identity.company import NEWEST, Company
from app.store.identity.identification import (
    MOST_EXAMPLES,
    Candidate,
    Identified,
    Statement,
    Unplaced,
    bearer,
    office_holder,
)
from app.store.identity.known_families import Families
from app.store.intake import speakers as intake_speakers
from app.store.intake.speakers import StoredSpeaker
from app.store.schema import tables
from app.text.person_names import role_words

# A person's number -> the numbers of all spellings.
Spellings = Mapping[int, Sequence[int]]


def bearers(
    tx: WriteTransaction,
    bare: Sequence[StoredSpeaker],
    persons_by_family: Mapping[str, Spellings],
    kept: Company,
) -> dict[int, Identified | None]:
    """Who each bare surname of an article means, by its number; those of whom nothing can be said are left out."""
    bare = [each for each in bare if persons_by_family.get(each.family or "")]
    if not bare:
        return {}
    roles = intake_speakers.roles(tx, [each.number for each in bare])
    company = _company_of_articles(tx, {each.article for each in bare if each.article})
    dates = _dates(tx, {each.article for each in bare if each.article})
    unplaced_by_family: dict[str, list[Unplaced]] = {}
    for each in bare:
        if each.family is None or each.article is None:
            continue
        words = tuple(filter(None, map(role_words, sorted(roles[each.number]))))
        named = company.get(each.article, {})
        others = frozenset(number for number, family in named.items() if family != each.family)
        unplaced = Unplaced(each.number, dates.get(each.article), words, others)
        if not unplaced.has_evidence:
            continue
        unplaced_by_family.setdefault(each.family, []).append(unplaced)
    statements = _statements_of_persons(
        tx,
        {
            number: person
            for family, unplaced_ones in unplaced_by_family.items()
            if any(each.roles for each in unplaced_ones)
            for person, spellings in persons_by_family[family].items()
            for number in spellings
        },
    )
    spellings = [persons_by_family[family].values() for family in unplaced_by_family]
    kept.load(tx, {number for some in spellings for numbers in some for number in numbers})
    found: dict[int, Identified | None] = {}
    for family, unplaced_ones in unplaced_by_family.items():
        persons = persons_by_family[family]
        candidates = _candidates(unplaced_ones, persons, statements, kept)
        for unplaced in unplaced_ones:
            decided = bearer(unplaced, candidates.near(unplaced))
            if decided is not None and decided.kind == "company":
                decided = _with_examples(tx, decided, persons[decided.person])
            found[unplaced.number] = decided
    return found


@dataclass(slots=True)
class _Candidates:
    """The persons of a surname of whom there is any evidence, by what it is."""

    stating: list[Candidate] = field(default_factory=list)
    by_company: dict[int, list[Candidate]] = field(default_factory=dict)

    def near(self, unplaced: Unplaced) -> list[Candidate]:
        """Those who have a role, if one is asked for, or a common acquaintance."""
        found = {each.person: each for each in self.stating} if unplaced.roles else {}
        for other in unplaced.company:
            for each in self.by_company.get(other, ()):
                found[each.person] = each
        return list(found.values())


def _candidates(
    unplaced_ones: Sequence[Unplaced],
    persons: Spellings,
    statements: Mapping[int, Sequence[Statement]],
    kept: Company,
) -> _Candidates:
    others = frozenset().union(*(each.company for each in unplaced_ones))
    found = _Candidates()
    for person, numbers in persons.items():
        company = frozenset().union(*(kept.beside(number, others) for number in numbers))
        stated = tuple(statements.get(person, ()))
        candidate = Candidate(person, stated, company) if stated or company else None
        if candidate is None:
            continue
        if stated:
            found.stating.append(candidate)
        for other in company:
            found.by_company.setdefault(other, []).append(candidate)
    return found


def holders(
    tx: WriteTransaction, descriptions: Sequence[StoredSpeaker]
) -> dict[int, Identified | None]:
    """Who each description of an office ("the French president") means, by its number."""
    statements = _statements_of_offices(tx, {(each.family or "")[1:] for each in descriptions})
    dates = _dates(tx, {each.article for each in descriptions if each.article})
    return {
        each.number: office_holder(
            statements.get((each.family or "")[1:], []), dates.get(each.article or 0)
        )
        for each in descriptions
    }


def to_review(
    tx: WriteTransaction,
    company_by_family: Mapping[str, Collection[int]],
    restated: Collection[str],
    known: Families,
) -> set[int]:
    """The bare surnames of earlier articles whose evidence a batch may have changed: those who are named beside
    someone that the batch names beside a person of the family, and those with a role where roles were stated.

    What is settled stays while a family has one person; only a second one can be contested.
    """
    bare = intake_speakers.bare_of_families(tx, sorted({*company_by_family, *restated}))
    if not bare:
        return set()
    families = {each.family or "" for each in bare}
    known.load(tx, families)
    several = known.of_several(families)
    open_ones = [each for each in bare if each.merged_into is None or each.family in several]
    with_roles = [each.number for each in open_ones if each.family in restated]
    found = {number for number, roles in intake_speakers.roles(tx, with_roles).items() if roles}
    articles = {each.article for each in open_ones if each.article}
    persons = set().union(*company_by_family.values())
    named: dict[int, set[int]] = {}
    for article, person in bulk.rows_about(tx, _MEETINGS, articles=articles, persons=persons):
        named.setdefault(article, set()).add(person)
    for each in open_ones:
        company = company_by_family.get(each.family or "", ())
        if not named.get(each.article or 0, set()).isdisjoint(company):
            found.add(each.number)
    return found


def offices_of(tx: WriteTransaction, numbers: Iterable[int]) -> set[str]:
    """The offices that articles give these speakers."""
    return {office for (office,) in bulk.rows_of(tx, _offices(), numbers)}


def keep(tx: WriteTransaction, found: Mapping[int, Identified | None]) -> None:
    """Writes the evidence for those identified, and forgets what was held of the others."""
    table = tables.identification
    for some in slices(sorted(found)):
        tx.execute(delete(table).where(table.c.speaker_id.in_(some)))
    others = sorted({other for each in found.values() if each for other in each.shared})
    names = _names(tx, others)
    rows = [
        {
            "speaker_id": number,
            "person_id": each.person,
            "kind": each.kind,
            "role": each.role,
            "confidence": each.confidence,
            "n_evidence": each.n_evidence,
            "articles": list(each.articles),
            "shared": [names[other] for other in each.shared],
        }
        for number, each in sorted(found.items())
        if each is not None
    ]
    bulk.insert_rows(tx, "identification", rows)


def _statements_of_persons(
    tx: WriteTransaction, person_by_number: Mapping[int, int]
) -> dict[int, list[Statement]]:
    found: dict[int, list[Statement]] = {}
    for number, public_id, dated_at, stated in bulk.rows_of(tx, _statements(), person_by_number):
        person, words = person_by_number[number], role_words(stated)
        if words:
            statement = Statement(person, public_id, dated_at, stated, words)
            found.setdefault(person, []).append(statement)
    return found


def _statements_of_offices(
    tx: WriteTransaction, offices: Collection[str]
) -> dict[str, list[Statement]]:
    """Who is said to have each office. A bare surname that means nobody known is left out where a person of that
    surname has the office too: it can be no one else's evidence."""
    rows: list[tuple[str, str, bool, Statement]] = []
    stated_ones = bulk.rows_of(tx, _in_office(), sorted(offices))
    for office, family, bound_to, merged, person, public_id, dated_at, stated in stated_ones:
        is_open = bound_to is not None and merged is None
        rows.append((office, family or "", is_open, Statement(person, public_id, dated_at, stated)))
    known = {(office, family) for office, family, is_open, _ in rows if not is_open}
    found: dict[str, list[Statement]] = {}
    for office, family, is_open, statement in rows:
        if not is_open or (office, family) not in known:
            found.setdefault(office, []).append(statement)
    return found


def _company_of_articles(
    tx: WriteTransaction, articles: Collection[int]
) -> dict[int, dict[int, str]]:
    """Who is named in full in each article, by number, with the family of the surname."""
    found: dict[int, dict[int, str]] = {}
    for article, number, family in bulk.rows_of(tx, _named_in_full(), articles):
        found.setdefault(article, {})[number] = family
    return found


# The plus keeps SQLite from starting at the others, who may be in every article.
_SHOWN: Final = f"""
    SELECT person.named_id, other.named_id, (SELECT public_id FROM article WHERE id = person.article_id)
    FROM {{persons}} AS wanted CROSS JOIN mention AS person CROSS JOIN mention AS other
    WHERE person.id IN (
        SELECT id FROM mention WHERE named_id = wanted.value ORDER BY id DESC LIMIT {NEWEST}
    ) AND other.article_id = person.article_id AND +other.named_id IN {{others}}
"""  # noqa: S608 - our number
_MEETINGS: Final = """
    SELECT article_id, named_id FROM mention WHERE article_id IN {articles} AND +named_id IN {persons}
"""


def _with_examples(tx: WriteTransaction, found: Identified, spellings: Sequence[int]) -> Identified:
    """With articles that name the person beside the company, one for each of them."""
    article_by_other: dict[int, str] = {}
    for _, other, article in bulk.rows_about(tx, _SHOWN, persons=spellings, others=found.shared):
        article_by_other[other] = min(article, article_by_other.get(other, article))
    examples = sorted(set(article_by_other.values()))[:MOST_EXAMPLES]
    return replace(found, articles=tuple(examples))


def _dates(tx: WriteTransaction, articles: Collection[int]) -> dict[int, datetime | None]:
    return {row.id: row.dated_at for row in bulk.rows_of(tx, _dated(), articles)}


def _names(tx: WriteTransaction, numbers: Sequence[int]) -> dict[int, str]:
    return {number: name for number, name in bulk.rows_of(tx, _named(), numbers)}  # noqa: C416 - rows, not pairs


@lru_cache(maxsize=1)
def _named_in_full() -> Select[Any]:
    mention, speaker = tables.mention, tables.speaker
    return (
        select(mention.c.article_id, mention.c.named_id, speaker.c.family)
        .join(speaker, speaker.c.id == mention.c.named_id)
        .where(
            mention.c.article_id.in_(GIVEN),
            speaker.c.kind == "person",
            is_empty(speaker.c.article_id),
        )
    )


@lru_cache(maxsize=1)
def _statements() -> Select[Any]:
    role, article, speaker = tables.speaker_role, tables.article, tables.speaker
    other = role.alias("other_role")
    newest = (
        select(other.c.id)
        .where(other.c.speaker_id == speaker.c.id)
        .order_by(other.c.id.desc())
        .limit(NEWEST)
        .scalar_subquery()
    )
    return (
        select(role.c.speaker_id, article.c.public_id, article.c.dated_at, role.c.role)
        .select_from(speaker)
        .join(role, role.c.id.in_(newest))
        .join(article, article.c.id == role.c.article_id)
        .where(speaker.c.id.in_(GIVEN))
    )


@lru_cache(maxsize=1)
def _dated() -> Select[Any]:
    article = tables.article
    return select(article.c.id, article.c.dated_at).where(article.c.id.in_(GIVEN))


@lru_cache(maxsize=1)
def _named() -> Select[Any]:
    speaker = tables.speaker
    return select(speaker.c.id, speaker.c.name).where(speaker.c.id.in_(GIVEN))


@lru_cache(maxsize=1)
def _offices() -> Select[Any]:
    role = tables.speaker_role
    query = select(role.c.office).where(role.c.speaker_id.in_(GIVEN), role.c.office.is_not(None))
    return query.distinct()


@lru_cache(maxsize=1)
def _in_office() -> Select[Any]:
    role, article, speaker = tables.speaker_role, tables.article, tables.speaker
    head = func.coalesce(speaker.c.merged_into_id, speaker.c.id)
    return (
        select(
            role.c.office, speaker.c.family, speaker.c.article_id, speaker.c.merged_into_id,
            head, article.c.public_id, article.c.dated_at, role.c.role,
        )
        .join(speaker, speaker.c.id == role.c.speaker_id)
        .join(article, article.c.id == role.c.article_id)
        .where(role.c.office.in_(GIVEN), speaker.c.kind == "person")
    )  # fmt: skip
