"""The pictures of an article: what JSON-LD, figures and meta elements say of them."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from app.ingest.analyse.plain import plain
from app.ingest.analyse.webpage.head import Stated
from app.ingest.analyse.webpage.structured import StructuredData, texts
from app.records import Image

_MAX_IMAGES = 40
_MAX_CAPTION_CHARACTERS = 1_500
_CREDIT_CLASS = re.compile(
    r"credit|copyright|source|photographer|byline|agency|rights|quelle", re.I
)
_CREDIT_TEXT = re.compile(
    r"(?:^|[\s.;(|–—-])(?:\(?(?:©|\(c\)|photo(?:graph)?(?: by| credit)?\s*:|credit\s*:|foto\s*:|bild\s*:|"
    r"image(?: credit| source)?\s*:|picture\s*:|source\s*:|quelle\s*:|crédit\s*:|kilde\s*:|fotó?\s*:)\s*)"
    r"([^()]{2,100}?)\)?\s*$",
    re.IGNORECASE,
)
_CHROME = re.compile(
    r"related|recommend|teaser|sidebar|promo|footer|\bnav|carousel-more|most-?read", re.I
)
_SOURCES = ("src", "data-src", "data-original", "data-lazy-src", "data-srcset", "srcset")


def find_images(
    tree: HtmlElement, stated: Stated, structured: StructuredData, url: str | None
) -> list[Image]:
    """Pictures by address, each once: figures of the page first, then those only declared."""
    images: dict[str, Image] = {}
    for figure in tree.iter("figure"):
        image = _read_figure(figure, url)
        if image and not _is_elsewhere(figure):
            images.setdefault(_key(image), image)
    for image in declared_images(stated, structured, url):
        images.setdefault(_key(image), image)
    return list(images.values())[:_MAX_IMAGES]


def _read_figure(figure: HtmlElement, base: str | None) -> Image | None:
    address = next(filter(None, (_address(picture, base) for picture in figure.iter("img"))), None)
    caption_element = next(figure.iter("figcaption"), None)
    if caption_element is None:
        return Image(address) if address else None
    caption, credit = _caption_and_credit(caption_element)
    return Image(address, caption or None, credit or None)


def _caption_and_credit(element: HtmlElement) -> tuple[str, str]:
    text = plain(" ".join(element.itertext()))[:_MAX_CAPTION_CHARACTERS]
    for part in element.iterdescendants("span", "small", "cite", "div", "p", "em", "i"):
        if _CREDIT_CLASS.search(part.get("class") or part.get("itemprop") or ""):
            credit = plain(" ".join(part.itertext()))
            if credit and len(credit) < 150:
                return text.replace(credit, "").strip(), credit
    if match := _CREDIT_TEXT.search(text):
        return text[: match.start()].strip(), match.group(1).strip()
    return text, ""


def _is_elsewhere(figure: HtmlElement) -> bool:
    for ancestor in figure.iterancestors():
        if ancestor.tag in ("aside", "nav", "footer"):
            return True
        if ancestor.tag in ("article", "main", "body"):
            return False
        if _CHROME.search(f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}"):
            return True
    return False


def declared_images(stated: Stated, structured: StructuredData, base: str | None) -> list[Image]:
    """The pictures that JSON-LD states, else the one of the meta elements."""
    found = []
    for node in structured.nodes_under("image"):
        if isinstance(node, dict):
            addresses = texts(node.get("url")) or texts(node.get("contentUrl"))
            captions = texts(node.get("caption")) or texts(node.get("description"))
            credit_lines = texts(node.get("creditText")) or texts(node.get("copyrightHolder"))
            if addresses:
                found.append(Image(_joined(base, addresses[0]), *_firsts(captions, credit_lines)))
        else:
            found.append(Image(_joined(base, node)))
    if not found and (address := stated.first("og:image", "twitter:image", "og:image:url")):
        found.append(Image(_joined(base, address), stated.first("og:image:alt")))
    return [image for image in found if image.url]


def _firsts(captions: list[str], credit_lines: list[str]) -> tuple[str | None, str | None]:
    return (captions[0] if captions else None), (credit_lines[0] if credit_lines else None)


def _address(picture: HtmlElement, base: str | None) -> str | None:
    for name in _SOURCES:
        value = (picture.get(name) or "").split(" ")[0].rstrip(",")
        if value and not value.startswith("data:"):
            return _joined(base, value)
    return None


def _joined(base: str | None, address: str) -> str | None:
    try:
        joined = urljoin(base or "", address.strip())
        return joined if urlsplit(joined).scheme in ("http", "https", "") else None
    except ValueError:
        return None


def _key(image: Image) -> str:
    """The same picture comes in many sizes: its file's name tells it."""
    path = (image.url or image.caption or "").split("?")[0]
    return path.rsplit("/", 1)[-1] or path
