"""What planning noticed of a query: for the reader of the answer, and for marking."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.search.interface import Highlighter
from app.search.whoosh_engine.answer import Told


@dataclass(slots=True)
class Reading:
    """What planning noticed: for the reader of the answer, and for marking."""

    folded: dict[str, str] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)
    expanded: dict[str, tuple[str, ...]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    prefixes: list[str] = field(default_factory=list)
    exact: list[str] = field(default_factory=list)
    phrases: list[tuple[str, ...]] = field(default_factory=list)
    n_few: int = 0
    corrected: dict[str, str] = field(default_factory=dict)

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
            tuple(dict.fromkeys(self.words)),
            tuple(dict.fromkeys(self.prefixes)),
            tuple(dict.fromkeys(self.exact)),
            tuple(dict.fromkeys(self.phrases)),
        )
