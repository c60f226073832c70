"""Why a hit is where it is: the parts of its score, each with what it is made of."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.search.whoosh_engine.execution.matching import Execution
from app.search.whoosh_engine.planning.plan import (
    All,
    Bonus,
    Expanded,
    Plan,
    Prefixed,
    Row,
    Some,
    Term,
)


def explain(plan: Plan, execution: Execution, segment: int, doc: int) -> dict[str, Any]:
    """A tree of `{what, value, parts}`; the values of parts sum to the value of what they are part of."""
    found = execution.run(plan, segment)
    at = int(np.searchsorted(found.docs, doc))
    if at >= len(found) or int(found.docs[at]) != doc:
        return {"what": _label(plan), "value": 0.0, "parts": []}
    children = _scored_children(plan)
    parts = [explain(child, execution, segment, doc) for child in children]
    if isinstance(plan, Bonus):
        points = float(found.scores[at]) - parts[0]["value"]
        if points:
            parts.append({"what": "the title exactly", "value": points, "parts": []})
    told: dict[str, Any] = {"what": _label(plan), "value": float(found.scores[at])}
    told["parts"] = [part for part in parts if part["value"]]
    if isinstance(plan, Term):
        told |= {"idf": execution.idf(plan), "field": plan.field}
    return told


def _scored_children(plan: Plan) -> tuple[Plan, ...]:
    match plan:
        case All() | Some():
            return plan.children
        case Row():
            return tuple(term for slot in plan.slots for term in slot)
        case Bonus():
            return (plan.child,)
        case _:
            return ()


def _label(plan: Plan) -> str:
    match plan:
        case Term():
            return f"{plan.field}:{plan.term.decode('utf-8', 'replace')}"
        case Row():
            words = ("/".join(t.term.decode("utf-8", "replace") for t in s) for s in plan.slots)
            return f'{plan.field}:"{" ".join(words)}"' + (f"~{plan.slop}" if plan.slop else "")
        case Prefixed() | Expanded():
            return plan.label
        case _:
            return _LABELS.get(type(plan), type(plan).__name__.lower())


_LABELS: dict[type, str] = {All: "all of", Some: "any of", Bonus: "words and title"}
