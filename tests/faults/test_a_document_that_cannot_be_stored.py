"""A document on which the writer itself fails is refused; those around it are stored as without it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.ingest import jobs as ingest_jobs
from app.ingest import pipeline
from app.ingest.link import batch
from app.ingest.link.preparation import Prepared
from app.ingest.pipeline import Station, Tally
from app.records import MediaType, RawDocument
from app.settings import Settings
from app.store.administration import jobs
from app.store.database import new_session, open_database
from app.store.schema.migrations import migrate
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


def test_what_the_writer_failed_on_keeps_its_source_for_another_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(data_dir=tmp_path / "archive")
    for number in range(6):
        (tmp_path / f"{number}.txt").write_bytes(_document(number).content)
    accept = batch.BatchWriter._accept

    def refuse_one(writer: batch.BatchWriter, prepared: Prepared) -> batch.Stored:
        if prepared.raw.origin.endswith("3.txt"):
            raise ValueError("a fault")
        return accept(writer, prepared)

    with monkeypatch.context() as patched:
        patched.setattr(batch.BatchWriter, "_accept", refuse_one)
        summary = ingest_jobs.ingest_paths(settings, sorted(tmp_path.glob("*.txt")))
    assert (summary.stored, summary.rejected) == (5, {"failed": 1})
    assert summary.job is not None
    again = ingest_jobs.retry(settings, summary.job)
    assert (again.stored, again.rejected) == (1, {})


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
