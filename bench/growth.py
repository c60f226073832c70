"""How search grows with the archive: indexes several sizes, asks a query log, prints a table, draws a plot.

    python -m bench.growth CORPUS.jsonl QUERIES.json WORKDIR [--sizes 10000 100000 1000000] [--svg FILE]

Each size is measured in two processes of its own: our engine alone for its memory, then ours and tantivy
in turn (see `bench.search_speed`) for the times of one pass, nothing repeated. What was measured is kept in
WORKDIR/growth.json, so that indexes are built once.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bench.search_speed import Ours, Tantivy, anonymous_mb, measure, read_queries, say

Figures = dict[str, float]
_SETTLING_SECONDS = 5
_COLUMNS = {
    "articles": ",.0f", "p50": ".0f", "p95": ".0f", "tantivy p50": ".0f", "tantivy p95": ".0f", "ratio p50": ".2f",
    "ratio p95": ".2f", "index MB": ".0f", "tantivy MB": ".0f", "indexing s": ".0f", "tantivy indexing s": ".0f",
    "open ms": ".0f", "anonymous MB": ".0f",
}  # fmt: skip
_WIDTH, _HEIGHT, _MARGIN = 560, 300, 50
_LINES = (("p50", "#1f5fa8", ""), ("p95", "#1f5fa8", "5 4"),
          ("tantivy p50", "#c0562b", ""), ("tantivy p95", "#c0562b", "5 4"))  # fmt: skip


def build(corpus: Path, queries: Path, n: int, work: Path) -> Figures:
    """Builds both indexes where they are missing: seconds of CPU, and sizes."""
    found: Figures = {"articles": n}
    for kind, prefix in ((Ours, ""), (Tantivy, "tantivy ")):
        engine = kind(corpus, n, work)
        found["index MB" if kind is Ours else "tantivy MB"] = engine.index_mb
        if engine.indexed_seconds is not None:
            found[f"{prefix}indexing s"] = engine.indexed_seconds
    return found


def ask_alone(corpus: Path, queries: Path, n: int, work: Path) -> Figures:
    """Opens our engine and asks everything: how long opening took, and memory that is no mapped file."""
    engine = Ours(corpus, n, work)
    time.sleep(_SETTLING_SECONDS)
    for query in read_queries(queries):
        engine.ask(query)
    return {"open ms": engine.open_ms, "anonymous MB": anonymous_mb()}


def ask_both(corpus: Path, queries: Path, n: int, work: Path) -> Figures:
    """Microseconds of CPU a query, ours and tantivy's in turn."""
    engines = [Ours(corpus, n, work), Tantivy(corpus, n, work)]
    time.sleep(_SETTLING_SECONDS)
    spent = measure(engines, read_queries(queries), 1)
    found: Figures = {}
    for prefix, name in (("", "ours"), ("tantivy ", "tantivy")):
        own = sorted(each / 1000 for each in spent[name][0])
        found[f"{prefix}p50"] = statistics.median(own)
        found[f"{prefix}p95"] = own[int(len(own) * 0.95)]
    found["ratio p50"] = found["p50"] / found["tantivy p50"]
    found["ratio p95"] = found["p95"] / found["tantivy p95"]
    return found


def in_own_process(function: Callable[..., Figures], *arguments: Any) -> Figures:
    """Calls it in a process that did nothing before."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def table(rows: list[Figures]) -> str:
    """Markdown."""
    lines = ["| " + " | ".join(_COLUMNS) + " |", "|---" * len(_COLUMNS) + "|"]
    for row in rows:
        cells = (format(row[name], how) if name in row else "" for name, how in _COLUMNS.items())
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def plot(rows: list[Figures]) -> str:
    """SVG: microseconds a query by articles, both logarithmic."""
    spent = [row[name] for row in rows for name, _, _ in _LINES if name in row]
    low, high = math.floor(math.log10(min(spent))), math.ceil(math.log10(max(spent)))
    first, last = (math.log10(rows[i]["articles"]) for i in (0, -1))

    def x(n: float) -> float:
        return _MARGIN + (math.log10(n) - first) / (last - first) * (_WIDTH - 3 * _MARGIN)

    def y(value: float) -> float:
        return (
            _HEIGHT - _MARGIN - (math.log10(value) - low) / (high - low) * (_HEIGHT - 2 * _MARGIN)
        )

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" font-size="11">',
        '<rect width="100%" height="100%" fill="white"/>',
        f'<text x="{_MARGIN}" y="20">Microseconds of CPU a query, by articles (line: p50, dashes: p95)</text>',
    ]
    for power in range(low, high + 1):
        at = y(10**power)
        parts.append(
            f'<path d="M{_MARGIN} {at:.0f}H{_WIDTH - 2 * _MARGIN}" stroke="#ddd"/>'
            f'<text x="{_MARGIN - 6}" y="{at + 4:.0f}" text-anchor="end">{10**power:,}</text>'
        )
    parts += [
        f'<text x="{x(row["articles"]):.0f}" y="{_HEIGHT - 30}" text-anchor="middle">{row["articles"]:,.0f}</text>'
        for row in rows
    ]
    for name, colour, dashes in _LINES:
        own = [row for row in rows if name in row]
        points = " ".join(f"{x(row['articles']):.1f},{y(row[name]):.1f}" for row in own)
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-dasharray="{dashes}"/>'
        )
    for place, (label, colour) in enumerate((("Onrecord", "#1f5fa8"), ("tantivy", "#c0562b"))):
        parts.append(
            f'<text x="{_WIDTH - 2 * _MARGIN + 8}" y="{_MARGIN + 16 * place}" fill="{colour}">{label}</text>'
        )
    return "\n".join([*parts, "</svg>", ""])


def main() -> None:
    """Builds what is missing, asks, prints, draws."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--svg", type=Path)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    record = options.work / "growth.json"
    known: dict[str, Figures] = json.loads(record.read_text()) if record.exists() else {}
    for n in options.sizes:
        figures = known.setdefault(str(n), {})
        for step in (build, ask_alone, ask_both):
            figures |= in_own_process(step, options.corpus, options.queries, n, options.work)
            record.write_text(json.dumps(known, indent=1))
    rows = [known[str(n)] for n in sorted(options.sizes)]
    say(table(rows))
    if options.svg:
        options.svg.write_text(plot(rows))


if __name__ == "__main__":
    main()
