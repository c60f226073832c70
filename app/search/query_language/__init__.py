"""The user's words as a query tree, with positions for messages; knows no engine.

The language is written down in docs/query-language.md, whose examples are tests.
"""

from __future__ import annotations

from app.search.query_language.nodes import (
    And,
    DateRange,
    Fuzzy,
    InField,
    Node,
    Not,
    Or,
    ParsedQuery,
    Phrase,
    Prefix,
    Word,
    Words,
)
from app.search.query_language.parser import parse
from app.search.query_language.printing import print_query

__all__ = [
    "And",
    "DateRange",
    "Fuzzy",
    "InField",
    "Node",
    "Not",
    "Or",
    "ParsedQuery",
    "Phrase",
    "Prefix",
    "Word",
    "Words",
    "parse",
    "print_query",
]
