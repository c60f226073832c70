"""Which line of a scrape is the headline, and the headline without its site's name."""

from __future__ import annotations

import re

from app.ingest.analyse.agencies import agency_named
from app.ingest.analyse.bylines import parse_byline
from app.ingest.analyse.houses import is_house
from app.ingest.analyse.scrape.captions import read_caption
from app.ingest.analyse.scrape.lines import Line, Mark
from app.text.folding import fold

_MIN_WORDS, _MAX_WORDS = 2, 32
_WORD = re.compile(r"\w{4,}")
_STEM = 6
# A row of a list: "Pea soup 4.50".
_PRICE_END = re.compile(r"\s\W?\d{1,5}[.,]\d\d\W?$")
# So many sentences before a line count against its being the headline.
_MOST_TOLD = 3
_NEAR = 8
_SIGNED = 1.5
# Nothing but a newspaper's name is its masthead.
_HOUSE_ALONE = 3.0
# Bars and guillemets never stand in a headline; dashes do.
_BAR = re.compile(r"\s+[|»·•‖]\s+|\s*\|\s*")
_DASH_TAIL = re.compile(r"\s+(?:-{1,2}|–|—|::?)\s+(?P<tail>[^|–—]{2,45})$")


def find_title(lines: list[Line], head: list[int], body: list[int]) -> int | None:
    """The index of the headline among the lines of `head`, before or at the start of the body lines.

    The best of: first line, a heading, near the body, sharing words with it, said more than once.
    """
    topic = {word for index in body[:8] for word in _stems(lines[index].text)}
    first = body[0] if body else len(lines)
    scored = []
    n_told = 0
    for index in head:
        if _may_be(lines[index]):
            scored.append((_score(lines, index, first, topic) - min(n_told, _MOST_TOLD), -index))
        n_told += lines[index].is_sentence
    if not scored:
        return None
    best, negative = max(scored)
    return -negative if best > 0 else _first_headline(lines, head, first)


def _first_headline(lines: list[Line], head: list[int], first: int) -> int | None:
    """The first line of several words, close to the text, where none says more of it: a headline need
    not share a word with its text ("Letters to the editor")."""
    near = (index for index in head if index < first <= index + _NEAR)
    return next((i for i in near if lines[i].n_words > _MIN_WORDS and _may_be(lines[i])), None)


def clean_title(text: str) -> str:
    """A headline without section and site after a bar or dash."""
    parts = [part for part in _BAR.split(text) if part.strip()]
    if len(parts) > 1:
        # The headline is the longest part; the first of two of like length.
        text = max(parts, key=lambda part: len(part.split()))
        if len(parts[0].split()) >= 4:
            text = parts[0]
    match = _DASH_TAIL.search(text)
    if match and _is_site(match.group("tail")) and len(text[: match.start()].split()) >= 4:
        text = text[: match.start()]
    return text.strip()


def site_of(text: str) -> str | None:
    """The site's name behind a bar or dash in a headline; None where no part is one."""
    parts = [part.strip() for part in _BAR.split(text) if part.strip()]
    dash = _DASH_TAIL.search(text)
    tails = [*parts[1:], *([dash.group("tail")] if dash else [])]
    return next(
        (tail for tail in reversed(tails) if _is_site(tail) and not agency_named(tail)), None
    )


def same_title(text: str, title: str) -> bool:
    """Whether a line repeats the headline, with or without the site's name."""
    ours, theirs = _plain(text), _plain(title)
    if not ours or not theirs:
        return False
    return ours == theirs or (len(theirs.split()) >= 4 and _plain(clean_title(text)) == theirs)


def _is_site(tail: str) -> bool:
    words = tail.split()
    if agency_named(tail):
        return True
    capitalised = all(word[0].isupper() or not word[0].isalpha() for word in words)
    return len(words) <= 5 and capitalised and is_house(tail)


def _may_be(line: Line) -> bool:
    if not _MIN_WORDS <= line.n_words <= _MAX_WORDS or line.mark in (
        Mark.BULLET,
        Mark.NUMBERED,
        Mark.QUOTED,
    ):
        return False
    if (
        line.text.endswith((":", ",", ";"))
        or _PRICE_END.search(line.text)
        or read_caption(line, near_top=False)
        or parse_byline(line.text)
    ):
        return False
    # A headline may ask or exclaim; one that ends in a full stop is short.
    is_statement = line.ends_sentence and not line.text.rstrip('"”’»').endswith(("?", "!", "…"))
    return not (is_statement and line.n_words > 12) and line.count_sentences() <= 2


def _score(lines: list[Line], index: int, first: int, topic: set[str]) -> float:
    line = lines[index]
    words = set(_stems(line.text))
    shared = len(words & topic) / max(1, len(words))
    is_repeated = any(
        other.text == line.text for place, other in enumerate(lines[:first]) if place != index
    )
    statement = line.ends_sentence and line.text.endswith(".")
    return (
        4 * shared
        + min(line.n_words, 8) * 0.25
        + (1.5 if index == 0 else 0.0)
        + (1.5 if line.mark is Mark.HEADING else 0.0)
        + (2.0 if line.source.startswith("# ") else 0.0)
        + (0.5 if is_repeated else 0.0)
        + (_SIGNED if _is_signed(lines, index) else 0.0)
        - 0.12 * min(20, abs(first - index))
        - (2.0 if statement else 0.0)
        - (2.0 if line.n_words < 3 else 0.0)
        - (_HOUSE_ALONE if _is_site(line.text) else 0.0)
        - 0.6
    )


def _is_signed(lines: list[Line], index: int) -> bool:
    """Whether a byline follows, as under headlines."""
    return index + 1 < len(lines) and parse_byline(lines[index + 1].text) is not None


def _stems(text: str) -> list[str]:
    return [word[:_STEM] for word in _WORD.findall(fold(text))]


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text)))
