"""Whoosh's own Searcher on the same index is the oracle: same ids, same totals, same scores, for random
queries over random segments, deletions, updates and merges. And the kernels are their numpy twins."""

from __future__ import annotations

import random
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from whoosh.searching import Searcher

from app.search.interface import (
    Collection,
    Duplicates,
    Filter,
    IndexBatch,
    Match,
    SearchBackend,
    SearchRequest,
    Sort,
)
from app.search.query_language import parse
from app.search.whoosh_engine.answer import Answer, Position
from app.search.whoosh_engine.commits import open_collection, read_commit, read_pointer
from app.search.whoosh_engine.execution import preparing
from app.search.whoosh_engine.kernels import query, reference
from app.search.whoosh_engine.planning.plan import (
    All,
    Bonus,
    Dates,
    Keys,
    Plan,
    Prefixed,
    Row,
    Some,
    Term,
)
from app.search.whoosh_engine.segments.snapshot import CollectionSnapshot, open_snapshot
from tests.contract.engine_samples import article, seeded
from tests.search.whoosh_engine.oracle import (
    LuceneBM25F,
    random_batches,
    random_plan,
    random_word,
    same_as_whoosh,
)

# `python -m bench.oracle` asks more.
N_QUERIES = 400


def opened(index_dir: Path) -> tuple[CollectionSnapshot, Searcher]:
    commit = read_commit(index_dir, *read_pointer(index_dir))
    whole, _ = open_snapshot(index_dir, commit, {})
    snapshot = whole.articles
    index = open_collection(index_dir, commit, Collection.ARTICLES)
    return snapshot, index.searcher(weighting=LuceneBM25F(snapshot))


def test_the_execution_is_whooshs_own_searcher(index_dir: Path, backend: SearchBackend) -> None:
    chance = seeded(20260101)
    backend.rebuild(random_batches(chance, 2))
    writer = backend.writer()
    n_hits = n_segments = 0
    for number, batch in enumerate(random_batches(chance, 8)):
        writer.write(batch)
        if number == 5:
            writer.optimise()
        snapshot, searcher = opened(index_dir)
        n_segments = max(n_segments, len(snapshot.segments))
        with searcher:
            n_hits += sum(
                same_as_whoosh(snapshot, searcher, random_plan(chance))
                for _ in range(N_QUERIES // 8)
            )
    writer.close()
    assert n_hits > 10 * N_QUERIES
    assert n_segments > 1


def test_facets_are_counted_as_by_hand(index_dir: Path, backend: SearchBackend) -> None:
    chance = seeded(3)
    backend.rebuild(random_batches(chance, 6))
    writer = backend.writer()
    for batch in random_batches(chance, 4):
        writer.write(batch)
    writer.close()
    engine = backend.reader()
    for field in ("speaker", "source"):
        page = engine.search(SearchRequest(facets=(field,)))
        for value in page.facets[field]:
            filtered = SearchRequest(filters=(Filter(field, (value.value,)),))
            assert engine.search(filtered).total == value.count


def any_plan(chance: random.Random, depth: int = 0) -> Plan:  # noqa: PLR0911 - a return a kind
    """Like `random_plan`, with the nodes that Whoosh has no twin of."""
    kind = chance.random()
    if kind < 0.1:
        return Prefixed(
            "w*", chance.choice(["forms", "title"]), b"w" + str(chance.randrange(6)).encode()
        )
    if kind < 0.2:
        languages = frozenset(chance.sample(["en", "fr", None], chance.randrange(1, 4)))
        return Term(chance.choice(["text", "body"]), random_word(chance).encode(), languages, 1.7)
    if kind < 0.35:
        return Row("text", tuple(random_slot(chance) for _ in range(3)), chance.choice([0, 1, 9]))
    if kind < 0.4:
        return Keys("speaker", tuple(chance.sample(["spk_a", "spk_b", "none"], 2)))
    if kind < 0.45:
        return Dates(chance.choice([None, 1_640_000_003]), chance.choice([None, 1_640_000_006]))
    if kind < 0.5:
        return Bonus(random_plan(chance), "source", "src_a", 1000.0)
    if kind < 0.55:
        return bare_words(chance)
    if depth > 2 or kind < 0.65:
        return random_plan(chance)
    children = tuple(any_plan(chance, depth + 1) for _ in range(chance.randrange(1, 5)))
    if kind < 0.8:
        return Some(children, chance.randrange(1, 3))
    return All(children, tuple(any_plan(chance, 2) for _ in range(chance.randrange(2))))


def random_slot(chance: random.Random) -> tuple[Term, ...]:
    languages = (frozenset({"en", None}), frozenset({"fr"}), None)
    words = dict.fromkeys(random_word(chance) for _ in range(chance.randrange(1, 3)))
    return tuple(Term("text", word.encode(), chance.choice(languages)) for word in words)


def bare_words(chance: random.Random) -> Plan:
    """Words side by side, now and then too long or too many for the short way."""
    words = [random_word(chance).encode() for _ in range(chance.choice([1, 1, 2, 3, 17]))]
    if chance.random() < 0.05:
        words[0] *= 1_000
    terms = tuple(Term("text", word) for word in words)
    kinds = (terms[0], All(terms), Some(terms), Some(terms, 2))
    plan = chance.choice(kinds)
    return Bonus(plan, "source", "src_a", 1000.0) if chance.random() < 0.5 else plan


def any_request(chance: random.Random) -> SearchRequest:
    """Filters, facets, order and groups in all their mixtures; or nothing but the first hits."""
    if chance.random() < 0.3:
        return SearchRequest(sort=chance.choice(list(Sort)), limit=chance.choice([1, 5, 500]))
    filters = [
        Filter("speaker", ("spk_a", "spk_b")),
        Filter("source", (), ("src_b",)),
        Filter("speaker", (), ("spk_c",)),
        Filter("language", ("en",)),
    ]
    return SearchRequest(
        filters=tuple(chance.sample(filters, chance.choice([0, 0, 1, 2]))),
        published_from=chance.choice([None, None, 1_640_000_002]),
        published_to=chance.choice([None, None, 1_640_000_007]),
        has_quotations=chance.choice([None, None, True, False]),
        duplicates=chance.choice([Duplicates.SHOW, *Duplicates]),
        sort=chance.choice([Sort.RELEVANCE, *Sort]),
        seed=chance.randrange(3),
        limit=chance.choice([1, 5, 20, 500]),
        facets=chance.choice([(), ("speaker", "source"), ("source", "id")]),
        facet_size=chance.choice([1, 3, 100]),
    )


@pytest.mark.skipif(not query.is_compiled, reason="the kernels were not compiled")
def test_the_compiled_kernels_are_their_numpy_twin(index_dir: Path, backend: SearchBackend) -> None:
    chance = seeded(77)
    backend.rebuild(random_batches(chance, 12))
    writer = backend.writer()
    for batch in random_batches(chance, 3):
        writer.write(batch)
    writer.close()
    snapshot, searcher = opened(index_dir)
    searcher.close()
    assert len(snapshot.segments) > 1
    assert any(view.live is not None for view in snapshot.segments)
    n_hits = 0
    for _ in range(N_QUERIES):
        plan, request = any_plan(chance), any_request(chance)
        n_hits += len(same_answer(snapshot, plan, request).ids)
    assert n_hits > 2 * N_QUERIES


def same_answer(
    snapshot: CollectionSnapshot, plan: Plan, request: SearchRequest, after: Position | None = None
) -> Answer:
    """The answer of both, which must be the same bits; of the page after it, too."""
    deadline = time.perf_counter() + 60
    compiled: Answer = query.kernels.run(snapshot, plan, request, deadline, after)
    assert compiled == reference.run(snapshot, plan, request, deadline, after), (plan, request)
    places = query.kernels.places(snapshot, plan, request, deadline)
    assert sorted(places) == sorted(reference.places(snapshot, plan, request, deadline))
    if after is None and len(compiled.ids) > request.limit:
        last = request.limit - 1
        position = Position(compiled.keys[last], snapshot.number_at(compiled.places[last]))
        same_answer(snapshot, plan, request, position)
    return compiled


@pytest.mark.parametrize(
    "text",
    [
        "w1", "w2 w7", "w3 OR w30", "w5 w9 w1", "w4 AND w4", "W4 w20", "w1 zebra", "zebra", "w59",
        '"w1 w2"', '"w1 w2" w3', "woa*", "woa* OR w3", '"w1 w3"~5', '"w7"', "w1 OR zebra",
    ],
)  # fmt: skip
@pytest.mark.parametrize("match", list(Match))
def test_plain_queries_are_planned_as_any_other(
    index_dir: Path,
    backend: SearchBackend,
    text: str,
    match: Match,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    letters = {f"w{i}": "wo" + "abcdefghij"[i // 10] + "klmnopqrst"[i % 10] for i in range(60)}
    batches = [
        IndexBatch(
            articles=[
                replace(
                    each,
                    body=" ".join(letters[word] for word in each.body.split()),
                    language="en",
                    title="",
                )
                for each in batch.articles
            ]
        )
        for batch in random_batches(seeded(9), 3)
    ]
    titled = article("art_titled", "nothing", title=letters["w1"].title())
    backend.rebuild([*batches, IndexBatch(articles=[titled])])
    words = re.sub(r"[wW]\d+", lambda word: letters[word.group().lower()], text)
    request = SearchRequest(query=parse(words).node, match=match, limit=50)
    plain = backend.reader().search(request)
    monkeypatch.setattr(preparing, "plain_plan", lambda *_: None)
    planned = backend.reader().search(request)
    assert replace(plain, generation="") == replace(planned, generation="")
    assert (plain.next_after is None) == (planned.next_after is None)
    assert plain.interpretation == planned.interpretation
    assert plain.highlighter == planned.highlighter
