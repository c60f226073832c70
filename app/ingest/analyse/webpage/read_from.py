"""Where each field of a page's article was read: the first place, in the order in which places are
believed, that states its value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.ingest.analyse.webpage.dates import PageDates, stated_changes
from app.ingest.analyse.webpage.head import Stated
from app.ingest.analyse.webpage.page import Page
from app.ingest.analyse.webpage.pictures import declared_images
from app.ingest.analyse.webpage.structured import StructuredData, texts
from app.records import Article

_DESCRIPTIONS = ("description",)
_SECTIONS = ("articleSection",)


def evidence_of_page(
    article: Article, page: Page, stated: Stated, structured: StructuredData, dates: PageDates
) -> dict[str, str]:
    """The kind of place for each field that the page's head, markup and frame can state; those of people
    and agencies are known to whoever read them."""
    published = dates.evidence[0] if dates.evidence else "text"
    changes = stated_changes(page.tree, stated, structured)
    changed = next((kind for kind, moment in changes if moment == dates.modified), published)
    return {
        "title": _title(article, stated, structured),
        "standfirst": _in_head(article.standfirst, structured, _DESCRIPTIONS, "meta"),
        "source": _source(article, stated, structured),
        "section": _section(article, stated, structured),
        "published_at": published,
        "modified_at": changed,
        "date_inferred": published,
        "dateline_place": "dateline",
        "url": _address(stated),
        "language": "markup",
        "language_of_origin": "json-ld",
        "keywords": "json-ld" if structured.nodes_under("keywords") else "meta",
        "images": _images(article, stated, structured),
    }


def _title(article: Article, stated: Stated, structured: StructuredData) -> str:
    title = article.title or ""
    if _has(title, _stated_texts(structured, ("headline",))):
        return "json-ld"
    # Checked after what stands in the head and before what is only shown: as it was chosen.
    shown = (heading.text_content() for heading in stated.headings)
    if _has(title, shown):
        return "headline"
    return "title element" if _has(title, [stated.title]) else "meta"


def _source(article: Article, stated: Stated, structured: StructuredData) -> str:
    name = article.source or ""
    if _has(name, (value for values in stated.meta.values() for value in values)):
        return "meta"
    publishers = (text for node in structured.nodes_under("publisher") for text in texts(node))
    return "json-ld" if _has(name, publishers) else "title element"


def _section(article: Article, stated: Stated, structured: StructuredData) -> str:
    is_named = _has(
        article.section or "", (value for values in stated.meta.values() for value in values)
    )
    return _in_head(article.section, structured, _SECTIONS, "meta" if is_named else "title element")


def _images(article: Article, stated: Stated, structured: StructuredData) -> str:
    if not article.images or article.images[0] not in declared_images(
        stated, structured, article.url
    ):
        return "figure"
    return "json-ld" if structured.nodes_under("image") else "meta"


def _address(stated: Stated) -> str:
    if stated.links.get("canonical"):
        return "canonical link"
    return "meta" if stated.first("og:url") else "address"


def _in_head(
    value: str | None, structured: StructuredData, keys: Iterable[str], otherwise: str
) -> str:
    return "json-ld" if _has(value or "", _stated_texts(structured, keys)) else otherwise


def _stated_texts(structured: StructuredData, keys: Iterable[str]) -> Iterator[str]:
    return (text for key in keys for node in structured.articles for text in texts(node.get(key)))


def _has(value: str, stated: Iterable[str]) -> bool:
    """Whether one of the stated texts has the value in it: a site's name may have been cut off."""
    wanted = " ".join(value.split())
    return any(wanted in " ".join(text.split()) for text in stated)
