"""RSS, Atom, RDF and JSON Feed: an article for each entry that carries text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from typing import Any

import feedparser  # type: ignore[import-untyped]  # it has no stubs
import orjson
from lxml import etree
from resiliparse.parse.encoding import detect_encoding

from app.ingest.readers.base import Document, Reading, Source, read_whole
from app.ingest.readers.feed_entries import entry_fields, feed_fields, local_name
from app.records import Declared, Image, MediaType, RawDocument, Rejected, RejectedReason

# The first element, past the declaration, comments and a document type with entities of its own.
_ROOT = re.compile(
    # Atomic, or many comments would be tried in every division.
    rb"^\s*(?>(?:<\?[^>]*>|<!--.*?-->|<!doctype[^>\[]*(?:\[.*?\]\s*)?>)\s*)*+"
    rb"<(?:[\w.-]+:)?(rss|rdf|feed|channel)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_DECLARED_ENCODING = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*+<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.-]+)", re.IGNORECASE
)
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# More bytes do not make a guess of the encoding any better.
_GUESSED_FROM = 1_000_000
_JSON_SIGN = b"jsonfeed.org/version"
_LOOKED_AT = 16_384
_ENTRIES = ("item", "entry")


def looks_like(source: Source) -> bool:
    """True for a beginning that names a feed's format."""
    head = source.head[:_LOOKED_AT].removeprefix(b"\xef\xbb\xbf")
    if head.lstrip()[:1] == b"{":
        return _JSON_SIGN in head
    if head.startswith(_UTF16_MARKS):
        head = head.replace(b"\0", b"")[2:]
    return _ROOT.match(head) is not None


def read(source: Source, reading: Reading) -> Iterator[Document]:
    """A document for each entry, in order; an entry without text is refused and the next one read."""
    content = read_whole(source, reading)
    if isinstance(content, Rejected):
        yield content
    elif content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        yield from _read_json_feed(source, content)
    else:
        yield from _read_xml_feed(source, content)


def _read_xml_feed(source: Source, content: bytes) -> Iterator[Document]:
    parser = etree.XMLParser(
        # Entities stay as they are written: no bomb goes off and no file is opened.
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(_in_utf8(content, source.charset), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    entries = [] if root is None else [one for one in root.iter() if local_name(one) in _ENTRIES]
    if root is None or not entries:
        yield from _read_leniently(source, content)
        return
    feed = feed_fields(root)
    for number, entry in enumerate(entries, start=1):
        yield _document(source, number, entry_fields(entry, feed))
    if trouble := _fatal(parser):
        yield _broken(source, trouble)


def _in_utf8(content: bytes, charset: str | None) -> bytes:
    """A feed whose declaration is missing or wrong, decoded all the same: what reads as UTF-8 is UTF-8,
    and what is declared as UTF-8 and is not has its encoding guessed."""
    stated = _DECLARED_ENCODING.match(content)
    name = stated.group(1).decode().lower() if stated else None
    if content.startswith(_UTF16_MARKS) or content.isascii():
        return content
    plain = (
        content
        if stated is None
        else content[: stated.start(1)] + b"utf-8" + content[stated.end(1) :]
    )
    try:
        content.decode()
    except UnicodeDecodeError:
        if name not in (None, "utf-8", "utf8"):
            return content
    else:
        return plain
    for guess in (charset, detect_encoding(content[:_GUESSED_FROM]), "cp1252"):
        with suppress(LookupError):
            return plain.decode(guess or "", "replace").encode()
    return content


def _fatal(parser: etree.XMLParser) -> str | None:
    fatal = parser.error_log.filter_from_fatals()
    text = [entry.message for entry in fatal if "Entity" not in entry.message]
    return text[-1] if text else None


def _broken(source: Source, trouble: str) -> Rejected:
    is_cut = "Premature end" in trouble or "EndTag" in trouble
    reason = RejectedReason.TRUNCATED if is_cut else RejectedReason.MALFORMED
    return Rejected(source.origin, reason, f"The feed breaks off or is broken: {trouble.strip()}.")


def _read_leniently(source: Source, content: bytes) -> Iterator[Document]:
    """What the strict reader gets nothing out of: old and broken formats. Never given an address or a
    string, which feedparser would open."""
    parsed = feedparser.parse(io.BytesIO(content), sanitize_html=False)
    entries = parsed.entries
    if not entries:
        if parsed.bozo:
            yield Rejected(source.origin, RejectedReason.MALFORMED, "The feed cannot be parsed.")
        else:
            yield Rejected(source.origin, RejectedReason.EMPTY, "The feed has no entries.")
        return
    for number, entry in enumerate(entries, start=1):
        texts = [part.get("value", "") for part in entry.get("content", [])]
        text = max([*texts, entry.get("summary", "")], key=len) or None
        declared = Declared(
            external_id=entry.get("id"),
            url=entry.get("link"),
            title=entry.get("title"),
            html=text,
            standfirst=None if entry.get("summary") == text else entry.get("summary"),
            published_at=entry.get("published"),
            # Asked as a plain dictionary: feedparser would give the other date in its place.
            modified_at=dict.get(entry, "updated"),
            source=parsed.feed.get("title"),
            authors=tuple(filter(None, [entry.get("author")])),
            language=parsed.feed.get("language"),
        )
        yield _document(source, number, declared)


def _read_json_feed(source: Source, content: bytes) -> Iterator[Document]:
    try:
        feed = orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
        items = feed["items"]
        if not isinstance(items, list):
            raise TypeError("items")
    except (orjson.JSONDecodeError, KeyError, TypeError):
        yield Rejected(source.origin, RejectedReason.MALFORMED, "It is no whole JSON Feed.")
        return
    for number, item in enumerate(items, start=1):
        declared = _declared_json(item, feed) if isinstance(item, dict) else Declared()
        yield _document(source, number, declared)


def _declared_json(item: dict[str, Any], feed: dict[str, Any]) -> Declared:
    authors = item.get("authors") or [item.get("author")]
    names = [one.get("name") for one in authors if isinstance(one, dict)]
    html, text = _as_text(item.get("content_html")), _as_text(item.get("content_text"))
    summary = _as_text(item.get("summary"))
    pictures = filter(None, (_as_text(item.get(name)) for name in ("image", "banner_image")))
    return Declared(
        external_id=_as_text(item.get("id")),
        url=_as_text(item.get("url") or item.get("external_url")),
        title=_as_text(item.get("title")),
        html=html,
        text=text or (None if html else summary),
        standfirst=summary if html or text else None,
        published_at=_as_text(item.get("date_published")),
        modified_at=_as_text(item.get("date_modified")),
        source=_as_text(feed.get("title")),
        authors=tuple(name for name in names if isinstance(name, str) and name),
        language=_as_text(item.get("language") or feed.get("language")),
        keywords=tuple(tag for tag in item.get("tags") or () if isinstance(tag, str)),
        images=tuple(map(Image, pictures)),
    )


def _as_text(value: Any) -> str | None:
    return str(value) if isinstance(value, (str, int)) and value != "" else None


def _document(source: Source, number: int, declared: Declared) -> Document:
    origin = f"{source.origin}#{number}"
    identity = declared.external_id or declared.url or declared.title or str(number)
    # A fact that is not given is left out: an entry that gives none of a later release's is the same source.
    fields = {name: value for name, value in asdict(declared).items() if value}
    raw = RawDocument(
        content=orjson.dumps(fields),
        media_type=MediaType.JSON,
        origin=origin,
        key=f"feed:{source.name}#{identity}",
        declared=declared,
    )
    if not (declared.html or declared.text):
        return Rejected(origin, RejectedReason.EMPTY, "The entry has no text.", raw)
    return raw
