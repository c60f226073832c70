"""Kills the index's writer at random moments: in commits, merges, rebuilds. What is left must be a commit.

    python -m bench.kill_writer --kills 100

Every second kill is at a random time, the others before a random one of the writer's file operations.
A child process writes batches, deletes, merges and now and then rebuilds; it is killed; then a reader must
open the index at once and find exactly what some write left: the last one that was confirmed, or the one
under way. Then the next child goes on from there.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import struct
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from app.search.engines import open_engine
from app.search.interface import (
    Collection,
    IndexBatch,
    IndexedArticle,
    IndexedQuotation,
    SearchBackend,
    SearchRequest,
)
from app.settings import Settings

_WORDS = [
    "harbour",
    "strait",
    "ice",
    "council",
    "ferry",
    "minister",
    "pilot",
    "budget",
    "school",
    "bridge",
    "court",
    "storm",
]
_PER_BATCH = 40
# What the interpreter reports of opening, replacing and removing files; a write has about 30 of them.
_OPERATIONS = {
    "open",
    "os.rename",
    "os.remove",
    "os.mkdir",
    "os.listdir",
    "os.rmdir",
    "mmap.__new__",
}
_MOST_OPERATIONS = 400
_PER_REBUILD = 200


def main() -> int:
    """Prints what was killed and what was found; exits with 1 when an index was not a commit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=2.0, help="The latest kill.")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as made:
        settings = Settings(data_dir=Path(made))
        # Also so that every child starts with the analysis at hand.
        open_engine(settings).rebuild([batch_of([1], ())])
        state = {1}
        n_bad, n_confirmed = 0, 0
        for number in range(arguments.kills):
            seconds = chance.uniform(0.005, arguments.seconds) if number % 2 else None
            steps = _killed(settings, state, seconds, number)
            problem, state = checked(settings, [state, *steps])
            n_confirmed += max(0, len(steps) - 1)
            n_bad += bool(problem)
            if problem:
                print(f"kill {number}: {problem}")  # noqa: T201
        said = f"{arguments.kills} kills, {n_confirmed} writes confirmed, {n_bad} bad"
        print(f"{said}, {len(state)} articles left")  # noqa: T201
    return int(n_bad > 0)


def _killed(
    settings: Settings, state: set[int], seconds: float | None, seed: int
) -> list[set[int]]:
    """Runs a writing child and kills it; the states that it announced, of which all but the last were
    confirmed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            if seconds is None:
                _die_before(random.Random(seed).randint(1, _MOST_OPERATIONS))  # noqa: S311 - no secret
            _write_for_ever(settings, state, seed, writing)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        pipe.read(1)  # it has the lock
        if seconds is not None:
            time.sleep(seconds)
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        announced = pipe.read()
    return _states(announced)


def _die_before(n_operations: int) -> None:
    """Has this process killed before the file operation with this number."""
    n_seen = 0

    def count(event: str, _arguments: tuple[object, ...]) -> None:
        nonlocal n_seen
        is_counted = event in _OPERATIONS
        n_seen += is_counted
        # Killing is an event too, which must not kill again before it did.
        if is_counted and n_seen == n_operations:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


def _states(announced: bytes) -> list[set[int]]:
    states = []
    at = 0
    while at + 4 <= len(announced):
        (length,) = struct.unpack_from("<I", announced, at)
        end = at + 4 + 4 * length
        if end > len(announced):
            break
        states.append(set(struct.unpack_from(f"<{length}I", announced, at + 4)))
        at = end
    return states


def _write_for_ever(settings: Settings, state: set[int], seed: int, pipe: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    work = Work(open_engine(settings))
    os.write(pipe, b"!")
    while True:
        state, write = work.next(state, chance)
        _announce(pipe, state)
        write()


class Work:
    """A writer at work: batches, deletions, merges, now and then a rebuild."""

    def __init__(self, backend: SearchBackend) -> None:
        self._backend = backend
        self._writer = backend.writer()

    def next(self, state: set[int], chance: random.Random) -> tuple[set[int], Callable[[], None]]:
        """What the index will hold, and the write that makes it so."""
        action = chance.random()
        if action < 0.08:
            rebuilt = set(chance.sample(range(5_000), _PER_REBUILD))
            return rebuilt, lambda: self._rebuild(rebuilt)
        if action < 0.16:
            return state, lambda: self._writer.optimise()
        added = chance.sample(range(5_000), _PER_BATCH)
        gone = chance.sample(sorted(state), min(len(state), 15))
        gone = [number for number in gone if number not in added]
        batch = batch_of(added, gone)
        return (state | set(added)) - set(gone), lambda: self._writer.write(batch)

    def close(self) -> None:
        """Gives the lock back."""
        self._writer.close()

    def _rebuild(self, state: set[int]) -> None:
        self._writer.close()
        self._backend.rebuild([batch_of(sorted(state), ())])
        self._writer = self._backend.writer()


def _announce(pipe: int, state: set[int]) -> None:
    os.write(pipe, struct.pack(f"<I{len(state)}I", len(state), *sorted(state)))


def batch_of(numbers: list[int], gone: tuple[int, ...] | list[int]) -> IndexBatch:
    """Articles with these numbers, a quotation each; those of `gone` are taken out."""
    return IndexBatch(
        [_article(number) for number in numbers],
        [_quotation(number) for number in numbers],
        [f"a{number}" for number in gone],
    )


def _article(number: int) -> IndexedArticle:
    chance = random.Random(number)  # noqa: S311 - no secret
    return IndexedArticle(
        id=f"a{number}", number=number, title=f"Notice {number}", body=" ".join(chance.choices(_WORDS, k=120)), quotations="ice",
        language="en", speakers=(f"s{number % 9}",), speaker_names=("Ada Brenn",), about=(), about_names=(),
        source=f"o{number % 5}", source_name="Post", authors=(), agency=None, section=None, story=None,
        is_story_lead=False, published_at=number, n_quotations=1,
    )  # fmt: skip


def _quotation(number: int) -> IndexedQuotation:
    return IndexedQuotation(
        id=f"q{number}", number=number, article=f"a{number}", text="the ice holds", type="direct", speaker=f"s{number % 9}",
        speaker_names=("Ada Brenn",), about=(), source=None, story=None, utterance=None, confidence=0.9,
        language="en", published_at=number,
    )  # fmt: skip


def checked(settings: Settings, states: list[set[int]]) -> tuple[str, set[int]]:
    """What is wrong with the index, and the state that it is in."""
    backend = open_engine(settings)
    reader = backend.reader()
    try:
        health = reader.health()
        if not health.is_ready:
            return f"not ready: {health.problem}", set()
        found = {
            collection: {
                int(hit.id[1:])
                for hit in reader.search(SearchRequest(collection, limit=100_000)).hits
            }
            for collection in Collection
        }
    finally:
        reader.close()
    articles = found[Collection.ARTICLES]
    if articles != found[Collection.QUOTATIONS]:
        return "articles and quotations are of different commits", articles
    if articles not in states[-2:]:
        place = [index for index, state in enumerate(states) if state == articles]
        return f"{len(articles)} articles: state {place} of {len(states)}", articles
    return "; ".join(backend.verify()), articles


if __name__ == "__main__":
    sys.exit(main())
