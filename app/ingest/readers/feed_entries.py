"""An entry of an XML feed (RSS, Atom, RDF) as what it declares: parsed elements in, no bytes."""

from __future__ import annotations

import html
from collections.abc import Iterator
from urllib.parse import urljoin

from lxml import etree

from app.records import Declared, Image

_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# Elements of extensions that say something of a picture or a recording, not of the entry.
_EXTENSIONS = {
    "http://search.yahoo.com/mrss/": "media:",
    "http://search.yahoo.com/mrss": "media:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
}
# Elements by local name; the earlier one wins. `encoded` is RSS's content:encoded.
_TEXT_NAMES = ("encoded", "content", "body", "fullitem", "description", "summary")
_LAST_TEXT_NAMES = ("media:description", "itunes:summary")
_SUMMARY_NAMES = ("summary", "description", "subtitle", "abstract", "itunes:subtitle")
_ID_NAMES = ("guid", "id", "identifier")
_PUBLISHED_NAMES = ("published", "pubDate", "issued", "date", "created")
_MODIFIED_NAMES = ("updated", "modified")
_AUTHOR_NAMES = ("creator", "author", "dc:creator", "itunes:author")
_TAG_NAMES = ("category", "subject", "keywords", "media:keywords")
_IMAGE_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif")


def feed_fields(root: etree._Element) -> Declared:
    """What the feed says of all its entries; `url` is what their addresses are relative to."""
    channel = next((one for one in root.iter() if local_name(one) in ("channel", "feed")), root)
    fields = _fields(channel)
    language = _first(fields, ("language",)) or channel.get(_XML_LANG) or root.get(_XML_LANG)
    base = channel.get(_XML_BASE) or root.get(_XML_BASE)
    return Declared(source=_title(fields), language=language, url=base)


def entry_fields(entry: etree._Element, feed: Declared) -> Declared:
    """What an entry says of itself; where it is silent, what its feed says (`feed_fields`)."""
    fields = _fields(entry)
    base = _joined(feed.url, entry.get(_XML_BASE) or "") or None
    texts = _texts(fields, _TEXT_NAMES) or _texts(fields, _LAST_TEXT_NAMES)
    # A description is often the whole text and often a teaser of it: the longest has the most.
    text = max(texts, key=len, default=None)
    return Declared(
        external_id=_first(fields, _ID_NAMES),
        url=_link(fields, base),
        title=_title(fields),
        html=text,
        standfirst=next((one for one in _texts(fields, _SUMMARY_NAMES) if one != text), None),
        published_at=_first(fields, _PUBLISHED_NAMES) or _first(fields, _MODIFIED_NAMES),
        modified_at=_first(fields, _MODIFIED_NAMES),
        source=_source_title(fields) or _first(fields, ("publisher",)) or feed.source,
        section=_first(fields, ("section",)),
        authors=tuple(_people(_all(fields, _AUTHOR_NAMES))),
        contributors=tuple(_people(_all(fields, ("contributor",)))),
        language=entry.get(_XML_LANG) or _first(fields, ("language",)) or feed.language,
        keywords=tuple(
            filter(None, (one.get("term") or _text(one) for one in _all(fields, _TAG_NAMES)))
        ),
        images=tuple(_images(entry, base)),
    )


def _fields(parent: etree._Element) -> dict[str, list[etree._Element]]:
    fields: dict[str, list[etree._Element]] = {}
    for child in parent:
        for one in child if _name(child) == "media:group" else (child,):
            if name := _name(one):
                fields.setdefault(name, []).append(one)
    return fields


def _name(element: etree._Element) -> str:
    """The local name, with a prefix for elements of an extension."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    space, _, local = tag.rpartition("}")
    return _EXTENSIONS.get(space[1:], "") + local


def _texts(fields: dict[str, list[etree._Element]], names: tuple[str, ...]) -> list[str]:
    return list(filter(None, map(_markup, _all(fields, names))))


def _source_title(fields: dict[str, list[etree._Element]]) -> str | None:
    """RSS has the name of an entry's own source in the element, Atom in a title within it."""
    for source in fields.get("source", []):
        if title := (_first(_fields(source), ("title",)) if len(source) else _text(source)):
            return title
    return None


def _images(entry: etree._Element, base: str | None) -> Iterator[Image]:
    for one in entry.iter():
        name = _name(one)
        if name in ("media:content", "media:thumbnail") or _is_enclosure(one, name):
            address = one.get("url") or one.get("href")
            if address and (name == "media:thumbnail" or _is_picture(one, address)):
                said = _fields(one)
                caption = _first(said, ("media:description", "media:title"))
                yield Image(_joined(base, address), caption, _first(said, ("media:credit",)))


def _is_enclosure(element: etree._Element, name: str) -> bool:
    return name == "enclosure" or (name == "link" and element.get("rel") == "enclosure")


def _is_picture(element: etree._Element, address: str) -> bool:
    kind = element.get("medium") or element.get("type") or ""
    if kind:
        return kind.lower().startswith("image")
    return address.lower().partition("?")[0].endswith(_IMAGE_ENDINGS)


def _all(fields: dict[str, list[etree._Element]], names: tuple[str, ...]) -> list[etree._Element]:
    return [one for name in names for one in fields.get(name, [])]


def _first(fields: dict[str, list[etree._Element]], names: tuple[str, ...]) -> str | None:
    return next(filter(None, map(_text, _all(fields, names))), None)


def _title(fields: dict[str, list[etree._Element]]) -> str | None:
    title = _first(fields, ("title",))
    return " ".join(html.unescape(title).split()) if title else None


def _link(fields: dict[str, list[etree._Element]], base: str | None) -> str | None:
    """The entry's page: as the publisher has it where a service counts the clicks; the address of the
    entry itself comes last, those of recordings and comments are none."""
    if original := _first(fields, ("origLink",)):
        return original
    links = fields.get("link", [])
    for relation in ("alternate", "self"):
        for one in links:
            address = one.get("href") or _text(one)
            if address and one.get("rel", "alternate") == relation:
                return _joined(_joined(base, one.get(_XML_BASE) or "") or None, address)
        guid = next(iter(fields.get("guid", [])), None)
        if guid is not None and _text(guid).startswith(("http://", "https://")):
            return _text(guid) if guid.get("isPermaLink", "true") != "false" else None
    return None


def _joined(base: str | None, address: str) -> str:
    try:
        return urljoin(base or "", address.strip())
    except ValueError:
        return address.strip()


def _people(elements: list[etree._Element]) -> Iterator[str]:
    for one in elements:
        names = [_text(child) for child in one if local_name(child) == "name"]
        yield from filter(None, names or [_text(one)])


def local_name(element: etree._Element) -> str:
    """An element's name without its namespace; empty for what is no element."""
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
