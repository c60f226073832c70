"""Feeds: Atom (RFC 4287) and JSON Feed 1.1."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import orjson

from app.api.renderings.context import Noun, Rendered, day_of, iso, speaker_name, web_address

# XML has no way to write these.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def atom(noun: Noun, items: Sequence[dict[str, Any]], rendered: Rendered) -> bytes:
    """An Atom feed; entries without a date have the beginning of time."""
    updated = max((_moment(noun, item) for item in items), default=_BEGINNING)
    self_link = rendered.base + rendered.self_link
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<title>{_text(rendered.title)}</title>",
        f"<id>{_text(self_link)}</id>",
        f"<updated>{iso(updated)}</updated>",
        f'<link rel="self" type="application/atom+xml" href={_attribute(self_link)}/>',
        "<author><name>Onrecord</name></author>",
    ]
    if rendered.next_link:
        lines.append(f'<link rel="next" href={_attribute(rendered.base + rendered.next_link)}/>')
    lines += [_entry(noun, item, rendered) for item in items]
    return "\n".join([*lines, "</feed>", ""]).encode()


def _entry(noun: Noun, item: dict[str, Any], rendered: Rendered) -> str:
    address = rendered.address(noun, item["id"])
    moment = iso(_moment(noun, item))
    names = item.get("authors") or [speaker_name(item)]
    people = "".join(f"<author><name>{_text(name)}</name></author>" for name in names if name)
    return (
        f"<entry><title>{_text(_title(noun, item))}</title><id>{_text(address)}</id>"
        f"<updated>{moment}</updated><published>{moment}</published>"
        f'<link rel="alternate" href={_attribute(_link(noun, item) or address)}/>'
        f'{people}<summary type="text">{_text(_summary(noun, item))}</summary></entry>'
    )


def json_feed(noun: Noun, items: Sequence[dict[str, Any]], rendered: Rendered) -> bytes:
    """A JSON Feed 1.1."""
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": rendered.title,
        "feed_url": rendered.base + rendered.self_link,
        "items": [_json_item(noun, item, rendered) for item in items],
    }
    if rendered.next_link:
        feed["next_url"] = rendered.base + rendered.next_link
    return orjson.dumps(feed)


def _json_item(noun: Noun, item: dict[str, Any], rendered: Rendered) -> dict[str, Any]:
    address = rendered.address(noun, item["id"])
    entry: dict[str, Any] = {
        "id": address,
        "url": _link(noun, item) or address,
        "title": _title(noun, item),
        "content_text": _summary(noun, item),
        "date_published": iso(_moment(noun, item)),
    }
    names = item.get("authors") or [speaker_name(item)]
    if people := [{"name": name} for name in names if name]:
        entry["authors"] = people
    return entry


def _title(noun: Noun, item: dict[str, Any]) -> str:
    if noun is Noun.QUOTATION:
        return f"{speaker_name(item) or 'Somebody'}: {item.get('text') or ''}"[:200]
    return item.get("title") or "Untitled"


def _summary(noun: Noun, item: dict[str, Any]) -> str:
    if noun is Noun.QUOTATION:
        return item.get("text") or ""
    return item.get("standfirst") or item.get("snippet") or ""


def _link(noun: Noun, item: dict[str, Any]) -> str | None:
    return web_address(item if noun is Noun.ARTICLE else item.get("article"))


def _moment(noun: Noun, item: dict[str, Any]) -> datetime:
    found = day_of(item) if noun is Noun.ARTICLE else (item.get("article") or {}).get("dated_at")
    if isinstance(found, datetime):
        return found
    if isinstance(found, date):
        return datetime(found.year, found.month, found.day, tzinfo=UTC)
    return _BEGINNING


def _text(value: str) -> str:
    return escape(_NOT_XML.sub(" ", value))


def _attribute(value: str) -> str:
    return quoteattr(_NOT_XML.sub("", value))
