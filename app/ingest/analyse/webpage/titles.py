"""The headline: as JSON-LD states it, else as the page declares and shows it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml.html import HtmlElement

from app.ingest.analyse.plain import plain
from app.ingest.analyse.webpage.head import Stated
from app.ingest.analyse.webpage.structured import StructuredData
from app.text.folding import fold

_MAX_HEADLINE_CHARACTERS = 400
# Share of a visible headline's words that a declared title must have to be the same headline.
_AGREEMENT = 0.6
# A stated headline that shares fewer words with everything else on the page is another article's.
_BELONGS = 0.2
_WORD = re.compile(r"\w+")
_SITE_AFTER = re.compile(r"\s+(?:[|•·»«–—]|-{1,2}|::?)\s+(?=[^|•·»«–—]{2,45}$)")
_SITE_BEFORE = re.compile(r"\w\s*[:|•·»–—-]+\s*$")
_ELLIPSIS = re.compile(r"\s*(?:…|\.\.\.)$")


def find_title(stated: Stated, structured: StructuredData, source: str | None) -> str | None:
    """The headline without the publisher's name, None where the page has none.

    In this order: the headline of JSON-LD where it is this page's, the visible headline that agrees
    with a declared title, a declared title, any visible headline.
    """
    shown = _visible_headlines(stated.headings)
    declared = [strip_site(title, source) for title in _declared_titles(stated, shown)]
    agreed = [text for text in shown if any(_agree(text, title) for title in declared)]
    # A logo's name is a part of "Headline - Name" too: the one that is a declared title comes first.
    agreed.sort(key=lambda text: text not in declared)
    own = structured.first_text("headline")
    if own and _belongs(own, [*declared, *shown]):
        return _completed(strip_site(own, source), [*agreed, *declared, *shown])
    candidates = [*_unless_narrower(agreed, declared), *declared, *shown]
    return next((title for title in candidates if title), None)


def strip_site(title: str, source: str | None) -> str:
    """`title` without the name of its publisher at the end or start."""
    if source:
        name = re.escape(source)
        title = re.sub(rf"\s*[|｜•·»–—:-]+\s*{name}\s*$", "", title, flags=re.IGNORECASE)
        title = re.sub(rf"^{name}\s*[|｜•·»–—:-]+\s*", "", title, flags=re.IGNORECASE)
    return title.strip()


def _declared_titles(stated: Stated, shown: list[str]) -> list[str]:
    titles = [
        stated.first("og:title"),
        stated.first("twitter:title", "dc.title", "dcterms.title", "parsely-title", "headline"),
        _without_site(stated.title, shown),
    ]
    return [title for title in titles if title]


def _without_site(title: str, shown: list[str]) -> str:
    """A page's title without what stands after its last bar or dash; without what stands before it where
    the rest is the visible headline."""
    parts = _SITE_AFTER.split(title)
    if shown and title.endswith(shown[0]) and _SITE_BEFORE.search(title[: -len(shown[0])]):
        return shown[0]
    if len(parts) == 1:
        return title
    if shown and parts[-1] == shown[0]:
        return parts[-1]
    return title[: title.rfind(parts[-1])].rstrip(" |•·»«–—-:")


def _visible_headlines(headings: Iterable[HtmlElement]) -> list[str]:
    texts = (plain(heading.text_content()) for heading in headings)
    return [text for text in texts if 3 < len(text) <= _MAX_HEADLINE_CHARACTERS]


def _completed(headline: str, others: list[str]) -> str:
    """A stated headline that was cut short ("…") gives way to the same one in full."""
    stem = _ELLIPSIS.sub("", headline)
    if stem != headline:
        for other in others:
            if other.startswith(stem) and len(other) > len(stem):
                return other
    return headline


def _unless_narrower(agreed: list[str], declared: list[str]) -> list[str]:
    """Visible headlines; but where one differs from a declared title in white space only (parts of
    it are elements of their own), the declared writing is the right one."""
    writing = {_letters(title): title for title in reversed(declared)}
    return [writing.get(_letters(text), text) for text in agreed]


def _letters(text: str) -> str:
    return "".join(_WORD.findall(fold(text)))


def _belongs(headline: str, others: list[str]) -> bool:
    ours = set(_WORD.findall(fold(headline)))
    if not others or len(ours) < 2:
        return bool(ours)
    shares = (len(ours & set(_WORD.findall(fold(other)))) / len(ours) for other in others)
    return max(shares) >= _BELONGS or not headline.isascii()


def _agree(headline: str, title: str) -> bool:
    ours, theirs = set(_WORD.findall(fold(headline))), set(_WORD.findall(fold(title)))
    if len(ours) < 2:
        return _letters(headline) == _letters(title)
    return len(ours & theirs) >= _AGREEMENT * len(ours)
