"""A date as somebody wrote it, in digits or words of many languages -> a moment in UTC. Strict: no guess."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from app.ingest.analyse.moments import EARLIEST_YEAR, LATEST_YEAR, parse_moment
from app.ingest.analyse.months import MONTH_NUMBERS, MONTHS_BY_LANGUAGE

# A date with its weekday, label, time and zone; in more text a date is mentioned, not stated.
_MAX_CHARACTERS = 120
# Vowel signs of the scripts of India are no letters to `re`.
_LETTER = r"(?:[^\W\d_]|[\u0900-\u0963\u0980-\u09e3])"
# "24 نيسان / أبريل 2020": the same month in two ways.
_MONTH_NAME = rf"(?P<month>{_LETTER}{{2,14}})\.?(?:\s*/\s*{_LETTER}{{3,14}})?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|°|\.)?"
_YEAR = r"(?P<year>\d{4})"
_OF = r"(?:\s*(?:de|del|of|d’|d')?\s*)"
_FORMATS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # 3 March 2022, 3. März 2022, 3 de marzo de 2022, 3-Mar-2022
        rf"(?<!\d){_DAY}[\s-]{_OF}{_MONTH_NAME}[\s,-]{_OF}{_YEAR}(?!\d)",
        # March 3, 2022
        rf"(?<!\w){_MONTH_NAME}\s*{_DAY},?\s+{_YEAR}(?!\d)",
        # 2022. március 3.  2022 March 3
        rf"(?<!\d){_YEAR}[.,]?\s+{_MONTH_NAME}\s+{_DAY}(?!\d)",
        # 2022年3月3日, 2022년 3월 3일
        r"(?<!\d)(?P<year>\d{4})\s*[年년]\s*(?P<month>\d{1,2})\s*[月월]\s*(?P<day>\d{1,2})\s*[日일]",
    )
)
_DIGITS = re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_TIME = re.compile(
    r"(?<![\d.,])(\d{1,2})(?:[:.h](\d{2}))?(?::(\d{2}))?\s*(?:(am|pm|a\.m\.|p\.m\.)(?!\w)|(?:uhr|h\b))?",
    re.IGNORECASE,
)
_OFFSET = re.compile(
    r"(?:\b(?:UTC|GMT)\s*)?(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?(?!\d)"
)
# Hours ahead of UTC. Only names that mean one zone: "IST", "CST" and "BST" are several, of which the
# one that news in English uses is taken.
_ZONES = {
    "UTC": 0.0, "GMT": 0.0, "Z": 0.0, "WET": 0.0, "WEST": 1.0, "BST": 1.0, "CET": 1.0, "CEST": 2.0, "MEZ": 1.0,
    "MESZ": 2.0, "EET": 2.0, "EEST": 3.0, "MSK": 3.0, "TRT": 3.0, "IST": 5.5, "PKT": 5.0, "WIB": 7.0, "SGT": 8.0,
    "HKT": 8.0, "AWST": 8.0, "JST": 9.0, "KST": 9.0, "AEST": 10.0, "AEDT": 11.0, "NZST": 12.0, "NZDT": 13.0,
    "EST": -5.0, "EDT": -4.0, "ET": -5.0, "CST": -6.0, "CDT": -5.0, "MST": -7.0, "MDT": -6.0, "PST": -8.0,
    "PDT": -7.0, "AST": -4.0, "ADT": -3.0, "NST": -3.5, "BRT": -3.0, "ART": -3.0, "SAST": 2.0, "EAT": 3.0,
}  # fmt: skip
_ZONE = re.compile(r"(?<!\w)(" + "|".join(sorted(_ZONES, key=len, reverse=True)) + r")(?!\w)")
# Languages whose readers write the month first; English without a country is read so only where the
# other reading is no date.
_MONTH_FIRST = frozenset({"en-us", "en-ph"})

_CHANGED = re.compile(
    r"^\W*(?:last\s+)?(?:updat|modif|edited|aktualisier|letzte |mis(?:e)? à jour|actualiza|aggiorna|atualiza|bijgewerkt|laatst|"
    r"uppdatera|oppdatert|sist |opdatere|päivitetty|aktualiz|son güncelle|güncelle|обновл|оновл)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A stated moment in UTC. `is_day`: only a day was stated, `at` is its midnight UTC. `has_zone` is
    False where a time was stated without a zone; it is then taken as UTC. `day` is the calendar day as
    it was written."""

    at: datetime
    is_day: bool
    has_zone: bool = True
    day: date | None = None


def parse_stated(text: str, language: str | None = None) -> StatedDate | None:
    """The one date that a short text states; None for none, for an impossible one, and for digits that
    can be read in two ways ("03/04/2022") unless `language` says which ("en-US" or one with the day first)."""
    text = " ".join(text.split())
    if not 6 <= len(text) <= _MAX_CHARACTERS:
        return None
    if re.match(r"\d{4}-?\d\d-?\d\d|\d{10}", text) or re.match(
        r"[A-Z][a-z]{2}, \d\d? [A-Z][a-z]{2} \d{4} ", text
    ):
        if moment := parse_moment(text):
            return StatedDate(moment.at, moment.is_day, moment.has_zone, moment.day)
        return None
    return _from_words(text, language) or _from_digits(text, language)


def says_changed(text: str) -> bool:
    """Whether a line with a date begins with a word for a change ("Updated", "Aktualisiert")."""
    return _CHANGED.match(text) is not None


def _from_words(text: str, language: str | None) -> StatedDate | None:
    names = MONTHS_BY_LANGUAGE.get((language or "")[:2].lower(), {})
    for pattern in _FORMATS:
        for match in pattern.finditer(text):
            name = match.group("month").lower()
            month = int(name) if name.isdigit() else names.get(name) or MONTH_NUMBERS.get(name)
            if month and (day := _day(int(match.group("year")), month, int(match.group("day")))):
                return _with_time(day, text[: match.start()], text[match.end() :])
    return None


def _from_digits(text: str, language: str | None) -> StatedDate | None:
    if iso := re.search(r"(?<!\d)\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)", text):
        moment = parse_moment(text[iso.start() :])
        return StatedDate(moment.at, moment.is_day, moment.has_zone, moment.day) if moment else None
    match = _DIGITS.search(text)
    if match is None:
        return None
    first, separator, second, year = match.groups()
    full_year = int(year) if len(year) == 4 else 2000 + int(year)
    day_first = _day(full_year, int(second), int(first))
    month_first = _day(full_year, int(first), int(second))
    day = _chosen(day_first, month_first, separator, language)
    return _with_time(day, text[: match.start()], text[match.end() :]) if day else None


def _chosen(
    day_first: datetime | None, month_first: datetime | None, separator: str, language: str | None
) -> datetime | None:
    # Only English writes the month first, and never with full stops.
    known = (language or "").replace("_", "-").lower()
    if separator == "." or (known and not known.startswith("en")):
        return day_first
    if known in _MONTH_FIRST:
        return month_first or day_first
    if day_first and month_first and day_first != month_first and known in {"", "en"}:
        return None
    return day_first or month_first


def _day(year: int, month: int, day: int) -> datetime | None:
    try:
        found = datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None
    return found if EARLIEST_YEAR <= year <= LATEST_YEAR else None


def _with_time(day: datetime, before: str, after: str) -> StatedDate:
    for text in (after, before):
        for match in _TIME.finditer(text):
            if time := _time_of_day(match):
                zone = _zone(text[match.end() :])
                moment = (day + time).replace(tzinfo=zone or UTC)
                at = moment.astimezone(UTC)
                return StatedDate(at, is_day=False, has_zone=zone is not None, day=day.date())
    return StatedDate(day, is_day=True, day=day.date())


def _time_of_day(match: re.Match[str]) -> timedelta | None:
    hour, minute, second, half = match.groups()
    if minute is None and half is None:
        return None
    hours = int(hour)
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half.lower().startswith("p") else 0)
    if hours > 23 or int(minute or 0) > 59:
        return None
    return timedelta(hours=hours, minutes=int(minute or 0), seconds=min(59, int(second or 0)))


def _zone(text: str) -> timezone | None:
    if offset := _OFFSET.search(text[:20]):
        hours, minutes = int(offset.group("hours")), int(offset.group("minutes") or 0)
        if hours <= 14 and minutes < 60:
            ahead = timedelta(hours=hours, minutes=minutes)
            return timezone(-ahead if offset.group("sign") == "-" else ahead)
    if named := _ZONE.search(text[:20]):
        return timezone(timedelta(hours=_ZONES[named.group(1)]))
    return None
