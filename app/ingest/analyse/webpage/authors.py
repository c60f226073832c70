"""Who wrote a page: the people stated in JSON-LD, meta elements or the visible byline, in that order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from app.ingest.analyse.person_names import is_organisation, is_person, split_names
from app.ingest.analyse.plain import plain
from app.ingest.analyse.webpage.head import Stated
from app.ingest.analyse.webpage.structured import StructuredData, texts

_META_NAMES = (
    "author", "authors", "dc.creator", "dcterms.creator", "dc.contributor", "parsely-author", "sailthru.author",
    "byl", "byline", "cxenseparse:author", "citation_author", "article:author", "article:author_name",
    "og:article:author", "book:author", "rbauthors", "lp.article:author", "creator",
)  # fmt: skip
_WRITTEN_BY = re.compile(
    r"^(written|geschrieben|verfasst|écrit|escrito|scritto|publi|por|author|autor)", re.IGNORECASE
)
# Who answers for a page by law, or edited it, did not write it.
_RESPONSIBLE = re.compile(
    r"(?:redaktion|verantwortlich|editor|edited|redazione|rédaction|redacción|redactie)\s*:",
    re.IGNORECASE,
)
_CHROME = re.compile(
    r"comment|related|recommend|(?<!post-)(?<!entry-)(?<!article-)footer|sidebar|teaser|newsletter|promo|most-?read|popular|widget"
    r"|\bnav|menu|latest|trending|more-from|carousel|card-list",
    re.IGNORECASE,
)
_CLASSES = (
    "author",
    "byline",
    "Author",
    "Byline",
    "autor",
    "Autor",
    "auteur",
    "verfasser",
    "writer",
    "journalist",
    "firma",
    "signat",
)
_HAS_CLASS = '@class="by" or ' + " or ".join(f'contains(@class, "{name}")' for name in _CLASSES)
# 1. marked by meaning, 2. named by class, 3. a link to a page of an author.
_VISIBLE = tuple(
    etree.XPath(expression)
    for expression in (
        '//*[@rel="author"]',
        '//*[@itemprop="author"]//*[@itemprop="name"]|//*[@itemprop="author"]',
        f"//*[self::a or self::span or self::div or self::p or self::strong or self::address or"
        f" self::li or self::h3 or self::h4 or self::h5 or self::address][{_HAS_CLASS}]",
        '//a[contains(@href, "/author/") or contains(@href, "/authors/") or'
        ' contains(@href, "/autor/") or contains(@href, "/autoren/") or'
        ' contains(@href, "/auteur") or contains(@href, "/profile/")]',
    )
)
_MAX_CANDIDATES = 12
_MAX_BYLINE_CHARACTERS = 160
_MAX_ANCESTORS = 12


@dataclass(frozen=True, slots=True)
class Byline:
    """The people named as authors, what else stood in their place (organisations, desks), and the kind
    of place: "json-ld", "meta" or "byline"; None where nobody is named."""

    people: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    read_from: str | None = None


def find_byline(
    tree: HtmlElement, stated: Stated, structured: StructuredData, source: str | None
) -> Byline:
    """The first kind of evidence that names a person wins; `source` (the publisher) is no person."""
    others: list[str] = []
    meta_others: list[str] = []
    if people := _people(_structured_names(structured), source, others, single_words=True):
        return Byline(tuple(people), tuple(others), "json-ld")
    if people := _people(_meta_names(stated), source, meta_others):
        return Byline(tuple(people), tuple(others or meta_others), "meta")
    named = tuple(others or meta_others)
    for expression in _VISIBLE:
        if people := _people(_visible_names(tree, expression), source, []):
            return Byline(tuple(people), named, "byline")
    return Byline((), named, "json-ld" if others else "meta" if named else None)


def _people(
    names: Iterable[str], source: str | None, others: list[str], *, single_words: bool = False
) -> list[str]:
    """The people among the names; those that are none go to `others`."""
    people: dict[str, str] = {}
    for text in names:
        for name in split_names(text):
            if is_person(name, source, single_words=single_words):
                people.setdefault(name.casefold(), name)
            elif is_organisation(name) and name not in others:
                others.append(name)
    return list(people.values())


def _structured_names(structured: StructuredData) -> list[str]:
    for key in ("author", "creator"):
        nodes = structured.nodes_under(key)
        if names := [name for node in nodes for name in _names_of(node)]:
            return names
    return []


def _names_of(node: object) -> list[str]:
    if isinstance(node, dict) and not node.get("name"):
        given = " ".join(texts(node.get("givenName")) + texts(node.get("familyName")))
        return [given] if given else []
    return texts(node)


def _meta_names(stated: Stated) -> list[str]:
    for name in _META_NAMES:
        values = [value for value in stated.meta.get(name, ()) if "://" not in value]
        if values:
            return values[:_MAX_CANDIDATES]
    for number in ("1", "2"):
        if _WRITTEN_BY.match(stated.first(f"twitter:label{number}") or ""):
            return stated.meta.get(f"twitter:data{number}", [])
    return []


def _visible_names(tree: HtmlElement, expression: etree.XPath) -> list[str]:
    names = []
    for element in expression(tree)[: _MAX_CANDIDATES * 3]:
        text = plain(element.get("content") or "") or plain(" ".join(element.itertext()))
        is_byline = 3 < len(text) <= _MAX_BYLINE_CHARACTERS and not _RESPONSIBLE.match(text)
        if is_byline and not _is_in_chrome(element):
            names.append(text)
        if len(names) >= _MAX_CANDIDATES:
            break
    return names


def _is_in_chrome(element: HtmlElement) -> bool:
    for depth, ancestor in enumerate(element.iterancestors()):
        if ancestor.tag in ("footer", "nav", "aside"):
            return True
        if depth >= _MAX_ANCESTORS or ancestor.tag in ("body", "html", "main", "article"):
            continue
        if _CHROME.search(f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}"):
            return True
    return False
