"""Speed beside two peers: CPU time of one pass over a query log, engines interleaved, in one process.

    python -m bench.search_speed CORPUS.jsonl QUERIES.json WORKDIR [--articles N] [--passes N] [--without fts5]

The peers, tantivy-py and SQLite FTS5, are not dependencies: put the first on PYTHONPATH; one that is not
there, or named by `--without`, is left out. All index title and body as one stemmed text, all give ten hits and the exact total; a
query's parsing counts. Only ratios of one run say anything: machines and their neighbours differ.
"""

from __future__ import annotations

import argparse
import importlib
import json
import random
import resource
import sqlite3
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.search.engines import open_engine
from app.search.interface import Filter, IndexBatch, IndexedArticle, Match, SearchRequest, Sort
from app.search.query_language import parse
from app.settings import Settings

Query = dict[str, Any]
# What engines do in the background after they were opened is no part of a query.
_SETTLING_SECONDS = 3
Ask = Callable[[Query], int]


def say(line: str) -> None:
    """Prints at once."""
    print(line, flush=True)  # noqa: T201 - a bench prints


def read_corpus(path: Path, n: int) -> Iterator[dict[str, Any]]:
    """Articles of the corpus, one at a time."""
    with path.open() as file:
        for _, line in zip(range(n), file, strict=False):
            yield json.loads(line)


def read_queries(path: Path) -> list[Query]:
    """The query log, in an order that is mixed and always the same."""
    queries: list[Query] = json.loads(path.read_text())
    random.Random(1).shuffle(queries)  # noqa: S311 - an order, not a secret
    return queries


def seconds(date: str) -> int:
    """A day as epoch seconds."""
    return int(datetime.fromisoformat(date).replace(tzinfo=UTC).timestamp())


def day(number: int) -> str:
    """20110131 as 2011-01-31."""
    return f"{number // 10000:04}-{number // 100 % 100:02}-{number % 100:02}"


def text_of(query: Query) -> str:
    """The query as a user of the query language types it."""
    terms = query["terms"]
    match query["type"]:
        case "phrase":
            return f'"{" ".join(terms)}"'
        case "prefix":
            return f"{terms[0]}*"
        case "or2" | "or3":
            return " OR ".join(terms)
        case _:
            return " ".join(terms)


class Ours:
    """Onrecord's engine."""

    name = "ours"
    indexed_seconds: float | None = None  # None: the index was there already

    def __init__(self, corpus: Path, n: int, work: Path) -> None:
        backend = open_engine(Settings(data_dir=work / f"ours-{n}"))
        if not backend.reader().health().is_ready:
            started = time.process_time()
            backend.rebuild(self._batches(corpus, n))
            self.indexed_seconds = time.process_time() - started
            say(f"ours: indexed in {self.indexed_seconds:.1f} s CPU")
        started = time.perf_counter()
        self.engine = backend.reader()
        health = self.engine.health()
        self.open_ms = (time.perf_counter() - started) * 1000
        self.index_mb = health.size_bytes / 1e6
        say(
            f"ours: {self.index_mb:.0f} MB, {health.n_segments} segments, open {self.open_ms:.0f} ms"
        )

    def ask(self, query: Query) -> int:
        """Runs one query; returns its total."""
        filters: tuple[Filter, ...] = ()
        start = end = None
        if query["type"] == "filter":
            filters = (Filter("section", (query["section"],)),)
            start, end = seconds(day(query["lo"])), seconds(day(query["hi"])) + 86_400
        if query["type"] == "facet":
            filters = (Filter("speaker", (query["speaker"],)),)
        request = SearchRequest(
            query=parse(text_of(query)).node,
            match=Match.ALL,
            filters=filters,
            published_from=start,
            published_to=end,
            sort=Sort.NEWEST if query["type"] == "sort" else Sort.RELEVANCE,
            facets=("section", "source") if query["type"] == "facet" else (),
            limit=10,
        )
        return self.engine.search(request).total

    @staticmethod
    def _batches(corpus: Path, n: int) -> Iterator[IndexBatch]:
        batch: list[IndexedArticle] = []
        for number, each in enumerate(read_corpus(corpus, n)):
            batch.append(indexed_article(each, number))
            if len(batch) == 200:
                yield IndexBatch(articles=batch)
                batch = []
        yield IndexBatch(articles=batch)


class Tantivy:
    """tantivy-py, one thread, with count."""

    name = "tantivy"
    indexed_seconds: float | None = None

    def __init__(self, corpus: Path, n: int, work: Path) -> None:
        self._tantivy = importlib.import_module("tantivy")
        folder = work / f"tantivy-{n}"
        is_new = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        self._index = self._tantivy.Index(self._schema(), path=str(folder))
        if is_new:
            started = time.process_time()
            self._write(corpus, n)
            self.indexed_seconds = time.process_time() - started
            say(f"tantivy: indexed in {self.indexed_seconds:.1f} s CPU")
        self._index.reload()
        self._searcher = self._index.searcher()
        self.index_mb = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
        say(f"tantivy: {self.index_mb:.0f} MB, {self._searcher.num_segments} segments")

    def ask(self, query: Query) -> int:
        """Runs one query; returns its total."""
        text = text_of(query)
        if query["type"] in {"and2", "and3", "term", "sort", "filter", "facet"}:
            text = " AND ".join(query["terms"])
        if query["type"] == "prefix":
            parsed = self._tantivy.Query.regex_query(
                self._index.schema, "text", query["terms"][0] + ".*"
            )
        else:
            if query["type"] == "filter":
                text = f"({text}) AND section:{query['section']} AND day:[{query['lo']} TO {query['hi']}]"
            if query["type"] == "facet":
                text = f"({text}) AND " if text else ""
                text += f'speaker:"{query["speaker"]}"'
            parsed = self._index.parse_query(text, ["text"])
        if query["type"] == "sort":
            order = self._tantivy.Order.Desc
            return int(self._searcher.search(parsed, 10, True, "day", order=order).count)
        if query["type"] == "facet":
            counts = {
                name: {"terms": {"field": name, "size": 10}} for name in ("section", "source")
            }
            self._searcher.aggregate(parsed, counts)
        return int(self._searcher.search(parsed, 10, True).count)

    def _schema(self) -> Any:
        builder = self._tantivy.SchemaBuilder()
        builder.add_text_field("text", tokenizer_name="en_stem")
        for name in ("id", "section", "source", "speaker"):
            builder.add_text_field(name, stored=name == "id", tokenizer_name="raw", fast=True)
        builder.add_integer_field("day", indexed=True, fast=True)
        return builder.build()

    def _write(self, corpus: Path, n: int) -> None:
        writer = self._index.writer(200_000_000, 1)
        for each in read_corpus(corpus, n):
            document = self._tantivy.Document(
                text=f"{each['title']}\n{each['body']}",
                id=each["id"],
                section=each["section"],
                source=each["source"],
                day=int(each["date"].replace("-", "")),
            )
            for speaker in each["speakers"]:
                document.add_text("speaker", speaker)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()


class Fts5:
    """SQLite's full-text search."""

    name = "fts5"

    def __init__(self, corpus: Path, n: int, work: Path) -> None:
        path = work / f"fts5-{n}.db"
        is_new = not path.exists()
        self._db = sqlite3.connect(path)
        if is_new:
            started = time.process_time()
            self._write(corpus, n)
            say(f"fts5: indexed in {time.process_time() - started:.1f} s CPU")
        say(f"fts5: {path.stat().st_size / 1e6:.0f} MB with text")

    def ask(self, query: Query) -> int:
        """Runs one query; returns its total."""
        terms = [f'"{term}"' for term in query["terms"]]
        joint = {"or2": " OR ", "or3": " OR ", "phrase": " + "}.get(query["type"], " AND ")
        text = f"{terms[0]}*" if query["type"] == "prefix" else joint.join(terms)
        where, order, values = "t MATCH ?", "bm25(t)", [text]
        if not any(query["terms"]):
            where, order, values = "1", "m.rowid", []
        if query["type"] == "filter":
            where += " AND m.section = ? AND m.day BETWEEN ? AND ?"
            values += [query["section"], query["lo"], query["hi"]]
        if query["type"] == "facet":
            where += " AND m.rowid IN (SELECT article FROM s WHERE name = ?)"
            values.append(query["speaker"])
        if query["type"] == "sort":
            order = "m.day DESC"
        source = f"FROM t JOIN m ON m.rowid = t.rowid WHERE {where}"
        self._db.execute(f"SELECT m.id {source} ORDER BY {order} LIMIT 10", values).fetchall()
        if query["type"] == "facet":
            for name in ("section", "source"):
                self._db.execute(
                    f"SELECT {name}, count(*) {source} GROUP BY {name}", values
                ).fetchall()
        return int(self._db.execute(f"SELECT count(*) {source}", values).fetchone()[0])

    def _write(self, corpus: Path, n: int) -> None:
        run = self._db.execute
        run("CREATE VIRTUAL TABLE t USING fts5(text, tokenize = 'porter unicode61')")
        run(
            "CREATE TABLE m (rowid INTEGER PRIMARY KEY, id TEXT, section TEXT, source TEXT, day INT)"
        )
        run("CREATE TABLE s (name TEXT, article INT)")
        for i, each in enumerate(read_corpus(corpus, n)):
            run(
                "INSERT INTO t (rowid, text) VALUES (?, ?)", (i, f"{each['title']}\n{each['body']}")
            )
            number = int(each["date"].replace("-", ""))
            run(
                "INSERT INTO m VALUES (?, ?, ?, ?, ?)",
                (i, each["id"], each["section"], each["source"], number),
            )
            self._db.executemany("INSERT INTO s VALUES (?, ?)", [(s, i) for s in each["speakers"]])
        run("CREATE INDEX s_name ON s (name)")
        run("INSERT INTO t (t) VALUES ('optimize')")
        self._db.commit()


def indexed_article(each: dict[str, Any], number: int) -> IndexedArticle:
    """An article of the corpus as the engine takes it."""
    return IndexedArticle(
        id=each["id"], number=number, title=each["title"], body=each["body"], quotations="", language="en",
        speakers=tuple(each["speakers"]), speaker_names=(), about=(), about_names=(),
        source=each["source"], source_name=each["source"], authors=(each["author"],), agency=None,
        section=each["section"], story=None, is_story_lead=True, published_at=seconds(each["date"]),
        n_quotations=0,
    )  # fmt: skip


def anonymous_mb() -> float:
    """Memory of this process that is no mapped file (Linux only)."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("RssAnon:")[2].split()[0]) / 1024


def measure(engines: list[Any], queries: list[Query], passes: int) -> dict[str, list[list[int]]]:
    """CPU nanoseconds by engine, pass and query; a query is asked of all engines in turn."""
    spent: dict[str, list[list[int]]] = defaultdict(list)
    totals: dict[str, list[int]] = defaultdict(list)
    for number in range(passes):
        for engine in engines:
            spent[engine.name].append([])
        for i, query in enumerate(queries):
            turn = i % len(engines)
            for engine in engines[turn:] + engines[:turn]:
                started = time.process_time_ns()
                total = engine.ask(query)
                spent[engine.name][number].append(time.process_time_ns() - started)
                totals[engine.name].append(total)
    reference = totals[engines[0].name]
    for name, found in totals.items():
        same = sum(a == b for a, b in zip(reference, found, strict=True))
        say(f"{name}: {same} of {len(found)} totals are those of {engines[0].name}")
    return spent


def report(spent: dict[str, list[list[int]]], queries: list[Query]) -> None:
    """A table for the first pass, and one for the best of the later ones: microseconds p50/mean/p95."""
    tables = {"cold": {name: runs[0] for name, runs in spent.items()}}
    if len(next(iter(spent.values()))) > 1:
        tables["warm"] = {
            name: [min(each) for each in zip(*runs[1:], strict=True)]
            for name, runs in spent.items()
        }
    kinds = ["all", *dict.fromkeys(query["type"] for query in queries)]
    for label, runs in tables.items():
        say(f"\n{label:8}" + "".join(f"{name:>26}" for name in runs))
        for kind in kinds:
            cells = []
            for values in runs.values():
                own = [
                    v / 1000
                    for v, q in zip(values, queries, strict=True)
                    if kind in {"all", q["type"]}
                ]
                p95 = sorted(own)[int(len(own) * 0.95)]
                cells.append(
                    f"{statistics.median(own):8.0f}/{statistics.mean(own):8.0f}/{p95:8.0f}"
                )
            say(f"{kind:8}" + "".join(f"{cell:>26}" for cell in cells))


def main() -> None:
    """Builds what is missing, asks, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--passes", type=int, default=3)
    parser.add_argument("--without", action="append", default=[], help="an engine to leave out")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    queries = read_queries(options.queries)
    engines: list[Any] = []
    for kind in (Ours, Tantivy, Fts5):
        if kind.name in options.without:
            continue
        try:
            engines.append(kind(options.corpus, options.articles, options.work))
        except (ImportError, sqlite3.OperationalError) as error:
            say(f"{kind.name} is left out: {error}")
    time.sleep(_SETTLING_SECONDS)
    report(measure(engines, queries, options.passes), queries)
    say(f"\nanonymous memory now: {anonymous_mb():.0f} MB")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(f"peak memory of the process, maps included: {peak:.0f} MB")


if __name__ == "__main__":
    main()
