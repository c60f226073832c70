"""`date:` values to a half-open range of seconds, and back."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final

from app.search.query_language.nodes import DateRange

_DAY: Final = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_AGO: Final = re.compile(r"(\d{1,4})([dwmy])")
_EPOCH: Final = date(1970, 1, 1)
_SECONDS_PER_DAY: Final = 86_400
_DAYS_PER_UNIT: Final = {"d": 1, "w": 7, "m": 30, "y": 365}
_LAST_YEAR: Final = 9998  # the day after its last one is still a date


class DateError(ValueError):
    """A value that is no date or range; its text says why, for the user."""


def parse_date_range(value: str, now: datetime | None) -> DateRange:
    """Reads `2022`, `2022-02`, `2022-02-24`, `A..B` (both included), `A..`, `..B`, and with `now` also
    `today`, `yesterday` and `7d` (`w`, `m`, `y`: since so long ago). UTC. Raises DateError."""
    first, dots, last = value.partition("..")
    if not dots:
        since = _since(value, now)
        if since is not None:
            return DateRange(_seconds(since), None)
        start, end = _days(value, now)
        return DateRange(_seconds(start), _seconds(end))
    if not first and not last:
        raise DateError("a range needs at least one end")
    start_day = _days(first, now)[0] if first else None
    end_day = _days(last, now)[1] if last else None
    if start_day and end_day and end_day <= start_day:
        raise DateError(f"{first} is after {last}")
    return DateRange(
        _seconds(start_day) if start_day else None, _seconds(end_day) if end_day else None
    )


def print_date_range(dates: DateRange) -> str:
    """The value that `parse_date_range` reads as `dates`, to the day."""
    first, last = "", ""
    if dates.published_from is not None:
        first = _day(dates.published_from).isoformat()
    if dates.published_to is not None:
        last = (_day(dates.published_to) - timedelta(days=1)).isoformat()
    return f"{first}..{last}"


def _days(value: str, now: datetime | None) -> tuple[date, date]:
    """The first day that `value` names and the day after its last."""
    if now is not None and value.lower() in {"today", "yesterday"}:
        today = now.astimezone(UTC).date()
        day = today if value.lower() == "today" else today - timedelta(days=1)
        return day, day + timedelta(days=1)
    match = _DAY.fullmatch(value)
    if match is None or not 1000 <= int(match[1]) <= _LAST_YEAR:
        raise DateError(f"{value!r} is no date; write 2022, 2022-02 or 2022-02-24")
    year, month, day_of_month = int(match[1]), match[2], match[3]
    try:
        if month is None:
            return date(year, 1, 1), date(year + 1, 1, 1)
        if day_of_month is None:
            start = date(year, int(month), 1)
            return start, (start + timedelta(days=31)).replace(day=1)
        start = date(year, int(month), int(day_of_month))
    except ValueError:
        raise DateError(f"there is no day {value}") from None
    return start, start + timedelta(days=1)


def _since(value: str, now: datetime | None) -> date | None:
    match = _AGO.fullmatch(value.lower())
    if match is None or now is None or _DAY.fullmatch(value):
        return None
    days = min(int(match[1]) * _DAYS_PER_UNIT[match[2]], 365_000)
    return now.astimezone(UTC).date() - timedelta(days=days)


def _seconds(day: date) -> int:
    return (day - _EPOCH).days * _SECONDS_PER_DAY


def _day(seconds: int) -> date:
    return _EPOCH + timedelta(days=seconds // _SECONDS_PER_DAY)
