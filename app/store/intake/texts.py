"""What the one writer asks and changes about texts that articles share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import CompoundSelect, Select, delete, or_, select, text, union_all

from app.store.bulk import insert_rows, rows_of, slices
from app.store.driver import GIVEN
from app.store.handles import WriteTransaction
from app.store.schema import tables
from app.text.shingles import Runs, sampled, unpacked

# A run of words that more articles than this have says little; the first of them are looked at.
_MAX_POSTINGS = 60


@dataclass(frozen=True, slots=True)
class Edge:
    """Two articles that share text."""

    article: int
    other: int
    kind: str
    similarity: float


def articles_sharing(
    tx: WriteTransaction, hashes: Sequence[int], step: int, *, min_shared: float, limit: int
) -> list[int]:
    """The articles that share most of these sampled runs of words, most first. Constant time at any
    size: of a run that many articles have, the first of them are looked at.

    `min_shared` is for an article sampled in the same `step`; where one text is sampled four times as
    densely as the other, a quarter is enough.
    """
    if not hashes:
        return []
    mark = "?" if tx.dialect.name == "sqlite" else "%s"
    steps = (step, step, step)
    parameters = (*hashes, *steps, min_shared, *steps, limit)
    return [row[0] for row in tx.exec_driver_sql(_sharing(len(hashes), mark), parameters)]


@lru_cache(maxsize=256)
def _sharing(n_hashes: int, mark: str) -> str:
    # One text for each number of hashes: SQLite keeps the last statements parsed, which halves the time.
    one = (
        "SELECT article_id, step FROM (SELECT article_id, step FROM shingle_sample "  # noqa: S608 - marks
        f"WHERE hash = {mark} ORDER BY article_id LIMIT {_MAX_POSTINGS}) AS one"
    )
    ratio = f"(CASE WHEN step > {mark} THEN step * 1.0 / {mark} ELSE {mark} * 1.0 / step END)"
    return (
        f"SELECT article_id FROM ({' UNION ALL '.join([one] * n_hashes)}) AS shared "  # noqa: S608
        f"GROUP BY article_id, step HAVING count(*) >= 2 AND count(*) * {ratio} >= {mark} "
        f"ORDER BY count(*) * {ratio} DESC, article_id LIMIT {mark}"
    )


def runs_of(tx: WriteTransaction, numbers: Iterable[int]) -> dict[int, Runs]:
    """All runs of three words of articles."""
    return {number: unpacked(hashes) for number, hashes in rows_of(tx, _runs(), numbers)}


def add_text(
    tx: WriteTransaction, number: int, hashes: bytes, samples: Collection[int], step: int
) -> None:
    """Keeps an article's packed runs, and the sampled ones to find it by."""
    insert_rows(tx, "article_shingles", [{"article_id": number, "hashes": hashes}])
    rows = [{"hash": each, "article_id": number, "step": step} for each in samples]
    insert_rows(tx, "shingle_sample", rows)


def forget_text(tx: WriteTransaction, numbers: Iterable[int]) -> None:
    """Deletes the runs and the relations of articles whose text changes."""
    kept, relation = tables.article_shingles, tables.article_relation
    for some in slices(sorted(numbers)):
        samples = [
            {"hash": value, "article_id": number}
            for number, runs in runs_of(tx, some).items()
            for value in sampled(runs.tolist())
        ]
        if samples:
            tx.execute(
                text("DELETE FROM shingle_sample WHERE hash = :hash AND article_id = :article_id"),
                samples,
            )
        tx.execute(delete(kept).where(kept.c.article_id.in_(some)))
        tx.execute(
            delete(relation).where(
                or_(relation.c.article_id.in_(some), relation.c.other_id.in_(some))
            )
        )


def edges_of(
    tx: WriteTransaction, numbers: Iterable[int], *, limit: int | None = None
) -> list[Edge]:
    """The relations of these articles with any others; one between two of them may come twice. With a
    limit only the first so many are looked at."""
    return [Edge(*row) for row in rows_of(tx, _edges(limit), numbers)]


def edges_between(tx: WriteTransaction, numbers: Sequence[int]) -> list[Edge]:
    """The relations of these articles with one another."""
    relation = tables.article_relation
    query = select(relation).where(
        relation.c.article_id.in_(numbers), relation.c.other_id.in_(numbers)
    )
    return [Edge(*row) for row in tx.execute(query)]


def add_edges(tx: WriteTransaction, edges: Iterable[Edge]) -> None:
    """Keeps new relations."""
    rows = [
        {
            "article_id": edge.article,
            "other_id": edge.other,
            "kind": edge.kind,
            "similarity": edge.similarity,
        }
        for edge in edges
    ]
    insert_rows(tx, "article_relation", rows)


@lru_cache(maxsize=1)
def _runs() -> Select[Any]:
    kept = tables.article_shingles
    return select(kept.c.article_id, kept.c.hashes).where(kept.c.article_id.in_(GIVEN))


@lru_cache(maxsize=4)
def _edges(limit: int | None) -> CompoundSelect[Any]:
    relation = tables.article_relation
    return union_all(
        select(relation).where(relation.c.article_id.in_(GIVEN)),
        select(relation).where(relation.c.other_id.in_(GIVEN)),
    ).limit(limit)
