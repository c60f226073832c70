"""Reader processes beside a writer that never rests: no error, and totals that are never wrong.

    python -m bench.readers [--readers 4] [--seconds 120] [--pause 0.2]

The writer replaces all articles at once, more of them or fewer, again and again, and now and then rebuilds;
merges happen as they come. Each article says its round and how many the round has: whatever commit a reader
sees, all that is there is of one round, and whole. Prints commits, searches, faults, and how old a commit was
when a reader first saw it: since it was pointed to, which is what readers can do something about, and since
its articles were given to the writer, which shares the processors with all readers.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

from app.search.engines import open_engine
from app.search.interface import Collection, IndexBatch, SearchRequest, Sort
from app.search.query_language import parse
from app.search.whoosh_engine.commits import Commit, point_to
from app.search.whoosh_engine.writing import writer as writing
from app.settings import Settings
from bench.kill_writer import batch_of

_LEAST, _MOST = 50, 400
_REBUILD_EVERY = 150


def main() -> int:
    """Runs them all; exits with 1 when a reader found a fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--pause", type=float, default=0.2)
    arguments = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as made:
        open_engine(Settings(data_dir=Path(made))).rebuild([_round(0, _LEAST)])
        until = time.time() + arguments.seconds
        pipes, processes = [], []
        for number in range(arguments.readers):
            ours, theirs = context.Pipe()
            reader = context.Process(target=_read, args=(Path(made), until, number, theirs))
            reader.start()
            pipes.append(ours)
            processes.append(reader)
        pointed_at = _noted()
        n_commits = _write(Path(made), until, arguments.pause)
        found = [pipe.recv() for pipe in pipes]
        for process in processes:
            process.join()
    problems = [problem for each in found for problem in each[2]]
    seen = [one for each in found for one in each[1]]
    ages = sorted(seen_at - pointed_at[name] for name, seen_at, _ in seen if name in pointed_at)
    whole = sorted(seen_at - given_at for _, seen_at, given_at in seen)
    n_searches = sum(each[0] for each in found)
    print(  # noqa: T201
        f"{n_commits} commits, {n_searches} searches by {arguments.readers} readers, "
        f"{len(problems)} faults {Counter(problems).most_common(3)}; a commit was seen when it was "
        f"{1000 * ages[len(ages) // 2]:.0f} ms old (median), {1000 * ages[-1]:.0f} ms (most), "
        f"{1000 * whole[len(whole) // 2]:.0f} ms and {1000 * whole[-1]:.0f} ms after it was given to the writer"
    )
    return int(bool(problems))


def _noted() -> dict[str, float]:
    """When each commit of this process began to be pointed to, from now on, by name."""
    times: dict[str, float] = {}

    def noting(index_dir: Path, commit: Commit) -> None:
        times[commit.name] = time.time()
        point_to(index_dir, commit)

    writing.point_to = noting  # type: ignore[attr-defined]  # imported by name there
    return times


def _write(data_dir: Path, until: float, pause: float) -> int:
    backend = open_engine(Settings(data_dir=data_dir))
    chance = random.Random(1)  # noqa: S311 - no secret
    writer = backend.writer()
    number, n_before = 0, _LEAST
    while time.time() < until:
        number += 1
        n_articles = chance.randint(_LEAST, _MOST)
        if number % _REBUILD_EVERY:
            gone = [f"a{i}" for i in range(n_articles, n_before)]
            batch = _round(number, n_articles)
            writer.write(IndexBatch(batch.articles, batch.quotations, gone))
        else:
            writer.close()
            backend.rebuild([_round(number, n_articles)])
            writer = backend.writer()
        n_before = n_articles
        time.sleep(pause)
    writer.close()
    return number


def _round(number: int, n_articles: int) -> IndexBatch:
    """All articles; the source of each says the round, how many there are, and when it was written."""
    plain = batch_of(list(range(n_articles)), ())
    said = f"{number} {n_articles} {time.time()}"
    return IndexBatch(
        [replace(article, source=said) for article in plain.articles],
        [replace(quotation, source=said) for quotation in plain.quotations],
    )


def _read(data_dir: Path, until: float, seed: int, pipe: Connection) -> None:
    engine = open_engine(Settings(data_dir=data_dir)).reader()
    chance = random.Random(seed)  # noqa: S311 - no secret
    problems: list[str] = []
    ages: list[tuple[str, float, float]] = []
    n_searches, seen = 0, ""
    while time.time() < until:
        n_searches += 1
        try:
            page = engine.search(_request(chance))
        except Exception as error:  # noqa: BLE001 - any error is a fault
            problems.append(f"{type(error).__name__}: {error}")
            continue
        sources = page.facets["source"]
        if len(sources) != 1:
            problems.append(f"{page.total} hits of {len(sources)} rounds")
            continue
        _, n_articles, written_at = sources[0].value.split()
        if not sources[0].count == page.total == int(n_articles):
            problems.append(f"{page.total} of {n_articles}")
        if page.generation != seen and seen:
            ages.append((page.generation, time.time(), float(written_at)))
        seen = page.generation
    pipe.send((n_searches, ages, problems))


def _request(chance: random.Random) -> SearchRequest:
    """Everything there is, asked for in several ways."""
    collection = chance.choice(list(Collection))
    queries = {
        Collection.ARTICLES: [None, "notice", "ice OR notice", "not*"],
        Collection.QUOTATIONS: [None, "ice", '"the ice holds"', "hol*"],
    }
    text = chance.choice(queries[collection])
    return SearchRequest(
        collection,
        query=None if text is None else parse(text).node,
        sort=chance.choice(list(Sort)),
        limit=chance.choice([1, 20]),
        facets=("source",),
        time_budget_ms=60_000,  # a busy machine is no fault
    )


if __name__ == "__main__":
    sys.exit(main())
