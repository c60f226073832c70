from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.ingest import jobs
from app.settings import Settings
from app.store.administration import jobs as stored_jobs
from app.store.administration.jobs import JobRow, JobState
from app.store.database import new_session, open_database, reading
from app.store.schema.migrations import migrate
from tests.conftest import ROOT, environment
from tests.ingest.fake_engine import FakeEngine
from tests.ingest.test_jobs import dump, exported

BATCHES = {"ONRECORD_BATCH_ARTICLES": "5", "ONRECORD_INGEST_WORKERS": "1"}
N_ARTICLES = 300


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(data_dir=tmp_path / "archive", ingest_workers=1, batch_articles=5)
    migrate(open_database(settings))
    return settings


def submit(settings: Settings, file: Path) -> JobRow:
    with new_session(open_database(settings)) as session:
        files = [{"path": str(file), "name": "dump.jsonl"}]
        return jobs.submit(session, "ingest", {"files": files})


def job_of(settings: Settings, job: JobRow) -> JobRow:
    with reading(open_database(settings)) as session:
        return stored_jobs.get(session, job.id)


def n_stored(settings: Settings) -> int:
    with sqlite3.connect(settings.data_dir / "onrecord.db", timeout=30) as database:
        return int(database.execute("SELECT count(*) FROM article").fetchone()[0])


def end_the_writer_at_work(settings: Settings, number: signal.Signals) -> None:
    """Starts the writing process and sends it a signal when it has stored something."""
    writer = subprocess.Popen(
        [sys.executable, "-m", "app.writer"],
        env=environment(settings.data_dir, **BATCHES),
        cwd=ROOT,
        stderr=subprocess.PIPE,
    )
    deadline = time.monotonic() + 120
    while n_stored(settings) == 0 and writer.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    writer.send_signal(number)
    _, said = writer.communicate(timeout=120)
    assert b"Traceback" not in said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_an_upload_goes_on_where_the_writer_was_ended(
    settings: Settings, tmp_path: Path, number: signal.Signals
) -> None:
    upload = dump(tmp_path, range(N_ARTICLES), "upload")
    job = submit(settings, upload)
    end_the_writer_at_work(settings, number)
    interrupted = job_of(settings, job)
    assert 0 < n_stored(settings) < N_ARTICLES
    assert upload.exists()
    assert interrupted.state is (JobState.QUEUED if number is signal.SIGTERM else JobState.RUNNING)
    if number is signal.SIGKILL:  # whoever writes next finds it abandoned
        jobs.ingest_paths(settings, [dump(tmp_path, range(1), "other.jsonl")])
    done = jobs.run_next(settings, FakeEngine())
    assert done is not None
    assert (done.id, done.state, done.n_rejected) == (job.id, JobState.SUCCEEDED, 0)
    assert done.n_stored + done.n_unchanged == N_ARTICLES
    with reading(open_database(settings)) as session:
        assert stored_jobs.n_items(session, job.id) == N_ARTICLES
    assert not upload.exists()
    calm = Settings(data_dir=tmp_path / "calm", ingest_workers=1)
    jobs.ingest_paths(calm, [dump(tmp_path, range(N_ARTICLES))])
    assert [each["id"] for each in exported(calm)] == [each["id"] for each in exported(settings)]


def test_an_upload_that_kills_the_writer_again_and_again_is_given_up_and_can_be_retried(
    settings: Settings, tmp_path: Path
) -> None:
    upload = dump(tmp_path, range(3), "upload")
    job = submit(settings, upload)
    for state in (JobState.QUEUED, JobState.QUEUED, JobState.FAILED):
        with new_session(open_database(settings)) as session:
            stored_jobs.start(session, job.number)
            stored_jobs.end_abandoned(session)
        assert job_of(settings, job).state is state
    assert upload.exists()
    assert jobs.retry(settings, job.id).stored == 3


def test_a_cancelled_upload_goes(settings: Settings, tmp_path: Path) -> None:
    upload = dump(tmp_path, range(3), "upload")
    job = submit(settings, upload)
    with new_session(open_database(settings)) as session:
        stored_jobs.ask_to_cancel(session, job.id)
    assert job_of(settings, job).state is JobState.CANCELLED
    assert jobs.run_next(settings, FakeEngine()) is None
    assert not upload.exists()


def test_a_writer_whose_service_is_gone_before_it_is_ready_ends(settings: Settings) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    ended = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-m", "app.writer", str(gone.pid)],
        env=environment(settings.data_dir, **BATCHES),
        cwd=ROOT,
        check=False,
        timeout=120,
    )
    assert ended.returncode == 0
