"""The fields of one record (a JSON object, a row of a table) under the names that dumps give them."""

from __future__ import annotations

import re
from ast import literal_eval
from typing import Any

import orjson

from app.records import Declared, Image

# The names that dumps use for what we call by the first one, as `_squeezed` writes them: `datePublished`,
# `date_published` and `Date Published` are one name. Earlier names win.
NAMES: dict[str, tuple[str, ...]] = {
    "external_id": ("externalid", "id", "_id", "uuid", "guid", "articleid", "docid", "identifier"),
    "url": ("url", "link", "canonicalurl", "permalink", "href", "uri", "sourceurl", "weburl"),
    "title": ("title", "headline", "heading", "name", "webtitle"),
    "text": ("text", "body", "content", "article", "fulltext", "articletext", "maintext", "articlebody",
             "plaintext", "story", "bodytext", "contenttext"),
    "html": ("html", "rawhtml", "bodyhtml", "contenthtml", "htmlcontent"),
    "published_at": ("publishedat", "date", "published", "publicationdate", "publishdate", "pubdate",
                     "datepublished", "datepublish", "publisheddate", "datetime", "timestamp", "createdat",
                     "webpublicationdate", "issued"),
    "modified_at": ("modifiedat", "updatedat", "modified", "updated", "datemodified", "lastmodified",
                    "datemodify", "modifieddate", "updateddate"),
    "source": ("source", "publisher", "publication", "outlet", "sitename", "sourcename", "newspaper",
               "media", "sourcedomain", "domain", "site"),
    "section": ("section", "category", "topic", "rubric", "desk", "articlesection", "sectionname"),
    "authors": ("authors", "author", "byline", "creator", "writers", "by"),
    "contributors": ("contributors", "contributor"),
    "agency": ("agency", "newsagency", "wireservice"),
    "standfirst": ("standfirst", "subtitle", "subheadline", "deck", "dek", "summary", "abstract",
                   "description", "excerpt", "trailtext", "teaser"),
    "language": ("language", "lang", "locale", "inlanguage"),
    "keywords": ("keywords", "tags", "subjects"),
    "images": ("images", "image", "imageurl", "urltoimage", "topimage", "mainimage", "leadimage",
               "featuredimage", "thumbnail"),
}  # fmt: skip
# What a dump wraps an article's fields in: search engines and content interfaces.
_WRAPPERS = ("_source", "fields")
# Where a value is an object, the name of what is meant by it.
_MEANT = ("name", "title", "main", "original", "value", "$oid", "$date", "#text", "@value")
_ADDRESSES = ("url", "contenturl", "src", "href", "link")
_CAPTIONS = ("caption", "description", "alt", "alttext", "title")
_CREDITS = ("credit", "credittext", "copyright", "photographer", "copyrightholder", "author")
_TAG_STARTS = ("<!doctype html", "<html", "<body", "<article", "<div", "<p>", "<p ")
# Python's own reader of lists is not made for hostile ones.
_MAX_LIST_CHARACTERS = 20_000
_BETWEEN_NAMES = re.compile(r"[;|,]")


def read_fields(record: dict[Any, Any]) -> Declared:
    """What a record declares. Raises TypeError, with a sentence, for one without a text."""
    found = _squeezed_fields(record)
    text, html = _text_of(found, "text"), _text_of(found, "html")
    if text is not None and html is None and _is_html(text):
        text, html = None, text
    if text is None and html is None:
        raise TypeError("It has neither a text nor html (`text`, `body`, `content`, `html` ...).")
    return Declared(
        external_id=_text_of(found, "external_id"),
        url=_text_of(found, "url"),
        title=_text_of(found, "title"),
        text=text,
        html=html,
        published_at=_text_of(found, "published_at"),
        modified_at=_text_of(found, "modified_at"),
        source=_text_of(found, "source"),
        section=_text_of(found, "section"),
        authors=_texts_of(found, "authors"),
        contributors=_texts_of(found, "contributors"),
        agency=_text_of(found, "agency"),
        standfirst=_text_of(found, "standfirst"),
        language=_text_of(found, "language"),
        keywords=_keywords(_texts_of(found, "keywords")),
        images=_images(found),
    )


def squeezed(name: str) -> str:
    """A field's name without capitals, hyphens, underscores and blanks; `_id` keeps its own."""
    lower = name.lower()
    return lower if lower == "_id" else re.sub(r"[\s_-]+", "", lower)


def _squeezed_fields(record: dict[Any, Any]) -> dict[str, Any]:
    wrapped = [inner for name in _WRAPPERS if isinstance(inner := record.get(name), dict)]
    found: dict[str, Any] = {}
    for each in (record, *wrapped):
        for name, value in each.items():
            if value is not None and value != "":
                found.setdefault(squeezed(str(name)), value)
    if "storedat" in found:
        # An article of ours: when its row was last written is no time of the article.
        found.pop("updatedat", None)
    return found


def _text_of(found: dict[str, Any], field: str) -> str | None:
    is_body = field in {"text", "html"}
    for name in NAMES[field]:
        value = found.get(name)
        if isinstance(value, dict):
            value = _meant(value)
        if isinstance(value, list):
            value = _paragraphs(value) if is_body else _meant(next(iter(value), None))
        if (text := _as_text(value)) is not None:
            return text
        if is_body and value is not None:
            raise TypeError(f"`{name}` is no text.")
    return None


def _meant(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return next((value[name] for name in _MEANT if value.get(name)), None)


def _paragraphs(value: list[Any]) -> Any:
    if value and all(isinstance(each, str) for each in value):
        return "\n\n".join(value)
    return value


def _as_text(value: Any) -> str | None:
    if isinstance(value, str):
        return value or None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        # Tables have no whole numbers where a cell is empty: 1714636800.0 is a time in seconds.
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return None


def _texts_of(found: dict[str, Any], field: str) -> tuple[str, ...]:
    for name in NAMES[field]:
        if name in found:
            texts = [_as_text(_meant(each)) for each in _listed(found[name])]
            return tuple(text for text in texts if text)
    return ()


def _listed(value: Any) -> list[Any]:
    """A value as a list: a cell of a table can hold one as JSON, or as Python writes it."""
    if isinstance(value, list):
        return value
    if isinstance(value, str) and value[:1] == "[" and len(value) <= _MAX_LIST_CHARACTERS:
        for read in (orjson.loads, literal_eval):
            try:
                inner = read(value)
            except (ValueError, SyntaxError, MemoryError, RecursionError):
                continue
            if isinstance(inner, list):
                return inner
    return [value]


def _keywords(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Keywords one by one; a single text holds all of them."""
    if len(texts) != 1:
        return texts
    return tuple(word for part in _BETWEEN_NAMES.split(texts[0]) if (word := part.strip()))


def _images(found: dict[str, Any]) -> tuple[Image, ...]:
    for name in NAMES["images"]:
        if name in found:
            images = map(_image, _listed(found[name]))
            return tuple(image for image in images if image is not None)
    return ()


def _image(value: Any) -> Image | None:
    if isinstance(value, str):
        return Image(value) if value else None
    if not isinstance(value, dict):
        return None
    fields = _squeezed_fields(value)
    address, caption, credit = (
        next((text for name in names if (text := _as_text(fields.get(name)))), None)
        for names in (_ADDRESSES, _CAPTIONS, _CREDITS)
    )
    return Image(address, caption, credit) if address or caption or credit else None


def _is_html(text: str) -> bool:
    return text[:200].lstrip().lower().startswith(_TAG_STARTS) and "</" in text
