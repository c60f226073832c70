"""Cuts the power while an index is written: everything that was not synced is lost.

    python -m bench.lose_power [--cuts 500] [--steps 60] [--seed 1]

One process writes, deletes, merges and rebuilds, and every sync and change of a folder is recorded. Then, for
random moments, the folder is made as it may be after a cut, and opened: it must be exactly what some
write left, the last that was confirmed or the one under way, and verify as whole.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path

from app.search.engines import open_engine
from app.search.whoosh_engine.writing import writer
from app.settings import Settings
from bench.kill_writer import Work, batch_of, checked
from tests.search.whoosh_engine.power_loss import Recorder, restore


def main() -> int:
    """Prints how many cuts were tried, and what was wrong; exits with 1 when something was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cuts", type=int, default=500)
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)  # noqa: S311 - no secret
    writer.KEPT_SECONDS = 0  # what is superseded is removed at once
    with tempfile.TemporaryDirectory() as made:
        n_events, problems = cut_often(Path(made), chance, arguments.steps, arguments.cuts)
    for problem in problems:
        print(problem)  # noqa: T201
    said = f"{arguments.cuts} cuts among {n_events} events of {arguments.steps} writes"
    print(f"{said}, {len(problems)} bad")  # noqa: T201
    return int(bool(problems))


def cut_often(
    folder: Path, chance: random.Random, n_steps: int, n_cuts: int
) -> tuple[int, list[str]]:
    """Writes for a while; returns how many events there were and what was wrong after cuts."""
    settings = Settings(data_dir=folder / "archive")
    index_dir = settings.data_dir / "index"
    states, begun = [{1}], []
    settings.data_dir.mkdir(parents=True)
    recorder = Recorder(index_dir)
    with recorder.recording():
        backend = open_engine(settings)
        backend.rebuild([batch_of([1], ())])
        work = Work(backend)
        for _ in range(n_steps):
            begun.append(len(recorder.events))
            state, write = work.next(states[-1], chance)
            states.append(state)
            write()
        work.close()
    problems = []
    first = begun[0]
    for number in range(n_cuts):
        cut = chance.randint(first, len(recorder.events))
        n_announced = sum(at <= cut for at in begun)
        copy = Settings(data_dir=folder / f"cut-{number}")
        restore(recorder.events[:cut], index_dir, copy.data_dir / "index", chance)
        problem, _ = checked(copy, states[: n_announced + 1])
        if problem:
            problems.append(f"cut {number} after event {cut}: {problem}")
    return len(recorder.events), problems


if __name__ == "__main__":
    sys.exit(main())
