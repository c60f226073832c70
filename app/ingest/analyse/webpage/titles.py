"""The headline: the visible one that agrees with what the page declares, else the declared one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml.html import HtmlElement

from app.ingest.analyse.webpage.head import Stated
from app.ingest.analyse.webpage.plain import plain
from app.ingest.analyse.webpage.structured import StructuredData
from app.text.folding import fold

_MAX_HEADLINE_CHARACTERS = 400
# Share of a visible headline's words that a declared title must have to be the same headline.
_AGREEMENT = 0.6
_WORD = re.compile(r"\w+")
_SITE_AFTER = re.compile(r"\s+(?:[|•·»«–—]|-{1,2}|::?)\s+(?=[^|•·»«–—]{2,45}$)")
_SITE_BEFORE = re.compile(r"^[^|•»«]{2,30}\s+[|•»]\s+(?=.{20})")


def find_title(stated: Stated, structured: StructuredData, source: str | None) -> str | None:
    """The headline without the publisher's name, None where the page has none."""
    declared = _declared_titles(stated, structured)
    visible = _visible_headlines(stated.headings)
    for headline in visible:
        if any(_agree(headline, title) for title in declared):
            return headline
    cleaned = [strip_site(title, source) for title in declared]
    return next(filter(None, [*cleaned, *visible]), None)


def strip_site(title: str, source: str | None) -> str:
    """`title` without the name of its publisher at the end or start."""
    if source:
        name = re.escape(source)
        title = re.sub(rf"\s*[|•·»–—:-]+\s*{name}\s*$", "", title, flags=re.IGNORECASE)
        title = re.sub(rf"^{name}\s*[|•·»–—:-]+\s*", "", title, flags=re.IGNORECASE)
    return title.strip()


def _declared_titles(stated: Stated, structured: StructuredData) -> list[str]:
    titles = [
        structured.first_text("headline"),
        stated.first("og:title"),
        stated.first(
            "twitter:title", "dc.title", "dcterms.title", "parsely-title", "title", "headline"
        ),
        _without_tail(stated.title),
    ]
    return [title for title in titles if title]


def _without_tail(title: str) -> str:
    parts = _SITE_AFTER.split(title)
    return title if len(parts) == 1 else title[: title.rfind(parts[-1])].rstrip(" |•·»«–—-:")


def _visible_headlines(headings: Iterable[HtmlElement]) -> list[str]:
    found = []
    for heading in headings:
        text = plain(" ".join(heading.itertext()))
        if 3 < len(text) <= _MAX_HEADLINE_CHARACTERS:
            found.append(text)
    return found


def _agree(headline: str, title: str) -> bool:
    ours, theirs = set(_WORD.findall(fold(headline))), set(_WORD.findall(fold(title)))
    return len(ours) >= 2 and len(ours & theirs) >= _AGREEMENT * len(ours)
