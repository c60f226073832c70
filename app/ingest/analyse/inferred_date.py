"""The day an article may be of, inferred from its words: apart from any stated date, with the reasons."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from app.ingest.analyse.months import MONTH_NUMBERS, WEEKDAY_NUMBERS

# Mentions beyond these say nothing new.
_MAX_MENTIONS = 12
_MAX_WORDS = 3
_MAX_CHARACTERS = 40_000
_COPYRIGHT_YEAR = re.compile(r"(?<!\d)(19[5-9]\d|20\d\d)(?!\d)")
# The digits first: there are few, and the words around them are looked at only then.
_DIGITS = re.compile(r"(?<![\w.,:/-])\d{1,2}(?![\d:/])")
_MONTH_BEFORE = re.compile(r"([^\W\d_]{3,14})\.?\s$")
_YEAR_AFTER = re.compile(r"(?:st|nd|rd|th)?,?\s((?:19|20)\d\d)(?!\d)")
_MONTH_AFTER = re.compile(
    r"(?:\.|st|nd|rd|th|er)?\s(?:de\s)?([^\W\d_]{3,14})\.?(?:\s(?:de\s)?((?:19|20)\d\d)(?!\d))?"
)
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_TODAY = frozenset(
    ["today", "heute", "hoy", "oggi", "hoje", "vandaag", "idag", "dzisiaj", "сегодня", "bugün"]
)
_CONTEXT = 30
_NEAR = 30


@dataclass(frozen=True, slots=True)
class InferredDate:
    """`day` only where the words leave one; `evidence` says what was seen, in the article's words."""

    day: date | None = None
    evidence: tuple[str, ...] = ()


def infer_date(text: str, copyright_lines: list[str]) -> InferredDate:
    """What the words tell of the day of publication.

    A day mentioned is an event's: it becomes `day` only next to "today" and with its year, written or
    from a copyright line. Everything else is evidence without a conclusion.
    """
    text = text[:_MAX_CHARACTERS]
    evidence = []
    years = {int(year) for line in copyright_lines for year in _COPYRIGHT_YEAR.findall(line)}
    if years:
        evidence.append(f"copyright {max(years)}")
    days = []
    for match in _DIGITS.finditer(text):
        if mention := _mentioned_day(text, match):
            year, month, day = mention
            evidence.append(f"day mentioned: {_around(text, match)}")
            near = text[max(0, match.start() - _NEAR) : match.end() + _NEAR].lower()
            if (year or years) and not _TODAY.isdisjoint(_WORD.findall(near)):
                days.append(_day(year or max(years), month, day))
        if len(evidence) > _MAX_MENTIONS:
            break
    evidence.extend(_mentioned_words(text))
    known = [day for day in days if day]
    return InferredDate(known[0] if known else None, tuple(dict.fromkeys(evidence))[:_MAX_MENTIONS])


def _mentioned_day(text: str, digits: re.Match[str]) -> tuple[int | None, int, int] | None:
    before = _MONTH_BEFORE.search(text[max(0, digits.start() - 17) : digits.start()])
    after = text[digits.end() : digits.end() + 30]
    day = int(digits.group())
    if before and (month := MONTH_NUMBERS.get(before.group(1).lower())):
        year = _YEAR_AFTER.match(after)
        return (int(year.group(1)) if year else None, month, day) if 1 <= day <= 31 else None
    following = _MONTH_AFTER.match(after)
    if following and (month := MONTH_NUMBERS.get(following.group(1).lower())) and 1 <= day <= 31:
        return (int(following.group(2)) if following.group(2) else None, month, day)
    return None


def _mentioned_words(text: str) -> list[str]:
    """The first weekdays and words for today, with what stands around them."""
    found: dict[str, list[str]] = {"weekday": [], "today": []}
    spoken = (_TODAY | WEEKDAY_NUMBERS.keys()).intersection(_WORD.findall(text.lower()))
    if not spoken:
        return []
    for match in re.finditer(
        rf"(?<!\w)(?:{'|'.join(sorted(spoken))})(?![\w’'-])", text, re.IGNORECASE
    ):
        word = match.group().lower()
        kind = "weekday" if word in WEEKDAY_NUMBERS else "today" if word in _TODAY else None
        if kind and len(found[kind]) < _MAX_WORDS:
            found[kind].append(f"{kind} mentioned: {_around(text, match)}")
    return [*found["weekday"], *found["today"]]


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
