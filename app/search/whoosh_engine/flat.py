"""The short way for the usual query: a few terms, all or some of them, best first, in two kernel calls.

What it gives is what `execution` gives; only the compiled kernels have it.
"""

from __future__ import annotations

from array import array
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.search.whoosh_engine import kernels
from app.search.whoosh_engine.execution import key_docs
from app.search.whoosh_engine.kernels.compiled import CompiledKernels
from app.search.whoosh_engine.kernels.parts import address
from app.search.whoosh_engine.plan import All, Bonus, Plan, Some, Term
from app.search.whoosh_engine.quick import QuickTerms
from app.search.whoosh_engine.ranking import Ranked
from app.search.whoosh_engine.schema import ID, TEXT
from app.search.whoosh_engine.snapshot import CollectionSnapshot

MAX_HITS: Final = 256
_MAX_TERMS: Final = 64


def flat_hits(
    snapshot: CollectionSnapshot,
    plan: Plan,
    masks: list[NDArray[np.bool_] | None],
    n: int,
) -> tuple[int, list[Ranked]] | None:
    """How many match and the first `n`; None for a plan that has to go the long way."""
    if not isinstance(kernels.kernels, CompiledKernels) or n > MAX_HITS or not snapshot.segments:
        return None
    found = _terms_of(snapshot, plan)
    if found is None:
        return None
    terms, least = found
    words = [term.term for term in terms]
    return _run(snapshot, words, [term.weight for term in terms], least, masks, n)


def quick_hits(
    snapshot: CollectionSnapshot,
    terms: QuickTerms,
    masks: list[NDArray[np.bool_] | None],
    n: int,
) -> tuple[int, list[Ranked]] | None:
    """The same for plain words; None where one of them is not in the archive."""
    if not isinstance(kernels.kernels, CompiledKernels) or n > MAX_HITS or not snapshot.segments:
        return None
    words = [stem.encode() for stem in terms.stems]
    weights = [1.0] * len(words)
    return _run(snapshot, words, weights, terms.least, masks, n, is_strict=True)


def _run(  # noqa: PLR0913 - one query
    snapshot: CollectionSnapshot,
    words: list[bytes],
    weights: list[float],
    least: int,
    masks: list[NDArray[np.bool_] | None],
    n: int,
    *,
    is_strict: bool = False,
) -> tuple[int, list[Ranked]] | None:
    compiled = kernels.kernels
    if not isinstance(compiled, CompiledKernels):
        return None
    segments = _segments(snapshot)
    places, frequencies = compiled.look_up(segments, len(snapshot.segments), words)
    if is_strict and not all(frequencies):
        return None
    weighted = [
        snapshot.idf(frequency) * weight
        for frequency, weight in zip(frequencies, weights, strict=True)
    ]
    masks_at = array("Q", [0 if mask is None else address(mask) for mask in masks])
    _, table_at = snapshot.weights(TEXT)
    total, keys, at = compiled.flat(segments, places, weighted, least, table_at, masks_at, n)
    return total, _ranked(snapshot, keys, at, n)


def _terms_of(snapshot: CollectionSnapshot, plan: Plan) -> tuple[tuple[Term, ...], int] | None:
    """The terms of a plan that is nothing else, and how many of them must be there."""
    if isinstance(plan, Bonus):
        keyed = (key_docs(view, plan.field, (plan.key,)) for view in snapshot.segments)
        if any(map(len, keyed)):
            return None
        plan = plan.child
    if isinstance(plan, Term):
        terms: tuple[Plan, ...] = (plan,)
        least = 1
    elif isinstance(plan, All) and not plan.without:
        terms, least = plan.children, len(plan.children)
    elif isinstance(plan, Some):
        terms, least = plan.children, plan.at_least
    else:
        return None
    plain = tuple(term for term in terms if isinstance(term, Term) and _is_plain(term))
    return (plain, least) if 0 < len(plain) == len(terms) <= _MAX_TERMS else None


def _is_plain(term: Term) -> bool:
    return term.field == TEXT and term.languages is None


def _segments(snapshot: CollectionSnapshot) -> array[int]:
    """Addresses of every segment's text field."""
    known: array[int] | None = snapshot.cache.get("flat")
    if known is None:
        known = array("Q")
        for view in snapshot.segments:
            field, file = view.arrays.field(TEXT), view.arrays.file
            known.extend((
                file.address(f"{TEXT}/terms"), file.address(f"{TEXT}/term_ends"), field.n_terms,
                file.address(f"{TEXT}/starts"), field.docs_at, field.tf_at, field.lengths_at,
                view.n_docs, file.address(f"{ID}/ordinals"),
            ))  # fmt: skip
        snapshot.cache["flat"] = known
    return known


def _ranked(
    snapshot: CollectionSnapshot, keys: list[float], places: list[int], n: int
) -> list[Ranked]:
    found = list(zip(keys, places, strict=True))
    if len(found) > n:
        bar = sorted(keys, reverse=True)[n - 1]
        found = [each for each in found if each[0] >= bar]
    ranked = []
    for key, place in found:
        segment, doc = place >> 16, place & 0xFFFF
        name = snapshot.segments[segment].arrays.document_id(doc)
        ranked.append(Ranked(key, name, key, segment, doc))
    ranked.sort(key=lambda hit: (-hit.key, hit.id))
    return ranked[:n]
