"""How well articles were cleaned: gold and cleaned articles in, shares right and token F1 out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.text.folding import fold

WORD = re.compile(r"\w+")
FIELDS = ("title", "date", "authors", "agency", "dateline_place", "language")

Json = Mapping[str, Any]  # Any: documents are JSON


@dataclass(frozen=True, slots=True)
class CleaningScores:
    """`right` gives the share of documents whose field is right, `body_f1` the mean token F1, `leaks`
    the removed pieces that are in a body all the same, as (document, piece)."""

    right: dict[str, float]
    body_f1: float
    leaks: tuple[tuple[str, str], ...]


def score_cleaning(gold: Iterable[tuple[str, Json]], found: Mapping[str, Json]) -> CleaningScores:
    """Scores cleaned articles against gold ones, both by name; a missing one is wrong in all."""
    n_right: Counter[str] = Counter()
    total_f1 = 0.0
    leaks = []
    n_documents = 0
    for name, wanted in gold:
        article = found.get(name, {})
        n_documents += 1
        for field in FIELDS:
            n_right[field] += _is_right(wanted.get(field), article.get(field))
        total_f1 += token_f1("\n\n".join(wanted["paragraphs"]), article.get("text") or "")
        body = " ".join((article.get("text") or "").split())
        leaks += [
            (name, piece) for piece in wanted.get("removed", ()) if " ".join(piece.split()) in body
        ]
    return CleaningScores(
        {field: n_right[field] / n_documents for field in FIELDS},
        total_f1 / n_documents,
        tuple(leaks),
    )


def token_f1(wanted: str, found: str) -> float:
    """The F1 of the two texts' words as multisets."""
    left, right = Counter(WORD.findall(wanted)), Counter(WORD.findall(found))
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 1.0


def _is_right(wanted: object, found: object) -> bool:
    if isinstance(wanted, list) or isinstance(found, list):
        names = [wanted or [], found or []]
        left, right = ({fold(str(name)) for name in side} for side in names)  # type: ignore[attr-defined]
        return left == right
    return fold(str(wanted or "")) == fold(str(found or ""))
