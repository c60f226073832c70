from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import CorrectionError
from app.store.corrections import log as corrections
from app.store.corrections.log import Signature
from app.store.database import new_session
from app.store.feeds.index_feed import stale_numbers
from app.store.handles import Database, StoreSession
from app.store.reading import quotations, speakers
from tests.store.samples import Said, archive, sample, store

BY = Signature("nora", "the same person, see her biography")


@pytest.fixture
def database(tmp_path: Path) -> Database:
    database = archive(tmp_path)
    store(
        database,
        sample("a.txt", Said("Mira Ostrand", "We are going home now")),
        sample("b.txt", Said("Mira Velm", "We are staying here now")),
        sample("c.txt", Said("Miranda Lund", "We do not know that")),
    )
    return database


def state(session: StoreSession) -> dict[str, int]:
    session.rollback()  # what others have written since is to be seen
    found = speakers.listed(session, speakers.SpeakerFilter(), limit=100)
    return {row.name: row.n_quotations for row in found.items}


def id_of(session: StoreSession, name: str) -> str:
    return speakers.find(session, name)[0].id


def only_quotation(session: StoreSession, name: str) -> str:
    return quotations.of_speaker(session, id_of(session, name))[0].id


def test_merged_speakers_are_one_and_the_old_id_leads_to_it(database: Database) -> None:
    with new_session(database) as session:
        old, into = id_of(session, "Mira Velm"), id_of(session, "Mira Ostrand")
        corrections.merge(session, old, into, BY)
        assert state(session) == {"Mira Ostrand": 2, "Miranda Lund": 1}
        assert speakers.get(session, old).id == into
        assert {each.alias for each in speakers.aliases(session, into)} == {
            "Mira Ostrand",
            "Mira Velm",
        }


def test_a_merge_can_be_undone(database: Database) -> None:
    with new_session(database) as session:
        before = state(session)
        merged = corrections.merge(
            session, id_of(session, "Mira Velm"), id_of(session, "Mira Ostrand"), BY
        )
        corrections.undo(session, merged.id, "nora")
        assert state(session) == before
        assert corrections.get(session, merged.id).undone_by == "nora"
        with pytest.raises(CorrectionError):
            corrections.undo(session, merged.id, "nora")


def test_a_merge_holds_for_what_is_ingested_later(database: Database) -> None:
    with new_session(database) as session:
        corrections.merge(session, id_of(session, "Mira Velm"), id_of(session, "Mira Ostrand"), BY)
        store(database, sample("d.txt", Said("Mira Velm", "One more thing to say")))
        assert state(session) == {"Mira Ostrand": 3, "Miranda Lund": 1}


def test_merged_articles_are_given_to_the_index_again(database: Database) -> None:
    with new_session(database) as session:
        before = stale_numbers(session, limit=10)
        corrections.merge(session, id_of(session, "Mira Velm"), id_of(session, "Mira Ostrand"), BY)
        assert before == [1, 2, 3]
        assert stale_numbers(session, limit=10) == [1, 2, 3]


def test_aliases_of_one_spelling_can_be_split_off_and_put_back(database: Database) -> None:
    store(database, sample("d.txt", Said("Mira Wellm", "Said by somebody else")))
    store(database, sample("e.txt", Said("Mira Welm", "Said by somebody else again")))
    with new_session(database) as session:
        before = state(session)
        assert before["Mira Velm"] == 3
        done = corrections.split(
            session, id_of(session, "Mira Velm"), ["Mira Wellm", "Mira Welm"], BY
        )
        assert sorted(state(session).values()) == [1, 1, 1, 2]
        store(database, sample("f.txt", Said("Mira Welm", "Said later by the other")))
        assert sorted(state(session).values()) == [1, 1, 1, 3]
        corrections.undo(session, done.id, "nora")
        # Most articles call her so by now.
        assert state(session) == {"Mira Ostrand": 1, "Mira Welm": 4, "Miranda Lund": 1}


def test_a_split_needs_aliases_that_are_there_and_not_all(database: Database) -> None:
    with new_session(database) as session:
        for aliases in ([], ["Nobody"], ["Mira Velm"]):
            with pytest.raises(CorrectionError):
                corrections.split(session, id_of(session, "Mira Velm"), aliases, BY)


def test_an_added_alias_finds_the_speaker_until_it_is_undone(database: Database) -> None:
    with new_session(database) as session:
        speaker = id_of(session, "Miranda Lund")
        done = corrections.add_alias(session, speaker, "The Iron Reeve", BY)
        assert id_of(session, "the iron reeve") == speaker
        corrections.undo(session, done.id, "nora")
        assert speakers.find(session, "the iron reeve") == []


def test_a_quotation_given_to_another_speaker_is_counted_there(database: Database) -> None:
    with new_session(database) as session:
        quotation = only_quotation(session, "Mira Velm")
        done = corrections.attribute(session, quotation, id_of(session, "Miranda Lund"), BY)
        assert state(session) == {"Mira Ostrand": 1, "Miranda Lund": 2}
        assert quotations.get(session, quotation).is_corrected
        corrections.undo(session, done.id, "nora")
        assert state(session)["Mira Velm"] == 1
        assert not quotations.get(session, quotation).is_corrected


def test_a_quotation_can_be_given_to_nobody(database: Database) -> None:
    with new_session(database) as session:
        quotation = only_quotation(session, "Mira Velm")
        corrections.attribute(session, quotation, None, BY)
        assert quotations.get(session, quotation).speaker_id is None


def test_a_hidden_quotation_is_in_no_list(database: Database) -> None:
    with new_session(database) as session:
        quotation = only_quotation(session, "Mira Velm")
        done = corrections.hide(session, quotation, BY)
        assert quotations.by_ids(session, [quotation]) == []
        assert "Mira Velm" not in state(session)
        corrections.undo(session, done.id, "nora")
        assert len(quotations.by_ids(session, [quotation])) == 1


def test_corrected_bounds_slice_the_text(database: Database) -> None:
    with new_session(database) as session:
        quotation = only_quotation(session, "Mira Velm")
        found = quotations.get(session, quotation)
        corrections.set_bounds(session, quotation, found.start + 3, found.end, BY)
        assert quotations.get(session, quotation).text == "are staying here now"
        with pytest.raises(CorrectionError):
            corrections.set_bounds(session, quotation, 5, 100_000, BY)


def test_corrections_survive_a_new_version_of_the_article(database: Database) -> None:
    with new_session(database) as session:
        quotation = only_quotation(session, "Mira Velm")
        corrections.attribute(session, quotation, id_of(session, "Miranda Lund"), BY)
        changed = sample(
            "b.txt", Said("Mira Velm", "We are staying here now"), text="A new beginning."
        )
        assert store(database, changed)[0].outcome == "revised"
        assert state(session) == {"Mira Ostrand": 1, "Miranda Lund": 2}
        assert quotations.get(session, quotation).speaker_name == "Miranda Lund"


def test_corrections_of_one_archive_hold_in_another(database: Database, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    second = archive(other)
    with new_session(database) as session:
        corrections.merge(session, id_of(session, "Mira Velm"), id_of(session, "Mira Ostrand"), BY)
        quotation = only_quotation(session, "Miranda Lund")
        corrections.hide(session, quotation, BY)
        exported = list(corrections.exported(session))
        expected = state(session)
    with new_session(second) as session:
        assert corrections.import_corrections(session, exported) == 2
        assert corrections.import_corrections(session, exported) == 0
    store(
        second,
        sample("c.txt", Said("Miranda Lund", "We do not know that")),
        sample("b.txt", Said("Mira Velm", "We are staying here now")),
        sample("a.txt", Said("Mira Ostrand", "We are going home now")),
    )
    with new_session(second) as session:
        assert state(session) == expected
