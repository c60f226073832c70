"""What planning noticed of a query: for the reader of the answer, and for marking."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.search.interface import Highlighter


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

    def highlighter(self) -> Highlighter:
        """What to mark."""
        return Highlighter(
            tuple(dict.fromkeys(self.words)),
            tuple(dict.fromkeys(self.prefixes)),
            tuple(dict.fromkeys(self.exact)),
            tuple(dict.fromkeys(self.phrases)),
        )
