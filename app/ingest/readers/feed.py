"""RSS, Atom, RDF and JSON Feed: an article for each entry that carries text."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any
from urllib.parse import urljoin

import feedparser  # type: ignore[import-untyped]  # it has no stubs
import orjson
from lxml import etree

from app.ingest.readers.base import Document, Reading, Source, read_whole
from app.records import Declared, MediaType, RawDocument, Rejected, RejectedReason

# The first element, past the declaration, comments and a document type with entities of its own.
_ROOT = re.compile(
    # Atomic, or many comments would be tried in every division.
    rb"^\s*(?>(?:<\?[^>]*>|<!--.*?-->|<!doctype[^>\[]*(?:\[.*?\]\s*)?>)\s*)*+"
    rb"<(?:[\w.-]+:)?(rss|rdf|feed|channel)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_JSON_SIGN = b"jsonfeed.org/version"
_LOOKED_AT = 16_384
_ENTRIES = ("item", "entry")
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# Elements by local name; the earlier one wins. `encoded` is RSS's content:encoded.
_TEXT_NAMES = ("encoded", "content", "body", "description", "summary")
_ID_NAMES = ("guid", "id", "identifier")
_PUBLISHED_NAMES = ("published", "pubDate", "issued", "date", "created")
_MODIFIED_NAMES = ("updated", "modified")
_AUTHOR_NAMES = ("creator", "author", "dc:creator")
_TAG_NAMES = ("category", "subject", "keywords")


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
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    entries = [] if root is None else [one for one in root.iter() if _local(one) in _ENTRIES]
    if root is None or not entries:
        yield from _read_leniently(source, content)
        return
    feed = _feed_fields(root)
    for number, entry in enumerate(entries, start=1):
        yield _document(source, number, _declared(entry, feed, source))
    if trouble := _fatal(parser):
        yield _broken(source, trouble)


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
        declared = Declared(
            external_id=entry.get("id"),
            url=entry.get("link"),
            title=entry.get("title"),
            html=max([*texts, entry.get("summary", "")], key=len) or None,
            published_at=entry.get("published"),
            # Asked as a plain dictionary: feedparser would give the other date in its place.
            modified_at=dict.get(entry, "updated"),
            source=parsed.feed.get("title"),
            authors=tuple(filter(None, [entry.get("author")])),
            language=parsed.feed.get("language"),
        )
        yield _document(source, number, declared)


def _feed_fields(root: etree._Element) -> Declared:
    """What the feed says of all its entries."""
    channel = next((one for one in root.iter() if _local(one) in ("channel", "feed")), root)
    fields: dict[str, str] = {}
    for child in channel:
        if _local(child) in ("title", "language") and _text(child):
            fields.setdefault(_local(child), _text(child))
    language = fields.get("language") or root.get(_XML_LANG)
    return Declared(source=fields.get("title"), language=language)


def _declared(entry: etree._Element, feed: Declared, source: Source) -> Declared:
    fields: dict[str, list[etree._Element]] = {}
    for child in entry:
        if name := _local(child):
            fields.setdefault(name, []).append(child)
    texts = [text for name in _TEXT_NAMES for one in fields.get(name, []) if (text := _markup(one))]
    return Declared(
        external_id=_first(fields, _ID_NAMES),
        url=_link(fields, entry, source),
        title=_title(fields),
        # A description is often the whole text and often a teaser of it: the longest has the most.
        html=max(texts, key=len, default=None),
        published_at=_first(fields, _PUBLISHED_NAMES) or _first(fields, _MODIFIED_NAMES),
        modified_at=_first(fields, _MODIFIED_NAMES),
        source=_first(fields, ("source",)) or feed.source,
        authors=tuple(_authors(fields)),
        language=entry.get(_XML_LANG) or feed.language,
        keywords=tuple(
            filter(None, (one.get("term") or _text(one) for one in _all(fields, _TAG_NAMES)))
        ),
    )


def _all(fields: dict[str, list[etree._Element]], names: tuple[str, ...]) -> list[etree._Element]:
    return [one for name in names for one in fields.get(name, [])]


def _first(fields: dict[str, list[etree._Element]], names: tuple[str, ...]) -> str | None:
    return next(filter(None, map(_text, _all(fields, names))), None)


def _title(fields: dict[str, list[etree._Element]]) -> str | None:
    title = _first(fields, ("title",))
    return " ".join(html.unescape(title).split()) if title else None


def _link(
    fields: dict[str, list[etree._Element]], entry: etree._Element, source: Source
) -> str | None:
    links = fields.get("link", [])
    alternate = [one for one in links if one.get("rel", "alternate") == "alternate"]
    for one in [*alternate, *links]:
        if address := (one.get("href") or _text(one)):
            return _joined(one.get(_XML_BASE) or entry.get(_XML_BASE), address)
    guid = next(iter(fields.get("guid", [])), None)
    if guid is not None and _text(guid).startswith(("http://", "https://")):
        return _text(guid) if guid.get("isPermaLink", "true") != "false" else None
    return None


def _joined(base: str | None, address: str) -> str:
    try:
        return urljoin(base or "", address.strip())
    except ValueError:
        return address.strip()


def _authors(fields: dict[str, list[etree._Element]]) -> Iterator[str]:
    for one in _all(fields, _AUTHOR_NAMES):
        names = [_text(child) for child in one if _local(child) == "name"]
        yield from filter(None, names or [_text(one)])


def _local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _text(element: etree._Element) -> str:
    return "".join(element.itertext()).strip()


def _markup(element: etree._Element) -> str:
    """The HTML in an element: escaped (RSS, Atom's html), as elements (xhtml), or plain text."""
    if any(isinstance(child.tag, str) for child in element):
        inner = [html.escape(element.text or "", quote=False)]
        inner += [etree.tostring(child, encoding="unicode", method="html") for child in element]
        return "".join(inner).strip()
    text = _text(element)
    is_plain = element.get("type") in ("text", "text/plain")
    return f"<p>{html.escape(text)}</p>" if text and is_plain else text


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
    return Declared(
        external_id=_as_text(item.get("id")),
        url=_as_text(item.get("url") or item.get("external_url")),
        title=_as_text(item.get("title")),
        html=_as_text(item.get("content_html")),
        text=_as_text(item.get("content_text") or item.get("summary")),
        published_at=_as_text(item.get("date_published")),
        modified_at=_as_text(item.get("date_modified")),
        source=_as_text(feed.get("title")),
        authors=tuple(name for name in names if isinstance(name, str) and name),
        language=_as_text(item.get("language") or feed.get("language")),
        keywords=tuple(tag for tag in item.get("tags") or () if isinstance(tag, str)),
    )


def _as_text(value: Any) -> str | None:
    return str(value) if isinstance(value, (str, int)) and value != "" else None


def _document(source: Source, number: int, declared: Declared) -> Document:
    origin = f"{source.origin}#{number}"
    identity = declared.external_id or declared.url or declared.title or str(number)
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
