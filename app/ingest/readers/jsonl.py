"""JSON Lines: one record a line, under the usual names; a file that is one JSON array or object too."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from typing import Any

import orjson

from app.ingest.readers.base import Document, Reading, Source, read_whole, too_large
from app.records import Declared, MediaType, RawDocument, Rejected, RejectedReason

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


def looks_like(source: Source) -> bool:
    """True for a first line that is a JSON object, and for what begins as an array of objects."""
    head = _without_mark(source.head).lstrip()
    if head[:1] == b"[":
        return head[1:].lstrip()[:1] in {b"{", b"]"}
    if head[:1] != b"{":
        return False
    first = head.split(b"\n", 1)[0]
    if _parsed(first) is not None:
        return True
    # A pretty-printed object, or a first record that is longer than the head.
    return head[1:].lstrip()[:1] in {b'"', b"}"}


def read(source: Source, reading: Reading) -> Iterator[Document]:
    """A document for each record, in order; a broken line is refused and the next one read."""
    head = _without_mark(source.head).lstrip()
    if head[:1] == b"[" or _is_one_object(head):
        yield from _read_one_value(source, reading)
        return
    for number, line in _lines(source, reading):
        origin = f"{source.origin}#{number}"
        if isinstance(line, Rejected):
            yield line
        elif line.strip():
            yield record_document(origin, source.name, line)


def record_document(origin: str, name: str, line: bytes) -> Document:
    """One JSON record as a raw document; `name` is the file's, for the key."""
    record = _parsed(_without_mark(line))
    if not isinstance(record, dict):
        reason = "It is no JSON object."
        return Rejected(origin, RejectedReason.MALFORMED, reason, _unread(origin, name, line))
    if "onrecord_source" in record:
        return _exported_document(origin, name, line, record["onrecord_source"])
    try:
        declared = _declared({str(key).lower(): value for key, value in record.items()})
    except TypeError as error:
        return Rejected(origin, RejectedReason.MALFORMED, str(error), _unread(origin, name, line))
    return RawDocument(
        content=line.strip(),
        media_type=MediaType.JSON,
        origin=origin,
        key=_key(name, declared, line),
        declared=declared,
    )


def _read_one_value(source: Source, reading: Reading) -> Iterator[Document]:
    content = read_whole(source, reading)
    if isinstance(content, Rejected):
        yield content
        return
    value = _parsed(_without_mark(content))
    if value is None:
        yield Rejected(
            source.origin,
            RejectedReason.MALFORMED,
            "It begins like JSON and is none.",
            _unread(source.origin, source.name, content),
        )
        return
    records = value if isinstance(value, list) else [value]
    for number, record in enumerate(records, start=1):
        yield record_document(f"{source.origin}#{number}", source.name, orjson.dumps(record))


def _is_one_object(head: bytes) -> bool:
    """A pretty-printed object: its first line alone is no JSON."""
    lines = head.split(b"\n", 1)
    return (
        len(lines) > 1
        and head[:1] == b"{"
        and _parsed(lines[0]) is None
        and (lines[0].strip() == b"{" or not lines[1].lstrip().startswith(b"{"))
    )


def _lines(source: Source, reading: Reading) -> Iterator[tuple[int, bytes | Rejected]]:
    number = 0
    while line := source.stream.readline(reading.max_document_bytes + 1):
        number += 1
        if len(line) <= reading.max_document_bytes:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):  # the rest of the long line is skipped
            line = source.stream.readline(1 << 20)
        yield number, too_large(f"{source.origin}#{number}", reading)


def _parsed(content: bytes) -> Any:
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        pass
    try:  # NaN, raw control characters, lone surrogates: other tools write them
        return json.loads(content.decode("utf-8", "replace"), strict=False)
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


def _unread(origin: str, name: str, line: bytes) -> RawDocument:
    return RawDocument(line, MediaType.JSON, origin, f"dump:{name}#{_digest(line)}")


def _exported_document(origin: str, name: str, line: bytes, kept: Any) -> Document:
    """A record of our own export: the source document that it was made from."""
    try:
        declared = dict(kept["declared"])
        for field in ("authors", "keywords"):
            declared[field] = tuple(declared.get(field, ()))
        return RawDocument(
            content=base64.b64decode(kept["content"], validate=True),
            media_type=MediaType(kept["media_type"]),
            origin=str(kept["origin"]),
            key=str(kept["key"]),
            declared=Declared(**declared),
            charset=kept["charset"],
        )
    except (KeyError, TypeError, ValueError):
        detail = "Its `onrecord_source` is not one that an export writes."
        return Rejected(origin, RejectedReason.MALFORMED, detail, _unread(origin, name, line))


def _without_mark(content: bytes) -> bytes:
    return content.removeprefix(b"\xef\xbb\xbf")
