"""One walk over a page's tree that gathers every element that may state metadata."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from app.ingest.analyse.plain import plain

_MAX_ELEMENTS_EACH = 2_000
_MAY_HEAD = ("h2", "h3", "h4", "span", "b", "strong", "font", "div", "p", "td")
_MIN_HEADING_CHARACTERS = 12


@dataclass(slots=True)
class Stated:
    """What the page states outside its text. `meta` has lower-case names; values are plain text."""

    meta: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    links: dict[str, str] = field(default_factory=dict)
    scripts: list[str] = field(default_factory=list)
    title: str = ""
    headings: list[HtmlElement] = field(default_factory=list)
    times: list[HtmlElement] = field(default_factory=list)
    language: str | None = None

    def first(self, *names: str) -> str | None:
        """The first non-empty value of the first of these meta names that the page has."""
        for name in names:
            for value in self.meta.get(name, ()):
                if value:
                    return value
        return None


def gather_stated(tree: HtmlElement) -> Stated:
    """Gathers meta and link elements, JSON-LD, the title, first-level headings and times."""
    stated = Stated(language=_language(tree))
    for element in tree.iter("meta", "link", "script", "title", "h1", "time"):
        tag = element.tag
        if tag == "meta":
            _add_meta(stated, element)
        elif tag == "link":
            _add_link(stated, element)
        elif tag == "script":
            if "ld+json" in (element.get("type") or "") and element.text:
                stated.scripts.append(element.text)
        elif tag == "title":
            # A drawing (svg) has a title of its own, later.
            stated.title = stated.title or plain(element.text_content())
        elif tag == "h1":
            stated.headings.append(element)
        elif len(stated.times) < _MAX_ELEMENTS_EACH:
            stated.times.append(element)
    headlines = [heading for heading in stated.headings if not _is_masthead(heading)]
    stated.headings = headlines or _unmarked_headings(tree, stated) or stated.headings
    return stated


def _is_masthead(heading: HtmlElement) -> bool:
    """Whether a heading is nothing but a link to the front page: the site's name."""
    links = list(heading.iter("a"))
    if len(links) != 1 or plain(links[0].text_content()) != plain(heading.text_content()):
        return False
    return leads_to_front(links[0].get("href") or "")


def leads_to_front(address: str) -> bool:
    """Whether an address is a site's front page."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    return bool(address.strip()) and parts.path in ("", "/", "/index.html") and not parts.fragment


def _unmarked_headings(tree: HtmlElement, stated: Stated) -> list[HtmlElement]:
    """Where no first-level heading is but the site's name: the elements that hold a part of the page's title and nothing
    else, the longest first (the other part is the site's name)."""
    found: dict[str, HtmlElement] = {}
    mastheads = {plain(heading.text_content()) for heading in stated.headings}
    for element in tree.iter(*_MAY_HEAD):
        n_links = int(str(element.tag).startswith("h"))
        text = plain(element.text_content()) if len(element) <= n_links else ""
        if len(text) >= _MIN_HEADING_CHARACTERS and text in stated.title and text not in mastheads:
            found.setdefault(text, element)
    return [found[text] for text in sorted(found, key=len, reverse=True)]


def _language(tree: HtmlElement) -> str | None:
    return (
        tree.get("lang")
        or tree.get("xml:lang")
        or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    )


def _add_meta(stated: Stated, element: HtmlElement) -> None:
    content = element.get("content") or element.get("value") or element.get("datetime")
    if not content:
        return
    value = plain(content)
    for attribute in ("property", "name", "itemprop", "http-equiv"):
        if name := element.get(attribute):
            values = stated.meta[name.strip().lower()]
            if value not in values and len(values) < _MAX_ELEMENTS_EACH:
                values.append(value)


def _add_link(stated: Stated, element: HtmlElement) -> None:
    address = (element.get("href") or "").strip()
    for relation in (element.get("rel") or "").lower().split():
        if address:
            stated.links.setdefault(relation, address)
