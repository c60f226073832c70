"""What the frame of a scrape says of the article: publisher, section, keywords, the time of a change."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.ingest.analyse.agencies import agency_named
from app.ingest.analyse.houses import is_house
from app.ingest.analyse.scrape.labelled import Labels
from app.ingest.analyse.scrape.lines import Line
from app.ingest.analyse.scrape.titles import site_of
from app.ingest.analyse.stated_date import StatedDate, parse_stated, says_changed

_MAX_SECTION_WORDS = 4
_BEFORE = ("before the title", "before the article")
_MAX_KEYWORDS = 40
# More words are a headline.
_MAX_KEYWORD_WORDS = 4
_YEARS = r"(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:(?:19|20)?\d\d))?,?\s*)"
# "© 2024 The Larkfield Gazette. All rights reserved."
_HOLDER = re.compile(
    rf"(?:(?i:copyright)|©|\(c\))\s*(?:(?i:copyright)\s*|©\s*|\(c\)\s*)?{_YEARS}?(?:by\s+|von\s+|par\s+)?"
    r"(?P<name>[A-ZÀ-Þ][\w’'.&-]*(?:\s+(?:[A-ZÀ-Þ&][\w’'.&-]*|of|the|and|de|la|der|des|du|van|und|y|e)){0,5})"
)
_RIGHTS = re.compile(
    r"^(?:All|Alle|Tous|Todos|Tutti|Alla|Wszelkie|Tüm|Toate|Reproduction|Terms|Privacy|No|This)\b"
)
_LEGAL_FORM = re.compile(
    r",?\s+(?:Ltd|LLC|Inc|GmbH|AG|SA|SpA|BV|AB|AS|PLC|Limited|Corp|Corporation)\.?$"
)
_LAST_YEAR = re.compile(r"[\s,]+(?:19|20)\d\d$")
_YEAR_OR_RIGHTS = re.compile(r"(?:19|20)\d\d|right|recht|droit|derech|diritt|direit|hak|прав", re.I)
_CRUMBS = re.compile(r"\s*[>›»/→]\s*")
_LISTED = re.compile(r"^[^:：]{2,30}[:：]\s*(?P<words>\S.*)$")
_HASHTAG = re.compile(r"#([\w-]+)")


def read_source(labels: Labels) -> str | None:
    """The publisher: the site's name behind the headline, else the holder of the copyright (agencies,
    which own a text or a picture wherever it stands, left out)."""
    for line in _lines_for(labels, "title"):
        if site := site_of(line.text):
            return site
    for line in _lines_for(labels, "copyright"):
        if name := _holder(line.text):
            return name
    return None


def read_section(labels: Labels) -> str | None:
    """The last step of a breadcrumb before the headline, else the few words alone above the headline."""
    for line in _lines_for(labels, "breadcrumb"):
        steps = [step for step in _CRUMBS.split(line.text) if step]
        if len(steps) > 1 and len(steps[1].split()) <= _MAX_SECTION_WORDS:
            return steps[1]
    title = next((i for i, reason in enumerate(labels.reasons) if reason == "title"), 0)
    if title == 0 or labels.reasons[title - 1] not in _BEFORE:
        return None
    is_alone = title == 1 or labels.reasons[title - 2] not in (*_BEFORE, None)
    line = labels.lines[title - 1]
    is_section = line.n_words <= _MAX_SECTION_WORDS and not any(map(str.isdigit, line.text))
    return line.text if is_alone and is_section and not line.ends_sentence else None


def read_keywords(labels: Labels) -> tuple[str, ...]:
    """The words of a line of tags ("Tags: a, b", "#a #b")."""
    found: list[str] = []
    for line in _lines_for(labels, "tags"):
        if listed := _LISTED.match(line.text):
            found += re.split(r"\s*[,;|•·]\s*", listed.group("words"))
        else:
            found += _HASHTAG.findall(line.text)
    found = [word for word in found if len(word.split()) <= _MAX_KEYWORD_WORDS]
    return tuple(dict.fromkeys(word.strip(" #.") for word in found if word.strip(" #.")))[
        :_MAX_KEYWORDS
    ]


def read_modified(labels: Labels) -> StatedDate | None:
    """The time in a line that says "updated" in any of its words for it."""
    dated = _lines_for(labels, "date and time")
    changed = (parse_stated(line.text) for line in dated if says_changed(line.text))
    return next(filter(None, changed), None)


def _lines_for(labels: Labels, reason: str) -> Iterator[Line]:
    pairs = zip(labels.lines, labels.reasons, strict=True)
    return (line for line, given in pairs if given == reason)


def _holder(text: str) -> str | None:
    match = _HOLDER.search(text)
    if match is None or _RIGHTS.match(match.group("name")):
        return None
    name = re.split(r"\.\s", match.group("name"))[0].removeprefix("Copyright ").rstrip(" .,")
    name = _LEGAL_FORM.sub("", _LAST_YEAR.sub("", name))
    # A photographer has a copyright too, without a year and a claim to all rights.
    if agency_named(name) or not (_YEAR_OR_RIGHTS.search(text) or is_house(name)):
        return None
    return name or None
