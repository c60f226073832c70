"""Kills an ingest at random moments, runs it again, and compares with an undisturbed one.

    python -m bench.kill_ingest --kills 30 --articles 400

Each round is a new archive, killed one to three times, then run to its end: the run itself, which is the parent and
writes the database; one of its workers; or the run before a file operation of the index, in the middle of a commit or
a merge. Counts the rounds whose archive or index differs.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.archive_dump import differences, dump_archive, dump_index, n_lagging
from tests.faults.killing import (
    finish,
    kill_run,
    kill_worker,
    start_ingest,
    wait_until_storing,
)
from tests.faults.many_articles import write_many_articles

# By the number of writes to the database seen, and a little later: time says nothing on a busy machine.
_MOST_WRITES = 25
_MOST_SECONDS = 0.3
# A run of 400 articles that is indexed every 40 has more of them than this.
_MOST_OPERATIONS = 500
_SHARE_IN_INDEX = 0.4
_SHARE_OF_WORKERS = 0.3


def main() -> int:
    """Prints a line a round; exits with 1 when one differs."""
    arguments = _arguments()
    chance = random.Random(arguments.seed)  # noqa: S311 - no secret
    n_kills = n_bad = 0
    with tempfile.TemporaryDirectory() as made:
        root = Path(made)
        write_many_articles(root / "in", arguments.articles)
        _undisturbed(root / "in", root / "calm")
        expected = dump_archive(root / "calm"), dump_index(root / "calm")
        round_number = 0
        while n_kills < arguments.kills:
            round_number += 1
            data_dir = root / f"round-{round_number}"
            victims = _disturbed(root / "in", data_dir, chance)
            n_kills += len(victims)
            problem = _compared(data_dir, expected)
            n_bad += bool(problem)
            line = f"round {round_number}: killed {', '.join(victims) or 'nothing'}"
            print(f"{line}; {problem or 'equal'}", flush=True)  # noqa: T201
    print(f"{n_kills} kills in {round_number} rounds, {n_bad} archives differ")  # noqa: T201
    return int(n_bad > 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _undisturbed(source: Path, data_dir: Path) -> None:
    code, said = finish(start_ingest(source, data_dir))
    if code:
        sys.exit(f"the undisturbed run failed: {said}")


def _disturbed(source: Path, data_dir: Path, chance: random.Random) -> list[str]:
    """Runs and kills a few times, then to the end; who was killed when."""
    victims = []
    for _ in range(chance.randint(1, 3)):
        kill = _killed_in_index if chance.random() < _SHARE_IN_INDEX else _killed
        victims += kill(source, data_dir, chance)
    code, said = finish(start_ingest(source, data_dir))
    if code or "Traceback" in said:
        victims.append(f"(the last run: exit {code}: {said[-300:]})")
    return victims


def _killed_in_index(source: Path, data_dir: Path, chance: random.Random) -> list[str]:
    """Runs until the writing of the index is killed."""
    number = chance.randint(1, _MOST_OPERATIONS)
    run = start_ingest(source, data_dir, dies_before=number)
    finish(run)
    is_killed = run.returncode == -signal.SIGKILL
    return [f"index before operation {number}"] if is_killed else []


def _killed(source: Path, data_dir: Path, chance: random.Random) -> list[str]:
    """Kills a run or one of its workers after a number of writes and some time."""
    run = start_ingest(source, data_dir)
    after = chance.randint(0, _MOST_WRITES)
    if wait_until_storing(run, data_dir, after):
        time.sleep(chance.uniform(0, _MOST_SECONDS))
    if run.poll() is not None:
        run.communicate()
        return []
    if chance.random() < _SHARE_OF_WORKERS and kill_worker(run):
        code, said = finish(run)
        problem = [f"(exit {code}: {said[-300:]})"] if code else []
        return [f"worker after {after} writes", *problem]
    kill_run(run)
    run.communicate()
    return [f"run after {after} writes"]


def _compared(data_dir: Path, expected: tuple[object, object]) -> str:
    found = differences(expected[0], dump_archive(data_dir))  # type: ignore[arg-type]  # a dump
    if found:
        return f"DIFFERS in {found}"
    if dump_index(data_dir) != expected[1]:
        return "INDEX DIFFERS"
    return "INDEX LAGS" if n_lagging(data_dir) else ""


if __name__ == "__main__":
    sys.exit(main())
