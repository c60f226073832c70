from __future__ import annotations

import gzip
import time

import pytest

from app.ingest.analyse import analyse
from app.ingest.analyse.report import article_as_json
from app.records import Analysed, Declared, MediaType, RawDocument, Rejected, RejectedReason

STORY = (
    "Ferry sails again\n\nThe ferry to the island sailed again on Monday after three weeks of repairs.\n\n"
    "“We are glad,” said Marta Oyelaran, who runs the service, as the first cars rolled off.\n"
)


def raw(content: bytes, media_type: MediaType = MediaType.TEXT, declared: Declared | None = None,
        charset: str | None = None) -> RawDocument:  # fmt: skip
    return RawDocument(content, media_type, "origin", "key", declared or Declared(), charset)


def accepted(document: RawDocument) -> Analysed:
    result = analyse(document)
    assert isinstance(result, Analysed), result
    return result


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", RejectedReason.EMPTY),
        (b" \n\t ", RejectedReason.EMPTY),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, RejectedReason.BINARY),
        (bytes(range(256)) * 40, RejectedReason.BINARY),
        (b"%PDF-1.7 text", RejectedReason.BINARY),
        (b"x" * 21_000_000, RejectedReason.TOO_LARGE),
        (b"Home\nMenu\nSearch\nLog in\nShare\n", RejectedReason.NO_ARTICLE),
    ],
)
def test_what_is_no_article_is_rejected_with_its_reason(
    content: bytes, reason: RejectedReason
) -> None:
    result = analyse(raw(content))
    assert isinstance(result, Rejected)
    assert result.reason is reason


@pytest.mark.parametrize(
    ("encoding", "charset"),
    [("utf-8", None), ("utf-8-sig", None), ("utf-16", None), ("utf-16-le", None), ("cp1252", "windows-1252"),
     ("utf-8", "iso-8859-1"), ("cp1252", "no-such-charset")],
)  # fmt: skip
def test_bytes_are_read_whatever_their_encoding(encoding: str, charset: str | None) -> None:
    article = accepted(raw(STORY.encode(encoding), charset=charset)).article
    assert article.title == "Ferry sails again"
    assert "“We are glad,” said" in article.text


def test_a_scrape_is_read_for_quotations_and_shingles() -> None:
    result = accepted(raw(STORY.encode()))
    assert [quotation.speaker.text for quotation in result.quotations if quotation.speaker] == [
        "Marta Oyelaran"
    ]
    assert "We are glad," in result.quotations[0].text
    assert result.shingles
    assert result.article.language == "en"


@pytest.mark.parametrize(
    "text", ["No.", "Subscribe now", "©", "By Ann Lee", "A tweet of six words, honest."]
)
def test_a_text_declared_as_such_never_ends_up_empty(text: str) -> None:
    article = accepted(raw(b"{}", MediaType.JSON, Declared(text=text))).article
    assert article.text == text


def test_what_a_record_declares_wins_over_what_is_found() -> None:
    declared = Declared(
        text="Old title\n\nThe bridge was opened again on Friday.", title="Bridge opened again",
        authors=("By JANE DOE, Reuters",), published_at="2022-03-07T10:00:00+01:00", language="en-GB",
        source="The Paper", url="https://example.org/1",
    )  # fmt: skip
    article = accepted(raw(b"{}", MediaType.JSON, declared)).article
    assert (article.title, article.authors, article.language) == (
        "Bridge opened again",
        ("Jane Doe",),
        "en",
    )
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2022-03-07T09:00:00+00:00"
    assert not article.published_is_day


def test_a_long_paragraph_of_a_record_stays_one_paragraph() -> None:
    text = "The bridge was opened again on Friday. " * 30
    article = accepted(raw(b"{}", MediaType.JSON, Declared(text=text))).article
    assert len(article.blocks) == 1


def test_a_fault_of_ours_becomes_a_rejection(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("no")

    monkeypatch.setattr("app.ingest.analyse.analysis.find_quotations", fail)
    result = analyse(raw(STORY.encode()))
    assert isinstance(result, Rejected)
    assert (result.reason, result.detail) == (RejectedReason.FAILED, "ZeroDivisionError: no")


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "A. ",
        "word ",
        "By By By ",
        "\n",
        "- \n",
        "“",
        "© ",
        "Read more: ",
        "Paris (AP) - ",
        "a, ",
        "1/2/",
        "> ",
        "**x",
        "é",
        "字。",
    ],
)
def test_two_million_hostile_characters_are_cleaned_in_seconds(unit: str) -> None:
    content = (unit * (2_000_000 // len(unit))).encode()
    started = time.process_time()
    article_as_json("hostile.txt", content)
    assert time.process_time() - started < 20


def test_a_report_has_the_documented_fields_for_text_and_packed_pages() -> None:
    fields = {"id", "title", "authors", "agency", "dateline_place", "date", "date_evidence", "evidence", "language", "text",
              "removed", "cpu"}  # fmt: skip
    assert set(article_as_json("a.b.txt", STORY.encode())) == fields
    assert article_as_json("a.b.txt", STORY.encode())["id"] == "a.b"
    page = f"<html><body><h1>Ferry sails again</h1><p>{STORY}</p></body></html>".encode()
    assert article_as_json("page.html.gz", gzip.compress(page))["id"] == "page"
    assert article_as_json("empty.txt", b"")["error"]["reason"] == "empty"


def test_the_byline_and_the_dateline_of_a_records_text_count_where_the_record_says_nothing() -> (
    None
):
    text = "By Marta Oyelaran\n\nPORT AUREL (AP) — The ferry sailed again on Monday, the harbour master said.\n"
    found = accepted(raw(b"{}", MediaType.JSON, Declared(text=text))).article
    assert (found.authors, found.agency, found.dateline_place) == (
        ("Marta Oyelaran",),
        "AP",
        "PORT AUREL",
    )
    declared = Declared(text=text, authors=("Ada Brenn",), agency="Reuters")
    found = accepted(raw(b"{}", MediaType.JSON, declared)).article
    assert (found.authors, found.agency) == (("Ada Brenn",), "Reuters")
