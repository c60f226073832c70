"""Measures near-duplicates: the CPU time an article costs as the archive grows, and what is grouped.

    python -m bench.near_duplicates CORPUS.jsonl --articles 100000
    python -m bench.near_duplicates CORPUS.jsonl --archive DIR
    python -m bench.near_duplicates --one-story 2000

CORPUS.jsonl holds objects with `id`, `body`, `date` and `source`; CORPUS.jsonl.copies.tsv beside it names the
planted copies (copy, first of its group). Articles go into a new database through the writer, without quotations.
Prints milliseconds an article for each tenth, the planted copies that are in one story with their first, and the
share of pairs called the same text whose containment, computed here from the words themselves, is .35 or more.
`--archive` looks at what `onrecord ingest CORPUS.jsonl` has made of it instead. `--one-story` makes copies of one
article, each with other words changed, the worst case for grouping.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sized
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import orjson

from app.ingest.link.batch import BatchWriter
from app.ingest.link.preparation import Prepared, prepare
from app.records import Analysed, Article, MediaType, RawDocument
from app.settings import Settings
from app.store.database import new_session, open_database, writing
from app.store.handles import Database
from app.store.schema.migrations import migrate

_BATCH = 100
_MIN_CONTAINMENT = 0.35
_WORD = re.compile(r"[^\W_]+")
_FIRST_DAY = datetime(2024, 1, 1, tzinfo=UTC)


def main() -> None:
    """Prints the figures of one run."""
    arguments = _arguments()
    if arguments.archive:
        database = open_database(Settings(data_dir=arguments.archive))
        _print_groups(database)
        _print_planted(database, Path(f"{arguments.corpus}.copies.tsv"))
        return
    if arguments.one_story:
        articles, n_articles = _copies_of_one(arguments.one_story), arguments.one_story
    else:
        articles, n_articles = _corpus(arguments.corpus), arguments.articles
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        database = open_database(Settings(data_dir=Path(folder)))
        migrate(database)
        _store(database, islice(articles, n_articles), max(n_articles // 10, _BATCH))
        _print_groups(database)
        if not arguments.one_story:
            _print_planted(database, Path(f"{arguments.corpus}.copies.tsv"))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="?", type=Path)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--one-story", type=int, default=0, metavar="N")
    parser.add_argument("--archive", type=Path, help="an archive filled from the corpus before")
    parser.add_argument("--folder", type=Path, help="where the database is made for the run")
    arguments = parser.parse_args()
    if arguments.corpus is None and not arguments.one_story:
        parser.error("name a corpus, or use --one-story")
    return arguments


def _corpus(file: Path) -> Iterator[Prepared]:
    with file.open("rb") as lines:
        for line in lines:
            record = orjson.loads(line)
            date = datetime.fromisoformat(record["date"]).replace(tzinfo=UTC)
            yield _prepared(record["id"], record["body"], date, record["source"])


def _copies_of_one(n_copies: int) -> Iterator[Prepared]:
    chance = random.Random(5)  # noqa: S311 - no secret
    words = [f"word{chance.randrange(2_000)}" for _ in range(450)]
    for number in range(n_copies):
        copy = words.copy()
        for place in chance.sample(range(len(copy)), 12):
            copy[place] = f"other{chance.randrange(100_000)}"
        date = _FIRST_DAY + timedelta(minutes=chance.randrange(50_000))
        yield _prepared(f"copy-{number}", " ".join(copy), date, f"Paper {number % 40}")


def _prepared(key: str, text: str, date: datetime, source: str) -> Prepared:
    raw = RawDocument(orjson.dumps([key, text]), MediaType.JSON, key, key)
    article = Article(title=key, text=text, source=source, published_at=date)
    return prepare(Analysed(raw, article))


def _store(database: Database, articles: Iterator[Prepared], n_block: int) -> None:
    n_stored, spent, writer = 0, 0.0, None
    with new_session(database) as session:
        while batch := list(islice(articles, _BATCH)):
            started = time.process_time()
            with writing(session) as tx:
                writer = writer or BatchWriter(tx, "bench")
                writer.store(tx, batch)
            spent += time.process_time() - started
            n_stored += len(batch)
            if n_stored % n_block < _BATCH:
                _say(f"{n_stored:>9,} articles: {spent / n_block * 1000:.2f} ms an article stored")
                spent = 0.0


def _print_groups(database: Database) -> None:
    (n_stories, largest), (n_pairs,) = _rows(
        database,
        "SELECT count(*), coalesce(max(n_articles), 0) FROM story",
        "SELECT count(*) FROM article_relation",
    )
    _say(f"{n_stories:,} stories, the largest of {largest:,} articles; {n_pairs:,} related pairs")


def _print_planted(database: Database, copies: Path) -> None:
    story_by_name, text_by_id, id_by_name = {}, {}, {}
    with database.connect() as tx:
        for number, name, text, story in tx.exec_driver_sql(
            "SELECT id, coalesce(external_id, title), text, story_id FROM article"
        ):
            story_by_name[name], text_by_id[number], id_by_name[name] = story, text, number
        pairs = tx.exec_driver_sql(
            "SELECT article_id, other_id FROM article_relation WHERE kind = 'same_text'"
        ).all()
    planted = [line.split("\t") for line in copies.read_text().splitlines()]
    planted = [pair for pair in planted if pair[0] in story_by_name and pair[1] in story_by_name]
    together = sum(
        story_by_name[copy] is not None and story_by_name[copy] == story_by_name[first]
        for copy, first in planted
    )
    _say(
        f"planted copies in their first's story: {together} of {len(planted)} {_share(together, planted)}"
    )
    right = sum(_containment(text_by_id[a], text_by_id[b]) >= _MIN_CONTAINMENT for a, b in pairs)
    _say(
        f"pairs called the same text, of containment .35 or more: {right} of {len(pairs)} {_share(right, pairs)}"
    )


def _rows(database: Database, *queries: str) -> list[tuple[int, ...]]:
    with database.connect() as tx:
        return [tuple(tx.exec_driver_sql(query).one()) for query in queries]


def _containment(first: str, second: str) -> float:
    """Shared runs of three words as a share of the shorter text's, without hashes or samples."""
    smaller, larger = sorted((set(_runs(first)), set(_runs(second))), key=len)
    return len(smaller & larger) / max(len(smaller), 1)


def _runs(text: str) -> Iterable[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return zip(words, words[1:], words[2:], strict=False)


def _share(count: int, values: Sized) -> str:
    return f"({count / max(len(values), 1):.4f})"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
