"""What planning noticed of a query: for the reader of the answer, and for marking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from typing import TypeVar

from app.search.interface import Highlighter, Interpretation
from app.search.query_language import Node, print_query
from app.search.whoosh_engine.answer import Told

T = TypeVar("T")


class Reading:
    """What planning noticed of `query`, not changed afterwards. `n_few`: so many words must all be there,
    unless nothing has them all; `is_relaxed`: nothing has."""

    __slots__ = (
        "corrected", "dropped", "exact", "expanded", "folded", "is_relaxed", "n_few", "phrases",
        "prefixes", "query", "warnings", "words",
    )  # fmt: skip

    def __init__(self, query: Node | None) -> None:
        self.query = query
        self.folded: dict[str, str] = {}
        self.dropped: list[str] = []
        self.expanded: dict[str, tuple[str, ...]] = {}
        self.warnings: list[str] = []
        self.words: list[bytes] = []
        self.prefixes: list[str] = []
        self.exact: list[str] = []
        self.phrases: list[tuple[str, ...]] = []
        self.n_few = 0
        self.is_relaxed = False
        self.corrected: dict[str, str] = {}

    def tell(self, label: str, told: Told) -> None:
        """Notes what a prefix or a misspelt word was taken for."""
        if told.forms:
            self.expanded[label] = told.forms
        if told.is_cut:
            self.warnings.append(
                f"{label} fits too many words; the most frequent were searched for."
            )

    def with_told(self, told: Mapping[str, Told]) -> Reading:
        """The same, with what prefixes were found to stand for."""
        found = copy(self)
        found.expanded, found.warnings = dict(self.expanded), list(self.warnings)
        for label, each in told.items():
            found.tell(label, each)
        return found

    def relaxed(self) -> Reading:
        """The same of words of which nothing has all."""
        found = copy(self)
        found.is_relaxed = True
        return found

    def interpretation(self) -> Interpretation:
        """What was made of the words."""
        parsed = print_query(self.query)
        return Interpretation(
            parsed, self.folded, tuple(self.dropped), self.expanded, self.is_relaxed
        )

    def highlighter(self) -> Highlighter:
        """What to mark."""
        words = [word.decode("utf-8", "surrogatepass") for word in self.words]
        return Highlighter(
            _once(words), _once(self.prefixes), _once(self.exact), _once(self.phrases)
        )


def _once(found: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(found)) if found else ()
