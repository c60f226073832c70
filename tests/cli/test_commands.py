"""The command `onrecord` as a user types it: what it prints, and with which exit code it ends."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import select

from app.ingest.readers.base import Reading, source_of
from app.ingest.readers.detection import read_source
from app.records import Rejected
from app.settings import Settings
from app.store.corrections import log as corrections
from app.store.database import new_session, open_database
from app.store.handles import StoreSession
from app.store.reading import quotations, speakers
from app.store.schema import tables
from tests.conftest import ROOT, SAMPLE, onrecord

SCRAPE = SAMPLE / "courier-selkabel-results.txt"


@pytest.fixture
def archive(sample_archive: Path, tmp_path: Path) -> Path:
    """A copy of the sample archive that a test may change."""
    return Path(shutil.copytree(sample_archive, tmp_path / "archive"))


def test_the_same_source_again_changes_nothing(archive: Path) -> None:
    done = onrecord("ingest", "--quiet", str(SAMPLE), data_dir=archive)
    assert done.returncode == 0, done.stderr
    assert b"0 stored, 0 revised, 24 unchanged, 0 rejected" in done.stdout


def test_a_changed_source_becomes_a_revision(tmp_path: Path) -> None:
    scrape = tmp_path / "in" / "story.txt"
    scrape.parent.mkdir()
    shutil.copy(SCRAPE, scrape)
    assert onrecord("ingest", str(scrape), data_dir=tmp_path / "a").returncode == 0
    text = scrape.read_text(encoding="utf-8")
    scrape.write_text(text.replace("Selkabel", "Selkabel Group", 1), encoding="utf-8")
    done = onrecord("ingest", str(scrape), data_dir=tmp_path / "a")
    assert b"0 stored, 1 revised, 0 unchanged" in done.stdout


def test_a_rejected_document_is_said_with_its_reason_and_the_rest_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    shutil.copy(SCRAPE, folder)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.txt").write_bytes(bytes(range(256)) * 40)
    done = onrecord("ingest", str(folder), data_dir=tmp_path / "a")
    assert done.returncode == 3
    assert b"1 stored, 0 revised, 0 unchanged, 2 rejected" in done.stdout
    assert b"rejected as binary: 1" in done.stdout
    assert b"rejected as empty: 1" in done.stdout
    assert b"Traceback" not in done.stderr
    job = onrecord("jobs", data_dir=tmp_path / "a").stdout.split()[0].decode()
    items = onrecord("jobs", job, "--rejected", data_dir=tmp_path / "a").stdout.decode()
    assert "empty.txt  empty:" in items
    assert "picture.txt  binary:" in items
    again = onrecord("retry", job, data_dir=tmp_path / "a")
    assert again.returncode in {0, 3}
    assert b"Traceback" not in again.stderr


def test_a_dry_run_changes_nothing(tmp_path: Path) -> None:
    done = onrecord("ingest", "--dry-run", str(SCRAPE), data_dir=tmp_path)
    assert done.returncode == 0
    assert b"1 stored" in done.stdout
    assert b"nothing was changed" in done.stdout
    assert b"0 stored" not in onrecord("ingest", str(SCRAPE), data_dir=tmp_path).stdout


def test_a_path_that_is_not_there_is_said_in_one_line(tmp_path: Path) -> None:
    done = onrecord("ingest", str(tmp_path / "nowhere"), data_dir=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith(b"onrecord: ")
    assert b"Traceback" not in done.stderr


def test_a_wrong_setting_is_refused_by_name(tmp_path: Path) -> None:
    done = onrecord("doctor", data_dir=tmp_path, ONRECORD_PORT="eighty")
    assert done.returncode == 1
    assert b"ONRECORD_PORT" in done.stderr
    assert b"Traceback" not in done.stderr


def test_doctor_finds_a_healthy_archive_well_and_an_empty_folder_not(
    sample_archive: Path, tmp_path: Path
) -> None:
    well = onrecord("doctor", data_dir=sample_archive, ONRECORD_CURSOR_SECRET="do-not-show")  # noqa: S106 - no secret
    assert well.returncode == 0, well.stdout
    assert b"All is well." in well.stdout
    assert b"do-not-show" not in well.stdout
    empty = onrecord("doctor", data_dir=tmp_path)
    assert empty.returncode == 1
    assert b"To do: Run `onrecord ingest" in empty.stdout


def test_doctor_says_that_the_index_is_gone_and_reindex_brings_it_back(archive: Path) -> None:
    before = onrecord("search", "trawler", data_dir=archive).stdout
    assert before
    shutil.rmtree(archive / "index")
    ill = onrecord("doctor", data_dir=archive)
    assert ill.returncode == 1
    assert b"onrecord reindex" in ill.stdout
    assert onrecord("reindex", data_dir=archive).returncode == 0
    assert onrecord("index", "verify", data_dir=archive).returncode == 0
    assert onrecord("search", "trawler", data_dir=archive).stdout == before


def test_an_export_ingested_gives_an_equal_archive(archive: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.ndjson", tmp_path / "second.ndjson"
    assert onrecord("export", str(first), data_dir=archive).returncode == 0
    done = onrecord("ingest", "--quiet", str(first), data_dir=tmp_path / "b")
    assert done.returncode == 0, done.stdout
    assert onrecord("export", str(second), data_dir=tmp_path / "b").returncode == 0
    assert sorted(first.read_bytes().splitlines()) == sorted(second.read_bytes().splitlines())
    assert len(first.read_bytes().splitlines()) >= 24


@pytest.mark.parametrize("form", ["ndjson", "csv"])
def test_an_export_takes_along_what_people_put_right(
    archive: Path, tmp_path: Path, form: str
) -> None:
    with new_session(open_database(Settings(data_dir=archive))) as session:
        correct_in_every_way(session)
    first, second = tmp_path / f"first.{form}", tmp_path / f"second.{form}"
    assert onrecord("export", str(first), "--format", form, data_dir=archive).returncode == 0
    for n_new in (b"6 corrections taken in", b""):
        done = onrecord("ingest", "--quiet", str(first), data_dir=tmp_path / "b")
        assert done.returncode == 0, done.stdout
        assert n_new in done.stdout
    onrecord("export", str(second), "--format", form, data_dir=tmp_path / "b")
    assert first.read_bytes() == second.read_bytes()
    assert onrecord("index", "verify", data_dir=tmp_path / "b").returncode == 0


def correct_in_every_way(session: StoreSession) -> None:
    """Each kind of correction once, and one of them undone."""
    by = corrections.Signature("nora", "as the paper has it")
    speaker = speakers.find(session, "Korovina")[0].id
    other = speakers.find(session, "Teles")[0].id
    query = select(tables.quotation.c.public_id).order_by(tables.quotation.c.public_id)
    ids = list(session.execute(query).scalars())
    corrections.add_alias(session, speaker, "The Iron Ferry", by)
    corrections.hide(session, ids[0], by)
    corrections.attribute(session, ids[1], speaker, by)
    quoted = quotations.get(session, ids[2])
    corrections.set_bounds(session, ids[2], quoted.start, quoted.end - 1, by)
    corrections.merge(session, other, speaker, by)
    undone = corrections.hide(session, ids[3], by)
    corrections.undo(session, undone.id, "nora")


def test_a_correction_comes_in_by_hand_only(archive: Path, tmp_path: Path) -> None:
    record = b'{"onrecord_correction": {"id": "cor_1"}}'
    (found,) = read_source(source_of("in", "in", record), Reading(1_000, read_source))
    assert isinstance(found, Rejected)
    (tmp_path / "torn.ndjson").write_bytes(record)
    done = onrecord("ingest", str(tmp_path / "torn.ndjson"), data_dir=archive)
    assert (done.returncode, b"Traceback" in done.stderr) == (1, False)
    assert b"no exported correction" in done.stderr


def test_a_backup_brings_the_archive_back(archive: Path, tmp_path: Path) -> None:
    with new_session(open_database(Settings(data_dir=archive))) as session:
        correct_in_every_way(session)
    onrecord("keys", "add", "desk", "--scope", "read", data_dir=archive)
    onrecord("index", "verify", data_dir=archive)
    before = onrecord("search", "Korovina", data_dir=archive).stdout
    copy = tmp_path / "archive.backup"
    assert onrecord("backup", str(copy), data_dir=archive).returncode == 0
    done = onrecord("restore", str(copy), data_dir=tmp_path / "b")
    assert done.returncode == 0, done.stderr
    assert onrecord("search", "Korovina", data_dir=tmp_path / "b").stdout == before
    kept, back = all_rows(archive), all_rows(tmp_path / "b")
    assert {"correction", "job", "job_item", "raw_source", "api_key"} <= kept.keys()
    assert [name for name in kept if kept[name] != back[name]] == []
    torn = tmp_path / "torn.backup"
    torn.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])
    refused = onrecord("restore", str(torn), data_dir=tmp_path / "b")
    assert refused.returncode == 1
    assert b"Traceback" not in refused.stderr
    assert onrecord("search", "Korovina", data_dir=tmp_path / "b").stdout == before


def all_rows(data_dir: Path) -> dict[str, list[tuple[object, ...]]]:
    """All tables of an archive, without how far the index has come and what is made with it."""
    made_with_the_index = {"archive_state", "article_summary"}
    with sqlite3.connect(data_dir / "onrecord.db") as connection:
        connection.row_factory = sqlite3.Row
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
        names = [row[0] for row in connection.execute(query)]
        return {
            name: [
                tuple(row[one] for one in row.keys() if "revision" not in one)  # noqa: SIM118 - a Row has values
                for row in connection.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - our names
            ]
            for name in names
            if name not in made_with_the_index
        }


def test_reprocess_with_the_same_rules_changes_nothing(archive: Path) -> None:
    done = onrecord("reprocess", "--all", data_dir=archive)
    assert done.returncode == 0, done.stderr
    assert b"0 of 24 articles change" in done.stdout


def test_a_key_is_shown_once_listed_without_itself_and_revoked(archive: Path) -> None:
    made = onrecord("keys", "add", "desk", "--scope", "correct", data_dir=archive)
    assert made.returncode == 0, made.stderr
    secret = made.stdout.strip()
    listed = onrecord("keys", "list", data_dir=archive).stdout
    assert secret not in listed
    key = listed.split()[0].decode()
    assert onrecord("keys", "revoke", key, data_dir=archive).returncode == 0
    assert b"revoked" in onrecord("keys", "list", data_dir=archive).stdout
    assert onrecord("keys", "add", "desk", "--scope", "all", data_dir=archive).returncode == 2


def test_analyse_article_prints_the_documented_fields(tmp_path: Path) -> None:
    page = SAMPLE / "observer-skipper-trial.html"
    done = onrecord("analyse", "article", str(SCRAPE), str(page), data_dir=tmp_path)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["id"] for line in lines] == [SCRAPE.stem, page.stem]
    documented = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for line in lines:
        assert {name for name in line if f"`{name}`" not in documented} == set()
        assert line["title"]
        assert line["text"]
    assert list(tmp_path.iterdir()) == []


def test_analyse_quotations_reads_standard_input(tmp_path: Path) -> None:
    record = {"id": "a", "text": "“The ferry sails at noon,” said Ida Holm, the harbour master."}
    done = onrecord(
        "analyse", "quotations", data_dir=tmp_path, stdin=json.dumps(record).encode() + b"\n"
    )
    assert done.returncode == 0, done.stderr
    [quote] = json.loads(done.stdout)["quotes"]
    assert record["text"][quote["start"] : quote["end"]].strip("“”,") == "The ferry sails at noon"
    assert quote["speaker_canonical"] == "Ida Holm"


def test_analyse_quotations_names_the_line_that_is_wrong(tmp_path: Path) -> None:
    done = onrecord("analyse", "quotations", data_dir=tmp_path, stdin=b'{"id": 1}\n')
    assert done.returncode == 1
    assert b"Line 1" in done.stderr


def test_nothing_is_fetched_unless_it_is_allowed(tmp_path: Path) -> None:
    done = onrecord("add", "http://127.0.0.1:1/story", data_dir=tmp_path)
    assert done.returncode == 3
    job = onrecord("jobs", data_dir=tmp_path).stdout.split()[0].decode()
    assert b"ONRECORD_ALLOW_FETCH" in onrecord("jobs", job, data_dir=tmp_path).stdout


def test_an_address_of_this_machine_is_refused_even_when_fetching_is_allowed(
    tmp_path: Path,
) -> None:
    done = onrecord(
        "add", "http://127.0.0.1:1/story", data_dir=tmp_path, ONRECORD_ALLOW_FETCH="true"
    )
    assert done.returncode == 3
    job = onrecord("jobs", data_dir=tmp_path).stdout.split()[0].decode()
    assert b"127.0.0.1" in onrecord("jobs", job, data_dir=tmp_path).stdout


def test_corrections_go_from_one_archive_into_another(archive: Path, tmp_path: Path) -> None:
    with new_session(open_database(Settings(data_dir=archive))) as session:
        speaker = speakers.find(session, "Korovina")[0].id
        by = corrections.Signature("nora", "her other name")
        corrections.add_alias(session, speaker, "The Iron Ferry", by)
    done = onrecord("corrections", "export", data_dir=archive)
    file = tmp_path / "corrections.ndjson"
    file.write_bytes(done.stdout)
    assert json.loads(done.stdout)["author"] == "nora"
    other = tmp_path / "other"
    for n_new in (b"1", b"0"):
        done = onrecord("corrections", "import", str(file), data_dir=other)
        assert b"New corrections: " + n_new in done.stderr
    file.write_text("no JSON", encoding="utf-8")
    done = onrecord("corrections", "import", str(file), data_dir=other)
    assert done.returncode == 1
    assert b"Line 1" in done.stderr
