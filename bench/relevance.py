"""Search quality on the development collections: nDCG@10 of the engine, in one process, without HTTP.

    python -m bench.relevance [--typos] [NAME ...]

Reads `relevance/data/*/{docs,queries}.jsonl` and `qrels.tsv` below EVAL_DIR (else
../shared/eval). A query without an answer counts as zero, as trec_eval does with all judged queries.
"""

from __future__ import annotations

import argparse
import math
import os
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import orjson

from app.search.engines import open_engine
from app.search.interface import IndexBatch, IndexedArticle, SearchEngine, SearchRequest
from app.search.query_language import parse
from app.settings import Settings

NAMES = ("cranfield", "cisi", "politifact", "checkthat_dev")


def eval_dir() -> Path:
    """Where the evaluation data is."""
    default = Path(__file__).resolve().parent.parent.parent / "shared" / "eval"
    return Path(os.environ.get("EVAL_DIR", default))


def open_collection(name: str, index_dir: Path) -> SearchEngine:
    """Indexes a development collection in a folder and opens it."""
    lines = (eval_dir() / "relevance" / "data" / name / "docs.jsonl").read_bytes().splitlines()
    articles = [_article(orjson.loads(line), i) for i, line in enumerate(lines) if line.strip()]
    backend = open_engine(Settings(data_dir=index_dir))
    backend.rebuild([IndexBatch(articles=articles)])
    return backend.reader()


def mean_ndcg(engine: SearchEngine, name: str, *, typos: bool = False) -> float:
    """Mean nDCG@10 over all judged queries."""
    folder = eval_dir() / "relevance" / "data" / name
    judged = _judgements(folder / "qrels.tsv")
    file = "queries_typo.jsonl" if typos else "queries.jsonl"
    queries = [orjson.loads(line) for line in (folder / file).read_bytes().splitlines() if line]
    total = 0.0
    for query in queries:
        if query["id"] in judged:
            page = engine.search(SearchRequest(query=parse(query["text"]).node, limit=10))
            total += ndcg([hit.id for hit in page.hits], judged[query["id"]])
    return total / len(judged)


def ndcg(found: list[str], grades: dict[str, int], depth: int = 10) -> float:
    """nDCG as trec_eval has it: linear gain, discount log2(rank + 1)."""
    gains = [max(0, grades.get(each, 0)) for each in found[:depth]]
    best = sorted((grade for grade in grades.values() if grade > 0), reverse=True)[:depth]
    ideal = sum(gain / math.log2(i + 2) for i, gain in enumerate(best))
    return sum(gain / math.log2(i + 2) for i, gain in enumerate(gains)) / ideal if ideal else 0.0


def _judgements(path: Path) -> dict[str, dict[str, int]]:
    judged: dict[str, dict[str, int]] = defaultdict(dict)
    for line in path.read_text().splitlines():
        query, document, grade, *_ = line.split("\t")
        judged[query][document] = int(grade)
    return judged


def _article(document: dict[str, str], number: int) -> IndexedArticle:
    return IndexedArticle(
        id=document["id"], number=number, title=document.get("title") or "", body=document.get("text") or "",
        quotations="", language=document.get("language") or "en", speakers=(), speaker_names=(),
        about=(), about_names=(), source=None, source_name=None, authors=(), agency=None,
        section=None, story=None, is_story_lead=True, published_at=None, n_quotations=0,
    )  # fmt: skip


def main() -> None:
    """Prints a line for each collection."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=NAMES)
    parser.add_argument("--typos", action="store_true")
    options = parser.parse_args()
    for name in options.names:
        with tempfile.TemporaryDirectory() as folder:
            engine = open_collection(name, Path(folder))
            started = time.process_time()
            line = f"{name:14} {mean_ndcg(engine, name):.4f}"
            typo_file = eval_dir() / "relevance" / "data" / name / "queries_typo.jsonl"
            if options.typos and typo_file.exists():
                line += f" typos {mean_ndcg(engine, name, typos=True):.4f}"
            print(f"{line} {time.process_time() - started:.1f} s", flush=True)  # noqa: T201
            engine.close()


if __name__ == "__main__":
    main()
