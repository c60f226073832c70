"""Tables: delimiters, encodings, quoted line ends, rows that do not fit."""

from __future__ import annotations

import pytest

from app.records import RawDocument, Rejected
from tests.ingest.readers.samples import TEXT, table
from tests.ingest.readers.test_reader_contract import documents_of, raws_of


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_delimiter_and_encoding_are_found_out(delimiter: str, encoding: str) -> None:
    content = f"title{delimiter}text\nCafé{delimiter}{TEXT.replace(',', '')}\n".encode(encoding)
    (raw,) = raws_of(documents_of(content, "table"))
    assert raw.declared.title == "Café"
    assert raw.declared.text == TEXT.replace(",", "")


def test_a_quoted_cell_may_hold_line_ends_and_quotes() -> None:
    first = raws_of(documents_of(table(), "table.csv"))[0]
    assert first.declared.text == f'{TEXT} "Quoted, with a comma"\nand a second line'
    assert first.declared.external_id == "1"


def test_a_row_with_too_many_fields_is_refused_and_the_next_one_read() -> None:
    content = f"id,text\n1,a,b,c\n2,{TEXT.replace(',', '')}\n".encode()
    refused, read = documents_of(content, "table.csv")
    assert isinstance(refused, Rejected)
    assert isinstance(read, RawDocument)


def test_prose_with_commas_is_no_table() -> None:
    (raw,) = raws_of(
        documents_of(b"The body, the text, and the content were found.\n" + TEXT.encode())
    )
    assert raw.key.startswith("file:")
