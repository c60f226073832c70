"""What planning noticed of a query: for the reader of the answer, and for marking."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from app.search.interface import Highlighter
from app.search.whoosh_engine.execution.answer import Told

T = TypeVar("T")


class Reading:
    """What planning noticed. `n_few`: so many words must all be there, unless nothing has them all."""

    __slots__ = (
        "corrected", "dropped", "exact", "expanded", "folded", "n_few", "phrases", "prefixes", "warnings",
        "words",
    )  # fmt: skip

    def __init__(self) -> None:
        self.folded: dict[str, str] = {}
        self.dropped: list[str] = []
        self.expanded: dict[str, tuple[str, ...]] = {}
        self.warnings: list[str] = []
        self.words: list[str] = []
        self.prefixes: list[str] = []
        self.exact: list[str] = []
        self.phrases: list[tuple[str, ...]] = []
        self.n_few = 0
        self.corrected: dict[str, str] = {}

    def tell(self, label: str, told: Told) -> None:
        """Notes what a prefix or a misspelt word was taken for."""
        if told.forms:
            self.expanded[label] = told.forms
        if told.is_cut:
            self.warnings.append(
                f"{label} fits too many words; the most frequent were searched for."
            )

    def highlighter(self) -> Highlighter:
        """What to mark."""
        return Highlighter(
            _once(self.words), _once(self.prefixes), _once(self.exact), _once(self.phrases)
        )


def _once(found: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(found)) if found else ()
