"""Publisher and section of a page: as declared, else as its title names them beside the headline."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from app.ingest.analyse.houses import is_house
from app.ingest.analyse.plain import plain
from app.ingest.analyse.webpage.head import Stated, leads_to_front
from app.ingest.analyse.webpage.structured import StructuredData, texts
from app.text.folding import fold

_BETWEEN = re.compile(r"\s+[|•·»«–—:-]\s+|\s*[|｜]\s*|(?<=\w):\s+")
_MAX_WORDS = 6
_MAX_SECTION_WORDS = 3
# Mastheads and menus are at the top and the bottom of a page; a list of links is not searched further.
_MAX_LINKS = 300


@dataclass(frozen=True, slots=True)
class Publication:
    """Who published a page, and under which section."""

    source: str | None
    section: str | None


def find_publication(
    tree: HtmlElement, stated: Stated, structured: StructuredData, headline: str | None
) -> Publication:
    """What is declared comes first. Of the page's title ("Headline - Section - Name") a part is the
    publisher's name where a link to the front page or a word of newspapers' names says so, and a
    section where a link of the page has its name."""
    source = declared_source(stated, structured)
    section = _declared_section(stated, structured)
    beside = _beside_headline(stated.title, headline) if headline else []
    if not beside or (source and section):
        return Publication(source, section)
    names, fronts = _linked_names(tree)
    found = next((part for part in beside if fold(part) in fronts), None)
    found = found or next((part for part in beside if is_house(part)), None)
    known = fold(source or found or "")
    sections = (
        part
        for part in beside
        if fold(part) in names - {known} and len(part.split()) <= _MAX_SECTION_WORDS
    )
    return Publication(source or found, section or next(sections, None))


def declared_source(stated: Stated, structured: StructuredData) -> str | None:
    """The publisher's name as meta elements or JSON-LD have it."""
    names = [name for node in structured.nodes_under("publisher") for name in texts(node)]
    site = stated.first("og:site_name", "application-name", "dc.publisher", "publisher")
    return site or (names[0] if names else None)


def _declared_section(stated: Stated, structured: StructuredData) -> str | None:
    return structured.first_text("articleSection") or stated.first(
        "article:section", "og:article:section", "parsely-section", "section", "cxenseparse:section"
    )


def _beside_headline(title: str, headline: str) -> list[str]:
    """The parts of a page's title after the headline, else those before it; the last is the site's as
    a rule and comes first."""
    whole = fold(title)
    start = whole.find(fold(headline))
    if start < 0 or len(whole) != len(title):
        return []
    after, before = title[start + len(headline) :], title[:start]
    parts = [*reversed(_BETWEEN.split(f" {after} ")), *_BETWEEN.split(f" {before} ")]
    words = (part.split() for part in parts)
    return [" ".join(part) for part in words if 0 < len(part) <= _MAX_WORDS]


def _linked_names(tree: HtmlElement) -> tuple[set[str], set[str]]:
    """The texts of links, and of those among them that lead to the front page."""
    names: set[str] = set()
    fronts: set[str] = set()
    for link in itertools.islice(tree.iter("a"), _MAX_LINKS):
        text = fold(plain(link.text_content()[:100]))
        if text:
            names.add(text)
            if leads_to_front(link.get("href") or ""):
                fronts.add(text)
    return names, fronts
