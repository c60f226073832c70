"""An ingest that is killed, run again, ends with the archive of an undisturbed one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import onrecord
from tests.faults.archive_dump import differences, dump_archive, dump_index, n_lagging
from tests.faults.killing import (
    SMALL_BATCHES,
    finish,
    kill_run,
    kill_worker_at_work,
    start_ingest,
    wait_until_storing,
)
from tests.faults.many_articles import write_many_articles


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    write_many_articles(folder, 90)
    return folder


@pytest.fixture(scope="module")
def undisturbed(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    data_dir = tmp_path_factory.mktemp("undisturbed")
    done = onrecord("ingest", "--quiet", str(articles), data_dir=data_dir, **SMALL_BATCHES)
    assert done.returncode == 0, done.stderr.decode()
    return data_dir


@pytest.mark.parametrize("victims", [("run", "run"), ("worker",)], ids=["twice", "worker"])
def test_a_killed_run_leaves_nothing_half_done(
    victims: tuple[str, ...], articles: Path, undisturbed: Path, tmp_path: Path
) -> None:
    n_kills = 0
    for number, victim in enumerate(victims):
        run = start_ingest(articles, tmp_path)
        if victim == "worker":
            # Another one takes its place, and what it had is done by others.
            n_kills += kill_worker_at_work(run)
            code, said = finish(run)
            assert code in {0, 3}, said
        else:
            if wait_until_storing(run, tmp_path, n_batches=2 + 3 * number):
                kill_run(run)
                n_kills += 1
            run.communicate()
    assert n_kills, "the run was too short to be killed"
    code, said = finish(start_ingest(articles, tmp_path))
    assert code == 0, said
    assert "Traceback" not in said
    assert differences(dump_archive(undisturbed), dump_archive(tmp_path)) == {}
    assert dump_index(undisturbed) == dump_index(tmp_path)
    assert n_lagging(tmp_path) == 0
