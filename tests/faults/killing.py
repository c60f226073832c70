"""Runs of `onrecord ingest` that are killed at a moment of choice: the whole run or one of its workers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.conftest import ROOT, environment

# Importing everything takes a worker about so long.
_START_CPU_SECONDS = 1.3
SMALL_BATCHES = {"ONRECORD_BATCH_ARTICLES": "20", "ONRECORD_INGEST_WORKERS": "2"}


def start_ingest(
    source: Path, data_dir: Path, *, dies_before: int | None = None
) -> subprocess.Popen[bytes]:
    """Starts a run in small batches; one that is killed before the index's file operation with a number, if given."""
    command = ["app.cli"] if dies_before is None else ["tests.faults.dying", str(dies_before)]
    return subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", *command, "ingest", "--quiet", str(source)],
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


def kill_worker(run: subprocess.Popen[bytes], after_cpu_seconds: float = 0.0) -> bool:
    """Kills one of the run's worker processes once it has worked so long; False when there is none."""
    for process in Path("/proc").iterdir():
        if process.name.isdigit() and _cpu_of_worker(process, run.pid) >= after_cpu_seconds:
            os.kill(int(process.name), signal.SIGKILL)
            return True
    return False


def kill_worker_at_work(run: subprocess.Popen[bytes]) -> bool:
    """Waits until a worker has done more than to start, and kills it; False when the run ended before."""
    while run.poll() is None:
        if kill_worker(run, after_cpu_seconds=_START_CPU_SECONDS):
            return True
        time.sleep(0.01)
    return False


def _cpu_of_worker(process: Path, parent: int) -> float:
    """Processor time of a worker of this run; below zero for any other process."""
    try:
        fields = (process / "stat").read_text().rpartition(")")[2].split()
        if int(fields[1]) != parent or b"spawn_main" not in (process / "cmdline").read_bytes():
            return -1.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except OSError:
        return -1.0
