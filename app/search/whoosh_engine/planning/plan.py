"""A query as the engine runs it: index terms, resolved against one snapshot.

Every node is executed on one segment at a time and gives documents with scores. Nodes are never changed;
they are not frozen only because freezing costs more than planning a few words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from numpy.typing import NDArray

# The body alone: the field `text` without what stands in the title.
BODY: Final = "body"
# What a title typed exactly scores more: no sum of word scores reaches this.
TITLE_POINTS: Final = 1000.0


@dataclass(slots=True, unsafe_hash=True)
class Term:
    """One index term of a text field, scored by BM25F times `weight`; only in articles of `languages`,
    if given."""

    field: str
    term: bytes
    languages: frozenset[str | None] | None = None
    weight: float = 1.0


@dataclass(slots=True, unsafe_hash=True)
class Row:
    """Terms in a row, each slot one of its alternatives; with `slop`, all of them in any order within
    so many positions more than there are slots. Scored as the sum of the slots' terms."""

    field: str
    slots: tuple[tuple[Term, ...], ...]
    slop: int = 0


@dataclass(slots=True, eq=False)
class Prefixed:
    """Documents of all words of a field that begin so; scored as one rare or common word that stands once
    in an article of average length."""

    label: str
    field: str
    prefix: bytes
    weight: float = 1.0


@dataclass(slots=True, eq=False)
class Expanded:
    """Documents of many words (fuzzy, exact forms), given by their numbers in each segment's field;
    scored like those of a prefix."""

    label: str
    field: str
    numbers: tuple[NDArray[Any], ...]
    weight: float = 1.0


@dataclass(slots=True, unsafe_hash=True)
class Keys:
    """Documents with any of these exact values; adds nothing to the score."""

    field: str
    values: tuple[str, ...]


@dataclass(slots=True, unsafe_hash=True)
class Dates:
    """Published in [start, end); adds nothing to the score."""

    start: int | None
    end: int | None


@dataclass(slots=True, unsafe_hash=True)
class Everything:
    """All documents, without a score."""


@dataclass(slots=True, unsafe_hash=True)
class All:
    """Documents that every child finds, except those that any of `without` finds."""

    children: tuple[Plan, ...]
    without: tuple[Plan, ...] = ()


@dataclass(slots=True, unsafe_hash=True)
class Some:
    """Documents that `at_least` children find."""

    children: tuple[Plan, ...]
    at_least: int = 1


@dataclass(slots=True, unsafe_hash=True)
class Bonus:
    """What `child` finds; those with `key` in a key field score `points` more."""

    child: Plan
    field: str
    key: str
    points: float


Plan: TypeAlias = Term | Row | Prefixed | Expanded | Keys | Dates | Everything | All | Some | Bonus


def weighted(plan: Plan, weight: float) -> Plan:
    """The plan with all its scores so many times as high."""
    match plan:
        case Term() | Prefixed() | Expanded():
            return replace(plan, weight=plan.weight * weight)
        case Row():
            slots = (tuple(replace(t, weight=t.weight * weight) for t in s) for s in plan.slots)
            return replace(plan, slots=tuple(slots))
        case All() | Some():
            return replace(plan, children=tuple(weighted(c, weight) for c in plan.children))
        case _:
            return plan


def any_of(plans: Sequence[Plan]) -> Plan | None:
    """What any of the plans finds; None for none."""
    if len(plans) <= 1:
        return plans[0] if plans else None
    return Some(tuple(plans))


def either(plans: Sequence[Plan]) -> Plan | None:
    """Like `any_of`, each plan once."""
    different = tuple(dict.fromkeys(plans))
    if len(different) <= 1:
        return different[0] if different else None
    return Some(different)
