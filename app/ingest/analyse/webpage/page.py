"""Bytes of an HTML page into one parsed tree, within limits that no bomb gets past."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from resiliparse.parse.encoding import detect_encoding

from app.records import NoArticle, RejectedReason

# The largest news pages measured are under 5 MB; parsing and extraction need about 1 s per MB.
MAX_PAGE_BYTES = 10_000_000
# A page of 300,000 tags takes longer to extract than any job would wait.
MAX_TAGS = 300_000
# libxml2 needs 0.1 s for one tag of 10,000 attributes, 13 s for 100,000: the square.
MAX_ATTRIBUTES = 10_000
# Where the text between two ">" is longer, a tag may hide that many attributes.
_SUSPICIOUS_TAG_BYTES = 20_000
_SUSPICIOUS_EQUAL_SIGNS = 20_000

_CONTROL_BYTES = bytes(byte for byte in range(32) if byte not in b"\t\n\f\r")
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE
)
_XML_CHARSET = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})")
_LONG_TAG = re.compile(rb"<[a-zA-Z](?:[^\"'<>]|\"[^\"]*\"|'[^']*')*")
_TEMPLATE = re.compile(
    rb"<script\s+type=[\"']text/template[\"']\s*>(.*?)</script>", re.IGNORECASE | re.DOTALL
)
_TAG_NAME = re.compile(rb"<[a-zA-Z][a-zA-Z0-9:_-]*[\s/]")
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What browsers read under these names (the WHATWG encoding standard's table, its common part).
_READ_AS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "tis-620": "cp874",
    "iso8859-11": "cp874",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page; `markup` is the same page as clean UTF-8, for a second parser."""

    tree: HtmlElement
    markup: bytes


def parse_page(html: bytes, charset: str | None) -> Page | NoArticle:
    """Parses a page once. `charset` is what the transport said; a byte order mark and UTF-8 that
    reads without error come before it, the page's own declaration and a guess after it."""
    if refusal := _refuse(html):
        return refusal
    text = _decode(html, charset)
    if text is None:
        return NoArticle(RejectedReason.UNDECODABLE, "no encoding reads these bytes as text")
    # NUL and other control characters stop libxml2; a character reference may still bring them in.
    markup = text.encode("utf-8", "replace").translate(None, _CONTROL_BYTES)
    if not markup.strip():
        return NoArticle(RejectedReason.EMPTY, "the page is empty")
    return _parse(markup)


def show_templates(page: Page) -> Page | None:
    """The page with the text that a script would show, None where it holds none: some systems write
    an article into `<script type="text/template">`."""
    markup = _TEMPLATE.sub(rb"\1", page.markup)
    shown = _parse(markup) if markup != page.markup else None
    return shown if isinstance(shown, Page) else None


def _refuse(html: bytes) -> NoArticle | None:
    if not html.strip():
        return NoArticle(RejectedReason.EMPTY, "the page is empty")
    if len(html) > MAX_PAGE_BYTES:
        return NoArticle(
            RejectedReason.TOO_LARGE, f"{len(html)} bytes; a page may have {MAX_PAGE_BYTES}"
        )
    if html.count(b"<") > MAX_TAGS:
        return NoArticle(RejectedReason.TOO_DEEP, f"more than {MAX_TAGS} tags")
    if _has_attribute_bomb(html):
        return NoArticle(RejectedReason.TOO_DEEP, f"a tag of more than {MAX_ATTRIBUTES} attributes")
    return None


def _has_attribute_bomb(html: bytes) -> bool:
    if html.count(b"=") > _SUSPICIOUS_EQUAL_SIGNS:
        tags = (match.group() for match in _LONG_TAG.finditer(html))
    else:
        pieces = (piece for piece in html.split(b">") if len(piece) > _SUSPICIOUS_TAG_BYTES)
        tags = (piece[piece.rfind(b"<") :] for piece in pieces)
    return any(
        len(tag) > _SUSPICIOUS_TAG_BYTES
        and _TAG_NAME.match(tag)
        and len(_QUOTED.sub(b" ", tag).split()) > MAX_ATTRIBUTES
        for tag in tags
    )


def _decode(html: bytes, charset: str | None) -> str | None:
    for mark, name in _BYTE_ORDER_MARKS:
        if html.startswith(mark):
            return html[len(mark) :].decode(name, "replace")
    declared = [charset, _stated_charset(html)]
    # 1. UTF-8 proves itself: text of another encoding hardly ever reads as it. The exception is
    # written in ASCII with escapes. 2. What was declared. 3. The reading with the least loss.
    escaped = [name for name in declared if (name or "").lower().startswith("iso-2022")]
    for name in filter(None, map(_codec_name, [*escaped, "utf-8", *declared])):
        try:
            return html.decode(name)
        except UnicodeDecodeError:
            continue
    return _decode_with_loss(html, [*declared, detect_encoding(html)])


def _decode_with_loss(html: bytes, names: list[str | None]) -> str | None:
    """The reading with the fewest unreadable places, None where more than one in 20 is."""
    codecs_named = dict.fromkeys(filter(None, map(_codec_name, ["utf-8", *names])))
    readings = [html.decode(name, "replace") for name in codecs_named]
    best = min(readings, key=lambda text: text.count("\ufffd"))
    return best if best.count("\ufffd") * 20 <= len(best) else None


def _stated_charset(html: bytes) -> str | None:
    match = _XML_CHARSET.search(html[:400]) or _META_CHARSET.search(html[:20_000])
    name = match.group(1).decode("ascii", "replace") if match else None
    # A declaration that could be read as ASCII is not in UTF-16, whatever it says.
    return "utf-8" if name and name.lower().startswith("utf-16") else name


def _codec_name(name: str | None) -> str | None:
    if not name:
        return None
    try:
        found = codecs.lookup(name.strip().strip("\"'"))
    except (LookupError, ValueError):
        return None
    # Text encodings only: "rot13" and "hex" are codecs too.
    return _READ_AS.get(found.name, found.name) if found._is_text_encoding else None


def _parse(markup: bytes) -> Page | NoArticle:
    tree = _parse_to_depth(markup, huge=False)
    if tree is None:
        tree = _parse_to_depth(markup, huge=True)
    if tree is None:
        return NoArticle(RejectedReason.TOO_DEEP, "tags are nested too deeply, or there are none")
    return Page(tree, markup)


def _parse_to_depth(markup: bytes, *, huge: bool) -> HtmlElement | None:
    """None where libxml2 gave up: it cuts a tree off at 256 levels, or 2048 with `huge`."""
    parser = HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=huge
    )
    try:
        tree = document_fromstring(markup, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    if any("depth" in entry.message for entry in parser.error_log.filter_from_errors()):
        return None
    return tree
