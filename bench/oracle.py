"""The differential test at length: random indexes, each asked many random queries of two engines.

    python -m bench.oracle [--queries 10000] [--seed 1]

Every index is grown by batches that add, replace and delete articles, and merged now and then; after each
batch, random plans are asked of the engine and of Whoosh's own Searcher on the same files (same documents,
total, order and facets, scores within a millionth), and others, with filters, orders and groups, of the
compiled kernels and of their numpy twin (the same bits). Ends with 1 at the first difference.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from app.search.interface import SearchBackend
from app.search.whoosh_engine.backend import WhooshBackend
from tests.search.whoosh_engine.oracle import random_batches, random_plan, same_as_whoosh
from tests.search.whoosh_engine.test_oracle import any_plan, any_request, opened, same_answer

_BATCHES = 8
_PER_BATCH = 25


def main() -> int:
    """Asks, and prints how much was compared."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--queries", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)  # noqa: S311 - no secret
    started = time.process_time()
    n_asked = n_hits = n_indexes = n_segments = 0
    while n_asked < arguments.queries:
        with tempfile.TemporaryDirectory() as made:
            index_dir = Path(made) / "index"
            backend = WhooshBackend(index_dir, lock_seconds=1)
            hits, segments = _asked(backend, index_dir, chance)
        n_hits, n_segments = n_hits + hits, n_segments + segments
        n_asked += _BATCHES * _PER_BATCH
        n_indexes += 1
    seconds = time.process_time() - started
    print(  # noqa: T201
        f"{n_asked} queries of Whoosh's Searcher and as many of the numpy twin, {n_hits} hits, "
        f"{n_indexes} indexes of {n_segments / n_indexes / _BATCHES:.1f} segments: no difference "
        f"({seconds:.0f} s CPU)"
    )
    return 0


def _asked(backend: SearchBackend, index_dir: Path, chance: random.Random) -> tuple[int, int]:
    """Grows one index and asks after every batch; returns hits and segments, summed up."""
    backend.rebuild(random_batches(chance, chance.randrange(6)))
    writer = backend.writer()
    n_hits = n_segments = 0
    for batch in random_batches(chance, _BATCHES):
        writer.write(batch)
        if chance.random() < 0.2:
            writer.optimise()
        snapshot, searcher = opened(index_dir)
        n_segments += len(snapshot.segments)
        with searcher:
            for _ in range(_PER_BATCH):
                n_hits += same_as_whoosh(snapshot, searcher, random_plan(chance))
                same_answer(snapshot, any_plan(chance), any_request(chance))
    writer.close()
    return n_hits, n_segments


if __name__ == "__main__":
    sys.exit(main())
