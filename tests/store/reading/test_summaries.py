"""What lists keep ready of an article is never older than the article."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from app.store.database import reading, writing
from app.store.handles import Database
from app.store.intake import documents
from app.store.reading import articles, summaries
from tests.store.samples import Said, archive, sample, store


@pytest.fixture
def database(tmp_path: Path) -> Database:
    made = archive(tmp_path)
    store(made, sample("a.txt", Said("Ann Abel", "It is so"), text="The harbour closed on Monday."))
    return made


def stored(database: Database) -> tuple[int, int, str]:
    with reading(database) as session:
        rows = session.connection().exec_driver_sql("SELECT id, revision, public_id FROM article")
        number, revision, article_id = rows.one()
        return number, revision, article_id


def index(database: Database) -> None:
    number, revision, _ = stored(database)
    with reading(database) as session, writing(session) as tx:
        documents.mark_indexed(tx, [(number, revision)])
        summaries.keep(tx, {number: revision})


def kept(database: Database) -> dict[str, object]:
    with reading(database) as session:
        found = summaries.by_ids(session, [stored(database)[2], "art_unknown"])
    return {
        key: orjson.loads(summaries.closed(content, b'"score":1')) for key, content in found.items()
    }


def test_a_summary_is_kept_from_the_moment_the_index_has_the_article(database: Database) -> None:
    assert kept(database) == {}
    index(database)
    [item] = kept(database).values()
    assert isinstance(item, dict)
    assert item["snippet"].startswith("The harbour closed")
    assert [one["name"] for one in item["speakers"]] == ["Ann Abel"]
    assert item["score"] == 1


def test_texts_come_with_the_summaries_that_count(database: Database) -> None:
    article_id = stored(database)[2]
    index(database)
    with reading(database) as session:
        found, [text] = summaries.with_texts(session, [article_id, "art_unknown"])
        assert found == summaries.by_ids(session, [article_id])
        assert [text] == articles.texts(session, [article_id])
    with reading(database) as session, writing(session) as tx:
        documents.mark_changed(tx, [stored(database)[0]])
    with reading(database) as session:
        assert summaries.with_texts(session, [article_id]) == ({}, [])


def test_a_change_that_the_index_has_not_seen_takes_it_away(database: Database) -> None:
    index(database)
    with reading(database) as session, writing(session) as tx:
        documents.mark_changed(tx, [stored(database)[0]])
    assert kept(database) == {}
    with reading(database) as session:
        assert summaries.in_full(session, stored(database)[2]) is None
    index(database)
    assert len(kept(database)) == 1


def test_nothing_is_kept_of_a_revision_that_is_not_the_newest(database: Database) -> None:
    number, revision, _ = stored(database)
    with reading(database) as session, writing(session) as tx:
        documents.mark_changed(tx, [number])
        summaries.keep(tx, {number: revision})
        documents.mark_indexed(tx, [(number, revision + 1)])
    assert kept(database) == {}


def test_a_speaker_s_new_name_has_the_summaries_that_hold_it_made_again(database: Database) -> None:
    index(database)
    with reading(database) as session:
        connection = session.connection()
        speaker = connection.exec_driver_sql("SELECT speaker_id FROM quotation").scalar_one()
    with reading(database) as session, writing(session) as tx:
        tx.exec_driver_sql("UPDATE speaker SET name = 'Anna Abel'")
        summaries.mark_renamed(tx, [speaker])
    assert kept(database) == {}
    with reading(database) as session:
        outdated = summaries.outdated(session, limit=10)
        assert outdated == {stored(database)[0]: stored(database)[1]}
    with reading(database) as session, writing(session) as tx:
        summaries.keep(tx, outdated)
    [item] = kept(database).values()
    assert isinstance(item, dict)
    assert [one["name"] for one in item["speakers"]] == ["Anna Abel"]
