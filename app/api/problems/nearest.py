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


@lru_cache(maxsize=256)
def _nearest(name: str, known: tuple[str, ...]) -> str | None:
    close = difflib.get_close_matches(name, known, n=1, cutoff=_LIKENESS)
    return close[0] if close else None
