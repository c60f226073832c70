"""What `/raw` gives back: the bytes that each kind of source was read as, for that article alone."""

from __future__ import annotations

import json

import orjson
import pytest

from app.ingest.readers.record import kept_document
from app.records import MediaType, RawDocument
from tests.ingest.readers.samples import (
    MEMBERS,
    PAGE,
    SAMPLES,
    TEXT,
    Sample,
    archive_tar,
    archive_zip,
    atom,
    json_feed,
    rss,
    table,
)
from tests.ingest.readers.test_reader_contract import documents_of, raws_of


@pytest.mark.parametrize("content", [TEXT.encode(), b"\xef\xbb\xbf" + TEXT.encode(), PAGE.encode()])
def test_a_file_is_kept_as_it_is(content: bytes) -> None:
    (raw,) = raws_of(documents_of(content))
    assert raw.content == content


@pytest.mark.parametrize("packed", [archive_zip(MEMBERS), archive_tar(MEMBERS)])
def test_the_files_of_an_archive_are_kept_as_they_are(packed: bytes) -> None:
    kept = {raw.content for raw in raws_of(documents_of(packed))}
    assert kept == {TEXT.encode(), PAGE.encode(), json.dumps({"text": TEXT}).encode()}


def test_a_line_of_a_dump_is_kept_as_it_was_written() -> None:
    lines = [f'{{ "id":{number},  "text": "{TEXT}", "more":[1.50] }}'.encode() for number in (1, 2)]
    assert [raw.content for raw in raws_of(documents_of(b"\n".join(lines)))] == lines


def test_a_row_of_a_table_is_kept_with_its_columns() -> None:
    for number, raw in enumerate(raws_of(documents_of(table(), "table.csv")), start=1):
        kept = orjson.loads(raw.content)
        assert (kept["id"], kept["title"]) == (str(number), f"Row {number}")
        assert kept["body"].startswith(TEXT)


@pytest.mark.parametrize("feed", [rss(2), atom(), json_feed()])
def test_an_entry_of_a_feed_is_kept_as_what_it_declares(feed: bytes) -> None:
    for raw in raws_of(documents_of(feed)):
        kept = orjson.loads(raw.content)
        for name, value in kept.items():
            declared = getattr(raw.declared, name)
            assert (list(declared) if isinstance(declared, tuple) else declared) == value
        assert TEXT in (raw.declared.html or raw.declared.text or "")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_what_is_kept_reads_as_the_same_article_again(sample: Sample) -> None:
    for raw in raws_of(documents_of(sample.content, sample.name)):
        again = kept_document(raw)
        assert isinstance(again, RawDocument)
        assert (again.content, again.key, again.declared) == (raw.content, raw.key, raw.declared)
        assert raw.media_type is not MediaType.JSON or orjson.loads(raw.content)
