"""Feeds: the fields of an entry, the formats' variants, and what attackers put into XML."""

from __future__ import annotations

import pytest

from app.records import Declared, Image, RawDocument, Rejected, RejectedReason
from tests.ingest.readers.samples import TEXT, atom, json_feed, rss
from tests.ingest.readers.test_reader_contract import documents_of


def only_entry(content: bytes) -> Declared:
    documents = documents_of(content, "feed")
    assert len(documents) == 1
    assert isinstance(documents[0], RawDocument)
    return documents[0].declared


def test_an_rss_item_declares_its_fields_and_the_fullest_text() -> None:
    assert only_entry(rss(1)) == Declared(
        external_id="g0",
        url="https://feed.example/0",
        title="Item 0",
        html=f"<p>{TEXT}</p>",
        standfirst="Short.",
        published_at="Mon, 04 Mar 2024 08:00:00 +0100",
        source="Orvik Post",
        authors=("Ada Brenn",),
        language="en-gb",
    )


def test_an_atom_entry_declares_its_fields() -> None:
    declared = only_entry(atom())
    assert declared.title == "Lamp & lens"
    assert declared.url == "https://orvik.example/1"
    assert declared.authors == ("Ada Brenn",)
    assert declared.keywords == ("coast",)
    assert TEXT in (declared.html or "")


def test_a_json_feed_item_declares_its_fields() -> None:
    declared = only_entry(json_feed())
    assert (declared.source, declared.external_id) == ("Orvik Post", "1")


def test_an_entry_without_text_is_refused_and_the_next_one_read() -> None:
    feed = rss(2).replace(f"<![CDATA[<p>{TEXT}</p>]]>".encode(), b"", 1).replace(b"Short.", b"", 1)
    refused, read = documents_of(feed)
    assert isinstance(refused, Rejected)
    assert refused.reason is RejectedReason.EMPTY
    assert isinstance(read, RawDocument)


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">'
        + "".join(
            f'<!ENTITY a{n} "{"&a" + (str(n - 1) if n else "") + ";"}{"&a;" * 9}">'
            for n in range(40)
        )
        + "]>",
        '<!DOCTYPE rss [<!ENTITY a39 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x">%a;]>',
    ],
    ids=["entity bomb", "file", "address"],
)
def test_entities_are_never_resolved(declaration: str) -> None:
    feed = rss(1).replace(b"<rss ", declaration.encode() + b"<rss ").replace(b"Item 0", b"x&a39;x")
    for document in documents_of(feed):
        assert "aaaaaaaaaa" not in str(document)
        assert "root:" not in str(document)


def test_named_characters_of_html_are_understood_where_xml_knows_none() -> None:
    assert only_entry(rss(1).replace(b"Item 0", b"Caf&eacute;&nbsp;open")).title == "Café open"


def test_an_rss_item_declares_what_extensions_say_of_it() -> None:
    extensions = (
        '<media:group xmlns:media="http://search.yahoo.com/mrss/"><media:content url="/lamp.jpg" medium="image">'
        "<media:title>Not the item's</media:title><media:description>The lamp</media:description>"
        "<media:credit>Ivo Dahl</media:credit></media:content></media:group>"
        '<enclosure url="/talk.mp3" type="audio/mpeg"/><enclosure url="/map.png" type="image/png"/>'
        "<dc:contributor>Nora Vik</dc:contributor><dc:publisher>Orvik Agency</dc:publisher>"
        '<prism:section xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/">Coast</prism:section>'
        '<x:origLink xmlns:x="http://rssnamespace.org/feedburner/ext/1.0">https://orvik.example/real</x:origLink>'
        "<category>lamp</category>"
    )
    declared = only_entry(rss(1).replace(b"<item>", b"<item>" + extensions.encode()))
    assert (declared.title, declared.standfirst, declared.section) == ("Item 0", "Short.", "Coast")
    assert declared.contributors == ("Nora Vik",)
    assert (declared.source, declared.url) == ("Orvik Agency", "https://orvik.example/real")
    assert declared.images == (Image("/lamp.jpg", "The lamp", "Ivo Dahl"), Image("/map.png"))
    assert declared.keywords == ("lamp",)


def test_an_atom_entry_of_another_feed_names_its_own_source() -> None:
    source = b"<source><id>tag:other</id><title>Harbour Gazette</title></source>"
    assert only_entry(atom().replace(b"<entry>", b"<entry>" + source)).source == "Harbour Gazette"


def test_an_enclosure_is_no_address_of_an_article() -> None:
    entry = atom().replace(b"rel='alternate'", b"rel='enclosure'")
    assert only_entry(entry).url is None


def test_a_json_feed_item_keeps_its_summary_and_picture_apart_from_its_text() -> None:
    more = b'"summary": "Short.", "image": "https://orvik.example/a.jpg", "id": "1"'
    declared = only_entry(json_feed().replace(b'"id": "1"', more))
    assert declared.standfirst == "Short."
    assert declared.images == (Image("https://orvik.example/a.jpg"),)


def test_an_entry_with_a_summary_alone_is_an_article_of_that_summary() -> None:
    feed = rss(1).replace(f"<![CDATA[<p>{TEXT}</p>]]>".encode(), b"")
    assert only_entry(feed).html == "Short."
    assert only_entry(feed).standfirst is None


@pytest.mark.parametrize(
    "declaration", ["", '<?xml version="1.0"?>', '<?xml version="1.0" encoding="utf-8"?>']
)
@pytest.mark.parametrize("encoding", ["koi8-r", "cp1251", "utf-8", "utf-16"])
def test_a_feed_is_read_in_its_encoding_even_when_it_says_none_or_a_wrong_one(
    declaration: str, encoding: str
) -> None:
    text = "Маяк в Орвике снова зажгли в понедельник, после девяти темных зим, сказал смотритель."
    feed = (
        f"{declaration}<rss version='2.0'><channel><title>Орвик</title><item><title>Маяк снова горит</title>"
        f"<description>{text * 3}</description></item></channel></rss>"
    )
    assert only_entry(feed.encode(encoding)).title == "Маяк снова горит"
