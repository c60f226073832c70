"""The dateline that opens a report: "NICE, France (AP) – While ..." -> place, agency and its length."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.ingest.analyse.agencies import AGENCY_PATTERN, agency_named

# A dateline longer than this is a sentence.
_MAX_CHARACTERS = 120
_DASH = r"(?:\s*(?:[-–—―]{1,3}|\.[-–—])\s*)"
_DAY = (
    r"(?:[A-Za-zÀ-ÿ]{3,9}\.?\s+\d{1,2}(?:,?\s+\d{4})?|\d{1,2}\.?\s+(?:de\s+)?[A-Za-zÀ-ÿ]{3,10}\.?(?:\s+(?:de\s+)?\d{4})?"
    r"|\d{1,2}[./]\d{1,2}[./]?(?:\d{2,4})?)"
)
_WORD = r"[A-ZÀ-ÞĀ-ŽА-ЯİŞĞ][\w.’'-]*"
_PLACE = rf"{_WORD}(?:[ -](?:{_WORD}|d[aeiou]s?|del|di|of|the|sur|am|an|der|la|le)){{0,4}}"
_PLACES = rf"{_PLACE}(?:\s*[,/]\s*(?!{_DAY}){_PLACE}){{0,2}}"
_AGENCIES = rf"(?:{AGENCY_PATTERN})(?:\s*[/,-]\s*(?:{AGENCY_PATTERN}))*(?:/[a-z]{{2,4}})?"

# 1. PLACE, day (AGENCY) – text   2. (AGENCY) – text   3. (AGENCY) - PLACE, day - text
# 4. PLACE | AGENCY | text        5. PLACE, Country — text and PLACE: text, the place in capitals
_WITH_AGENCY = re.compile(
    rf"(?P<place>{_PLACES})[,.]?\s*(?:{_DAY}[,.]?\s*)?[(\[](?P<agency>{_AGENCIES})[)\]][.,]?{_DASH}?\s*"
)
_AGENCY_ALONE = re.compile(rf"[(\[](?P<agency>{_AGENCIES})[)\]]{_DASH}")
_AGENCY_FIRST = re.compile(
    rf"[(\[](?P<agency>{_AGENCIES})[)\]]{_DASH}(?P<place>{_PLACES}),\s*{_DAY}{_DASH}"
)
_BARS = re.compile(
    rf"(?P<place>{_PLACES})\s*\|\s*(?:{_DAY}\s*\|\s*)?(?P<agency>{_AGENCIES})\s*\|\s*"
)
_CAPITALS = r"(?=[^\W\d_]{3})[A-ZÀ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶŁĻŃŅŇŌŐŒŘŚŞŠŤŪŮŰŲŹŻŽА-ЯȘȚ][A-ZÀ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶŁĻŃŅŇŌŐŒŘŚŞŠŤŪŮŰŲŹŻŽА-ЯȘȚ.’'-]+"
_PLAIN = re.compile(
    rf"(?P<place>{_CAPITALS}(?:[ -]{_CAPITALS}){{0,3}}(?:,\s*{_PLACE})?(?:\s*/\s*{_PLACE})?)"
    rf"(?:,?\s*{_DAY}\.?)?(?:\s*[–—―]+\s*|\s+-{{1,3}}\s+|:\s+)(?=[\"“‘'«„(\[]?[\w])"
)
# 6. PLACE, Country (ACRONYM) – text: an agency that no table knows, the place in capitals.
_WITH_ACRONYM = re.compile(
    rf"(?P<place>{_CAPITALS}(?:[ -]{_CAPITALS}){{0,3}}(?:,\s*{_PLACE})?)[,.]?\s*(?:{_DAY}[,.]?\s*)?"
    rf"\((?P<acronym>[A-ZÀ-ÞĀ-Ž]{{2,6}})\){_DASH}"
)
_PATTERNS = (_AGENCY_FIRST, _AGENCY_ALONE, _WITH_AGENCY, _BARS, _WITH_ACRONYM, _PLAIN)
# Capitals with a dash or colon that open a line and are labels, not places.
_LABELS = frozenset(
    [
        "update",
        "updates",
        "updated",
        "breaking",
        "exclusive",
        "watch",
        "video",
        "photos",
        "photo",
        "gallery",
        "live",
        "analysis",
        "opinion",
        "editorial",
        "comment",
        "commentary",
        "review",
        "interview",
        "note",
        "correction",
        "clarification",
        "listen",
        "read",
        "explainer",
        "fact",
        "factcheck",
        "podcast",
        "sponsored",
        "advertisement",
        "background",
        "context",
        "summary",
        "key",
        "question",
        "answer",
        "warning",
        "alert",
        "developing",
        "just",
        "urgent",
        "report",
        "special",
        "feature",
        "column",
        "letter",
        "editor",
        "spoiler",
        "tip",
        "nato",
        "covid",
        "who",
        "what",
        "why",
        "how",
        "when",
        "where",
        "eu",
        "un",
        "us",
        "uk",
        "usa",
        "faq",
        "poll",
        "quiz",
        "sport",
        "sports",
        "weather",
        "eilmeldung",
        "kommentar",
        "analyse",
        "hinweis",
        "meinung",
        "exklusiv",
        "anzeige",
        "exclusivité",
        "avis",
        "vidéo",
        "direct",
        "urgente",
        "vivo",
        "opinión",
        "análisis",
        "entrevista",
        "aviso",
        "nota",
        "attention",
        "achtung",
        "atención",
        "flash",
    ]
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """`length` counts the characters from the paragraph's start that are dateline, not text."""

    place: str | None
    agency: str | None
    length: int


def find_dateline(paragraph: str) -> Dateline | None:
    """The dateline at the start of a paragraph, None where it has none."""
    head = paragraph[:_MAX_CHARACTERS]
    for pattern in _PATTERNS:
        if match := pattern.match(head):
            fields = match.groupdict()
            place = fields.get("place")
            if place and _is_label(place):
                continue
            agency = _first_agency(fields.get("agency")) or fields.get("acronym")
            return Dateline(_plain_place(place), agency, match.end())
    return None


def _is_label(place: str) -> bool:
    return re.split(r"[\s,:/-]", place.lower(), maxsplit=1)[0] in _LABELS


def _plain_place(place: str | None) -> str | None:
    return place.strip(" ,.") if place else None


def _first_agency(names: str | None) -> str | None:
    if not names:
        return None
    return agency_named(names) or agency_named(re.split(r"\s*[/,-]\s*", names)[0])
