"""What every reader promises, tried with a sample of each format through the detection by content."""

from __future__ import annotations

import pytest

from app.ingest.readers.base import Document, Reading, source_of
from app.ingest.readers.detection import read_source
from app.records import RawDocument, Rejected
from tests.ingest.readers.samples import SAMPLES, TEXT, Sample

LIMIT = 5_000_000
every_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)


def documents_of(content: bytes, name: str = "source", limit: int = LIMIT) -> list[Document]:
    return list(read_source(source_of(f"in/{name}", name, content), Reading(limit, read_source)))


def raws_of(documents: list[Document]) -> list[RawDocument]:
    return [document for document in documents if isinstance(document, RawDocument)]


@every_sample
def test_every_document_is_read_whatever_its_file_is_called(sample: Sample) -> None:
    documents = documents_of(sample.content, "without-ending")
    assert [type(document) for document in documents] == [RawDocument] * sample.n_documents


@every_sample
def test_the_article_is_in_the_content_or_in_what_the_source_declares(sample: Sample) -> None:
    for raw in raws_of(documents_of(sample.content, sample.name)):
        found = raw.content.decode() + (raw.declared.text or "") + (raw.declared.html or "")
        assert TEXT in found


@every_sample
def test_origins_name_the_source_and_keys_are_the_same_each_time(sample: Sample) -> None:
    first, second = (raws_of(documents_of(sample.content, sample.name)) for _ in range(2))
    assert all(raw.origin.startswith(f"in/{sample.name}") for raw in first)
    assert [raw.key for raw in first] == [raw.key for raw in second]
    assert len({raw.key for raw in first}) == len({raw.origin for raw in first}) == len(first)


@every_sample
def test_a_source_cut_off_anywhere_gives_no_traceback_and_is_told(sample: Sample) -> None:
    for length in range(0, len(sample.content), max(1, len(sample.content) // 23)):
        documents = documents_of(sample.content[:length], sample.name)
        assert len(raws_of(documents)) <= sample.n_documents
        if sample.cut and length > 60:
            assert any(isinstance(document, Rejected) for document in documents), length


@every_sample
def test_bytes_changed_at_random_places_give_no_traceback(sample: Sample) -> None:
    for place in range(7, len(sample.content), max(1, len(sample.content) // 31)):
        broken = bytearray(sample.content)
        broken[place] ^= 0x5A
        documents_of(bytes(broken), sample.name)


@every_sample
def test_a_document_over_the_limit_is_refused_by_name(sample: Sample) -> None:
    documents = documents_of(sample.content, sample.name, limit=40)
    assert documents
    assert not raws_of(documents)
