"""Whoosh's own Searcher as the oracle of the engine: random indexes, random plans, both asked.

Shared by the suite and by `python -m bench.oracle`.
"""

from __future__ import annotations

import itertools
import math
import random
import time
from collections.abc import Iterator

from whoosh import query as whoosh_query
from whoosh.scoring import BM25F, BaseScorer
from whoosh.searching import Searcher

from app.search.interface import IndexBatch, SearchRequest
from app.search.whoosh_engine.kernels import query
from app.search.whoosh_engine.planning.plan import All, Plan, Row, Some, Term
from app.search.whoosh_engine.segments.snapshot import K1, B, CollectionSnapshot
from tests.contract.engine_samples import article

_WORDS = [f"w{i}" for i in range(60)]
_VALUES = {"source": ("src_a", "src_b"), "speaker": ("spk_a", "spk_b", "spk_c")}
_REQUEST = SearchRequest(limit=1_000, facets=tuple(_VALUES), facet_size=100)
_TOLERANCE = 1e-6


class LuceneBM25F(BM25F):
    """Whoosh's BM25F with the engine's inverse document frequency, and its average length, which is never
    below one term."""

    def __init__(self, snapshot: CollectionSnapshot) -> None:
        super().__init__(B=B, K1=K1)
        self._snapshot = snapshot

    def idf(self, searcher: Searcher, fieldname: str, text: bytes) -> float:
        return self._snapshot.idf(searcher.get_parent().doc_frequency(fieldname, text))

    def scorer(self, searcher: Searcher, fieldname: str, text: bytes, qf: int = 1) -> BaseScorer:
        scorer = super().scorer(searcher, fieldname, text, qf)
        if hasattr(scorer, "avgfl"):  # a key field is not scored by length
            scorer.avgfl = max(1.0, scorer.avgfl)
        return scorer


def random_word(chance: random.Random) -> str:
    return _WORDS[min(int(chance.expovariate(0.12)), len(_WORDS) - 1)]


def random_batches(chance: random.Random, n: int) -> Iterator[IndexBatch]:
    for _ in range(n):
        articles = [
            article(
                f"art_{number:03}",
                " ".join(random_word(chance) for _ in range(chance.randrange(1, 90)))
                + " w1" * chance.choice([0, 0, 0, 300]),
                title=" ".join(random_word(chance) for _ in range(chance.randrange(4))),
                source=chance.choice(["src_a", "src_b", None]),
                speakers=tuple(chance.sample(["spk_a", "spk_b", "spk_c"], chance.randrange(3))),
                language=chance.choice(["en", "en", "fr", None]),
                story=chance.choice(["sto_a", "sto_b", None, None]),
                published_at=chance.choice([None, *range(1_640_000_000, 1_640_000_009)]),
                n_quotations=chance.randrange(3),
                number=number_of(number),
            )
            for number in (chance.randrange(400) for _ in range(chance.randrange(40)))
        ]
        gone = [f"art_{chance.randrange(400):03}" for _ in range(chance.randrange(9))]
        yield IndexBatch(articles=articles, deleted=gone)


def number_of(number: int) -> int:
    """Where the archive stored an article: in another order than that of the ids."""
    return number * 7919 % 401


def random_plan(chance: random.Random, depth: int = 0) -> Plan:
    kind = chance.random()
    if depth > 2 or kind < 0.4:
        return Term(chance.choice(["text", "text", "title"]), random_word(chance).encode())
    if kind < 0.5:
        words = [random_word(chance).encode() for _ in range(chance.randrange(2, 4))]
        return Row("text", tuple((Term("text", word),) for word in words))
    children = tuple(random_plan(chance, depth + 1) for _ in range(chance.randrange(1, 4)))
    if kind < 0.75:
        return Some(children)
    without = (random_plan(chance, depth + 1),) if not depth and chance.random() < 0.4 else ()
    return All(children, without)


def same_as_whoosh(snapshot: CollectionSnapshot, searcher: Searcher, plan: Plan) -> int:
    """Asks both; asserts the same documents, total, scores, order and facets. Returns the total."""
    answer = query.kernels.run(snapshot, plan, _REQUEST, time.perf_counter() + 60)
    expected = scores_of_whoosh(searcher, plan)
    assert answer.total == len(expected), plan
    assert set(answer.ids) == expected.keys(), plan
    for identifier, score in zip(answer.ids, answer.scores, strict=True):
        assert math.isclose(score, expected[identifier], rel_tol=_TOLERANCE), (plan, identifier)
    hits = [
        (-score, number_of(int(identifier.removeprefix("art_"))))
        for score, identifier in zip(answer.scores, answer.ids, strict=True)
    ]
    assert hits == sorted(hits), plan
    ranks = [expected[identifier] for identifier in answer.ids]
    for better, worse in itertools.pairwise(ranks):
        assert better >= worse * (1 - _TOLERANCE), plan
    for field, values in _VALUES.items():
        counted = {each.value: each.count for each in answer.facets[field]}
        assert counted == counts_of_whoosh(searcher, plan, field, values), (plan, field)
    return answer.total


def scores_of_whoosh(searcher: Searcher, plan: Plan) -> dict[str, float]:
    """What Whoosh's Searcher finds: scores by id."""
    results = searcher.search(as_whoosh(plan), limit=None, mask=_unwanted(plan))
    return {hit["id"]: hit.score for hit in results}


def counts_of_whoosh(
    searcher: Searcher, plan: Plan, field: str, values: tuple[str, ...]
) -> dict[str, int]:
    """How many of the hits have each value, those without any left out."""
    mask, wanted = _unwanted(plan), as_whoosh(plan)
    found = {
        value: len(searcher.search(wanted, limit=None, mask=mask, filter=_has(field, value)))
        for value in values
    }
    return {value: count for value, count in found.items() if count}


def as_whoosh(plan: Plan) -> whoosh_query.Query:
    match plan:
        case Term():
            return whoosh_query.Term(plan.field, plan.term.decode())
        case Row():
            return whoosh_query.Phrase(plan.field, [slot[0].term.decode() for slot in plan.slots])
        case Some():
            return whoosh_query.Or([as_whoosh(child) for child in plan.children])
        case All():
            return whoosh_query.And([as_whoosh(child) for child in plan.children])
        case _:
            raise TypeError(plan)


def _unwanted(plan: Plan) -> whoosh_query.Query | None:
    """Not Whoosh's AndNot: nested, it finds documents that it should exclude, or raises IndexError."""
    without = [as_whoosh(child) for child in plan.without] if isinstance(plan, All) else []
    return whoosh_query.Or(without) if without else None


def _has(field: str, value: str) -> whoosh_query.Query:
    return whoosh_query.Term(field, value)
