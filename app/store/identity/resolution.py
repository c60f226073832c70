"""Who is who, decided anew for whole families of a surname and for offices, and written down."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.store.handles import WriteTransaction
from app.store.identity import identities
from app.store.identity.company import Company
from app.store.identity.identification import Identified
from app.store.identity.known_families import Families
from app.store.intake import speakers as intake_speakers
from app.store.intake.speakers import StoredSpeaker


@dataclass(slots=True)
class Resettled:
    """What changed: the new head of each speaker that has another one now, whose counts are to be made
    anew, and the articles that name them."""

    merged_into: dict[int, int | None] = field(default_factory=dict)
    heads: set[int] = field(default_factory=set)
    articles: set[int] = field(default_factory=set)

    def add(self, other: Resettled) -> None:
        """Takes in what a later step changed."""
        self.merged_into |= other.merged_into
        self.heads |= other.heads
        self.articles |= other.articles


def resettle(
    tx: WriteTransaction,
    families: Collection[str],
    *,
    bare: Iterable[int] = (),
    offices: Iterable[str] = (),
    company: Company | None = None,
    known: Families | None = None,
) -> Resettled:
    """Decides who is who in these families, whom these bare surnames of other families mean, and who is meant by
    the descriptions of these offices; stored quotations follow, counts do not yet. `company` and `known` are what
    a writer knows of earlier batches.

    Stages: (1) spellings of one person; (2) bare surnames; (3) offices, also those of whom (1) and (2) changed.
    """
    surnames = {family for family in families if not family.startswith("~")}
    described = {family for family in families if family.startswith("~")}
    known = known or Families()
    changed = _settle_spellings(tx, surnames, known)  # 1
    asked = intake_speakers.bare_of_families(tx, sorted(surnames))
    more = set(bare) - {each.number for each in asked}
    asked += intake_speakers.speakers_by_number(tx, sorted(more))
    open_ones = [each for each in asked if _is_open(each)]
    changed.add(_identify_bare(tx, open_ones, company or Company(), known))  # 2
    described |= {f"~{office}" for office in offices}
    described |= {f"~{office}" for office in identities.offices_of(tx, changed.merged_into)}
    descriptions = intake_speakers.bare_of_families(tx, sorted(described))
    changed.add(_write(tx, descriptions, identities.holders(tx, descriptions)))  # 3
    return changed


def point(
    tx: WriteTransaction, old_heads: Mapping[int, int | None], heads: Mapping[int, int | None]
) -> Resettled:
    """Writes the heads that differ from those stored; whoever stood for one of these goes along."""
    heads = {**_followers(tx, heads), **heads}
    changed = Resettled()
    for number, head in heads.items():
        if number not in old_heads or head != old_heads[number]:
            changed.merged_into[number] = head
            changed.heads |= {
                each for each in (number, head, old_heads.get(number)) if each is not None
            }
    if changed.merged_into:
        changed.articles = intake_speakers.articles_naming(tx, changed.merged_into)
        intake_speakers.set_merged(tx, changed.merged_into)
    return changed


def _followers(tx: WriteTransaction, heads: Mapping[int, int | None]) -> dict[int, int | None]:
    """Those who stand for a speaker that is no head any more: heads have no head."""
    moved = {number: head for number, head in heads.items() if head is not None}
    found = intake_speakers.speakers_merged_into(tx, sorted(moved)) if moved else []
    return {each.number: moved[each.merged_into] for each in found if each.merged_into in moved}


def _settle_spellings(
    tx: WriteTransaction, surnames: Collection[str], known: Families
) -> Resettled:
    known.load(tx, surnames)
    heads = known.settle(sorted(surnames))
    changed = point(tx, known.heads(heads), heads)
    known.point(changed.merged_into)
    return changed


def _identify_bare(
    tx: WriteTransaction, bare: Sequence[StoredSpeaker], company: Company, known: Families
) -> Resettled:
    families = {each.family for each in bare if each.family}
    known.load(tx, families)
    persons = {family: known.persons(family) for family in families}
    found = identities.bearers(tx, bare, persons, company)
    return _write(tx, bare, {each.number: found.get(each.number) for each in bare})


def _write(
    tx: WriteTransaction,
    stored: Sequence[StoredSpeaker],
    found: Mapping[int, Identified | None],
) -> Resettled:
    heads = {number: None if each is None else each.person for number, each in found.items()}
    merged = {each.number for each in stored if each.merged_into is not None}
    identities.keep(tx, {n: each for n, each in found.items() if each is not None or n in merged})
    return point(tx, {each.number: each.merged_into for each in stored}, heads)


def _is_open(speaker: StoredSpeaker) -> bool:
    """Whether the archive's evidence decides: a bare surname of one article that no person has decided on."""
    return speaker.article is not None and not speaker.is_merged_by_hand
