"""A disk that is full and a database that is locked: a sentence, nothing lost, and the next run goes on."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import SAMPLE, onrecord
from tests.faults.archive_dump import differences, dump_archive, dump_index, n_lagging
from tests.faults.many_articles import write_many_articles

LOCKED_SECONDS = 12


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1.5 MB; needs the right to mount one."""
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if mount is None or umount is None:
        pytest.skip("there is no mount command")
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(  # noqa: S603 - the system's own command
        [mount, "-t", "tmpfs", "-o", "size=1536k", "onrecord-test", str(folder)],
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip("no right to mount a file system")
    try:
        yield folder
    finally:
        subprocess.run([umount, str(folder)], check=False)  # noqa: S603 - the system's own command


def test_a_full_disk_is_said_and_nothing_stored_is_lost(small_disk: Path, tmp_path: Path) -> None:
    write_many_articles(tmp_path / "in", 80)
    batches = {"ONRECORD_BATCH_ARTICLES": "20"}
    calm = onrecord(
        "ingest", "--quiet", str(tmp_path / "in"), data_dir=tmp_path / "calm", **batches
    )
    assert calm.returncode == 0, calm.stderr.decode()
    full = onrecord(
        "ingest", "--quiet", str(tmp_path / "in"), data_dir=small_disk / "data", **batches
    )
    said = (full.stdout + full.stderr).decode()
    assert "Traceback" not in said
    assert full.returncode == 1 or "The index is behind" in said, said
    assert "full" in said or "No space" in said
    # What was stored is whole: a copy on a larger disk goes on from there.
    shutil.copytree(small_disk / "data", tmp_path / "moved")
    again = onrecord(
        "ingest", "--quiet", str(tmp_path / "in"), data_dir=tmp_path / "moved", **batches
    )
    assert again.returncode == 0, again.stderr.decode()
    assert differences(dump_archive(tmp_path / "calm"), dump_archive(tmp_path / "moved")) == {}
    assert dump_index(tmp_path / "calm") == dump_index(tmp_path / "moved")
    assert n_lagging(tmp_path / "moved") == 0


def test_a_locked_database_is_said_in_a_sentence(sample_archive: Path, tmp_path: Path) -> None:
    archive = Path(shutil.copytree(sample_archive, tmp_path / "archive"))
    before = dump_archive(archive)
    holder = sqlite3.connect(archive / "onrecord.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        done = onrecord("ingest", "--quiet", str(SAMPLE / "sample.jsonl"), data_dir=archive)
    finally:
        holder.execute("ROLLBACK")
        holder.close()
    said = (done.stdout + done.stderr).decode()
    assert done.returncode == 1, said
    assert "Traceback" not in said
    assert "another process is writing" in said.lower() or "locked" in said
    assert differences(before, dump_archive(archive)) == {}
