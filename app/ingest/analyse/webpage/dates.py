"""When a page was published and modified, by kind of evidence; stated times apart from inferred days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from lxml import etree
from lxml.html import HtmlElement

from app.ingest.analyse.moments import Moment, parse_moment
from app.ingest.analyse.plain import plain
from app.ingest.analyse.stated_date import parse_stated
from app.ingest.analyse.webpage.date_search import search_day
from app.ingest.analyse.webpage.head import Stated
from app.ingest.analyse.webpage.structured import StructuredData, texts

_PUBLISHED_META = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published",
    "article.published", "datepublished", "date_published", "published_time", "published-date",
    "publication_date", "publication-date", "publicationdate", "publish_date", "publish-date", "publishdate",
    "published_at", "published", "pubdate", "pub_date", "date", "dc.date.issued", "dcterms.issued",
    "dcterms.created", "dc.date", "dc.date.created", "dcterms.date", "parsely-pub-date", "sailthru.date",
    "citation_publication_date", "citation_date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
    "article_date_original", "originalpublicationdate", "ptime", "displaydate", "article:create_date",
    "article:created", "datecreated", "rbpubdate", "lp.article:published", "release_date", "news_date",
    "eprints.datestamp", "bt:pubdate", "analyticsattributes.articledate", "article:pub_date", "pdate", "issued",
)  # fmt: skip
_MODIFIED_META = (
    "article:modified_time", "og:updated_time", "og:modified_time", "article:modified", "datemodified",
    "date_modified", "modified_time", "lastmod", "last-modified", "dcterms.modified", "dc.date.modified",
    "article.updated", "revised", "rbmoddate",
)  # fmt: skip
_PUBLISHED_PROPERTY = etree.XPath('//*[contains(@itemprop, "datePublished")]')
_CREATED_PROPERTY = etree.XPath('//*[contains(@itemprop, "dateCreated")]')
_MODIFIED_PROPERTY = etree.XPath('//*[contains(@itemprop, "dateModified")]')
_DATE_NAMES = (
    "date",
    "Date",
    "time",
    "Time",
    "publi",
    "Publi",
    "posted",
    "byline",
    "meta",
    "Meta",
    "datum",
    "fecha",
)
_NAMED_AS_DATE = etree.XPath(
    "//*[self::div or self::span or self::p or self::time or self::small or self::li or self::em or self::footer or"
    " self::header or self::td or self::strong or self::b or self::i or self::a or self::dd or self::h3 or self::h4 or"
    " self::h5 or self::h6]["
    + " or ".join(f'contains(@class, "{name}") or contains(@id, "{name}")' for name in _DATE_NAMES)
    + "]"
)
_PUBLISHED_NAME = re.compile(
    r"publish|publi[ckz]|entry-date|post-?date|posted|article-?date|pubdate|dateline|created|date-header",
    re.I,
)
_MODIFIED_NAME = re.compile(r"updat|modif|changed|aktualis|actuali|revis", re.IGNORECASE)
_MODIFIED_WORD = re.compile(
    r"\b(?:updat|modif|aktualisier|actualiz|mis à jour|maj\b|aggiorna|bijgewerkt|oppdatert|opdateret|uppdaterad|stand\b)",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"comment|related|teaser|sidebar|recommend|latest|widget|most-?read|popular|footer|copyright|event|calendar",
    re.I,
)
_URL_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d\d)([/_.-]?)(0[1-9]|1[0-2]|(?<=[/_-])[1-9])\2(0[1-9]|[12]\d|3[01]|[1-9](?=[/_-]))(?!\d)"
)
_DIGIT = re.compile(r"\d")
# UTC-10 to UTC+14: before this hour of UTC it may be yesterday in the west, from that one tomorrow in the east.
_WEST, _EAST = 10, 10
_LANGUAGES_OF_THE_WEST = frozenset({"en", "es", "pt", "fr"})
_HEADLINES = etree.XPath("//h1|//h2")
_UNDER = etree.XPath("following::text()[normalize-space()]")
# The rank of a date that is a change's.
_CHANGED = 3
_INLINE = frozenset({"a", "b", "em", "font", "i", "small", "span", "strong", "time"})
_MAX_UNDER = 12
# In bytes too: Chinese and Japanese put no space between words.
_MAX_DATE_WORDS = 8
_MAX_DATE_BYTES = 90
_MAX_ANCESTORS = 10
_MAX_DATE_CHARACTERS = 120
# A line of particulars that begins with a date.
_MAX_LINE_CHARACTERS = 250
_MAX_NAMED = 60
# A page that gives an earlier day in its address than in its markup was moved to another system.
_MOVED = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PageDates:
    """`published` and `modified` are stated; `inferred` is a day that nothing states as the
    publication's. `evidence` names the kinds: json-ld, meta, itemprop, time, text, url, search."""

    published: Moment | None = None
    modified: Moment | None = None
    inferred: date | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the dates of a page's words are looked for beside: the headline, the texts right before
    the article (`lead`), and the text's first blocks."""

    title: str | None
    lead: list[str]
    opening: list[str]


def find_dates(
    tree: HtmlElement,
    stated: Stated,
    structured: StructuredData,
    url: str | None,
    language: str | None,
    around: Surroundings,
) -> PageDates:
    """The publication's time from the best kind of evidence that states one, else an inferred day."""
    language = stated.language or language
    modified = next((moment for _, moment in stated_changes(tree, stated, structured)), None)
    url_day = _day_in_url(url)
    for kind, value in _published_values(tree, stated, structured):
        moment = parse_moment(value)
        if moment is None and kind in ("itemprop", "time"):
            moment = _moment_in(plain(value), language)
        if moment:
            if url_day is None and moment.is_utc and moment.has_zone and not moment.is_day:
                moment = _on_printed_day(moment, tree, stated, language)
            return _weighed(moment, kind, url_day, modified)
    if url_day:
        return PageDates(None, modified, url_day, ("url",))
    if moment := _visible_date(tree, language, around):
        return PageDates(moment, modified, None, ("text",))
    if day := search_day(tree, language, around.opening, lambda one: _date_rank(one) is None):
        return PageDates(None, modified, day, ("search",))
    return PageDates(None, modified)


def _on_printed_day(
    moment: Moment, tree: HtmlElement, stated: Stated, language: str | None
) -> Moment:
    """The moment with the day that the page prints, where that is the day before or after: a time in
    UTC does not tell the day where the publisher is."""
    printed = [
        one.day
        for value in (*_property_values(_PUBLISHED_PROPERTY(tree)), *_visible_times(stated.times))
        if (one := parse_moment(value) or _moment_in(plain(value), language))
        and (one.is_day or not one.is_utc)
    ]
    if not printed:
        printed = [one.day for rank, _, one in _named_dates(tree, language) if rank < _CHANGED]
    possible = [moment.day]
    if moment.at.hour < _WEST and (language or "en")[:2] in _LANGUAGES_OF_THE_WEST:
        possible.append(moment.day - _MOVED)
    elif moment.at.hour >= _EAST:
        possible.append(moment.day + _MOVED)
    near = [day for day in printed if day in possible]
    return replace(moment, day=near[0]) if near and moment.day not in near else moment


def _weighed(moment: Moment, kind: str, url_day: date | None, modified: Moment | None) -> PageDates:
    """A stated time beside the day in the page's address, which is the day where the publisher is."""
    if url_day is None or url_day == moment.day:
        return PageDates(moment, modified, None, (kind,))
    if abs(url_day - moment.day) <= _MOVED:
        near = replace(moment, day=url_day) if moment.is_utc and not moment.is_day else moment
        return PageDates(near, modified, None, (kind, "url"))
    if url_day < moment.day:
        return PageDates(None, modified or moment, url_day, ("url", kind))
    return PageDates(moment, modified, None, (kind,))


def _published_values(
    tree: HtmlElement, stated: Stated, structured: StructuredData
) -> Iterator[tuple[str, str]]:
    for key in ("datePublished", "dateCreated", "uploadDate"):
        for node in structured.articles:
            yield from (("json-ld", text) for text in texts(node.get(key)))
    for name in _PUBLISHED_META:
        yield from (("meta", value) for value in stated.meta.get(name, ()))
    for expression in (_PUBLISHED_PROPERTY, _CREATED_PROPERTY):
        yield from (("itemprop", value) for value in _property_values(expression(tree)))
    yield from (("time", value) for value in _visible_times(stated.times))


def stated_changes(
    tree: HtmlElement, stated: Stated, structured: StructuredData
) -> Iterator[tuple[str, Moment]]:
    """Stated times of the last change with their kind of evidence, the best first."""
    for kind, value in _modified_values(tree, stated, structured):
        if moment := parse_moment(value):
            yield kind, moment


def _modified_values(
    tree: HtmlElement, stated: Stated, structured: StructuredData
) -> Iterator[tuple[str, str]]:
    for node in structured.articles:
        yield from (("json-ld", text) for text in texts(node.get("dateModified")))
    for name in _MODIFIED_META:
        yield from (("meta", value) for value in stated.meta.get(name, ()))
    yield from (("itemprop", value) for value in _property_values(_MODIFIED_PROPERTY(tree)))


def _property_values(elements: list[HtmlElement]) -> Iterator[str]:
    for element in elements[:8]:
        for value in (element.get("content"), element.get("datetime"), element.text):
            if value and value.strip():
                yield value


def _visible_times(times: list[HtmlElement]) -> Iterator[str]:
    """The times of the page, those that say "published" first, those of other articles left out."""
    ranked = []
    for position, element in enumerate(times):
        value = element.get("datetime") or element.get("content") or element.text or ""
        if value and (rank := _date_rank(element)) is not None:
            ranked.append((rank, position, value))
    yield from (value for _, _, value in sorted(ranked))


def _date_rank(element: HtmlElement) -> int | None:
    """0 for a publication's date by its names, 3 for a change's, None for another article's."""
    names = _names(element)
    in_article = False
    for depth, ancestor in enumerate(element.iterancestors()):
        if ancestor.tag in ("footer", "nav", "aside") or _ELSEWHERE.search(_names(ancestor)):
            return None
        in_article = in_article or ancestor.tag in ("article", "header")
        if depth < 2:
            names += " " + _names(ancestor)
        if depth >= _MAX_ANCESTORS or ancestor.tag in ("article", "main", "body"):
            break
    if element.get("pubdate") is not None or _PUBLISHED_NAME.search(names):
        return 0
    if _MODIFIED_NAME.search(names):
        return _CHANGED
    return 1 if in_article else 2


def _names(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _visible_date(tree: HtmlElement, language: str | None, around: Surroundings) -> Moment | None:
    """Beside the headline, else in the element that is best named for dates, else the last one before
    the article."""
    if beside := _date_beside_headline(tree, around.title, language):
        return beside
    ranked = min(_named_dates(tree, language), key=lambda one: one[:2], default=None)
    if ranked:
        return ranked[2]
    found = (
        _moment_in(text, language) for text in reversed(around.lead) if not _says_changed(text)
    )
    return next(filter(None, found), None)


def _named_dates(tree: HtmlElement, language: str | None) -> Iterator[tuple[int, int, Moment]]:
    """Dates in elements named for dates: how well named, position, moment."""
    for position, element in enumerate(_NAMED_AS_DATE(tree)[:_MAX_NAMED]):
        text = plain(" ".join(element.itertext()))
        if len(text) <= _MAX_LINE_CHARACTERS:
            text = text[:_MAX_DATE_CHARACTERS]
        rank = _date_rank(element) if _may_be_date(text) else None
        if rank is not None and (moment := _moment_in(text, language)):
            yield _CHANGED if _says_changed(text) else rank, position, moment


def _date_beside_headline(
    tree: HtmlElement, title: str | None, language: str | None
) -> Moment | None:
    """A date that is a short text of its own, among the first ones under the headline."""
    headlines = (
        one for one in _HEADLINES(tree) if title and plain(" ".join(one.itertext())) == title
    )
    headline = next(headlines, None)
    for piece in [] if headline is None else _UNDER(headline)[:_MAX_UNDER]:
        text = plain(piece)
        if len(text) > _MAX_DATE_CHARACTERS or _says_changed(text):
            return None
        moment = _moment_in(text, language) if _is_little_more_than_a_date(text) else None
        if moment:
            return moment if len(_line_of(piece)) <= _MAX_DATE_CHARACTERS else None
    return None


def _is_little_more_than_a_date(text: str) -> bool:
    is_short = len(text.split()) <= _MAX_DATE_WORDS
    return is_short and len(text.encode("utf-8", "replace")) <= _MAX_DATE_BYTES


def _line_of(piece: etree._ElementUnicodeResult) -> str:
    """The text of the block that a piece of text stands in."""
    element = piece.getparent()
    if element is not None and piece.is_tail:
        element = element.getparent()
    while element is not None and element.tag in _INLINE:
        element = element.getparent()
    return "" if element is None else plain(" ".join(element.itertext()))


def _says_changed(text: str) -> bool:
    """Whether a word for a change stands before the first date."""
    digit = _DIGIT.search(text)
    return _MODIFIED_WORD.search(text, 0, digit.start() if digit else len(text)) is not None


def _moment_in(text: str, language: str | None) -> Moment | None:
    found = parse_stated(text, language) if _may_be_date(text) else None
    return Moment(found.at, found.is_day, found.has_zone) if found else None


def _may_be_date(text: str) -> bool:
    return 6 <= len(text) <= _MAX_DATE_CHARACTERS and _DIGIT.search(text) is not None


def _day_in_url(url: str | None) -> date | None:
    for match in _URL_DAY.finditer(url or ""):
        year, separator, month, day = match.groups()
        if separator or 1995 <= int(year) <= 2099:
            try:
                return date(int(year), int(month), int(day))
            except ValueError:
                continue
    return None
