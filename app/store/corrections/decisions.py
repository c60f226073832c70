"""A correction as applying it needs it, and the keys that a split makes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.text.folding import fold_name


@dataclass(frozen=True, slots=True)
class Decision:
    """A correction that holds. `payload` of a split has `aliases`, the `keys` of the spellings that go whole and
    those of the spellings out of which the aliases are `carved`; of one about a quotation the `article` and the
    `words` by which it is found again."""

    id: str
    kind: str
    subject: str
    payload: dict[str, Any]

    @property
    def carved(self) -> dict[str, str]:
        """The key of each speaker that a split makes, by the key it is carved out of."""
        suffix = ";".join(sorted(self.folded_aliases))
        return {key: f"{key}|split:{suffix}" for key in self.payload.get("carved", ())}

    @property
    def apart(self) -> list[str]:
        """The keys that a split sets apart."""
        return sorted([*self.payload.get("keys", ()), *self.carved.values()])

    @property
    def folded_aliases(self) -> frozenset[str]:
        """The names split off, folded."""
        return folded(self.payload.get("aliases", ()))


def folded(names: Iterable[str]) -> frozenset[str]:
    """Names as they are compared."""
    return frozenset(map(fold_name, names))
