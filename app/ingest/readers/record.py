"""One record of a dump (a JSON object, a row of a table) as a raw document, under the usual names."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import replace
from typing import Any

import orjson

from app.ingest.readers.base import Document
from app.records import Declared, MediaType, RawDocument, Rejected, RejectedReason
from app.text.surrogates import json_without_surrogates

# The names that dumps use for what we call by the first one. Earlier names win.
_NAMES: dict[str, tuple[str, ...]] = {
    "external_id": ("id", "external_id", "_id", "uuid", "guid", "article_id", "doc_id"),
    "url": ("url", "link", "canonical_url", "permalink", "href", "uri", "source_url", "web_url"),
    "title": ("title", "headline", "heading", "name"),
    "text": ("text", "body", "content", "article", "full_text", "fulltext", "article_text",
             "maintext", "article_body", "articlebody", "plain_text", "story", "bodytext"),
    "html": ("html", "raw_html", "body_html", "content_html", "html_content"),
    "published_at": ("published_at", "date", "published", "publication_date", "publish_date",
                     "pub_date", "pubdate", "date_published", "datepublished", "date_publish",
                     "published_date", "datetime", "timestamp", "created_at"),
    "modified_at": ("modified_at", "updated_at", "modified", "updated", "date_modified",
                    "datemodified", "last_modified"),
    "source": ("source", "publisher", "publication", "outlet", "site_name", "sitename",
               "source_name", "newspaper", "media", "source_domain", "domain", "site"),
    "section": ("section", "category", "topic", "rubric", "desk"),
    "authors": ("authors", "author", "byline", "creator", "writers", "by"),
    "language": ("language", "lang", "locale", "inlanguage"),
    "keywords": ("keywords", "tags", "subjects"),
}  # fmt: skip
_TAG_STARTS = ("<!doctype html", "<html", "<body", "<article", "<div", "<p>", "<p ")


def record_document(origin: str, name: str, line: bytes) -> Document:
    """One JSON record as a raw document; `name` is the file's, for the key."""
    record = parsed(without_mark(line))
    if not isinstance(record, dict):
        reason = "It is no JSON object."
        return Rejected(origin, RejectedReason.MALFORMED, reason, unread(origin, name, line))
    if "onrecord_source" in record:
        return _exported_document(origin, name, line, record["onrecord_source"])
    try:
        declared = _declared({str(key).lower(): value for key, value in record.items()})
    except TypeError as error:
        return Rejected(origin, RejectedReason.MALFORMED, str(error), unread(origin, name, line))
    return RawDocument(
        content=line.strip(),
        media_type=MediaType.JSON,
        origin=origin,
        key=_key(name, declared, line),
        declared=declared,
    )


def parsed(content: bytes) -> Any:
    """The JSON value, also as tools write it that are lax (NaN, control characters); None for none."""
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        pass
    try:  # NaN, raw control characters, lone surrogates: other tools write them
        lax = json.loads(content.decode("utf-8", "replace"), strict=False)
        return json_without_surrogates(lax)
    except (ValueError, RecursionError):
        return None


def _declared(record: dict[str, Any]) -> Declared:
    text, html = _text_of(record, "text"), _text_of(record, "html")
    if text is not None and html is None and _is_html(text):
        text, html = None, text
    if text is None and html is None:
        raise TypeError("It has neither a text nor html (`text`, `body`, `content`, `html` ...).")
    return Declared(
        external_id=_text_of(record, "external_id"),
        url=_text_of(record, "url"),
        title=_text_of(record, "title"),
        text=text,
        html=html,
        published_at=_text_of(record, "published_at"),
        modified_at=_text_of(record, "modified_at"),
        source=_text_of(record, "source"),
        section=_text_of(record, "section"),
        authors=_texts_of(record, "authors"),
        language=_text_of(record, "language"),
        keywords=_texts_of(record, "keywords"),
    )


def _text_of(record: dict[str, Any], field: str) -> str | None:
    for name in _NAMES[field]:
        value = record.get(name)
        if value is None or value == "":
            continue
        if isinstance(value, dict):
            value = value.get("name") or value.get("title") or value.get("$oid")
        if isinstance(value, list) and field not in {"text", "html"}:
            value = value[0] if value else None
        if isinstance(value, str):
            return value
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return str(value)
        if field in {"text", "html"} and value is not None:
            raise TypeError(f"`{name}` is no text.")
    return None


def _texts_of(record: dict[str, Any], field: str) -> tuple[str, ...]:
    for name in _NAMES[field]:
        value = record.get(name)
        if isinstance(value, str) and value:
            return (value,)
        if isinstance(value, dict):
            value = [value]
        if isinstance(value, list):
            named = [item.get("name") if isinstance(item, dict) else item for item in value]
            return tuple(item for item in named if isinstance(item, str) and item)
    return ()


def _is_html(text: str) -> bool:
    return text[:200].lstrip().lower().startswith(_TAG_STARTS) and "</" in text


def _key(name: str, declared: Declared, line: bytes) -> str:
    """What makes a later version the same record where the dump gives no id: its title."""
    if declared.external_id is not None:
        return f"dump:{name}#{declared.external_id}"
    return f"dump:{name}#{declared.title or _digest(line)}"


def _digest(line: bytes) -> str:
    return f"{binascii.crc32(line.strip()):08x}{len(line.strip())}"


def unread(origin: str, name: str, line: bytes) -> RawDocument:
    """A record that could not be understood, to be kept for another try."""
    return RawDocument(line, MediaType.JSON, origin, f"dump:{name}#{_digest(line)}")


def kept_document(raw: RawDocument) -> Document:
    """A source document as the store gives it back, as its reader gave it: what a JSON record declares
    is in its bytes."""
    if raw.media_type is not MediaType.JSON:
        return raw
    name = raw.key.removeprefix("dump:").partition("#")[0]
    document = record_document(raw.origin, name, raw.content)
    return replace(document, key=raw.key) if isinstance(document, RawDocument) else document


def _exported_document(origin: str, name: str, line: bytes, kept: Any) -> Document:
    """A record of our own export: the source document that it was made from."""
    try:
        kept = orjson.loads(kept) if isinstance(kept, str) else kept  # a cell of a table
        declared = dict(kept["declared"])
        for field in ("authors", "keywords"):
            declared[field] = tuple(declared.get(field, ()))
        _check_types(declared, kept["charset"])
        return kept_document(
            RawDocument(
                content=base64.b64decode(kept["content"], validate=True),
                media_type=MediaType(kept["media_type"]),
                origin=str(kept["origin"]),
                key=str(kept["key"]),
                declared=Declared(**declared),
                charset=kept["charset"],
            )
        )
    except (KeyError, TypeError, ValueError):
        detail = "Its `onrecord_source` is not one that an export writes."
        return Rejected(origin, RejectedReason.MALFORMED, detail, unread(origin, name, line))


def _check_types(declared: dict[str, Any], charset: object) -> None:
    lists = ("authors", "keywords")
    texts = [each for field in lists for each in declared[field]]
    values = [charset, *(value for field, value in declared.items() if field not in lists)]
    texts += [value for value in values if value is not None]
    if not all(isinstance(text, str) for text in texts):
        raise TypeError


def without_mark(content: bytes) -> bytes:
    """The bytes without a byte order mark."""
    return content.removeprefix(b"\xef\xbb\xbf")
