"""Publication times counted by day, week, month or year."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.errors import QueryError
from app.search.whoosh_engine.segments.schema import NO_DATE

_DAY: Final = 86_400
# 1970-01-01 was a Thursday; weeks begin on Monday.
_FIRST_MONDAY: Final = 4 * _DAY
_UNITS: Final = {"month": "datetime64[M]", "year": "datetime64[Y]"}
# Beyond these years a date is a slip of the pen and would zero-fill the answer without end.
_EARLIEST: Final = int(np.datetime64("1000-01-01", "s").astype(np.int64))
_LATEST: Final = int(np.datetime64("3000-01-01", "s").astype(np.int64))


def count_by_interval(dates: NDArray[Any], interval: str) -> list[tuple[int, int]]:
    """(start of the interval in epoch seconds, hits), oldest first, without gaps; undated ones left
    out. Raises QueryError for an unknown interval."""
    dates = dates[(dates != NO_DATE) & (dates >= _EARLIEST) & (dates < _LATEST)]
    if interval not in {"day", "week", *_UNITS}:
        raise QueryError(f"There is no interval {interval!r}: choose day, week, month or year.")
    if not len(dates):
        return []
    if interval in _UNITS:
        places = dates.astype("datetime64[s]").astype(_UNITS[interval]).astype(np.int64)
    elif interval == "week":
        places = (dates - _FIRST_MONDAY) // (7 * _DAY)
    else:
        places = dates // _DAY
    first = int(places.min())
    counts = np.bincount(places - first)
    starts = np.arange(first, first + len(counts))
    return list(zip(_seconds(starts, interval).tolist(), counts.tolist(), strict=True))


def _seconds(starts: NDArray[Any], interval: str) -> NDArray[Any]:
    if interval in _UNITS:
        return starts.astype(_UNITS[interval]).astype("datetime64[s]").astype(np.int64)
    if interval == "week":
        return starts * (7 * _DAY) + _FIRST_MONDAY
    return starts * _DAY
