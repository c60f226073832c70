"""Whatever stands in a page, cleaning gives an article or a reason, in bounded time, with true offsets."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.ingest.analyse.webpage import clean_webpage
from app.records import Article, Declared, NoArticle

WORDS = b"The tide table hung in the kitchen, and nobody but the cat ever looked at it. "
LD = b'<script type="application/ld+json">%s</script><p>' + WORDS * 4
HOSTILE = {
    "300 levels": b"<div>" * 300 + WORDS * 5,
    "1500 levels": b"<div>" * 1500 + WORDS * 5,
    "2000 bold": b"<b>" * 2000 + WORDS * 5,
    "nested tables": b"<table><tr><td>" * 80 + WORDS * 5,
    "control characters": b"<p>" + b"tide\x00\x0b\x1f table " * 100,
    "surrogates": b"<p>" + b"tide \xed\xa0\x80 table " * 50,
    "character references": b"<p>" + b"&#0;&#xD800;&#x110000;&#x1F; tide " * 100,
    "entities": b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><p>' + b"&b;&a; tide " * 100,
    "deep JSON": LD % (b"[" * 100_000),
    "deep JSON objects": LD % (b'{"a":' * 5000 + b"1" + b"}" * 5000),
    "JSON of wrong types": LD
    % (
        b'{"@type":["NewsArticle",1,null],"headline":5,"author":[[["x"]],{"name":{"@value":7}},null,3],'
        b'"datePublished":[{"x":1},99999999999999,"2024-13-45"],"image":{"url":[1,{"a":2}]},"publisher":[],'
        b'"keywords":{"a":1},"articleBody":["a",1],"@id":[1]}'
    ),
    "years out of range": b'<meta name="date" content="9999999999999"><time datetime="0000-00-00">x</time><p>'
    + WORDS * 3,
    "one line": b"<p>" + b"a" * 2_000_000,
    "half a million words": b"<p>" + b"tide " * 500_000,
    "no spaces but breaks": b"<p>" + b"tide<br>" * 20_000,
    "many paragraphs": b"<p>tide table" * 20_000,
    "many links": b'<a href="x">tide</a> ' * 20_000,
    "many cells": b"<table>" + b"<tr><td>a<td>b" * 20_000,
    "many lists": b"<ul><li>" * 100 + b"<li>tide table in the kitchen" * 10_000,
    "many headlines": b"<h1>tide table</h1>" * 5_000 + b"<p>" + WORDS * 3,
    "long byline": b'<meta name="author" content="' + b"By A and " * 20_000 + b'"><p>' + WORDS * 3,
    "long title": b"<title>" + b" | - | " * 30_000 + b"</title><p>" + WORDS * 3,
    "long class": b'<div class="' + b"a-b " * 50_000 + b'">' + WORDS * 3 + b"</div>",
    "long style": b'<div style="' + b"display " * 50_000 + b'">' + WORDS * 3 + b"</div>",
    "spaces": b"<p>" + b" " * 2_000_000 + b"x",
    "UTF-7": b'<meta charset="utf-7"><p>' + WORDS * 3,
    "a codec that is none": b'<meta charset="rot13"><p>' + WORDS * 3,
    "UTF-16 said, ASCII meant": b'<meta charset="utf-16"><p>' + WORDS * 3,
    "frames": b'<frameset><frame src="x"></frameset>',
    "a drawing": b"<svg><text>" + WORDS + b"</text></svg>",
    "comments": b"<!--" * 1000 + WORDS,
    "address with brackets": b'<link rel="canonical" href="http://[::1"><img src="http://[x"><p>'
    + WORDS * 3,
}


def check(html: bytes) -> Article | NoArticle:
    result = clean_webpage(html, None, Declared(url="https://tide.example/2024/01/02/a"))
    if isinstance(result, Article):
        assert (
            "\n\n".join(result.text[block.start : block.end] for block in result.blocks)
            == result.text
        )
        assert not any(character in result.text for character in "\x00\x0b\x1f\ufeff")
    else:
        assert result.detail
    return result


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_gives_an_article_or_a_reason(name: str) -> None:
    started = time.process_time()
    check(HOSTILE[name])
    assert time.process_time() - started < 15


PIECES = st.sampled_from(
    [b"<p>", b"</p>", b"<div class='related'>", b"</div>", b"<ul><li>", b"</ul>", b"<table><tr><td>", b"</table>",
     b"<h1>", b"</h1>", b"<article>", b"</article>", b"<a href='/x'>", b"</a>", b"<b>", b"</b>", b"<br>", b"&amp;",
     b"<script>", b"</script>", b"<!--", b"-->", b"<aside>", b"<time datetime='2024-03-04'>", b"<blockquote>",
     b"<figure><figcaption>", b"<span hidden>", b"<meta name=author content='Jo Lind'>", b"\xff", b"\xc3\xa9",
     b"Tides turn twice a day. ", b"By Jo Lind", b"Read more: ", b"Sign up to our newsletter", WORDS]
)  # fmt: skip


@settings(max_examples=120, deadline=None, derandomize=True)
@given(st.lists(PIECES, max_size=60))
def test_any_heap_of_tags_gives_an_article_or_a_reason(pieces: list[bytes]) -> None:
    check(b"".join(pieces))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.binary(max_size=400))
def test_any_bytes_give_an_article_or_a_reason(content: bytes) -> None:
    check(content)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(PIECES, max_size=60))
def test_cleaning_the_same_page_twice_gives_the_same_article(pieces: list[bytes]) -> None:
    assert check(b"".join(pieces)) == check(b"".join(pieces))
