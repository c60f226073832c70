"""A query tree back to text that parses to the same tree."""

from __future__ import annotations

from typing import Final

from app.search.query_language.dates import print_date_range
from app.search.query_language.nodes import (
    And,
    DateRange,
    Fuzzy,
    InField,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
    Words,
)
from app.search.query_language.scanner import FIELDS

_GROUPS: Final = (And, Or, Words)
_OPERATORS: Final = frozenset({"AND", "OR", "NOT"})
_JOINTS: Final[dict[type[Node], str]] = {And: " AND ", Or: " OR ", Words: " "}


def print_query(node: Node | None) -> str:
    """Writes `node` in the query language, brackets wherever another reading could be thought of."""
    if node is None:
        return ""
    kind = type(node)
    if kind is Word:
        return _print_leaf(node)
    if isinstance(node, _GROUPS):
        return _JOINTS[kind].join([_bracketed(child) for child in node.children])
    if isinstance(node, Not):
        return "-" + _bracketed(node.child)
    if isinstance(node, InField):
        inner = _bracketed(node.child)
        return f"{node.field}:({inner})" if isinstance(node.child, Not) else f"{node.field}:{inner}"
    return _print_leaf(node)


def _bracketed(node: Node) -> str:
    text = print_query(node)
    return f"({text})" if isinstance(node, _GROUPS) else text


def _print_leaf(node: Node) -> str:
    if isinstance(node, Word):
        if node.is_exact:
            return "=" + node.text
        return "\\" + node.text if _reads_otherwise(node.text) else node.text
    if isinstance(node, Phrase):
        return f'"{" ".join(node.words)}"' + (f"~{node.slop}" if node.slop else "")
    if isinstance(node, Prefix):
        return node.text + "*"
    if isinstance(node, Fuzzy):
        return f"{node.text}~{node.edits}"
    if isinstance(node, DateRange):
        return "date:" + print_date_range(node)
    raise TypeError(node)


def _reads_otherwise(text: str) -> bool:
    if ":" in text:
        return text.partition(":")[0].lower() in FIELDS
    return text in _OPERATORS
