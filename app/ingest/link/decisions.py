"""People's corrections, as the writer of a batch asks for them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from app.store.corrections.decisions import Decision
from app.store.ids import content_id
from app.text.folding import fold_name


@dataclass(frozen=True, slots=True)
class Decisions:
    """The corrections that hold, by what they are about."""

    all: tuple[Decision, ...] = ()
    # The speakers whom merges, splits and aliases are about, by public id.
    speakers: frozenset[str] = frozenset()
    # Decisions about quotations by the article's public id, and by the quotation's.
    by_article: dict[str, list[Decision]] = field(default_factory=dict)
    by_quotation: dict[str, list[Decision]] = field(default_factory=dict)
    # By the key that names are split off: the names, folded, and the key that they get.
    carved: dict[str, list[tuple[frozenset[str], str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, decisions: Sequence[Decision]) -> Decisions:
        """Sorts them."""
        speakers: set[str] = set()
        found = cls(tuple(decisions))
        for each in decisions:
            if each.kind in {"merge", "alias"}:
                speakers |= {each.subject, each.payload.get("into", each.subject)}
            elif each.kind == "split":
                speakers |= {content_id("spk", key) for key in each.apart}
                for key, apart in each.carved.items():
                    found.carved.setdefault(key, []).append((each.folded_aliases, apart))
            else:
                found.by_quotation.setdefault(each.subject, []).append(each)
                found.by_article.setdefault(each.payload.get("article", ""), []).append(each)
        return cls(
            found.all, frozenset(speakers), found.by_article, found.by_quotation, found.carved
        )

    def key_of(self, key: str, name: str) -> str:
        """The key of a name that people split off, else the key as it is."""
        for aliases, apart in self.carved.get(key, ()):
            if fold_name(name) in aliases:
                return apart
        return key

    def aliases_of(self, public_ids: Collection[str]) -> list[Decision]:
        """The names that people gave these speakers."""
        return [each for each in self.all if each.kind == "alias" and each.subject in public_ids]

    def subjects(self, article_ids: Collection[str], quotation_ids: Collection[str]) -> set[str]:
        """The subjects of decisions about these articles' quotations, or about these quotations."""
        found = {
            each.subject for article in article_ids for each in self.by_article.get(article, ())
        }
        return found | (self.by_quotation.keys() & quotation_ids)
