"""Scores the cleaning of pages on the evaluation set beside trafilatura's default, in one process.

    python bench/cleaning.py [source,source] [--speed]

Reads the folder named by EVAL_DIR, else ../shared/eval. With `--speed` only the time is measured:
each page is cleaned by both in turn, metadata included, so that a busy machine slows both alike.
"""

from __future__ import annotations

import gzip
import importlib.util
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import trafilatura

from app.ingest.analyse.report import article_as_json

EVAL_DIR = Path(os.environ.get("EVAL_DIR", Path(__file__).parents[1] / ".." / "shared" / "eval"))
PAGES = EVAL_DIR / "cleaning" / "dev"


def main() -> None:
    """Prints the score tables, or the speed of both."""
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    sources = words[0].split(",") if words else ["aeb", "fundus", "mcdate", "hdate"]
    if "--speed" in sys.argv:
        _compare_speed(list(_pages(sources)))
        return
    score = scorer()
    lines = {path.name.removesuffix(".html.gz"): _our_line(path) for path in _pages(sources)}
    for source in sources:
        golds = score.load_gold(str(PAGES), [source])
        sys.stdout.write(f"\n## {source}\n")
        sys.stdout.flush()
        score.table([("onrecord", score.score(golds, lines))])


def _pages(sources: list[str]) -> Iterator[Path]:
    return (path for path in sorted(PAGES.glob("*.html.gz")) if path.name.split("__")[0] in sources)


def _our_line(path: Path) -> dict[str, Any]:
    return article_as_json(path.name, path.read_bytes()) | {
        "id": path.name.removesuffix(".html.gz")
    }


def _compare_speed(paths: list[Path]) -> None:
    pages = [(path.name, gzip.decompress(path.read_bytes())) for path in paths]
    for name, html in pages[:10]:
        _ours(name, html)
        _theirs(name, html)
    spent = {_ours: 0.0, _theirs: 0.0}
    for name, html in pages:
        for clean in spent:
            spent[clean] += _seconds(clean, name, html)
    ours, theirs = (len(pages) / seconds for seconds in spent.values())
    rates = f"onrecord {ours:.1f}/s, trafilatura {theirs:.1f}/s of CPU time, {ours / theirs:.2f} x"
    sys.stdout.write(f"{len(pages)} pages: {rates}\n")


def _ours(name: str, html: bytes) -> None:
    article_as_json(name, html)


def _theirs(_name: str, html: bytes) -> None:
    trafilatura.extract(html, with_metadata=True, output_format="json", include_comments=False)


def _seconds(clean: Callable[[str, bytes], None], name: str, html: bytes) -> float:
    started = time.process_time()
    clean(name, html)
    return time.process_time() - started


def scorer() -> ModuleType:
    """The evaluation set's own scorer. Ends the program where the set is not there."""
    spec = importlib.util.spec_from_file_location("score", EVAL_DIR / "cleaning" / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"No evaluation set in {EVAL_DIR}: set EVAL_DIR.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
