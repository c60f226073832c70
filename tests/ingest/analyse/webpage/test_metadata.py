"""Title, byline and date of a page: which evidence is believed where kinds of it differ."""

from __future__ import annotations

import json

import pytest

from app.ingest.analyse.webpage import clean_webpage
from app.records import Article, Declared

BODY = (
    "<p>"
    + "The quarry at Tarn Edge will close in May, its owner said on Friday, after eighty years of work. "
    * 4
)


def cleaned(head: str = "", body: str = "", url: str | None = None) -> Article:
    html = f"<html><head>{head}</head><body>{body}{BODY}</p></body></html>"
    article = clean_webpage(html.encode(), None, Declared(url=url))
    assert isinstance(article, Article)
    return article


def ld(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'


SITE = '<meta property="og:site_name" content="Tarn Post">'


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        (ld(headline="Quarry to close"), "<h1>Quarry to close in May</h1>", "Quarry to close"),
        (ld(headline="Quarry to close…"), "<h1>Quarry to close in May</h1>", "Quarry to close in May"),
        (f"{SITE}<title>Quarry to close | Tarn Post</title>", "", "Quarry to close"),
        (f'{SITE}<meta property="og:title" content="Tarn Post: Quarry to close">', "", "Quarry to close"),
        ("<title>Quarry to close - Some Paper</title>", "<h1>Quarry to close</h1>", "Quarry to close"),
        ('<meta property="og:title" content="North: Quarry to close">', "<h1><span>North</span>: <span>Quarry to close</span></h1>", "North: Quarry to close"),
        (ld(headline="Ten best recipes for plum jam") + "<title>Quarry to close</title>", "<h1>Quarry to close</h1>", "Quarry to close"),
        ("", "<h1>Quarry to close</h1>", "Quarry to close"),
        ("", "", None),
    ],
)  # fmt: skip
def test_the_title_is_the_headline_without_the_publisher(
    head: str, body: str, title: str | None
) -> None:
    assert cleaned(head, body).title == title


@pytest.mark.parametrize(
    ("head", "body", "authors", "credited_to"),
    [
        (ld(author={"@type": "Person", "name": "Jo Lind"}), "", ("Jo Lind",), ()),
        (ld(author=["Jo Lind", {"name": "Ida Ros"}]), "", ("Jo Lind", "Ida Ros"), ()),
        (ld(author={"@type": "Organization", "name": "Tarn Post"}), "", (), ("Tarn Post",)),
        (
            ld(author={"name": "Tarn Post"}) + SITE,
            '<a rel="author" href="/a/jo">Jo Lind</a>',
            ("Jo Lind",),
            (),
        ),
        ('<meta name="author" content="By Jo Lind">', "", ("Jo Lind",), ()),
        ("", '<div class="byline">By Jo Lind and Ida Ros</div>', ("Jo Lind", "Ida Ros"), ()),
        ("", '<aside><span class="author">Jo Lind</span></aside>', (), ()),
        ("", '<div class="related"><span class="author-name">Jo Lind</span></div>', (), ()),
        ("", "", (), ()),
    ],
)
def test_authors_are_people_and_a_house_is_kept_apart(
    head: str, body: str, authors: tuple[str, ...], credited_to: tuple[str, ...]
) -> None:
    article = cleaned(head, body)
    assert (article.authors, article.credited_to) == (authors, credited_to)


@pytest.mark.parametrize(
    ("head", "body", "url", "day", "evidence"),
    [
        (ld(datePublished="2024-03-05T23:30:00-05:00"), "", None, "2024-03-05", ("json-ld",)),
        ('<meta property="article:published_time" content="2024-03-05">', "", None, "2024-03-05", ("meta",)),
        ("", '<span itemprop="datePublished" content="2024-03-05">x</span>', None, "2024-03-05", ("itemprop",)),
        ("", '<article><time datetime="2024-03-05T08:00Z">today</time></article>', None, "2024-03-05", ("time",)),
        ("", '<div class="related"><time datetime="2021-01-01">x</time></div><article><time datetime="2024-03-05">x</time></article>', None, "2024-03-05", ("time",)),
        ("", '<p class="date">5 March 2024</p>', None, "2024-03-05", ("text",)),
        ("", "", "https://tarn.example/2024/03/05/quarry", "2024-03-05", ("url",)),
        (ld(datePublished="2024-03-06T03:00:00Z"), "", "https://tarn.example/2024/03/05/quarry", "2024-03-05", ("json-ld", "url")),
        (ld(datePublished="2024-03-05T23:00:00+02:00"), "", "https://tarn.example/2024/03/06/quarry", "2024-03-05", ("json-ld", "url")),
        (f"{SITE}<title>Quarry</title>", '<h1>Quarry</h1><div><em>05.03.2024</em></div><p class="published">9 March 2024</p>', None, "2024-03-05", ("text",)),
        ("", '<p class="date">Written: 2024-03-05 15:03 / Updated: 2024-03-06 15:30</p><article><p class="date">9 March 2024</p></article>', None, "2024-03-09", ("text",)),
        ("<title>Quarry</title>", '<h1>Quarry</h1><p>Updated 6 March 2024</p>', None, "2024-03-06", ("search",)),
        ("", '<p itemprop="datePublished">05 Marzo 2024</p>', None, "2024-03-05", ("itemprop",)),
        (ld(datePublished="2024-03-06T03:00:00Z"), '<time datetime="2024-03-05T22:00:00-05:00">x</time>', None, "2024-03-05", ("json-ld",)),
        (ld(datePublished="2024-03-06T23:15:0Z"), '<p itemprop="datePublished">07 Marzo 2024</p>', None, "2024-03-07", ("json-ld",)),
        (ld(datePublished="2024-03-06 23:15:00"), '<p class="date">7 March 2024</p>', None, "2024-03-06", ("json-ld",)),
        (ld(datePublished="2024-03-06T14:00:00Z"), '<p class="date">5 March 2024</p>', None, "2024-03-06", ("json-ld",)),
        (ld(datePublished="2024-03-05"), "", "https://tarn.example/2011/07/01/quarry", "2011-07-01", ("url", "json-ld")),
    ],
)  # fmt: skip
def test_the_day_of_publication_comes_with_its_evidence(
    head: str, body: str, url: str | None, day: str, evidence: tuple[str, ...]
) -> None:
    article = cleaned(head, body, url)
    found = article.published_day or article.date_inferred
    assert found is not None
    assert (found.isoformat(), article.date_evidence) == (day, evidence)


def test_a_day_that_only_the_address_states_is_inferred_not_stated() -> None:
    article = cleaned(url="https://tarn.example/2024/03/05/quarry")
    assert article.published_at is None
    assert article.date_inferred is not None


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<meta charset='iso-8859-1'><p>Café au lait</p>".encode("latin-1"), "Café"),
        ("<meta charset='iso-8859-1'><p>Café au lait</p>".encode(), "Café"),
        ("<meta charset='windows-1251'><p>Кафе на углу</p>".encode("cp1251"), "Кафе"),
        ("<meta charset='shift_jis'><p>喫茶店は角にある</p>".encode("shift_jis"), "喫茶店"),
        ("<p>Café au lait</p>".encode("utf-16"), "Café"),
        ("\ufeff<p>Café au lait</p>".encode(), "Café"),
        ("<p>Café “au lait”</p>".encode("cp1252"), "Café “au lait”"),
    ],
)
def test_the_encoding_is_found(html: bytes, text: str) -> None:
    sentence = "<p>The quarry at Tarn Edge will close in May, its owner said on Friday.</p>"
    encoded = (
        html + sentence.encode("utf-16")[2:]
        if html.startswith(b"\xff\xfe")
        else html + sentence.encode()
    )
    article = clean_webpage(encoded, None, Declared())
    assert isinstance(article, Article)
    assert text in article.text + str(article.removed)


def test_an_article_inside_a_text_template_is_read() -> None:
    html = f"<html><body><h1>Quarry to close</h1><script type='text/template'>{BODY}</p></script></body></html>"
    article = clean_webpage(html.encode(), None, Declared())
    assert isinstance(article, Article)
    assert article.text.startswith("The quarry at Tarn Edge")
