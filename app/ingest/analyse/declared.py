"""What the source says of an article in so many words, put over what cleaning found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from app.ingest.analyse.agencies import agency_named
from app.ingest.analyse.bylines import clean_authors
from app.ingest.analyse.language import language_code, language_of
from app.ingest.analyse.plain import plain
from app.ingest.analyse.repair import repair
from app.ingest.analyse.stated_date import StatedDate, parse_stated
from app.records import Article, Declared, Image

# A text this long tells its language better than a label that a template may have set.
_TELLING_CHARACTERS = 150
_MAX_TITLE_CHARACTERS = 1_000
# What is longer is a text of its own, and no lines under a headline.
_MAX_STANDFIRST_CHARACTERS = 1_000
# So many equal characters show that a summary was cut from the text.
_SAME_BEGINNING = 60
_MAX_IMAGES = 40
_MAX_CREDITED = 3
# The same page as it is for other devices.
_FRONTS = ("www.", "m.", "mobile.", "amp.")


def apply_declared(article: Article, declared: Declared) -> Article:
    """`article` with every declared field that can be read in place of the found one."""
    language = language_code(declared.language)
    published = _stated(declared.published_at, language)
    modified = _stated(declared.modified_at, language)
    authors = clean_authors(declared.authors)
    given = {
        "title": _line(declared.title),
        "standfirst": _standfirst(declared.standfirst, article.text),
        "authors": authors,
        "contributors": clean_authors(declared.contributors),
        "credited_to": () if authors else _credited_to(declared.authors),
        "agency": _agency(declared),
        "source": _line(declared.source),
        "section": _line(declared.section),
        "published_at": published.at if published else None,
        "modified_at": modified.at if modified else None,
        "language": language,
        "keywords": tuple(map(repair, declared.keywords)),
    }
    values: dict[str, Any] = {name: value for name, value in given.items() if value}
    evidence = {**article.evidence, **dict.fromkeys(values, "declared")}
    images = _images(declared.images, article, article.url or declared.url)
    url = _address(article.url, declared.url)
    if images and declared.images:
        evidence["images"] = "declared"
    if url is not None and url != article.url:
        evidence["url"] = "declared"
    if language is None and (told := _told_by_text(article, values.get("title", article.title))):
        values["language"], evidence["language"] = told, "text"
    if authors:
        values["credited_to"] = ()
    if published:
        values["published_is_day"] = published.is_day
        values["date_inferred"] = None
        values["date_evidence"] = ("declared",)
    return replace(article, **values, url=url, images=images, evidence=evidence)


def _stated(text: str | None, language: str | None) -> StatedDate | None:
    return parse_stated(text, language) if text else None


def _line(text: str | None) -> str | None:
    if not text:
        return None
    return " ".join(repair(text[:_MAX_TITLE_CHARACTERS]).split()) or None


def _standfirst(stated: str | None, text: str) -> str | None:
    """The declared summary, unless it is the beginning of the text or a text of its own."""
    summary = repair(plain((stated or "")[: 4 * _MAX_STANDFIRST_CHARACTERS]))
    beginning = summary.rstrip(" .…[]")[:_SAME_BEGINNING]
    if not beginning or len(summary) > _MAX_STANDFIRST_CHARACTERS:
        return None
    opening = " ".join(text[: 4 * _SAME_BEGINNING].split())
    return None if opening.startswith(beginning) else summary


def _agency(declared: Declared) -> str | None:
    if stated := _line(declared.agency):
        return agency_named(stated) or stated
    return next(filter(None, map(agency_named, declared.authors)), None)


def _credited_to(authors: Iterable[str]) -> tuple[str, ...]:
    names = filter(None, map(_line, authors))
    return tuple(dict.fromkeys(names))[:_MAX_CREDITED]


def _address(found: str | None, declared: str | None) -> str | None:
    """The page's own word for its address where it names the same site; a copy on another site is an
    article of its own, and a site's front page is none."""
    if not declared or not found:
        return declared or found
    one, other = _site(found), _site(declared)
    return found if one == other and one is not None else declared


def _site(address: str) -> str | None:
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    host = (parts.hostname or "").rstrip(".")
    if not host or (parts.path in ("", "/") and not parts.query):
        return None
    for front in _FRONTS:
        host = host.removeprefix(front)
    return host


def _images(declared: tuple[Image, ...], article: Article, base: str | None) -> tuple[Image, ...]:
    """The declared pictures, then those found that are not among them; where both are, the one of
    which more is said."""
    if not declared:
        return article.images
    images: dict[str, Image] = {}
    for image in (*map(_cleaned, declared), *article.images):
        address = _joined(base, image.url)
        key = address.split("?")[0] if address else image.caption or image.credit
        if key is None:
            continue
        known = images.get(key)
        if known is None or (known.caption is None and image.caption is not None):
            images[key] = replace(image, url=address)
    return tuple(images.values())[:_MAX_IMAGES]


def _joined(base: str | None, address: str | None) -> str | None:
    if not address:
        return None
    try:
        joined = urljoin(base or "", address.strip())
        return joined if urlsplit(joined).scheme in ("http", "https", "") else None
    except ValueError:
        return None


def _cleaned(image: Image) -> Image:
    caption, credit = (
        _line(plain(text)) if text else None for text in (image.caption, image.credit)
    )
    return Image(image.url, caption, credit)


def _told_by_text(article: Article, title: str | None) -> str | None:
    if article.language and len(article.text) < _TELLING_CHARACTERS:
        return None
    return language_of(article.text, title)
