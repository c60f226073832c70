"""A page comes out as an article, or as a reason why not; nothing in a page raises."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.ingest.analyse.webpage import clean_webpage
from app.records import Article, Declared, NoArticle, RejectedReason

PARAGRAPH = (
    "The harbour council of Lindmar voted on Tuesday to reopen the old ferry line, which has lain"
    " still since the storm took the northern pier three winters ago."
)
SECOND = (
    "The first boat is to leave at six in the morning, take forty passengers and a dozen bicycles,"
    " and come back before the school bell rings in the upper town."
)
THIRD = (
    "Fishermen had asked for a later start because their own boats unload at that hour, but the"
    " council found room for both at the repaired quay, a spokeswoman explained."
)
PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Ferry returns | Lindmar Post</title>
<meta property="og:site_name" content="Lindmar Post">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Ferry returns to Lindmar",
"datePublished": "2024-03-05T23:30:00-05:00", "author": {{"@type": "Person", "name": "By Maud Tellier"}}}}</script>
</head><body><nav><a href="/">Home</a></nav><article><h1>Ferry returns to Lindmar</h1>
<p>{PARAGRAPH}</p><p>{SECOND}</p><p>{THIRD}</p>
</article><footer>All rights reserved</footer></body></html>"""


def clean(page: str | bytes, url: str | None = None) -> Article | NoArticle:
    html = page.encode() if isinstance(page, str) else page
    return clean_webpage(html, None, Declared(url=url))


def test_a_plain_news_page_gives_its_text_and_what_it_states() -> None:
    article = clean(PAGE, "https://post.example/ferry")
    assert isinstance(article, Article)
    assert article.title == "Ferry returns to Lindmar"
    assert article.authors == ("Maud Tellier",)
    assert article.published_at == datetime(2024, 3, 6, 4, 30, tzinfo=UTC)
    assert article.date_evidence == ("json-ld",)
    assert article.source == "Lindmar Post"
    assert article.language == "en"
    assert PARAGRAPH in article.text
    assert "rights" not in article.text


def test_blocks_slice_the_text_and_lie_apart_by_a_blank_line() -> None:
    article = clean(PAGE)
    assert isinstance(article, Article)
    pieces = [article.text[block.start : block.end] for block in article.blocks]
    assert "\n\n".join(pieces) == article.text
    assert len(pieces) == 3


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (b"", RejectedReason.EMPTY),
        (b" \n\t ", RejectedReason.EMPTY),
        (b"\x00\x01\x02", RejectedReason.EMPTY),
        (b"<html><body></body></html>", RejectedReason.NO_ARTICLE),
        (b"<div>" * 100_000 + b"deep", RejectedReason.TOO_DEEP),
        (b"<p>" * 400_000, RejectedReason.TOO_DEEP),
        (b"<p " + b"".join(b"a%d " % n for n in range(100_000)) + b">", RejectedReason.TOO_DEEP),
        (b"<p " + b"".join(b'a%d=">" ' % n for n in range(50_000)) + b">", RejectedReason.TOO_DEEP),
        (b"<p>" + b"x" * 10_000_001, RejectedReason.TOO_LARGE),
    ],
)
def test_a_page_that_is_no_article_is_refused_with_its_reason(
    page: bytes, reason: RejectedReason
) -> None:
    refused = clean(page)
    assert isinstance(refused, NoArticle)
    assert refused.reason == reason
