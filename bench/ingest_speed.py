"""How fast an archive is filled, and whether that lasts: CPU time and memory, slice after slice of one run.

    python -m bench.ingest_speed CORPUS.jsonl [--articles 6000] [--slices 3] [--workers 1] [--archive DIR]

The corpus is ingested by `app.ingest.jobs`, as the command does it, into an archive in a temporary folder or in DIR,
which is then kept. Store and index are the process's own time, analysis is its workers'; memory is the most that one
process has had so far. Needs Linux's /proc. Only ratios of one run mean anything.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from app.ingest.jobs import ingest_paths
from app.ingest.runner import Progress
from app.search.engines import open_engine
from app.settings import Settings
from app.store.database import open_database
from app.store.schema.upgrade import ensure_current

_HEAD = """\
| articles stored | store and index, ms | analysis, ms | all, ms | articles a CPU second | articles a second | MB a process |
|---|---|---|---|---|---|---|"""


def main() -> None:
    """Runs and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--articles", type=int, default=6000)
    parser.add_argument("--slices", type=int, default=3)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--archive", type=Path, help="where the archive is made, and kept")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        archive = asked.archive or Path(folder) / "archive"
        settings = Settings(data_dir=archive, ingest_workers=asked.workers)
        database = open_database(settings)
        ensure_current(database)
        database.dispose()
        part = Path(folder) / "part.jsonl"
        with asked.corpus.open("rb") as lines:
            part.write_bytes(b"".join(islice(lines, asked.articles)))
        say(_HEAD)
        slices = Slices(asked.articles // asked.slices, asked.articles)
        ingest_paths(settings, [part], backend=open_engine(settings), progress=slices.note)
        slices.row(asked.articles)


@dataclass
class Slices:
    """A row for each so many documents of a run, the last one when it has ended."""

    size: int
    n_all: int
    n_before: int = 0
    before: tuple[float, float] = field(default_factory=lambda: cpu_seconds())
    started: float = field(default_factory=time.perf_counter)
    most_mb: float = 0.0

    def note(self, progress: Progress) -> None:
        """A batch is stored."""
        self.most_mb = max(self.most_mb, *(memory_mb(process) for process in processes()))
        n_done = progress.tally.n_documents
        if self.n_before + self.size <= n_done < self.n_all:
            self.row(n_done)

    def row(self, n_done: int) -> None:
        """Prints what the documents since the last row took."""
        n = n_done - self.n_before
        spent = cpu_seconds()
        own, workers = (
            (now - then) * 1000 / n for now, then in zip(spent, self.before, strict=True)
        )
        rate = n / (time.perf_counter() - self.started)
        say(
            f"| {self.n_before:,} to {n_done:,} | {own:.1f} | {workers:.1f} | {own + workers:.1f} |"
            f" {1000 / (own + workers):.0f} | {rate:.0f} | {self.most_mb:.0f} |"
        )
        self.n_before, self.before, self.started = n_done, spent, time.perf_counter()


def processes() -> list[int]:
    """This process and its children that run."""
    here = Path("/proc/self/task")
    children = (task.joinpath("children").read_text().split() for task in here.iterdir())
    return [os.getpid(), *(int(child) for some in children for child in some)]


def cpu_seconds() -> tuple[float, float]:
    """User and system time of this process, and of its children, ended or not."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    running = sum(ticks(process) for process in processes()[1:]) / os.sysconf("SC_CLK_TCK")
    return own.ru_utime + own.ru_stime, ended.ru_utime + ended.ru_stime + running


def ticks(process: int) -> int:
    """User and system time of a process; of one that is gone, none."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


def memory_mb(process: int) -> float:
    """The most resident memory that a process has had."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0.0
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def say(line: str) -> None:
    """Prints at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
