"""Every field that an article has says where it was read, and no other field does."""

from __future__ import annotations

import json

import pytest

from app.ingest.analyse.analysis import clean
from app.records import Article, Declared, MediaType, RawDocument

BODY = (
    "The lighthouse at Orvik was lit again on Monday, after nine dark winters, and the whole town came to "
    "watch. The harbour board had paid for the lamp, which was made in a workshop on the coast."
)
JSON_LD = json.dumps(
    {"@type": "NewsArticle", "headline": "Lighthouse lit again", "author": {"name": "Jo Lind"},
     "datePublished": "2024-03-05T08:00:00Z"}
)  # fmt: skip
PAGE = f"""<html lang="en"><head><title>Lighthouse lit again</title>
<link rel="canonical" href="https://orvik.example/a"><meta property="og:site_name" content="Orvik Post">
<meta name="keywords" content="lighthouses, harbours"><script type="application/ld+json">{JSON_LD}</script></head>
<body><article><h1>Lighthouse lit again</h1><p>{BODY}</p><p>{BODY}</p></article></body></html>"""
SCRAPE = f"""Lighthouse lit again

By Jo Lind
Published: 5 March 2024

ORVIK (AP) - {BODY}

{BODY.replace("lighthouse", "beacon")}
"""


@pytest.mark.parametrize(
    ("content", "media_type", "declared", "expected"),
    [
        (PAGE, MediaType.HTML, Declared(), {
            "title": "json-ld", "authors": "json-ld", "published_at": "json-ld", "source": "meta",
            "keywords": "meta", "url": "canonical link", "language": "text",
        }),
        (PAGE, MediaType.HTML, Declared(title="Light", keywords=("sea",)), {
            "title": "declared", "authors": "json-ld", "keywords": "declared", "source": "meta",
        }),
        (SCRAPE, MediaType.TEXT, Declared(), {
            "title": "headline", "authors": "byline", "published_at": "date line", "agency": "dateline",
            "dateline_place": "dateline", "language": "text",
        }),
        ("{}", MediaType.JSON, Declared(text=BODY, title="Lighthouse lit again", language="en"), {
            "title": "declared", "language": "declared",
        }),
    ],
)  # fmt: skip
def test_each_field_says_where_it_was_read(
    content: str, media_type: MediaType, declared: Declared, expected: dict[str, str]
) -> None:
    article = clean(RawDocument(content.encode(), media_type, "a", "a", declared))
    assert isinstance(article, Article)
    assert {name: article.evidence.get(name) for name in expected} == expected
    told = {"title", "standfirst", "authors", "contributors", "credited_to", "agency", "source", "section",
            "dateline_place", "published_at", "modified_at", "date_inferred", "url", "language",
            "language_of_origin", "machine_translated", "images", "keywords"}  # fmt: skip
    assert set(article.evidence) == {name for name in told if getattr(article, name)}
