"""An HTML page into a cleaned article: body blocks, and metadata by kind of evidence."""

from __future__ import annotations

from app.ingest.analyse.webpage.assemble import assemble_article
from app.ingest.analyse.webpage.page import parse_page, show_templates
from app.records import Article, Declared, NoArticle

__all__ = ["clean_webpage"]


def clean_webpage(html: bytes, charset: str | None, declared: Declared) -> Article | NoArticle:
    """Cleans one page. `charset` is what the transport said, `declared` what the source says of the
    article; both may be wrong. Never raises for what is in the page; the caller bounds the time."""
    page = parse_page(html, charset)
    if isinstance(page, NoArticle):
        return page
    article = assemble_article(page, declared)
    if isinstance(article, NoArticle) and (shown := show_templates(page)):
        return assemble_article(shown, declared)
    return article
