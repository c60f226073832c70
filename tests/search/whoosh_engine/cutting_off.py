"""Cuts files off under an open reader and asks it for everything; prints what came of it. A process of its
own, which must not end by a signal."""

from __future__ import annotations

import json
import random
import shutil
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from app.caches import CacheBudget
from app.errors import IndexUnavailableError
from app.search.interface import Duplicates, IndexBatch, SearchRequest, Sort
from app.search.query_language import parse
from app.search.whoosh_engine import reader as reading
from app.search.whoosh_engine.backend import WhooshBackend
from tests.contract.engine_samples import article

_N_ARTICLES = 3_000
_QUERIES = [
    "w1",
    "w1 w2",
    "w3 OR w40 OR w7",
    '"w1 w2"',
    "w11*",
    "w157~1",
    "=w5",
    "title:w9",
    "-w1",
    "zebra w3",
]


def main(folder: Path, n_rounds: int, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    words = [f"w{i}" for i in range(2_000)]
    articles = [
        article(
            f"art_{i:04}", " ".join(chance.choices(words, range(2_000, 0, -1), k=60)), title=chance.choice(words),
            source=f"src_{i % 9}", source_name=f"Post {i % 9}", published_at=i,
        )
        for i in range(_N_ARTICLES)
    ]  # fmt: skip
    index_dir = folder / "index"
    backend = WhooshBackend(index_dir, lock_seconds=1)
    backend.rebuild([IndexBatch(articles=articles)])
    found: Counter[str] = Counter()
    for number in range(n_rounds):
        reading._SECONDS_UNCHECKED = chance.choice([0.0, 1e9])
        reader = reading.WhooshSearch(index_dir, CacheBudget())
        reader.search(SearchRequest())
        path = max(index_dir.rglob("*.arr"), key=lambda path: path.stat().st_size)
        kept = path.with_suffix(".kept")
        shutil.copyfile(path, kept)
        with path.open("r+b") as file:
            file.truncate(chance.randrange(path.stat().st_size))
        for ask in chance.sample(_questions(reader), 9):
            try:
                ask()
                found["answered"] += 1
            except IndexUnavailableError:
                found["unavailable"] += 1
        reading._SECONDS_UNCHECKED = 0.0
        found["noticed"] += not reader.health().is_ready
        if number % 2:
            backend.rebuild([IndexBatch(articles=articles)])
        else:  # in the way that a restored backup is put there
            kept.replace(path)
        found["whole again"] += reader.search(SearchRequest()).total == _N_ARTICLES
        reader.close()
    print(json.dumps(found))  # noqa: T201 - what the test reads


def _questions(reader: reading.WhooshSearch) -> list[Callable[[], object]]:
    requests = [
        SearchRequest(query=parse(text).node, facets=("source",), explain=True, sort=sort, duplicates=duplicates)
        for text in _QUERIES
        for sort in (Sort.RELEVANCE, Sort.RANDOM)
        for duplicates in (Duplicates.SHOW, Duplicates.COLLAPSE)
    ]  # fmt: skip
    searches = [lambda request=request: reader.search(request).next_after for request in requests]
    return [
        *searches,
        lambda: reader.histogram(SearchRequest(), "month"),
        lambda: reader.suggest("w11", ("term", "title", "source"), 10),
        lambda: reader.similar("art_0007", 10),
    ]


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
