"""An index that is missing, foreign, torn or changed under a reader: a clear word, never a crash, and
whole again after a rebuild."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from app.errors import IndexUnavailableError
from app.search.interface import IndexBatch, SearchBackend, SearchRequest
from app.search.whoosh_engine import commits
from app.search.whoosh_engine.backend import WhooshBackend
from app.search.whoosh_engine.commits import read_pointer
from app.search.whoosh_engine.kernels import query
from app.search.whoosh_engine.segments.arrays import ArrayFile, ArrayFileWriter
from tests.contract.engine_samples import article, harbour, seeded


def generation(index_dir: Path) -> Path:
    return index_dir / read_pointer(index_dir)[0]


def files(index_dir: Path) -> list[Path]:
    current = [*generation(index_dir).glob("*.arr"), *generation(index_dir).glob("*.toc")]
    return sorted([*current, *generation(index_dir).glob("commit-*"), index_dir / "current.json"])


def test_a_file_cut_off_anywhere_is_noticed_and_repaired(
    index_dir: Path, backend: SearchBackend
) -> None:
    chance = seeded(5)
    newest = read_pointer(index_dir)[1]
    for path in files(index_dir):
        is_old = path.name.endswith((".toc", ".json")) and path.name != "current.json"
        if is_old and str(newest) not in path.name:
            continue
        whole = path.read_bytes()
        for n_bytes in {0, 1, chance.randrange(len(whole)), len(whole) - 1}:
            path.write_bytes(whole[:n_bytes])
            engine = backend.reader()
            health = engine.health()
            assert not health.is_ready, (path.name, n_bytes)
            assert "onrecord reindex" in (health.problem or "")
            with pytest.raises(IndexUnavailableError):
                engine.search(SearchRequest())
            assert backend.verify()
            engine.close()
        path.write_bytes(whole)
    assert backend.verify() == []
    assert backend.reader().search(SearchRequest()).total == 6


def test_flipped_bytes_are_found_by_verify_and_never_unpickled(
    index_dir: Path, backend: SearchBackend
) -> None:
    chance = seeded(7)
    newest = str(read_pointer(index_dir)[1])
    for path in generation(index_dir).iterdir():
        if path.suffix == ".arr" or (newest in path.name and path.suffix in {".toc", ".json"}):
            whole = bytearray(path.read_bytes())
            at = chance.randrange(64, len(whole) - 200) if path.suffix == ".arr" else 40
            whole[at] ^= 0x55
            path.write_bytes(bytes(whole))
            problems = backend.verify()
            whole[at] ^= 0x55
            path.write_bytes(bytes(whole))
            assert problems or is_padding(path, at)
    assert backend.verify() == []


def is_padding(path: Path, at: int) -> bool:
    """Bytes between two arrays mean nothing."""
    file = ArrayFile(path)
    entries = [file._entries[name] for name in file.names()]
    return not any(e[1] <= at < e[1] + e[2] * np.dtype(e[0]).itemsize for e in entries)


class _Trap:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("touch /tmp/onrecord-trap",)


def test_a_foreign_pickle_is_not_opened(index_dir: Path, backend: SearchBackend) -> None:
    for path in generation(index_dir).glob("*.toc"):
        path.write_bytes(pickle.dumps(_Trap()))
    engine = backend.reader()
    assert not engine.health().is_ready
    assert not Path("/tmp/onrecord-trap").exists()  # noqa: S108 - the trap's own name


def test_an_index_of_another_layout_is_refused(
    index_dir: Path, backend: SearchBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commits, "SCHEMA_VERSION", "other")
    problem = backend.reader().health().problem or ""
    assert "another version" in problem
    with pytest.raises(IndexUnavailableError):
        backend.writer()


def test_deleting_the_folder_under_a_reader_and_a_writer(
    index_dir: Path, backend: SearchBackend
) -> None:
    engine, writer = backend.reader(), backend.writer()
    assert engine.search(SearchRequest()).total == 6
    shutil.rmtree(index_dir)
    with pytest.raises(IndexUnavailableError):
        writer.write(IndexBatch(articles=[article("art_z", "z")]))
    writer.close()
    with pytest.raises(IndexUnavailableError):
        engine.search(SearchRequest())
    assert not engine.health().is_ready
    backend.rebuild([harbour()])
    assert engine.search(SearchRequest()).total == 6


def test_deleting_only_the_files_of_a_generation(index_dir: Path, backend: SearchBackend) -> None:
    engine = backend.reader()
    assert engine.search(SearchRequest()).total == 6
    shutil.rmtree(generation(index_dir))
    assert engine.search(SearchRequest()).total == 6  # what is mapped stays readable
    assert not engine.health().is_ready
    assert not backend.reader().health().is_ready
    backend.rebuild([harbour()])
    assert engine.health().is_ready


def test_a_commit_is_found_by_the_next_search(backend: SearchBackend) -> None:
    engine, writer = backend.reader(), backend.writer()
    for n in range(20):
        before = engine.search(SearchRequest()).total
        writer.write(IndexBatch(articles=[article(f"art_new{n}", "more")]))
        assert engine.search(SearchRequest()).total == before + 1
    writer.close()


def test_a_full_disk_leaves_the_last_commit(
    index_dir: Path, backend: SearchBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    def put(self: object, name: str, array: object) -> None:
        raise OSError(28, "No space left on device")

    writer = backend.writer()
    with monkeypatch.context() as patched:
        patched.setattr(ArrayFileWriter, "put", put)
        with pytest.raises(IndexUnavailableError):
            writer.write(IndexBatch(articles=[article("art_z", "z")]))
        with pytest.raises(IndexUnavailableError):
            WhooshBackend(index_dir.parent / "other", lock_seconds=1).rebuild([harbour()])
    assert backend.reader().search(SearchRequest()).total == 6
    writer.write(IndexBatch(articles=[article("art_z", "z")]))
    writer.close()
    assert backend.reader().search(SearchRequest()).total == 7
    assert backend.verify() == []


def test_a_failed_rebuild_keeps_the_index_and_cleans_up(
    index_dir: Path, backend: SearchBackend
) -> None:
    def broken() -> object:
        yield harbour()
        raise ValueError("the database went away")

    before = sorted(path.name for path in index_dir.iterdir())
    with pytest.raises(ValueError, match="went away"):
        backend.rebuild(broken())  # type: ignore[arg-type]
    assert sorted(path.name for path in index_dir.iterdir()) == before
    assert backend.reader().search(SearchRequest()).total == 6


_WRITER = """
import sys
from pathlib import Path
from app.search.interface import IndexBatch
from app.search.whoosh_engine.backend import WhooshBackend
from tests.contract.engine_samples import article
backend = WhooshBackend(Path(sys.argv[1]), lock_seconds=5)
writer = backend.writer()
first = int(sys.argv[2])
print("ready", flush=True)
for i in range(first, first + 10_000):
    writer.write(IndexBatch(articles=[article(f"art_{i}_{j}", f"word{i} same") for j in range(3)]))
    print(i, flush=True)
"""


@pytest.mark.slow
def test_a_killed_writer_loses_no_commit_and_leaves_no_lock(
    index_dir: Path, backend: SearchBackend
) -> None:
    chance = seeded(11)
    backend.rebuild([])
    n_written = 0
    for _ in range(6):
        command = [sys.executable, "-c", _WRITER, str(index_dir), str(n_written)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - own code
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.05, 0.6))
        process.send_signal(signal.SIGKILL)
        said = process.stdout.read().split()
        process.wait()
        process.stdout.close()
        n_said = int(said[-1]) + 1 if said else n_written
        total = backend.reader().search(SearchRequest()).total
        assert total % 3 == 0
        assert total >= 3 * n_said
        n_written = total // 3
        assert backend.verify() == []
    backend.writer().close()


def test_a_table_of_contents_that_a_crash_left_does_not_stop_the_next_writer(
    index_dir: Path, backend: SearchBackend
) -> None:
    newest = max(int(path.stem.rpartition("_")[2]) for path in generation(index_dir).glob("*.toc"))
    for collection in ("articles", "quotations"):
        for ahead in (1, 2, 3):
            left = generation(index_dir) / f"_{collection}_{newest + ahead}.toc"
            left.write_bytes(b"half a table")
    with backend.writer() as writer:
        writer.write(IndexBatch([article("a-new", "the ice holds")], [], []))
    assert backend.verify() == []
    assert backend.reader().search(SearchRequest()).total == 7


@pytest.mark.skipif(not query.is_compiled, reason="the kernels were not compiled")
def test_a_file_cut_off_under_an_open_reader_gives_an_answer_or_a_clear_error(
    tmp_path: Path,
) -> None:
    command = [
        sys.executable,
        "-m",
        "tests.search.whoosh_engine.cutting_off",
        str(tmp_path),
        "12",
        "1",
    ]
    done = subprocess.run(command, capture_output=True, check=False, timeout=300)  # noqa: S603
    assert done.returncode == 0, done.stderr.decode()
    found = json.loads(done.stdout)
    assert found.get("answered", 0) + found["unavailable"] == 9 * 12
    assert found["noticed"] == found["whole again"] == 12
