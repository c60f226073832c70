"""Feeds: the fields of an entry, the formats' variants, and what attackers put into XML."""

from __future__ import annotations

import pytest

from app.records import Declared, RawDocument, Rejected, RejectedReason
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
