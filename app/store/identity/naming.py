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
    best = _commonest(counts) if len(counts) > 1 else next(iter(counts), default)
    return without_title(best) if kind == "person" else best


def _commonest(counts: Mapping[str, int]) -> str:
    folded = {name: fold_name(name) for name in counts}
    n_by_folded: Counter[str] = Counter()
    for name, n_articles in counts.items():
        n_by_folded[folded[name]] += n_articles
    most = min(n_by_folded, key=lambda each: (-n_by_folded[each], each))
    alike = [name for name in counts if folded[name] == most]
    return min(alike, key=lambda name: (-_n_accents(name), -counts[name], name))


def _n_accents(name: str) -> int:
    if name.isascii():
        return 0
    return sum(letter.isalpha() and not letter.isascii() for letter in name)
