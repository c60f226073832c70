"""Runs of `onrecord ingest` that are killed at a moment of choice: the whole run or one of its workers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.conftest import ROOT, environment

SMALL_BATCHES = {"ONRECORD_BATCH_ARTICLES": "20", "ONRECORD_INGEST_WORKERS": "2"}


def start_ingest(source: Path, data_dir: Path) -> subprocess.Popen[bytes]:
    """Starts a run in small batches."""
    return subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "app.cli", "ingest", "--quiet", str(source)],
        env=environment(data_dir, **SMALL_BATCHES),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def finish(run: subprocess.Popen[bytes]) -> tuple[int, str]:
    """Waits for a run; its exit code and what it said."""
    out, err = run.communicate(timeout=300)
    return run.returncode, (out + err).decode()


def wait_until_storing(run: subprocess.Popen[bytes], data_dir: Path, n_batches: int = 1) -> bool:
    """Waits until the run wrote to the database so many times; False when it ended before."""
    log = data_dir / "onrecord.db-wal"
    seen, n_seen = -1, 0
    while run.poll() is None:
        size = log.stat().st_size if log.exists() else 0
        if size != seen:
            seen, n_seen = size, n_seen + 1
            if n_seen > n_batches:
                return True
        time.sleep(0.01)
    return False


def kill_run(run: subprocess.Popen[bytes]) -> None:
    """Kills the parent, which is the writer; its workers end when they notice."""
    run.send_signal(signal.SIGKILL)
    run.wait(timeout=30)


def kill_worker(run: subprocess.Popen[bytes]) -> bool:
    """Kills one of the run's worker processes; False when there is none."""
    for process in Path("/proc").iterdir():
        if process.name.isdigit() and _is_worker_of(process, run.pid):
            os.kill(int(process.name), signal.SIGKILL)
            return True
    return False


def _is_worker_of(process: Path, parent: int) -> bool:
    try:
        fields = (process / "stat").read_text().rpartition(")")[2].split()
        return int(fields[1]) == parent and b"spawn_main" in (process / "cmdline").read_bytes()
    except OSError:
        return False
