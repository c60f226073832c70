"""Formats as clients ask for them."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.api.middleware.compression import preferred_coding
from app.api.negotiation import Format, choose_format
from app.api.problems.errors import NotAcceptableError

OFFERED = (Format.JSON, Format.NDJSON, Format.CSV, Format.ATOM, Format.TEXT)
ACCEPTED = [
    (None, Format.JSON),
    ("*/*", Format.JSON),
    ("application/json", Format.JSON),
    ("text/csv", Format.CSV),
    ("text/csv;q=0.5, application/x-ndjson", Format.NDJSON),
    ("text/*", Format.CSV),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Format.JSON),
    ("application/atom+xml, */*;q=0.1", Format.ATOM),
    ("text/csv;q=0, */*", Format.JSON),
]


@pytest.mark.parametrize(("accept", "expected"), ACCEPTED)
def test_accept_is_followed(accept: str | None, expected: Format) -> None:
    assert choose_format(None, accept, OFFERED) is expected


def test_the_parameter_goes_before_the_header() -> None:
    assert choose_format("csv", "application/json", OFFERED) is Format.CSV


@pytest.mark.parametrize(("asked", "accept"), [("xml", None), (None, "image/png"), ("", "*/*")])
def test_what_is_not_offered_is_refused_with_the_list(asked: str | None, accept: str) -> None:
    with pytest.raises(NotAcceptableError, match="ndjson"):
        choose_format(asked, accept, OFFERED)


@given(st.text(max_size=100))
def test_any_header_is_an_answer_or_a_refusal(accept: str) -> None:
    with contextlib.suppress(NotAcceptableError):
        assert choose_format(None, accept, OFFERED) in OFFERED


CODINGS = [
    ("", None),
    ("gzip", "gzip"),
    ("gzip, deflate, br, zstd", "zstd"),
    ("gzip;q=1.0, zstd;q=0.5", "gzip"),
    ("identity", None),
    ("*", "zstd"),
    ("zstd;q=0, *", "gzip"),
    ("gzip;q=nonsense", None),
]


@pytest.mark.parametrize(("accepted", "expected"), CODINGS)
def test_compression_is_what_the_client_prefers(accepted: str, expected: str | None) -> None:
    assert preferred_coding(accepted) == expected
