"""What a reader keeps between queries stays within its budget, and changes no answer."""

from __future__ import annotations

import gc
import tracemalloc
from pathlib import Path

from app.caches import CacheBudget
from app.search.interface import Collection, IndexBatch, Match, SearchPage, SearchRequest
from app.search.query_language import parse
from app.search.whoosh_engine.backend import WhooshBackend
from app.search.whoosh_engine.reader import WhooshSearch
from tests.contract.engine_samples import article, quotation

# So little that a few hundred names and words fill it.
SMALL = CacheBudget(60_000)
N_ARTICLES = 1_500
# Asking arrays for their addresses makes the interpreter's table of strings another one, now and then.
_FILTERS = [
    tracemalloc.Filter(True, "*/app/*"),
    tracemalloc.Filter(False, "*/kernels/library.py"),
]
_LETTERS = "abcdefghijklmnopqrst"


def word(number: int) -> str:
    return "w" + "".join(_LETTERS[int(digit)] for digit in f"{number:05}")


def batch(first: int, last: int) -> IndexBatch:
    numbers = range(first, last)
    return IndexBatch(
        articles=[
            article(
                f"art_{n}", f"{word(n)} {word(n // 2)} {word(n // 9)}",
                speakers=(f"spk_{n}",), source=f"src_{n % 40}", source_name=f"Gazette {word(n % 40)}",
            )
            for n in numbers
        ],
        quotations=[
            quotation(
                f"quo_{n}", f"art_{n}", word(n), speaker=f"spk_{n}", speaker_names=(f"Ada {word(n)}",)
            )
            for n in numbers
        ],
    )  # fmt: skip


def ask(reader: WhooshSearch, number: int) -> SearchPage:
    return reader.search(
        SearchRequest(
            query=parse(word(number)).node, match=Match.ALL, facets=("speaker", "source"), limit=5
        )
    )


def check_bounds(reader: WhooshSearch, budget: CacheBudget) -> None:
    kept = reader.kept_bytes()
    assert kept["values"] <= budget.values
    assert kept["words"] <= budget.words
    assert kept["names"] <= budget.names


def test_thousands_of_different_queries_leave_no_more_than_the_budget(index_dir: Path) -> None:
    backend = WhooshBackend(index_dir, lock_seconds=1)
    backend.rebuild([batch(0, N_ARTICLES)])
    small, large = WhooshSearch(index_dir, SMALL), WhooshSearch(index_dir, CacheBudget())
    for number in range(100):
        assert ask(small, number).facets == ask(large, number).facets
        small.suggest(word(number), ("speaker", "source", "term"), 5)
    for number in range(2_100):
        parse(word(number))  # of trees there are as many as there ever are
    gc.collect()
    tracemalloc.start()
    for number in range(100, 2_100):
        ask(small, number)
        small.suggest(word(number), ("speaker", "source", "term"), 5)
    gc.collect()
    found = tracemalloc.take_snapshot().filter_traces(_FILTERS)
    tracemalloc.stop()
    grown = sum(each.size for each in found.statistics("filename"))
    assert grown < SMALL.total
    check_bounds(small, SMALL)
    for number in range(100, 2_100):
        ask(large, number)
    assert large.kept_bytes()["words"] > 10 * SMALL.words  # so much there was to keep


def test_new_commits_push_out_what_was_kept_of_old_ones(index_dir: Path) -> None:
    backend = WhooshBackend(index_dir, lock_seconds=1)
    backend.rebuild([batch(0, 300)])
    budget = CacheBudget(200_000)
    for number in range(6):
        writer = backend.writer()
        writer.write(batch(300 + 50 * number, 350 + 50 * number))
        writer.close()
        reader = WhooshSearch(index_dir, budget)
        page = ask(reader, 300 + 50 * number)
        assert page.total > 0
        check_bounds(reader, budget)


def test_names_that_do_not_fit_are_the_least_frequent(index_dir: Path) -> None:
    backend = WhooshBackend(index_dir, lock_seconds=1)
    backend.rebuild([batch(0, N_ARTICLES)])
    reader = WhooshSearch(index_dir, SMALL)
    sources = reader.suggest("gazette", ("source",), 50)
    assert len(sources) == 40  # each has more articles than any speaker quotations
    assert 0 < len(reader.suggest("ada", ("speaker",), 1_000)) < N_ARTICLES
    whole = WhooshSearch(index_dir, CacheBudget())
    assert len(whole.suggest("ada", ("speaker",), 2_000)) == N_ARTICLES
    assert reader.search(SearchRequest(collection=Collection.QUOTATIONS)).total == N_ARTICLES


def test_a_query_that_comes_again_is_answered_as_the_first_time_and_by_the_newest_commit(
    index_dir: Path,
) -> None:
    backend = WhooshBackend(index_dir, lock_seconds=1)
    backend.rebuild(
        [IndexBatch(articles=[article("art_1", "harbour harbours"), article("art_2", "boats")])]
    )
    reader = WhooshSearch(index_dir, CacheBudget())
    for text in ("harbuor", "harb*", "harbour boats", "harbour zebra boats", "harbour~1"):
        first, again = (reader.search(SearchRequest(query=parse(text).node)) for _ in range(2))
        assert first == again
        assert first.interpretation == again.interpretation
        assert first.highlighter == again.highlighter
    assert reader.search(SearchRequest(query=parse("harbuor").node)).warnings
    writer = backend.writer()
    writer.write(IndexBatch(articles=[article("art_3", "harbuor")]))
    writer.close()
    page = reader.search(SearchRequest(query=parse("harbuor").node))
    assert [hit.id for hit in page.hits] == ["art_3"]
    assert not page.warnings
