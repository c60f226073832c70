"""A date as markup states it (ISO 8601, RFC 2822, Unix time, digits) into a moment in UTC."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

# No newspaper is older than 1605; no page was made before 1990, but archives state older days.
EARLIEST_YEAR = 1605
LATEST_YEAR = 2100

_ISO = re.compile(
    r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:(?:\s*[T ,]\s*|\s+-\s+)(\d{1,2}):(\d{2})(?::(\d{1,2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}(?!\d))?)?"
    r"(?!\d)",
    re.IGNORECASE,
)
_COMPACT = re.compile(
    r"^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?)?$"
)
_UNIX = re.compile(r"^(\d{10})(\d{3})?$")
_RFC_2822 = re.compile(r"^\s*(?:[A-Za-z]{3,9},\s*)?\d{1,2}\s+[A-Za-z]{3}\w*\.?\s+\d{4}\b")
_MONTH_FIRST = re.compile(
    r"^\s*(?:[A-Za-z]{3,9},?\s+)?([A-Za-z]{3})[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b"
)
_DAY_FIRST_DIGITS = re.compile(r"^\s*(\d{1,2})\.(\d{1,2})\.(\d{4})(?:\D|$)")
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
        start=1,
    )
}


@dataclass(frozen=True, slots=True)
class Moment:
    """A stated time in UTC. `is_day`: only a day was stated, `at` is its midnight. `has_zone` is
    False where a time was stated without its zone; it is then taken as UTC. `day` is the calendar
    day in the zone that was stated."""

    at: datetime
    is_day: bool
    has_zone: bool = True
    day: date = date.min
    # Whether the time was stated in UTC or without a zone: its day may not be the publisher's.
    is_utc: bool = True

    def __post_init__(self) -> None:
        if self.day == date.min:
            object.__setattr__(self, "day", self.at.date())


def parse_moment(text: str) -> Moment | None:  # noqa: PLR0911 - one return for each notation
    """The moment that a machine-readable value states, None where it states none.

    Words in other languages than English are left to the caller's parser of visible dates.
    """
    text = text.strip()[:80]
    if len(text) < 6:
        return None
    if match := _ISO.search(text) or _COMPACT.match(text):
        return _from_fields(match.groups())
    if match := _UNIX.match(text):
        return _checked(datetime.fromtimestamp(int(match.group(1)), UTC), None, is_day=False)
    if _RFC_2822.match(text):
        return _from_mail_date(text)
    if match := _MONTH_FIRST.match(text):
        month = _MONTHS.get(match.group(1).lower())
        return _from_day(int(match.group(3)), month, int(match.group(2)))
    if match := _DAY_FIRST_DIGITS.match(text):
        return _from_day(int(match.group(3)), int(match.group(2)), int(match.group(1)))
    return None


def _from_fields(fields: tuple[str | None, ...]) -> Moment | None:
    year, month, day, hour, minute, second, zone = fields
    if hour is None or minute is None:
        return _from_day(int(year or 0), int(month or 0), int(day or 0))
    try:
        local = datetime(
            int(year or 0),
            int(month or 0),
            int(day or 0),
            int(hour),
            int(minute),
            int(second or 0),
            tzinfo=_zone(zone),
        )
        moment = _checked(local.astimezone(UTC), local.date(), is_day=False, has_zone=bool(zone))
        return _in_zone(moment, local)
    except (ValueError, OverflowError):
        return _from_day(int(year or 0), int(month or 0), int(day or 0))


def _zone(text: str | None) -> timezone:
    if not text or text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]))
    return timezone(-offset if text[0] == "-" else offset)


def _from_day(year: int, month: int | None, day: int) -> Moment | None:
    try:
        return _checked(datetime(year, month or 0, day, tzinfo=UTC), None, is_day=True)
    except ValueError:
        return None


def _from_mail_date(text: str) -> Moment | None:
    has_time = ":" in text
    try:
        found = parsedate_to_datetime(text if has_time else f"{text} 00:00:00")
    except (ValueError, TypeError, OverflowError):
        return None
    if not has_time:
        return _from_day(found.year, found.month, found.day)
    has_zone = found.tzinfo is not None
    moment = (found if has_zone else found.replace(tzinfo=UTC)).astimezone(UTC)
    checked = _checked(moment, found.date(), is_day=False, has_zone=has_zone)
    return _in_zone(checked, found)


def _in_zone(moment: Moment | None, local: datetime) -> Moment | None:
    return replace(moment, is_utc=not local.utcoffset()) if moment else None


def _checked(
    at: datetime, day: date | None, *, is_day: bool, has_zone: bool = True
) -> Moment | None:
    if not EARLIEST_YEAR <= at.year <= LATEST_YEAR:
        return None
    return Moment(at, is_day, has_zone, day or at.date())
