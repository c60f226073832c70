"""People's corrections, as the writer of a batch asks for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.store.corrections_applied import Decision
from app.store.ids import content_id
from app.text.folding import fold_name


@dataclass(frozen=True, slots=True)
class Decisions:
    """The corrections that hold, by what they are about."""

    all: tuple[Decision, ...] = ()
    ids: tuple[str, ...] = ()
    subjects: frozenset[str] = frozenset()
    split_keys: tuple[tuple[str, frozenset[str], str], ...] = ()

    @classmethod
    def of(cls, decisions: Sequence[Decision]) -> Decisions:
        """Sorts them."""
        splits = [each for each in decisions if each.kind == "split"]
        return cls(
            all=tuple(decisions),
            ids=tuple(each.id for each in decisions),
            subjects=frozenset(each.subject for each in decisions),
            split_keys=tuple(
                (
                    each.subject,
                    frozenset(map(fold_name, each.payload["aliases"])),
                    ";".join(sorted(map(fold_name, each.payload["aliases"]))),
                )
                for each in splits
            ),
        )

    def key_of(self, key: str, name: str) -> str:
        """The key of a name that people split off, else the key as it is."""
        for subject, aliases, suffix in self.split_keys:
            if fold_name(name) in aliases and content_id("spk", key) == subject:
                return f"{key}|split:{suffix}"
        return key

    def about_speakers(self, public_ids: Sequence[str]) -> list[Decision]:
        """What was decided about these speakers."""
        if not self.all:
            return []
        here = set(public_ids)
        return [
            each
            for each in self.all
            if each.kind in {"merge", "alias"}
            and (each.subject in here or each.payload.get("into") in here)
        ]

    def about_quotations(self, public_ids: Iterable[str]) -> list[str]:
        """Which of these quotations something was decided about."""
        return [each for each in public_ids if each in self.subjects] if self.all else []
