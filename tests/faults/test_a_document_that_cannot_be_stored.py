"""A document on which the writer itself fails is refused; those around it are stored as without it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.ingest import pipeline
from app.ingest.pipeline import Station, Tally
from app.records import MediaType, RawDocument
from app.settings import Settings
from app.store import jobs
from app.store.database import new_session, open_database
from app.store.migrations import migrate
from tests.faults.archive_dump import differences, dump_archive
from tests.faults.hostile_texts import SENTENCES

# No reader gives half a character in a field; the database cannot keep one.
UNSTORABLE = RawDocument(b"The boat sank on Monday.", MediaType.TEXT, "bad.txt", "file:\ud800")


def test_one_document_that_cannot_be_stored_costs_no_other(tmp_path: Path) -> None:
    good = [_document(number) for number in range(9)]
    alone = _run(tmp_path / "alone", good)
    mixed = _run(tmp_path / "mixed", [*good[:4], UNSTORABLE, *good[4:]])
    assert alone.n_stored == mixed.n_stored == len(good)
    assert mixed.rejected == {"failed": 1}
    assert differences(dump_archive(tmp_path / "alone"), dump_archive(tmp_path / "mixed")) == {}


def _document(number: int) -> RawDocument:
    text = f"Day {number} on the strait\n\n" + "\n\n".join(SENTENCES[number % 3 :])
    return RawDocument(text.encode(), MediaType.TEXT, f"{number}.txt", f"file:{number}.txt")


def _run(data_dir: Path, documents: list[RawDocument]) -> Tally:
    settings = Settings(data_dir=data_dir)
    database = open_database(settings)
    migrate(database)
    with new_session(database) as session:
        job = jobs.create(session, "ingest", {})
    station = Station(settings, database, job.number, lambda _session, _tally: None, lambda: False)
    try:
        return pipeline.run(station, [replace(each) for each in documents])
    finally:
        database.dispose()
