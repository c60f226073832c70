"""Dates in filters: a year, a month, a day or an RFC 3339 time, as seconds since 1970 in UTC."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, datetime, timedelta

from app.api.problems.errors import InvalidValueError

_YEAR, _MONTH, _DAY = r"(\d{4})", r"(\d{4})-(\d{2})", r"(\d{4})-(\d{2})-(\d{2})"


def start_of(text: str | None, name: str) -> int | None:
    """The first second that a filter's lower end includes. Raises InvalidValueError."""
    return None if text is None else int(_span(text, name)[0].timestamp())


def end_of(text: str | None, name: str) -> int | None:
    """The first second past a filter's upper end: a year, month or day is included whole, a time up
    to its second. Raises InvalidValueError."""
    if text is None:
        return None
    start, length = _span(text, name)
    # In seconds, since the year after 9999 is no date.
    return int(start.timestamp()) + int(length.total_seconds())


def moment_of(text: str | None, name: str) -> datetime | None:
    """The start as a time. Raises InvalidValueError."""
    return None if text is None else _span(text, name)[0]


def _span(text: str, name: str) -> tuple[datetime, timedelta]:
    try:
        return _start_and_length(text.strip())
    except (ValueError, OverflowError):
        raise InvalidValueError(
            name,
            f"{text[:40]!r} is no date. Give a year (2022), a month (2022-02), a day "
            "(2022-02-07) or a time (2022-02-07T12:30:00Z).",
        ) from None


def _start_and_length(text: str) -> tuple[datetime, timedelta]:
    if found := re.fullmatch(_YEAR, text, re.ASCII):
        year = int(found[1])
        return _utc(year, 1, 1), timedelta(days=365 + calendar.isleap(year))
    if found := re.fullmatch(_MONTH, text, re.ASCII):
        year, month = int(found[1]), int(found[2])
        return _utc(year, month, 1), timedelta(days=calendar.monthrange(year, month)[1])
    if found := re.fullmatch(_DAY, text, re.ASCII):
        return _utc(int(found[1]), int(found[2]), int(found[3])), timedelta(days=1)
    # A `+` in an address arrives as a space where it was not encoded.
    moment = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC), timedelta(seconds=1)


def _utc(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)
