"""Small updates of a large index, and the memory of merging it.

    python -m bench.updates CORPUS.jsonl WORKDIR [--articles N] [--rounds 50]

WORKDIR is that of `bench.search_speed`, whose index of N articles is copied first. Each round puts ten articles
in, new ones and changed ones in turn: the writer's CPU time, and how long it took until another process found all
ten. Then everything is merged, in a process of its own: CPU time, and the most anonymous memory (Linux).
"""

from __future__ import annotations

import argparse
import multiprocessing
import shutil
import statistics
import tempfile
import threading
import time
from contextlib import closing
from dataclasses import replace
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path

from app.search.engines import open_engine
from app.search.interface import Filter, IndexBatch, IndexedArticle, SearchRequest
from app.settings import Settings
from bench.search_speed import indexed_article, read_corpus, say

_PER_ROUND = 10


def main() -> None:
    """Copies, writes, merges, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=50)
    arguments = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory(dir=arguments.work) as made:
        data_dir = Path(made)
        shutil.copytree(arguments.work / f"ours-{arguments.articles}", data_dir, dirs_exist_ok=True)
        corpus = read_corpus(arguments.corpus, arguments.articles)
        known = [indexed_article(each, i) for i, each in enumerate(islice(corpus, 2_000))]
        pipe, other = context.Pipe()
        reader = context.Process(target=_watch, args=(data_dir, other), daemon=True)
        reader.start()
        pipe.recv()
        spent, waited = _update(data_dir, known, arguments.rounds, pipe)
        reader.terminate()
        reader.join()
        say(f"{_PER_ROUND} articles: {_shown(spent)} ms CPU, found after {_shown(waited)} ms")
        merging = context.Process(target=_merge, args=(data_dir,))
        merging.start()
        merging.join()


def _update(
    data_dir: Path, known: list[IndexedArticle], n_rounds: int, pipe: Connection
) -> tuple[list[float], list[float]]:
    spent, waited = [], []
    with closing(open_engine(Settings(data_dir=data_dir)).writer()) as writer:
        for number in range(n_rounds):
            first = number * _PER_ROUND
            some = [known[i % len(known)] for i in range(first, first + _PER_ROUND)]
            name = f"round-{number}"
            changed = [
                replace(each, section=name, id=each.id if number % 2 else f"new-{each.id}")
                for each in some
            ]
            started = time.process_time()
            writer.write(IndexBatch(changed))
            spent.append(1000 * (time.process_time() - started))
            committed = time.time()
            pipe.send(name)
            waited.append(1000 * (pipe.recv() - committed))
    return spent, waited


def _watch(data_dir: Path, pipe: Connection) -> None:
    engine = open_engine(Settings(data_dir=data_dir)).reader()
    engine.health()
    pipe.send("ready")
    while True:
        request = SearchRequest(filters=(Filter("section", (pipe.recv(),)),))
        while engine.search(request).total < _PER_ROUND:
            time.sleep(0.005)
        pipe.send(time.time())


def _merge(data_dir: Path) -> None:
    writer = open_engine(Settings(data_dir=data_dir)).writer()
    before, most = _anonymous_mb(), 0.0
    is_over = threading.Event()

    def watch() -> None:
        nonlocal most
        while not is_over.wait(0.01):
            most = max(most, _anonymous_mb())

    watching = threading.Thread(target=watch)
    watching.start()
    started = time.process_time()
    writer.optimise()
    seconds = time.process_time() - started
    is_over.set()
    watching.join()
    writer.close()
    say(f"merging: {seconds:.1f} s CPU, {before:.0f} MB anonymous before, {most:.0f} MB at most")


def _anonymous_mb() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1]) / 1000
    return 0.0


def _shown(values: list[float]) -> str:
    return f"{statistics.median(values):.0f} (at most {max(values):.0f})"


if __name__ == "__main__":
    main()
