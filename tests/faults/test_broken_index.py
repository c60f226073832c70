"""An index that is deleted, cut off, or scribbled over: an answer or a clear refusal, then whole again."""

from __future__ import annotations

import random
import shutil
import time
from pathlib import Path

import pytest

from app.errors import IndexUnavailableError
from app.search.engines import open_engine
from app.search.interface import SearchRequest
from app.search.query_language.parser import parse
from app.settings import Settings
from tests.conftest import onrecord, serving
from tests.faults.archive_dump import dump_index
from tests.faults.requests import send

N_DAMAGES = 60
RECOVERY_SECONDS = 60


@pytest.fixture
def archive(sample_archive: Path, tmp_path: Path) -> Path:
    """A copy of the sample archive that may be broken."""
    return Path(shutil.copytree(sample_archive, tmp_path / "archive"))


def test_an_index_deleted_under_a_server_costs_no_500_and_comes_back(archive: Path) -> None:
    with serving(archive) as address:
        found = send(address, "/v1/articles?q=the").value
        article = found["items"][0]["id"]
        for _ in range(2):
            shutil.rmtree(archive / "index")
            statuses = _watched(address, article)
            assert set(statuses["search"]) <= {200, 503}
            assert set(statuses["article"]) == {200}
            assert set(statuses["health"]) == {200}
            assert send(address, "/readyz").status == 200
            assert send(address, "/v1/articles?q=the").value["total"] == found["total"]


def _watched(address: str, article: str) -> dict[str, list[int]]:
    """Asks until searches were refused and are answered again, or for a while when they never were."""
    statuses: dict[str, list[int]] = {"search": [], "article": [], "health": []}
    deadline = time.monotonic() + RECOVERY_SECONDS
    while time.monotonic() < deadline:
        search = send(address, "/v1/articles?q=the")
        assert search.status == 200 or search.is_problem
        statuses["search"].append(search.status)
        statuses["article"].append(send(address, f"/v1/articles/{article}").status)
        statuses["health"].append(send(address, "/healthz").status)
        if search.status == 200 and 503 in statuses["search"]:
            break
        if len(statuses["search"]) > 200 and 503 not in statuses["search"]:
            break
        time.sleep(0.05)
    return statuses


def test_a_damaged_file_is_noticed_or_does_no_harm(archive: Path, tmp_path: Path) -> None:
    chance = random.Random(3)  # noqa: S311 - no secret
    whole = dump_index(archive)
    request = SearchRequest(query=parse("harbour OR council").node)
    files = sorted(path for path in (archive / "index").rglob("*") if path.stat().st_size)
    kept = {path: path.read_bytes() for path in files if path.is_file()}
    n_noticed = 0
    for _ in range(N_DAMAGES):
        path = chance.choice(list(kept))
        path.write_bytes(_damaged(kept[path], chance))
        reader = open_engine(Settings(data_dir=archive)).reader()
        try:
            reader.search(request)
            assert reader.health().is_ready
        except IndexUnavailableError as error:
            assert reader.health().problem == str(error)  # noqa: PT017 - either outcome is right
            n_noticed += 1
        finally:
            reader.close()
        path.write_bytes(kept[path])
    assert n_noticed > N_DAMAGES // 4
    assert dump_index(archive) == whole


def _damaged(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    if chance.random() < 0.6:
        return content[:at]
    return content[:at] + chance.randbytes(min(64, len(content) - at)) + content[at + 64 :]


@pytest.mark.parametrize("damage", ["missing", "empty", "pointer", "foreign"])
def test_the_next_ingest_and_reindex_make_it_whole(archive: Path, damage: str) -> None:
    whole = dump_index(archive)
    index = archive / "index"
    if damage == "missing":
        shutil.rmtree(index)
    elif damage == "empty":
        for path in index.rglob("*.arr"):
            path.write_bytes(b"")
    elif damage == "pointer":
        (index / "current.json").write_bytes(b'{"generation": "../..", "commit": 1}')
    else:
        (index / "current.json").write_bytes(b"\0" * 100)
    done = onrecord("reindex", data_dir=archive)
    assert done.returncode == 0, done.stderr.decode()
    assert dump_index(archive) == whole
