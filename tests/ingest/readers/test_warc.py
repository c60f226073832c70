"""Web archives: which records are articles, bodies in transfer and content encodings, and cut ends."""

from __future__ import annotations

import gzip

import pytest
import zstandard

from app.records import MediaType, RawDocument, Rejected, RejectedReason
from tests.ingest.readers.samples import PAGE, TEXT, http_answer, warc, warc_record
from tests.ingest.readers.test_reader_contract import documents_of, raws_of

HTTP = "application/http; msgtype=response"
BODY = PAGE.encode()


def response(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    return warc_record("response", HTTP, http_answer(body, *headers, status=status))


@pytest.mark.parametrize(
    "record",
    [
        response(BODY),
        response(gzip.compress(BODY), "Content-Encoding: gzip"),
        response(zstandard.ZstdCompressor().compress(BODY), "Content-Encoding: zstd"),
        response(BODY, "Content-Encoding: gzip"),
        response(b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY), "Transfer-Encoding: chunked"),
        warc_record("resource", "text/html", BODY),
    ],
    ids=["plain", "gzip", "zstd", "said to be gzip", "chunked", "resource"],
)
def test_a_page_comes_out_as_its_server_meant_it(record: bytes) -> None:
    (raw,) = raws_of(documents_of(record, "crawl.warc"))
    assert raw.content == BODY
    assert raw.media_type is MediaType.HTML
    assert raw.declared.url == "https://orvik.example/"


@pytest.mark.parametrize(
    "record",
    [
        response(BODY, status="404 Not Found"),
        warc_record("request", "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n"),
        warc_record("metadata", "text/plain", b"outlink: x"),
        warc_record("resource", "image/png", b"\x89PNG"),
    ],
)
def test_records_that_hold_no_page_are_passed_over(record: bytes) -> None:
    assert documents_of(record + response(BODY), "crawl.warc")[0].origin.startswith(
        "in/crawl.warc@"
    )
    assert len(documents_of(record + response(BODY), "crawl.warc")) == 1


def test_an_archive_cut_off_gives_what_was_whole_and_says_where_it_ends() -> None:
    whole = warc()
    *before, last = documents_of(whole[:-30], "crawl.warc")
    assert [type(document) for document in before] == [RawDocument]
    assert isinstance(last, Rejected)
    assert last.reason is RejectedReason.TRUNCATED


def test_garbage_between_records_is_told_and_passed_over() -> None:
    documents = documents_of(response(BODY) + b"\x00garbage\nmore\n" + response(BODY), "crawl.warc")
    assert [type(document) for document in documents] == [RawDocument, Rejected, RawDocument]


def test_a_body_that_unpacks_without_end_is_refused() -> None:
    bomb = response(gzip.compress(b"\0" * 50_000_000), "Content-Encoding: gzip")
    (refused,) = documents_of(bomb, "crawl.warc", limit=1_000_000)
    assert isinstance(refused, Rejected)
    assert refused.reason is RejectedReason.TOO_LARGE


def test_the_text_of_a_wet_file_is_a_plain_text() -> None:
    (raw,) = raws_of(documents_of(warc_record("conversion", "text/plain", TEXT.encode()), "a.wet"))
    assert (raw.media_type, raw.content) == (MediaType.TEXT, TEXT.encode())


def test_a_body_in_brotli_is_read_and_a_cut_one_told() -> None:
    brotli = pytest.importorskip("brotli")
    packed = brotli.compress(BODY)
    (raw,) = raws_of(documents_of(response(packed, "Content-Encoding: br"), "crawl.warc"))
    assert raw.content == BODY
    (refused,) = documents_of(response(packed[:-8], "Content-Encoding: br"), "crawl.warc")
    assert isinstance(refused, Rejected)
