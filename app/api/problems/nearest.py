"""Which name was probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from functools import lru_cache

# Below this, another name is no likelier than a third.
_LIKENESS = 0.6


def nearest_name(name: str, known: Iterable[str]) -> str | None:
    """The known name that looks most like `name`, if one does."""
    return _nearest(name[:100].lower(), tuple(known))


def repeating(name: str, given: str) -> str:
    """How to give several values, for who joined them with commas; empty for who did not."""
    if "," not in given:
        return ""
    parts = [part.strip()[:60] for part in given[:120].split(",")[:2]]
    return f"; several are given one by one: {'&'.join(f'{name}={part}' for part in parts)}"


@lru_cache(maxsize=256)
def _nearest(name: str, known: tuple[str, ...]) -> str | None:
    close = difflib.get_close_matches(name, known, n=1, cutoff=_LIKENESS)
    return close[0] if close else None
