"""Hundreds of hostile files among the sample archive: each refused with a reason or stored, and the sample
as if they were not there."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from pathlib import Path

import pytest

from app.records import RejectedReason
from app.text.surrogates import without_surrogates
from tests.conftest import SAMPLE, onrecord
from tests.faults.archive_dump import article_keys, differences, dump_archive, dump_index, n_lagging
from tests.faults.hostile_files import hostile_files, write_hostile_files
from tests.faults.hostile_names import NAMES

# Large ones cost a minute of analysis in all and show no more than that they are refused.
LIMITS = {"ONRECORD_MAX_DOCUMENT_BYTES": "200000"}

# How a fault of ours is told: the name of its exception.
_FAULT = re.compile(r"fault of ours|\b[A-Z]\w+(?:Error|Exception)\b")


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    """The sample alone, the sample among hostile files, and what the second run said."""
    root = tmp_path_factory.mktemp("hostile")
    shutil.copytree(SAMPLE, root / "alone")
    shutil.copytree(SAMPLE, root / "mixed")
    assert write_hostile_files(root / "mixed") > 500
    alone = onrecord("ingest", "--quiet", str(root / "alone"), data_dir=root / "a", **LIMITS)
    assert alone.returncode == 0, alone.stderr.decode()
    mixed = onrecord("ingest", "--quiet", str(root / "mixed"), data_dir=root / "m", **LIMITS)
    assert mixed.returncode == 3, mixed.stderr.decode()
    (root / "mixed" / "closed").chmod(0o700)  # so that the folder can be removed
    return root / "a", root / "m", (mixed.stdout + mixed.stderr).decode()


def test_there_are_more_than_two_hundred_hostile_files() -> None:
    assert len({name for name, _ in hostile_files()}) > 400


def test_no_hostile_file_makes_a_traceback(archives: tuple[Path, Path, str]) -> None:
    said = archives[2]
    assert "Traceback" not in said
    assert "rejected as" in said


def test_every_refusal_has_a_reason_and_none_is_a_fault_of_ours(
    archives: tuple[Path, Path, str],
) -> None:
    refused = _items(archives[1], "outcome = 'rejected'")
    assert len(refused) > 200
    reasons = {str(reason) for reason in RejectedReason}
    assert {reason for _, reason, _ in refused} <= reasons
    assert all(detail for _, _, detail in refused)
    assert [item for item in refused if _FAULT.search(item[2])] == []


def test_the_sample_is_stored_as_if_alone(archives: tuple[Path, Path, str]) -> None:
    alone, mixed, _ = archives
    keys = article_keys(alone)
    assert keys <= article_keys(mixed)
    without = ("raw_source.origin",)
    expected = dump_archive(alone, only=keys, without=without)
    found = dump_archive(mixed, only=keys, without=without)
    assert differences(expected, found) == {}


def test_every_file_has_an_outcome_and_none_is_stored_twice(
    archives: tuple[Path, Path, str],
) -> None:
    mixed = archives[1]
    told = {re.split("[#!@]", origin)[0] for origin in _origins(mixed)}
    names = {without_surrogates(name) for name in _regular_files(mixed.parent / "mixed")}
    assert {name for name in names if re.split("[#!@]", name)[0] not in told} == set()
    with sqlite3.connect(mixed / "onrecord.db") as connection:
        query = "SELECT key, text, count(*) FROM article GROUP BY 1, 2 HAVING count(*) > 1"
        assert connection.execute(query).fetchall() == []


def test_a_second_run_changes_nothing(archives: tuple[Path, Path, str]) -> None:
    mixed = archives[1]
    before = dump_archive(mixed)
    folder = mixed.parent / "mixed"
    again = onrecord("ingest", "--quiet", str(folder), data_dir=mixed, **LIMITS)
    assert b"0 stored, 0 revised" in again.stdout, again.stdout
    assert differences(before, dump_archive(mixed)) == {}


def test_the_index_has_all_that_was_stored(archives: tuple[Path, Path, str]) -> None:
    mixed = archives[1]
    assert n_lagging(mixed) == 0
    index = dump_index(mixed)
    assert index["problems"] == []
    n_articles = len(dump_archive(mixed)["article"])
    assert index["articles"][1] == n_articles  # type: ignore[index]  # ids, total


def test_files_with_odd_names_are_stored(archives: tuple[Path, Path, str]) -> None:
    stored = _items(archives[1], "outcome = 'stored'")
    with sqlite3.connect(archives[1] / "onrecord.db") as connection:
        query = "SELECT count(*) FROM article WHERE text LIKE '%Odd name%'"
        assert connection.execute(query).fetchone()[0] == len(NAMES)
    assert not any("\ud800" <= letter <= "\udfff" for origin, _, _ in stored for letter in origin)


def test_nothing_is_read_through_links_in_archives(archives: tuple[Path, Path, str]) -> None:
    with sqlite3.connect(archives[1] / "onrecord.db") as connection:
        query = "SELECT count(*) FROM article WHERE text LIKE '%root:%:0:0:%'"
        assert connection.execute(query).fetchone()[0] == 0
    assert not Path("/tmp/onrecord-escaped.txt").exists()  # noqa: S108 - what an archive's member asks for


def test_a_file_of_100_mb_is_refused_unread(tmp_path: Path) -> None:
    starts = {
        "text.txt": b"The ice. ",
        "records.jsonl": b'{"text": "The ice. ',
        "page.html": b"<html><body>",
    }
    (tmp_path / "in").mkdir()
    for name, start in starts.items():
        with (tmp_path / "in" / name).open("wb") as file:
            file.write(start + b"Nothing moves. " * 5_000)
            file.seek(100_000_000)
            file.write(b"\n")
    started = os.times().children_user
    done = onrecord("ingest", "--quiet", str(tmp_path / "in"), data_dir=tmp_path / "data")
    assert done.returncode == 3, done.stderr.decode()
    assert "rejected as too_large: 3" in done.stdout.decode()
    assert os.times().children_user - started < 20


def _origins(data_dir: Path) -> list[str]:
    with sqlite3.connect(data_dir / "onrecord.db") as connection:
        return [row[0] for row in connection.execute("SELECT origin FROM job_item")]


def _regular_files(folder: Path) -> list[str]:
    """The files that a run reads: no hidden ones, none that is a device, a pipe or a socket."""
    found = []
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = [Path(parent, name) for name in names if not name.startswith(".")]
        found += [str(path) for path in paths if path.is_file() or not path.exists()]
    return found


def _items(data_dir: Path, where: str) -> list[tuple[str, str, str]]:
    with sqlite3.connect(data_dir / "onrecord.db") as connection:
        query = f"SELECT origin, reason, detail FROM job_item WHERE {where}"  # noqa: S608 - ours
        return connection.execute(query).fetchall()
