"""How fast an archive is filled, and whether that lasts: CPU time an article, slice after slice of a corpus.

    python -m bench.ingest_speed CORPUS.jsonl [--articles 6000] [--slices 3] [--workers 1] [--archive DIR]

Each slice is ingested by `app.ingest.jobs`, as the command does it, into one archive in a temporary folder or in DIR, which
is then kept. Store and index are the process's own time, analysis is its workers'; a process's memory is the most that
one has had so far. Only ratios of one run mean anything.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from app.ingest.jobs import ingest_paths
from app.search.engines import open_engine
from app.settings import Settings
from app.store.database import open_database
from app.store.upgrade import ensure_current


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
        settings = Settings(
            data_dir=asked.archive or Path(folder) / "archive", ingest_workers=asked.workers
        )
        database = open_database(settings)
        ensure_current(database)
        database.dispose()
        print_row(
            "| articles stored | store and index, ms | analysis, ms | all, ms | articles a CPU second | articles a second"
            " | MB a process |"
        )
        print_row("|---|---|---|---|---|---|---|")
        size = asked.articles // asked.slices
        for number, lines in enumerate(slices(asked.corpus, size, asked.slices)):
            path = Path(folder) / f"{number}.jsonl"
            path.write_bytes(b"".join(lines))
            before, started = cpu_seconds(), time.perf_counter()
            ingest_paths(settings, [path], backend=open_engine(settings))
            own, workers = (
                (now - then) * 1000 / len(lines)
                for now, then in zip(cpu_seconds(), before, strict=True)
            )
            rate = len(lines) / (time.perf_counter() - started)
            stored = f"{number * size:,} to {number * size + len(lines):,}"
            print_row(
                f"| {stored} | {own:.1f} | {workers:.1f} | {own + workers:.1f} | {1000 / (own + workers):.0f} | {rate:.0f}"
                f" | {most_memory_mb():.0f} |"
            )


def slices(corpus: Path, size: int, n: int) -> Iterator[list[bytes]]:
    """The corpus's lines in runs of `size`."""
    with corpus.open("rb") as lines:
        for _ in range(n):
            yield list(islice(lines, size))


def cpu_seconds() -> tuple[float, float]:
    """User and system time of this process, and of its children that have ended."""
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    own, children = (used.ru_utime + used.ru_stime for used in spent)
    return own, children


def most_memory_mb() -> float:
    """Resident memory of the largest process at its largest, of this one and its children that have ended."""
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(who).ru_maxrss for who in whose) / 1024


def print_row(row: str) -> None:
    """Prints at once."""
    sys.stdout.write(row + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
