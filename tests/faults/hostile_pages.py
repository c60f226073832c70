"""Hostile HTML: bombs, pages without an end, without text, with metadata of the wrong kind."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.faults.hostile_json import ADDRESSES, DATES
from tests.faults.hostile_texts import SENTENCES, TEXT, File

PARAGRAPHS = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
_LAUGHS = "".join(
    f'<!ENTITY l{n} "{"&l" + str(n - 1) + ";" if n else "ha"}{f"&l{n - 1};" * 9 if n else ""}">'
    for n in range(10)
)


def pages() -> Iterator[File]:
    """Pages that are bombs, broken off, or have no article in them."""
    for name, body in _bodies().items():
        yield f"{name}.html", page(body).encode("utf-8", "surrogatepass")
    for name, whole in _wholes().items():
        yield f"{name}.html", whole.encode()
    for name, inside in _ends().items():
        yield f"cut-in-{name}.html", page(PARAGRAPHS)[:-14].encode() + inside.encode()
    yield "cut-early.html", page(PARAGRAPHS)[:40].encode()
    yield "null-bytes.html", page(PARAGRAPHS).replace("<p>", "<p\0>").encode()


def _bodies() -> dict[str, str]:
    return {
        "deep-divs": "<div>" * 100_000 + TEXT, "deep-inline": "<b><i>" * 20_000 + TEXT,
        "deep-tables": "<table><tr><td>" * 5_000 + TEXT, "deep-lists": "<ul><li>" * 20_000 + TEXT,
        "deep-quotes": "<blockquote>" * 20_000 + TEXT, "deep-forms": "<form><select><optgroup>" * 5_000 + TEXT,
        "deep-closed": "<span>" * 30_000 + TEXT + "</span>" * 30_000, "deep-links": "<a href=x>" * 30_000 + TEXT,
        "attributes": "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + f">{TEXT}</p>",
        "same-attributes": "<p " + "class=x " * 100_000 + f">{TEXT}</p>",
        "long-attribute": f'<p class="{"x " * 1_000_000}">{TEXT}</p>', "long-tag": f"<{'x' * 500_000}>{TEXT}",
        "open-paragraphs": "<p>ice " * 50_000, "breaks": "ice<br>" * 50_000, "headings": "<h1>Ice</h1>" * 10_000,
        "entities": "&amp;" * 100_000 + PARAGRAPHS, "odd-entities": "&#x110000;&#xD800;&#0;&#99999999999;&x" * 2_000,
        "script-only": f"<script>document.write('{TEXT[:50]}')</script>", "style-only": "<style>p{color:red}</style>",
        "navigation-only": "<nav>" + "<a href=/x>Home</a>" * 500 + "</nav>", "links-only": "<a href=/>Ice</a> " * 2_000,
        "hidden": f"<div hidden style='display:none'>{PARAGRAPHS}</div>", "noscript": f"<noscript>{PARAGRAPHS}</noscript>",
        "template": f"<template>{PARAGRAPHS}</template>", "textarea": f"<textarea>{TEXT}</textarea>",
        "plaintext": f"<plaintext>{PARAGRAPHS}", "vector": f"<svg><text>{TEXT}</text></svg>",
        "formula": f"<math><mtext>{TEXT}</mtext></math>", "frames": "<iframe src=x></iframe>" * 5_000,
        "surrogates": f"<p>\ud800{TEXT}\udfff</p>", "pictures": "<img src='data:image/png;base64,AAAA' alt=x>" * 5_000,
        "figures": "<figure><figcaption>Ice</figcaption></figure>" * 3_000, "table": "<table>" + "<tr><td>1" * 20_000,
        "comments": "<!-- x -->" * 30_000 + PARAGRAPHS, "open-comment": f"<!-- {PARAGRAPHS}", "paywall": "<p>Subscribe.</p>",
        "cookies": "<div>We use cookies. Accept all.</div>" * 20, "long-text": "<p>" + "ice " * 500_000 + "</p>",
    }  # fmt: skip


def _wholes() -> dict[str, str]:
    return {
        "entity-bomb": f"<!DOCTYPE html [{_LAUGHS}]><html><body><p>&l9;</p>{PARAGRAPHS}</body></html>",
        "xml-bomb": f'<?xml version="1.0"?><!DOCTYPE html [{_LAUGHS}]><html><body>&l9;{PARAGRAPHS}</body></html>',
        "outside-entity": '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        f"<html><body><p>&x;</p>{PARAGRAPHS}</body></html>",
        "no-end": f"<html><body>{PARAGRAPHS}", "two-pages": page(PARAGRAPHS) * 2, "frameset": "<html><frameset><frame>",
        "only-head": "<html><head><title>Ice</title></head></html>", "empty-body": "<html><body></body></html>",
        "only-doctype": "<!doctype html>", "doctypes": "<!doctype html>" * 10_000, "bare-tags": "<p><p><div><p><p><p>",
        "not-found": "<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>",
        "refresh": "<html><head><meta http-equiv=refresh content='0;url=javascript:x'></head><body></body></html>",
        "long-doctype": f"<!doctype html {'x' * 300_000}><html><body>{PARAGRAPHS}</body></html>",
        "long-comment-first": f"<!-- {'x' * 300_000} --><html><body>{PARAGRAPHS}</body></html>",
        "comments-first": "<!-- -->" * 20_000 + f"<html><body>{PARAGRAPHS}</body></html>",
        "spaces-first": " " * 500_000 + f"<html><body>{PARAGRAPHS}</body></html>",
    }  # fmt: skip


def _ends() -> dict[str, str]:
    return {
        "tag": "<p cla", "attribute": '<p class="x', "comment": "<!-- x", "script": "<script>if (a < b", "entity": "&am",
        "declaration": "<!doct", "cdata": "<![CDATA[ x", "style": "<style>p {",
    }  # fmt: skip


def metadata() -> Iterator[File]:
    """Pages with an article whose metadata is of the wrong kind."""
    data = {
        "not-json": "{x", "deep": "[" * 50_000, "cut": '{"@type": "NewsArticle", "headline": "I', "number": "17",
        "nulls": '{"@type": null, "headline": null, "author": null, "datePublished": null}',
        "large": '{"@type": "NewsArticle", "datePublished": ' + "9" * 4_000 + "}", "text": '"NewsArticle"',
        "types": json.dumps({"@type": ["NewsArticle", 1, None], "headline": [1], "author": [[], 1, {"name": {}}],
                             "publisher": [None], "datePublished": {"x": 1}, "image": [[]], "keywords": {"a": 1},
                             "articleBody": 5, "description": [], "inLanguage": {}, "articleSection": [None, 3]}),
        "graph": json.dumps({"@graph": [{"@graph": [{"@graph": [None, 1, "x"]}]}]}),
        "many": json.dumps([{"@type": "NewsArticle", "headline": f"Ice {n}"} for n in range(5_000)]),
        "surrogates": '{"@type": "NewsArticle", "headline": "\\ud800 x", "author": "\\udfff"}',
        "name": json.dumps({"@type": "NewsArticle", "author": {"name": "Ottilie " + "V" * 10_000}}),
    }  # fmt: skip
    for name, value in data.items():
        head = f'<script type="application/ld+json">{value}</script>'
        yield f"linked-{name}.html", page(PARAGRAPHS, head).encode()
    dates = "".join(f'<meta property="article:published_time" content="{date}">' for date in DATES)
    yield "dates.html", page(PARAGRAPHS, dates).encode()
    for number, date in enumerate(DATES):
        time = f'<time datetime="{date}">{date}</time>'
        yield f"date-{number}.html", page(time + PARAGRAPHS).encode()
    for number, address in enumerate(ADDRESSES):
        links = (
            f'<base href="{address}"><link rel="canonical" href="{address}"><meta property="og:url" content="{address}">'
            f'<meta property="og:image" content="{address}">'
        )
        body = f'<a href="{address}">x</a><img src="{address}">{PARAGRAPHS}'
        yield f"address-{number}.html", page(body, links).encode("utf-8", "surrogatepass")
    yield (
        "metas.html",
        page(PARAGRAPHS, '<meta name="author" content="Zorla Xan">' * 20_000).encode(),
    )
    yield (
        "empty-metas.html",
        page(PARAGRAPHS, '<meta name><meta content><meta property="">').encode(),
    )
    yield "title.html", page(PARAGRAPHS, f"<title>{'Ice ' * 200_000}</title>").encode()
    yield (
        "language.html",
        page(PARAGRAPHS).replace("<html>", f"<html lang={'x' * 10_000}>").encode(),
    )


def page(body: str, head: str = "") -> str:
    """A page around a body."""
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
