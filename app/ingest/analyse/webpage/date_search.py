"""The likely day of a page that nowhere states one as its own: dates in its data, its words, its pictures' addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain, islice

from lxml.html import HtmlElement

from app.ingest.analyse.stated_date import parse_stated, says_changed

# Pages of programs and calendars hold thousands; the first ones tell.
_MAX_TEXTS = 400
_MAX_ELEMENTS = 20_000
_MAX_SCRIPT_CHARACTERS = 1_000_000
_MAX_CHARACTERS = 120
_MAX_OTHER_WORDS = 6
_ELSEWHERE = 4
_OF_COMMENT = 5
_MAX_ANCESTORS = 8
_DIGIT = re.compile(r"\d")
_IN_DATA = re.compile(
    r"\"(?:date_?published|published(?:_?(?:at|on|date|time))?|publish_?(?:date|time)|publication_?date|pub_?date|first_?published\w*)"
    r"\\?\"\s*:\s*\\?\"((?:19|20)\d\d-\d\d-\d\d)",
    re.IGNORECASE,
)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])/(0[1-9]|[12]\d|3[01])/")
_PUBLISHED = re.compile(
    r"publi|veröffentlicht|erschienen|posted|pubblicat|gepubliceerd|geplaatst|opublikowano|yayın|опублик|date\s*:|datum\s*:|fecha\s*:|data\s*:",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(r"©|copyright|\(c\)", re.IGNORECASE)
# A text may begin "Hamburg (12.11.2021). The council" or "31 October 2023. The council".
_IN_DATELINE = re.compile(r"([^\d.:]{0,40}\d[^()]{4,30}?\d\)?)\s?[.:–—-]\s")
_OF_COMMENTS = re.compile(r"comment|kommentar|repl(?:y|ies)|respond", re.IGNORECASE)
_CHANGED_WITHIN = re.compile(r"zuletzt|letzte|last|stand\b|updat|änderung|dernière", re.IGNORECASE)


def search_day(
    tree: HtmlElement,
    language: str | None,
    opening: list[str],
    is_elsewhere: Callable[[HtmlElement], bool],
) -> date | None:
    """The best guess, None without one. `opening` are the text's first blocks, `is_elsewhere` tells
    elements of the frame and of other articles.

    1. A short text that says "published". 2. A field of the page's data named so. 3. The text's dateline.
    4. A short text that is hardly more than a date, then one of a change or a copyright, then the only
    date of the frame. 5. The address of a picture. 6. The first comment: readers answer in time.
    """
    ranked = sorted(_ranked(tree, language, is_elsewhere), key=lambda one: one[0])
    comments = [day for rank, day in ranked if rank == _OF_COMMENT]
    if len({day for rank, day in ranked if rank == _ELSEWHERE}) > 1:
        # A calendar, or teasers with their days.
        ranked = [one for one in ranked if one[0] != _ELSEWHERE]
    ranked = [one for one in ranked if one[0] != _OF_COMMENT]
    if ranked and ranked[0][0] == 0:
        return ranked[0][1]
    return (
        _day_in_data(tree)
        or _day_in_dateline(opening, language)
        or (ranked[0][1] if ranked else _day_of_picture(tree))
        or min(comments, default=None)
    )


def _ranked(
    tree: HtmlElement, language: str | None, is_elsewhere: Callable[[HtmlElement], bool]
) -> Iterator[tuple[int, date]]:
    n_texts = 0
    for element, text in _short_texts(tree):
        n_texts += 1
        if n_texts > _MAX_TEXTS:
            return
        found = parse_stated(text, language)
        if found is None:
            continue
        rank = _rank(text)
        if rank is not None:
            if rank == 1 and _is_in_comment(element):
                rank = _OF_COMMENT
            elif rank == 1 and is_elsewhere(element):
                rank = _ELSEWHERE
            yield rank, found.at.date()


def _rank(text: str) -> int | None:
    if _OF_OTHERS.search(text):
        return 3
    if says_changed(text) or _CHANGED_WITHIN.search(text):
        return 2
    if _PUBLISHED.search(text):
        return 0
    return 1 if len(text.split()) <= _MAX_OTHER_WORDS else None


def _is_in_comment(element: HtmlElement) -> bool:
    return any(
        _OF_COMMENTS.search(f"{one.get('class') or ''} {one.get('id') or ''}")
        for one in islice(chain([element], element.iterancestors()), _MAX_ANCESTORS)
        if one.tag not in ("body", "html", "main", "article")
    )


def _day_in_dateline(opening: list[str], language: str | None) -> date | None:
    for text in opening:
        match = _IN_DATELINE.match(text[:_MAX_CHARACTERS])
        if match is None:
            continue
        words = re.findall(r"[^\W\d_]+", match.group().partition("(")[0])
        found = parse_stated(match.group(1), language)
        if found and all(word[0].isupper() for word in words):
            return found.at.date()
    return None


def _short_texts(tree: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    for number, element in enumerate(tree.iter()):
        if number > _MAX_ELEMENTS:
            return
        if element.tag in ("script", "style", "option", "title") or not isinstance(
            element.tag, str
        ):
            continue
        for text in (element.text, element.tail):
            # Most of a page's texts hold no digit.
            if (
                text
                and _DIGIT.search(text)
                and 6 <= len(text := " ".join(text.split())) <= _MAX_CHARACTERS
            ):
                yield element, text


def _day_in_data(tree: HtmlElement) -> date | None:
    for script in tree.iter("script"):
        if match := _IN_DATA.search((script.text or "")[:_MAX_SCRIPT_CHARACTERS]):
            return _day(match.group(1))
    return None


def _day_of_picture(tree: HtmlElement) -> date | None:
    for picture in tree.iter("meta", "img", "a"):
        address = picture.get("src") or picture.get("content") or picture.get("href") or ""
        if match := _IN_ADDRESS.search(address[:500]):
            return _day("-".join(match.groups()))
    return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
