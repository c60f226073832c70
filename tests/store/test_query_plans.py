"""The hot queries look rows up by indexes, and ask the database a fixed number of times whatever they find."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from app.store.corrections import log as corrections
from app.store.corrections.log import Signature
from app.store.database import new_session
from app.store.handles import Database, StoreSession
from app.store.reading import articles, name_forms, quotations, speaker_activity, speakers
from app.store.reading.speakers import SpeakerFilter
from app.store.schema import tables
from tests.store.samples import Said, archive, sample, store

Query = Callable[[StoreSession, str, str], Any]

QUERIES: dict[str, tuple[int, Query]] = {
    "a speaker": (1, lambda session, speaker, _: speakers.get(session, speaker)),
    "by name": (1, lambda session, *_: speakers.find(session, "Ann Abel")),
    "by another spelling": (2, lambda session, *_: speakers.find(session, "Anne Abell")),
    "aliases": (2, lambda session, speaker, _: speakers.aliases(session, speaker)),
    "aliases of several": (1, lambda session, speaker, _: speakers.aliases_of(session, [speaker])),
    "roles": (1, lambda session, speaker, _: speakers.roles(session, speaker)),
    "meant": (1, lambda session, speaker, _: speakers.meant(session, speaker)),
    "timeline": (2, lambda session, speaker, _: speaker_activity.timeline(session, speaker, "day")),
    "co-speakers": (2, lambda session, speaker, _: speaker_activity.co_speakers(session, speaker)),
    "mentions": (2, lambda session, speaker, _: speaker_activity.mentions(session, speaker)),
    "number of mentions": (2, lambda session, speaker, _: speaker_activity.n_mentions(session, speaker)),
    "quotations": (1, lambda session, _, quotation: quotations.by_ids(session, [quotation] * 20)),
    "an article": (1, lambda session, *_: articles.by_ids(session, ["art_none"])),
    "who is quoted": (1, lambda session, *_: name_forms.speakers_of_articles(session, [])),
    "origins": (1, lambda session, *_: quotations.origins(session, ["utt_none"])),
    "of a speaker": (1, lambda session, speaker, _: quotations.of_speaker(session, speaker)),
    "of an utterance": (
        2,
        lambda session, _, quotation: quotations.of_utterance(
            session, quotations.get(session, quotation).utterance or ""
        ),
    ),
    "named inside": (1, lambda session, _, quotation: quotations.about(session, [quotation])),
    "the most quoted": (2, lambda session, *_: speakers.listed(session, SpeakerFilter())),
}  # fmt: skip
# Their whole answer is a walk through an index or the number of all rows.
WALKS = {"the most quoted"}


@pytest.fixture
def database(tmp_path: Path) -> Database:
    database = archive(tmp_path)
    for i in range(3):
        said = [
            Said(f"{name} {i}x", f"Words number {i} of {name}", role="mayor")
            for name in ("Bea", "Cy")
        ]
        ann = Said("Ann Abel", f"What Ann said of Bea {i}x and more", role="mayor of Velm")
        store(database, sample(f"{i}", ann, *said, published=f"2024-0{i + 1}-01"))
    return database


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """What SQLite itself was asked on connections taken meanwhile, with the values in their places."""
    found: list[str] = []

    def note(statement: str) -> None:
        if statement.startswith(("SELECT", "WITH")):
            found.append(statement)

    def trace(connection: Any, *_: Any) -> None:
        connection.set_trace_callback(note)

    event.listen(database, "checkout", trace)
    try:
        yield found
    finally:
        event.remove(database, "checkout", trace)


def scans(database: Database, statement: str) -> list[str]:
    with database.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")
        return [row.detail for row in plan if row.detail.startswith("SCAN")]


def is_table(detail: str) -> bool:
    """What a subquery gave is no table."""
    name = detail.split()[1]
    return re.sub(r"_\d+$", "", name) in set(tables.SQLModel.metadata.tables)


@pytest.mark.parametrize("name", QUERIES)
def test_a_hot_query_reads_by_indexes_and_asks_few_times(database: Database, name: str) -> None:
    n_asked, query = QUERIES[name]
    with new_session(database) as session:
        speaker = speakers.find(session, "Ann Abel")[0].id
        quotation = quotations.of_speaker(session, speaker)[0].id
        session.rollback()
        with statements(database) as asked:
            query(session, speaker, quotation)
    assert len(asked) == n_asked
    if name not in WALKS:
        found = [detail for each in asked for detail in scans(database, each)]
        # What a subquery or a list of values gave is no table.
        assert [each for each in found if is_table(each)] == []


def test_the_writer_reads_by_indexes_too(database: Database) -> None:
    with statements(database) as asked:
        bare = Said("Abel", "What Abel says", role="mayor")
        store(database, sample("bare", bare, named=("Bea 0x", "Cy 0x"), published="2024-03-01"))
        with new_session(database) as session:
            into = speakers.find(session, "Bea 0x")[0].id
            by = Signature("nora", "the same")
            done = corrections.merge(session, speakers.find(session, "Cy 0x")[0].id, into, by)
            corrections.undo(session, done.id, "nora")
    counted = "max(", "FROM source", "FROM correction", "FROM archive_state"
    read = [each for each in asked if not any(word in each for word in counted)]
    assert len(read) > 10
    assert [
        (detail, each) for each in read for detail in scans(database, each) if is_table(detail)
    ] == []
    # SQLite takes the index of a column that is NULL in most rows for a telling one.
    assert [each for each in read if re.search(r"[^+]speaker\.article_id IS NULL", each)] == []


def test_a_plan_that_reads_a_whole_table_would_be_seen(database: Database) -> None:
    assert scans(database, "SELECT * FROM mention WHERE forms = ''") != []
