"""The body of a page: its blocks weighed with a second extractor's opinion, without trafilatura.

Measured by site-wise cross-validation on 221 pages this beats trafilatura, readability and their
combinations in token F1, at a third of the time (docs/decisions).
"""

from __future__ import annotations

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

from app.ingest.analyse.webpage.blocks import read_outline
from app.ingest.analyse.webpage.evidence import Opinions, PageEvidence
from app.ingest.analyse.webpage.page import Page
from app.ingest.analyse.webpage.select import Selection, select_blocks


def extract_body(page: Page, stated_body: str | None, title: str | None) -> Selection:
    """The blocks of the page's article, and what was removed. `stated_body` is JSON-LD's articleBody,
    heard as a witness only."""
    body = page.tree.find("body")
    outline = read_outline(page.tree if body is None else body)
    if not outline.blocks:
        return Selection([], [], [])
    opinions = Opinions(second_opinion(page.markup), stated_body, title)
    return select_blocks(PageEvidence(outline, opinions))


def second_opinion(markup: bytes) -> str:
    """The main text as resiliparse finds it, a line for each block."""
    return extract_plain_text(
        HTMLTree.parse_from_bytes(markup, "utf-8"),
        main_content=True,
        alt_texts=False,
        preserve_formatting=True,
        comments=False,
        list_bullets=False,
        skip_elements=["figcaption", "h1"],
    )
