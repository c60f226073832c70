"""Under which of its forms a speaker is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from app.text.folding import fold_name
from app.text.person_names import person_name, without_title


def full_forms(key: str, counts: Mapping[str, int]) -> dict[str, int]:
    """The surface forms that say as much as the key does: what a speaker may be shown as."""
    if not key.startswith("p|"):
        return dict(counts)
    _, _family, rest = key.split("|", 2)
    n_given = len(rest.partition("|")[0].split())
    found = {}
    for form, count in counts.items():
        parts = person_name(form)
        if parts is not None and len(parts.given) + bool(parts.generation) >= n_given:
            found[form] = count
    return found


def shown_name(kind: str, counts: Mapping[str, int], default: str) -> str:
    """Of full forms with their numbers of articles the commonest, in the spelling with most accents: those are
    left out by many, never added. Among equals the first by alphabet."""
    n_by_folded: Counter[str] = Counter()
    for name, n_articles in counts.items():
        n_by_folded[fold_name(name)] += n_articles
    best = default
    if n_by_folded:
        folded = min(n_by_folded, key=lambda name: (-n_by_folded[name], name))
        alike = [name for name in counts if fold_name(name) == folded]
        best = min(alike, key=lambda name: (-_n_accents(name), -counts[name], name))
    return without_title(best) if kind == "person" else best


def _n_accents(name: str) -> int:
    return sum(letter.isalpha() and not letter.isascii() for letter in name)
