"""The day an article may be of, inferred from its words: apart from any stated date, with the reasons."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from app.ingest.analyse.months import MONTH_NUMBERS, WEEKDAY_NUMBERS

# Mentions beyond these say nothing new.
_MAX_MENTIONS = 12
_MAX_CHARACTERS = 40_000
_COPYRIGHT_YEAR = re.compile(r"(?<!\d)(19[5-9]\d|20\d\d)(?!\d)")
_MONTH = r"(?P<month>[^\W\d_]{3,14})\.?"
_DAY_MENTION = re.compile(
    rf"(?<![\w]){_MONTH}\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s(?P<year>(?:19|20)\d\d))?"
    r"|(?<![\w.,])(?P<day2>\d{1,2})(?:\.|st|nd|rd|th|er)?\s(?:de\s)?(?P<month2>[^\W\d_]{3,14})\.?(?:\s(?:de\s)?(?P<year2>(?:19|20)\d\d))?(?!\w)"
)
_WEEKDAY = re.compile(
    r"(?<!\w)(?:" + "|".join(sorted(WEEKDAY_NUMBERS, key=len, reverse=True)) + r")(?!\w)",
    re.IGNORECASE,
)
_TODAY = re.compile(
    r"(?<!\w)(?:today|heute|aujourd[’']hui|hoy|oggi|hoje|vandaag|i dag|idag|dzisiaj|сегодня|bugün)(?!\w)",
    re.IGNORECASE,
)
_CONTEXT = 30


@dataclass(frozen=True, slots=True)
class InferredDate:
    """`day` only where the words leave one; `evidence` says what was seen, in the article's words."""

    day: date | None = None
    evidence: tuple[str, ...] = ()


def infer_date(text: str, copyright_lines: list[str]) -> InferredDate:
    """What the words tell of the day of publication.

    The latest day mentioned with its year is the earliest day that the article can be of; it becomes
    `day` where the copyright says the same year, or where nothing else is said of one.
    """
    text = text[:_MAX_CHARACTERS]
    evidence = []
    years = {int(year) for line in copyright_lines for year in _COPYRIGHT_YEAR.findall(line)}
    if years:
        evidence.append(f"copyright {max(years)}")
    days = []
    for match in _DAY_MENTION.finditer(text):
        if mention := _mentioned_day(match):
            year, month, day = mention
            evidence.append(f"day mentioned: {_around(text, match)}")
            if year or years:
                days.append(_day(year or max(years), month, day))
        if len(evidence) > _MAX_MENTIONS:
            break
    for kind, pattern in (("weekday", _WEEKDAY), ("today", _TODAY)):
        found = list(pattern.finditer(text))[:3]
        evidence.extend(f"{kind} mentioned: {_around(text, match)}" for match in found)
    known = [day for day in days if day and (not years or day.year in years)]
    latest = max(known) if years and known else None
    return InferredDate(latest, tuple(dict.fromkeys(evidence))[:_MAX_MENTIONS])


def _mentioned_day(match: re.Match[str]) -> tuple[int | None, int, int] | None:
    fields = match.groupdict()
    month = MONTH_NUMBERS.get((fields["month"] or fields["month2"]).lower())
    day, year = int(fields["day"] or fields["day2"]), fields["year"] or fields["year2"]
    if month is None or not 1 <= day <= 31:
        return None
    return (int(year) if year else None), month, day


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _around(text: str, match: re.Match[str]) -> str:
    start, end = max(0, match.start() - _CONTEXT), min(len(text), match.end() + _CONTEXT // 2)
    words = text[start:end].replace("\n", " ").split(" ")
    first = 1 if start and len(words) > 2 else 0
    last = len(words) - 1 if end < len(text) and len(words) > 3 else len(words)
    return " ".join(words[first:last]).strip()
