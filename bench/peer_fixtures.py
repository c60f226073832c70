"""Reads the test fixtures that other projects publish in their source packages, with our readers and theirs.

    pip download --no-binary :all: --no-deps feedparser trafilatura && tar xzf each of them
    python -m bench.peer_fixtures feedparser-6.0.14/tests trafilatura-2.3.1/tests

Feeds are read by feedparser, pages by trafilatura, web archives by FastWARC, each as its documentation
shows. Prints a line for each kind, then the files that our reader fails on and theirs does not: an
exception, or fewer articles. The fixtures are their projects': nothing of them is kept.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import io
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.ingest.analyse import clean
from app.ingest.readers.base import Reading, source_of
from app.ingest.readers.detection import read_source
from app.records import Article, Declared, RawDocument

_READING = Reading(20_000_000, read_source)
# Trafilatura and we take a page with less text for no article.
_MIN_TEXT_CHARACTERS = 25


@dataclass
class Score:
    """What became of the files of one kind."""

    n_files: int = 0
    n_theirs: int = 0
    n_ours: int = 0
    failed: list[str] = field(default_factory=list)
    # Of the documents that both read, how often a field is the same.
    same: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Found:
    """What a reader made of a file: its articles, each with the fields to compare, or a fault."""

    articles: list[dict[str, str]]
    fault: str | None = None


def main() -> int:
    """Prints the table and the failures; 1 when there are any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    scores: dict[str, Score] = {}
    for file in sorted(_files(parser.parse_args().folders)):
        if (kind := _kind(file)) is not None:
            _count(scores.setdefault(kind, Score()), file, _THEIRS[kind])
    print("kind     files  theirs read  ours read  ours failed, theirs not  same fields")  # noqa: T201
    for kind, score in scores.items():
        same = ", ".join(
            f"{name} {score.same[name]}/{score.same[f'{name}, all']}"
            for name in ("url", "title", "published")
            if score.same[f"{name}, all"]
        )
        print(  # noqa: T201
            f"{kind:8} {score.n_files:5}  {score.n_theirs:11}  {score.n_ours:9}  "
            f"{len(score.failed):23}  {same}"
        )
    for score in scores.values():
        print(*score.failed, sep="\n", end="\n" if score.failed else "")  # noqa: T201
    return 1 if any(score.failed for score in scores.values()) else 0


def _files(folders: list[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from (file for file in folder.rglob("*") if file.is_file())


def _kind(file: Path) -> str | None:
    name = file.name.removesuffix(".gz").removesuffix(".z")
    if name.endswith((".html", ".htm")):
        return "pages"
    if ".warc" in name or name.endswith(".wet"):
        return "archives"
    if "sitemap" in name:  # a list of addresses, no feed
        return None
    return "feeds" if name.endswith((".xml", ".rss", ".atom")) or name != file.name else None


def _count(score: Score, file: Path, theirs: Callable[[bytes], Found]) -> None:
    content = file.read_bytes()
    score.n_files += 1
    other, own = theirs(content), _ours(content)
    score.n_theirs += bool(other.articles)
    score.n_ours += bool(own.articles)
    is_fault = own.fault is not None and other.fault is None
    if is_fault or len(own.articles) < len(other.articles):
        what = own.fault or f"{len(own.articles)} of {len(other.articles)} articles"
        score.failed.append(f"  {file}: {what}")
    if len(own.articles) == len(other.articles):
        for one, two in zip(own.articles, other.articles, strict=True):
            for name in two:
                score.same[f"{name}, all"] += 1
                score.same[name] += one.get(name) == two[name]


def _ours(content: bytes) -> Found:
    try:
        documents = list(read_source(source_of("fixture", "fixture", content), _READING))
        raws = [each for each in documents if isinstance(each, RawDocument)]
        return Found([fields for raw in raws if (fields := _fields(raw)) is not None])
    except Exception as error:  # noqa: BLE001 - any exception is the finding
        return Found([], f"{type(error).__name__}: {error}"[:200])


def _fields(raw: RawDocument) -> dict[str, str] | None:
    if raw.declared != Declared() and raw.declared.html is not None:
        given = raw.declared
        named = {"url": given.url, "title": given.title, "published": given.published_at}
        return {name: value for name, value in named.items() if value}
    return {} if isinstance(clean(raw), Article) else None


def _feedparser(content: bytes) -> Found:
    feedparser = importlib.import_module("feedparser")
    try:
        parsed = feedparser.parse(io.BytesIO(content))
    except Exception as error:  # noqa: BLE001 - theirs may fail in any way
        return Found([], f"{type(error).__name__}: {error}")
    entries = [
        entry
        for entry in parsed.entries
        if entry.get("summary") or any(one.get("value") for one in entry.get("content", []))
    ]
    named = {"url": "link", "title": "title", "published": "published"}
    articles = [
        {name: entry[theirs] for name, theirs in named.items() if dict.get(entry, theirs)}
        for entry in entries
    ]
    return Found(articles, "bozo" if parsed.bozo else None)


def _trafilatura(content: bytes) -> Found:
    trafilatura = importlib.import_module("trafilatura")
    if content.startswith(b"\x1f\x8b"):
        content = gzip.decompress(content)
    try:
        text = trafilatura.extract(content)
    except Exception as error:  # noqa: BLE001 - theirs may fail in any way
        return Found([], f"{type(error).__name__}: {error}")
    return Found([{}] if text and len(text) >= _MIN_TEXT_CHARACTERS else [])


def _fastwarc(content: bytes) -> Found:
    warc = importlib.import_module("fastwarc.warc")
    pages = []
    try:
        for record in warc.ArchiveIterator(io.BytesIO(content), parse_http=True):
            kind = (record.http_content_type or "").lower() if record.is_http else ""
            is_page = "html" in kind and record.http_headers.status_code == 200
            if is_page and record.record_type == warc.WarcRecordType.response:
                pages.append({"url": record.headers.get("WARC-Target-URI", "")})
    except Exception as error:  # noqa: BLE001 - theirs may fail in any way
        return Found([], f"{type(error).__name__}: {error}")
    return Found(pages)


_THEIRS = {"feeds": _feedparser, "pages": _trafilatura, "archives": _fastwarc}

if __name__ == "__main__":
    raise SystemExit(main())
