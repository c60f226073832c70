"""Other formats than JSON: well formed whatever an article says."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.api.negotiation import Format
from app.api.renderings import FORMATS_OF_LIST, Noun, Rendered, render_list

CONTEXT = Rendered("http://archive.test", "/v1/articles?q=a&b", "/v1/articles?cursor=x")
ATOM = "{http://www.w3.org/2005/Atom}"
NASTY = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "  =1",
    "\t=1",
    "<script>alert(1)</script>",
    "a\x00b\x0bc",
    'quote " and, comma',
    "two\nlines",
    "{brace} $ % \\",
    "\ud800",
    "",
]


def article(text: str) -> dict[str, Any]:
    return {
        "id": "art_1",
        "external_id": text,
        "url": f"https://news.test/{text}",
        "title": text,
        "authors": [text, "Second"],
        "source": {"id": "src_1", "name": text},
        "published_at": datetime(2022, 2, 7, tzinfo=UTC),
        "speakers": [{"id": "spk_1", "name": text}],
        "story": None,
        "snippet": text,
        "n_words": 3,
    }


def quotation(text: str) -> dict[str, Any]:
    return {
        "id": "quo_1",
        "text": text,
        "type": "direct",
        "speaker": {"id": "spk_1", "name": text, "kind": "person"},
        "article": {
            "id": "art_1",
            "title": text,
            "url": None,
            "source_name": text,
            "dated_at": None,
        },
        "evidence": {"cue": text, "start": 0, "end": 3},
    }


ITEM_BY_NOUN = {Noun.ARTICLE: article, Noun.QUOTATION: quotation}


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("noun", [Noun.ARTICLE, Noun.QUOTATION])
def test_no_cell_is_a_formula(noun: Noun, text: str) -> None:
    table = render_list(Format.CSV, noun, [ITEM_BY_NOUN[noun](text)], CONTEXT).decode()
    head, row = list(csv.reader(io.StringIO(table)))
    assert len(head) == len(row)
    assert not any(cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t")) for cell in row)


@given(st.one_of(st.sampled_from(NASTY), st.text()))
def test_a_feed_is_xml_and_json_whatever_the_title(text: str) -> None:
    clean = text.encode("utf-8", "replace").decode()
    feed = ElementTree.fromstring(  # noqa: S314 - made here
        render_list(Format.ATOM, Noun.ARTICLE, [article(clean)], CONTEXT)
    )
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}updated") == "2022-02-07T00:00:00Z"
    assert [link.get("rel") for link in feed.findall(f"{ATOM}link")] == ["self", "next"]
    found = json.loads(render_list(Format.JSON_FEED, Noun.ARTICLE, [article(clean)], CONTEXT))
    assert found["items"][0]["title"] == (clean or "Untitled")


@pytest.mark.parametrize("noun", [Noun.ARTICLE, Noun.QUOTATION])
def test_every_format_of_a_list_renders_items_without_optional_facts(noun: Noun) -> None:
    bare = {"id": "x"}
    for form in FORMATS_OF_LIST[noun]:
        if form is not Format.JSON:
            assert render_list(form, noun, [bare], CONTEXT)
            assert isinstance(render_list(form, noun, [], CONTEXT), bytes)


def test_linked_data_names_the_creator_of_a_quotation() -> None:
    found = json.loads(render_list(Format.JSON_LD, Noun.QUOTATION, [quotation("Ada")], CONTEXT))
    thing = found["@graph"][0]
    assert thing["@type"] == "Quotation"
    assert thing["creator"]["name"] == "Ada"
    assert thing["creator"]["@id"] == "http://archive.test/v1/speakers/spk_1"
    assert thing["isPartOf"]["@type"] == "NewsArticle"


def test_bibtex_escapes_its_own_signs() -> None:
    entry = render_list(Format.BIBTEX, Noun.ARTICLE, [article("{a} & 5%")], CONTEXT).decode()
    assert r"title = {\{a\} \& 5\%}," in entry
    assert entry.startswith("@article{art_1,")


def test_markdown_shows_signs_and_html_as_they_are() -> None:
    text = render_list(Format.MARKDOWN, Noun.ARTICLE, [article("*a* <b>")], CONTEXT).decode()
    assert r"\*a\* \<b\>" in text
