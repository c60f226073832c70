"""Every kind of correction holds through everything that makes an archive anew, and can be taken back after it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.ingest.link.batch import BatchWriter
from app.ingest.link.preparation import prepare
from app.records import Analysed, MentionKind
from app.store.corrections import log as corrections
from app.store.corrections.log import CorrectionRow, Signature
from app.store.database import new_session, writing
from app.store.feeds.reprocessing import kept_articles
from app.store.handles import Database, StoreSession
from app.store.reading import quotations, speakers
from tests.store.samples import Said, archive, sample, store

BY = Signature("nora", "see her biography")
Correct = Callable[[StoreSession], CorrectionRow]
Event = Callable[[Database, Path], Database]


def articles(*, changed: bool = False) -> list[Analysed]:
    """The corpus; changed: with other words around the same quotations."""
    text = "A new beginning, as newer rules see it." if changed else ""
    role = "Velmian President"
    return [
        sample("a", Said("Mira Ostrand", "We are going home now", role=role), text=text, published="2024-01-01"),
        sample("b", Said("Mira Velm", "We are staying here now"), text=text),
        sample("c", Said("Mira Wellm", "We have seen it all"), text=text),
        sample("d", Said("Miranda Lund", "We do not know that"), text=text),
        sample("e", Said("Mira J. Ostrand", "We were there before", role=role), text=text, published="2024-02-01"),
        sample(
            "f",
            Said("Velmian president", "We will not go", MentionKind.ANONYMOUS, mention="the Velmian president"),
            text=text,
            published="2024-01-20",
        ),
        sample("g", Said("the Élysée", "We said no", MentionKind.ORGANISATION), text=text),
    ]  # fmt: skip


def state(database: Database) -> set[tuple[str, str | None]]:
    """Who said what, and all names that lead to a speaker, as readers see it."""
    with new_session(database) as session:
        everybody = speakers.listed(session, speakers.SpeakerFilter(min_quotations=0), limit=100)
        said = {
            (row.text, row.speaker_name)
            for one in everybody.items
            for row in quotations.of_speaker(session, one.id)
        }
        counts = {(one.name, str(one.n_quotations)) for one in everybody.items if one.n_quotations}
        by_hand = {
            (alias.alias, one.name)
            for one in everybody.items
            for alias in speakers.aliases(session, one.id)
            if alias.by_hand
        }
    return said | counts | by_hand


def id_of(session: StoreSession, name: str) -> str:
    return speakers.find(session, name)[0].id


def said_by(session: StoreSession, name: str) -> str:
    return quotations.of_speaker(session, id_of(session, name))[0].id


def merge(session: StoreSession) -> CorrectionRow:
    return corrections.merge(
        session, id_of(session, "Mira Velm"), id_of(session, "Miranda Lund"), BY
    )


def merge_meant(session: StoreSession) -> CorrectionRow:
    """The person whom a description means becomes another one: the description follows."""
    into = id_of(session, "Miranda Lund")
    return corrections.merge(session, id_of(session, "Mira Ostrand"), into, BY)


def merge_organisations(session: StoreSession) -> CorrectionRow:
    return corrections.merge(session, id_of(session, "Élysée"), id_of(session, "Miranda Lund"), BY)


def split_spelling(session: StoreSession) -> CorrectionRow:
    return corrections.split(session, id_of(session, "Mira Velm"), ["Mira Wellm"], BY)


def split_joined(session: StoreSession) -> CorrectionRow:
    """A spelling that has a key of its own."""
    return corrections.split(session, id_of(session, "Mira Ostrand"), ["Mira J. Ostrand"], BY)


def split_meant(session: StoreSession) -> CorrectionRow:
    """A description that the archive's evidence gives to a person means somebody else."""
    return corrections.split(session, id_of(session, "Mira Ostrand"), ["Velmian president"], BY)


def alias(session: StoreSession) -> CorrectionRow:
    return corrections.add_alias(session, id_of(session, "Miranda Lund"), "The Iron Reeve", BY)


def attribute(session: StoreSession) -> CorrectionRow:
    quotation = said_by(session, "Mira Velm")
    return corrections.attribute(session, quotation, id_of(session, "Miranda Lund"), BY)


def attribute_to_nobody(session: StoreSession) -> CorrectionRow:
    return corrections.attribute(session, said_by(session, "Mira Velm"), None, BY)


def hide(session: StoreSession) -> CorrectionRow:
    return corrections.hide(session, said_by(session, "Miranda Lund"), BY)


def bounds(session: StoreSession) -> CorrectionRow:
    quotation = quotations.get(session, said_by(session, "Miranda Lund"))
    return corrections.set_bounds(session, quotation.id, quotation.start + 3, quotation.end, BY)


def nothing(database: Database, folder: Path) -> Database:
    return database


def reingest(database: Database, folder: Path) -> Database:
    """Every article comes again with another text around its quotations."""
    outcomes = {each.outcome for each in store(database, *articles(changed=True))}
    assert outcomes == {"revised"}
    return database


def reprocess(database: Database, folder: Path) -> Database:
    """Newer rules read every kept source anew."""
    with new_session(database) as session:
        kept = kept_articles(session, after=0, limit=100, unless_rules=None)
        session.rollback()
        revisions = [
            (each.stored, prepare(article))
            for each, article in zip(kept, articles(changed=True), strict=True)
        ]
        with writing(session) as tx:
            BatchWriter(tx, "newer").revise(tx, revisions)
    return database


def moved_before(database: Database, folder: Path) -> Database:
    """Another archive: the corrections first, then the articles one by one, the last first."""
    other = _with_corrections(database, folder)
    for article in reversed(articles()):
        store(other, article)
    return other


def moved_after(database: Database, folder: Path) -> Database:
    """Another archive: the articles first, then the corrections."""
    with new_session(database) as session:
        exported = list(corrections.exported(session))
    other = _empty(folder)
    store(other, *articles())
    with new_session(other) as session:
        corrections.import_corrections(session, exported)
    return other


def _with_corrections(database: Database, folder: Path) -> Database:
    with new_session(database) as session:
        exported = list(corrections.exported(session))
    other = _empty(folder)
    with new_session(other) as session:
        corrections.import_corrections(session, exported)
    return other


def _empty(folder: Path) -> Database:
    (folder / "other").mkdir()
    return archive(folder / "other")


KINDS: list[Correct] = [
    merge, merge_meant, merge_organisations, split_spelling, split_joined, split_meant, alias, attribute,
    attribute_to_nobody, hide, bounds,
]  # fmt: skip
EVENTS: list[Event] = [nothing, reingest, reprocess, moved_before, moved_after]


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("correct", KINDS)
def test_a_correction_holds_and_can_be_taken_back(
    tmp_path: Path, correct: Correct, event: Event
) -> None:
    database = archive(tmp_path)
    store(database, *articles())
    before = state(database)
    with new_session(database) as session:
        correction = correct(session)
    corrected = state(database)
    assert corrected != before
    database = event(database, tmp_path)
    assert state(database) == corrected
    with new_session(database) as session:
        corrections.undo(session, correction.id, "nora")
    assert state(database) == before
    database = reprocess(database, tmp_path)
    assert state(database) == before
