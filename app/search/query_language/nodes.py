"""The query tree. Positions are code points of the typed query, for messages; they do not make two nodes differ.

Nodes are never changed; they are not frozen only because that would double what parsing a few words costs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(slots=True, unsafe_hash=True)
class Word:
    """One word as typed. `is_exact` (`=Word`): no stemming, no folding."""

    text: str
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)
    is_exact: bool = False


@dataclass(slots=True, unsafe_hash=True)
class Phrase:
    """Words in a row, or within `slop` positions of that (`"a b"~5`)."""

    words: tuple[str, ...]
    slop: int = 0
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(slots=True, unsafe_hash=True)
class Prefix:
    """`prefi*`: three letters or more."""

    text: str
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(slots=True, unsafe_hash=True)
class Fuzzy:
    """`word~1`, `word~2`: up to so many edits."""

    text: str
    edits: int = 1
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(slots=True, unsafe_hash=True)
class InField:
    """`title:x`, `body:`, `quote:`, `speaker:`, `about:`, `source:`, `lang:`."""

    field: str
    child: Node


@dataclass(slots=True, unsafe_hash=True)
class DateRange:
    """`date:2022-02..2022-03`: epoch seconds, `[start, end)`, either end open."""

    published_from: int | None
    published_to: int | None


@dataclass(slots=True, unsafe_hash=True)
class And:
    """All of them."""

    children: tuple[Node, ...]


@dataclass(slots=True, unsafe_hash=True)
class Or:
    """Any of them."""

    children: tuple[Node, ...]


@dataclass(slots=True, unsafe_hash=True)
class Not:
    """Without it."""

    child: Node


@dataclass(slots=True, unsafe_hash=True)
class Words:
    """Bare words side by side without an operator: what `match=auto|all|any` decides about. Children
    are Word, Phrase, Prefix and Fuzzy; what is stated more exactly stands beside it in an And."""

    children: tuple[Node, ...]


Node: TypeAlias = Word | Phrase | Prefix | Fuzzy | InField | DateRange | And | Or | Not | Words


@dataclass(slots=True, unsafe_hash=True)
class ParsedQuery:
    """The tree (None: everything), and what to tell the user."""

    node: Node | None
    warnings: tuple[str, ...] = ()
