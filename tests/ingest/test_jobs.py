from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from app.errors import DatabaseError, SourceError
from app.ingest import jobs
from app.settings import Settings
from app.store.administration import jobs as stored_jobs
from app.store.administration.jobs import JobState, Outcome
from app.store.corrections import log as corrections
from app.store.corrections.log import Signature
from app.store.database import new_session, open_database, reading
from app.store.feeds import exports
from app.store.reading import articles
from app.store.reading.counts import archive_counts
from app.store.reading.quotations import of_article
from tests.ingest.fake_engine import FakeEngine

ROOT = Path(__file__).parents[2]
PLACES = ["Velm", "Ostrand", "Karsund", "Lower Haven", "Brackmoor", "Tessary"]


def record(number: int) -> dict[str, str]:
    """A short article that quotes somebody, unlike the others."""
    place = PLACES[number % len(PLACES)]
    return {
        "id": f"n{number}",
        "title": f"{place} counts its losses after storm number {number}",
        "source": "Coast Courier",
        "date": f"2024-0{number % 9 + 1}-11",
        "text": (
            f"The storm that came over {place} on the {number}th day took {number * 3 + 5} roofs.\n\n"
            f"“We have never seen a wave like number {number},” said Mira Ostrand, the mayor of "
            f"{place}. “It will take {number + 2} years,” she added.\n\n"
            f"A harbour worker said the pumps of station {number} had failed twice before."
        ),
    }


def dump(folder: Path, numbers: range, name: str = "dump.jsonl") -> Path:
    file = folder / name
    file.write_text("\n".join(json.dumps(record(number)) for number in numbers), "utf-8")
    return file


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "archive", ingest_workers=1, batch_articles=5)


def exported(settings: Settings) -> list[dict[str, Any]]:
    with reading(open_database(settings)) as session:
        return list(exports.archive_records(session))


def test_a_second_run_changes_nothing(settings: Settings, tmp_path: Path) -> None:
    file = dump(tmp_path, range(12))
    first = jobs.ingest_paths(settings, [file])
    before = exported(settings)
    second = jobs.ingest_paths(settings, [file])
    assert (first.stored, second.stored, second.unchanged) == (12, 0, 12)
    assert exported(settings) == before


def test_a_changed_record_becomes_a_version(settings: Settings, tmp_path: Path) -> None:
    jobs.ingest_paths(settings, [dump(tmp_path, range(3))])
    changed = record(1) | {"text": record(1)["text"] + "\n\nThe ferry stays in the harbour."}
    (tmp_path / "dump.jsonl").write_text(json.dumps(changed), "utf-8")
    assert jobs.ingest_paths(settings, [tmp_path / "dump.jsonl"]).revised == 1


def test_bad_documents_are_counted_with_reasons_and_the_rest_is_stored(
    settings: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "mess"
    folder.mkdir()
    dump(folder, range(2))
    (folder / "empty.txt").write_bytes(b"  \n")
    (folder / "picture.png").write_bytes(bytes(range(256)) * 50)
    (folder / "broken.jsonl").write_text('{"id": 1, "text": "x"\n{"no": "text"}\n')
    (folder / "cut.txt.gz").write_bytes(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\xe6")
    (folder / "nowhere.txt").symlink_to(folder / "missing.txt")
    (folder / "loop").symlink_to(folder)
    summary = jobs.ingest_paths(settings, [folder])
    assert summary.stored == 2
    assert {"empty", "binary", "malformed", "truncated"} <= summary.rejected.keys()
    assert summary.job is not None
    with reading(open_database(settings)) as session:
        job = stored_jobs.get(session, summary.job)
        assert job.state is JobState.PARTIAL
        items = stored_jobs.items(session, summary.job)
        assert len(items) == summary.stored + summary.n_rejected
        kept = [item for item in items if item.outcome is Outcome.REJECTED and item.has_source]
        assert all(item.detail for item in items if item.outcome is Outcome.REJECTED)
    assert jobs.retry(settings, summary.job).n_rejected == len(kept)


def test_a_path_that_is_not_there_is_an_error(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="missing"):
        jobs.ingest_paths(settings, [tmp_path / "missing"])


def test_a_dry_run_says_what_a_run_would_do_and_does_nothing(
    settings: Settings, tmp_path: Path
) -> None:
    file = dump(tmp_path, range(7))
    jobs.ingest_paths(settings, [dump(tmp_path, range(2), "first.jsonl")])
    before = exported(settings)
    summary = jobs.ingest_paths(settings, [file, file], dry_run=True)
    assert (summary.stored, summary.unchanged) == (5, 9)
    assert summary.job is None
    assert exported(settings) == before


def test_the_index_follows_the_store(settings: Settings, tmp_path: Path) -> None:
    engine = FakeEngine()
    jobs.ingest_paths(settings, [dump(tmp_path, range(9))], backend=engine)
    with reading(open_database(settings)) as session:
        counts = archive_counts(session)
    assert counts.n_stale == 0
    assert len(engine.articles) == 9
    assert len(engine.quotations) == counts.n_quotations
    first = next(iter(engine.articles.values()))
    assert first.source_name == "Coast Courier"
    assert "Mira Ostrand" in first.speaker_names


def test_storing_succeeds_with_a_dead_index_and_it_catches_up(
    settings: Settings, tmp_path: Path
) -> None:
    engine = FakeEngine(is_broken=True)
    summary = jobs.ingest_paths(settings, [dump(tmp_path, range(6))], backend=engine)
    assert summary.stored == 6
    assert summary.problem is not None
    assert "onrecord reindex" in summary.problem
    engine.is_broken = False
    jobs.ingest_paths(settings, [tmp_path / "dump.jsonl"], backend=engine)
    assert len(engine.articles) == 6


def test_a_rebuilt_index_is_the_one_that_grew(settings: Settings, tmp_path: Path) -> None:
    grown, built = FakeEngine(), FakeEngine()
    for start in (0, 4):
        file = dump(tmp_path, range(start, start + 4))
        jobs.ingest_paths(settings, [file], backend=grown)
    seen: list[tuple[int, int]] = []
    jobs.rebuild_index(settings, built, lambda done, total: seen.append((done, total)))
    assert built.articles == grown.articles
    assert built.quotations == grown.quotations
    assert seen == [(0, 8), (8, 8)]


@pytest.mark.parametrize("name", ["export.ndjson.gz", "export.csv.zst", "export.parquet"])
def test_ingesting_an_export_gives_an_equal_archive(
    settings: Settings, tmp_path: Path, name: str
) -> None:
    form = name.split(".")[1]
    if form == "parquet":
        pytest.importorskip("pyarrow")
    jobs.ingest_paths(settings, [dump(tmp_path, range(6)), ROOT / "data" / "sample"])
    changed = record(1) | {"text": record(1)["text"] + "\n\nThe ferry stays in the harbour."}
    (tmp_path / "dump.jsonl").write_text(json.dumps(changed), "utf-8")
    jobs.ingest_paths(settings, [tmp_path / "dump.jsonl"])
    target = tmp_path / name
    jobs.export_archive(settings, target, form)
    other = Settings(data_dir=tmp_path / "other", ingest_workers=1)
    assert jobs.ingest_paths(other, [target]).n_rejected == 0
    assert exported(other) == exported(settings)


def test_versions_come_back_from_an_export(settings: Settings, tmp_path: Path) -> None:
    jobs.ingest_paths(settings, [dump(tmp_path, range(2))])
    changed = record(1) | {"text": record(1)["text"] + "\n\nThe ferry stays in the harbour."}
    (tmp_path / "dump.jsonl").write_text(json.dumps(changed), "utf-8")
    jobs.ingest_paths(settings, [tmp_path / "dump.jsonl"])
    jobs.export_archive(settings, tmp_path / "export.ndjson")
    other = Settings(data_dir=tmp_path / "other", ingest_workers=1)
    jobs.ingest_paths(other, [tmp_path / "export.ndjson"])
    assert exported(other) == exported(settings)


def test_a_backup_is_restored_whole_and_a_damaged_one_refused(
    settings: Settings, tmp_path: Path
) -> None:
    jobs.ingest_paths(settings, [dump(tmp_path, range(4))])
    file = tmp_path / "archive.backup"
    manifest = jobs.backup_archive(settings, file)
    assert manifest.n_articles == 4
    other = Settings(data_dir=tmp_path / "other")
    jobs.restore_archive(other, file)
    assert exported(other) == exported(settings)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 255
    file.write_bytes(bytes(content))
    with pytest.raises(SourceError):
        jobs.restore_archive(other, file)
    assert exported(other) == exported(settings)


def test_the_same_rules_change_nothing_and_corrections_survive_them(
    settings: Settings, tmp_path: Path
) -> None:
    jobs.ingest_paths(settings, [dump(tmp_path, range(4))])
    with new_session(open_database(settings)) as session:
        (article,) = articles.by_external_id(session, "n1")
        quotation = of_article(session, article.id)[0]
        corrections.attribute(session, quotation.id, None, Signature("nora", "not her words"))
    before = exported(settings)
    report = jobs.reprocess_archive(settings, jobs.Changes(is_applied=True, is_for_all=True))
    assert (report.n_articles, report.n_changed, report.rejected) == (4, 0, {})
    assert exported(settings) == before


def test_newer_rules_are_reported_then_applied_with_a_version(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs.ingest_paths(settings, [dump(tmp_path, range(3))])
    with new_session(open_database(settings)) as session:
        session.connection().exec_driver_sql(
            "UPDATE article SET title = 'Old', rules_version = 'old' WHERE external_id = 'n2'"
        )
        session.commit()
    before = exported(settings)
    report = jobs.reprocess_archive(settings, jobs.Changes(is_applied=False))
    assert (report.n_articles, report.n_changed, report.by_part) == (1, 1, {"title": 1})
    assert exported(settings) == before
    jobs.reprocess_archive(settings, jobs.Changes(is_applied=True))
    with reading(open_database(settings)) as session:
        (article,) = articles.by_external_id(session, "n2")
        assert article.title == record(2)["title"]
        assert [each.reason for each in articles.versions(session, article.id)] == [
            "current",
            "reprocessed",
        ]
    assert jobs.reprocess_archive(settings, jobs.Changes(is_applied=False)).n_articles == 0


def test_queued_work_is_run_by_the_writing_process(settings: Settings, tmp_path: Path) -> None:
    upload = dump(tmp_path, range(3), "upload-1")
    engine = FakeEngine()
    assert jobs.ingest_paths(settings, [dump(tmp_path, range(1))]).stored == 1
    with new_session(open_database(settings)) as session:
        files = [{"path": str(upload), "name": "dump.jsonl"}]
        job = jobs.submit(session, "ingest", {"files": files})
        assert job.state is JobState.QUEUED
    done = jobs.run_next(settings, engine)
    assert done is not None
    assert (done.id, done.state, done.n_stored, done.n_unchanged) == (
        job.id,
        JobState.SUCCEEDED,
        2,
        1,
    )
    assert not upload.exists()
    assert jobs.run_next(settings, engine) is None


RUN = """
import sys
from pathlib import Path
from app.ingest import jobs
from app.settings import Settings
settings = Settings(data_dir=Path(sys.argv[1]), ingest_workers=2, batch_articles=5)
if __name__ == "__main__":
    print(jobs.ingest_paths(settings, [Path(sys.argv[2])]).is_interrupted)
"""


def run_in_a_process(folder: Path, source: Path) -> subprocess.Popen[bytes]:
    script = folder / "run.py"
    script.write_text(RUN)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, str(script), str(folder / "killed"), str(source)],
        env=environment,
        stdout=subprocess.PIPE,
    )


def wait_for_articles(
    settings: Settings, n_articles: int, process: subprocess.Popen[bytes]
) -> None:
    database_file = settings.data_dir / "onrecord.db"
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(DatabaseError):  # the tables are not there yet
            if database_file.exists() and len(exported(settings)) >= n_articles:
                return
        time.sleep(0.05)


def differing(found: list[dict[str, Any]], expected: list[dict[str, Any]]) -> dict[str, Any]:
    """The parts of records that are not as expected, by id."""
    assert [each["id"] for each in found] == [each["id"] for each in expected]
    return {
        f"{one['id']} {name}": (one[name], other[name])
        for one, other in zip(found, expected, strict=True)
        for name in other
        if one[name] != other[name]
    }


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_was_ended_goes_on_to_the_same_archive(
    settings: Settings, tmp_path: Path, end: signal.Signals
) -> None:
    source = dump(tmp_path, range(80))
    jobs.ingest_paths(settings, [source])
    killed = Settings(data_dir=tmp_path / "killed", ingest_workers=1, batch_articles=7)
    process = run_in_a_process(tmp_path, source)
    wait_for_articles(killed, 20, process)
    process.send_signal(end)
    output, _ = process.communicate(timeout=120)
    assert len(exported(killed)) < 80
    assert end is signal.SIGKILL or b"True" in output
    jobs.ingest_paths(killed, [source])
    with reading(open_database(killed)) as session:
        states = {job.state for job in stored_jobs.listed(session)}
    assert states <= {JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED}
    assert differing(exported(killed), exported(settings)) == {}
