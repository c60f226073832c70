"""Dates in filters."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.api.moments import end_of, start_of
from app.api.problems.errors import InvalidValueError


def seconds(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp())  # type: ignore[arg-type]


CASES = [
    ("2022", seconds(2022, 1, 1), seconds(2023, 1, 1)),
    ("2022-12", seconds(2022, 12, 1), seconds(2023, 1, 1)),
    ("2024-02", seconds(2024, 2, 1), seconds(2024, 3, 1)),
    ("9999", seconds(9999, 1, 1), seconds(9999, 12, 31) + 86_400),
    ("9999-12-31T23:59:59Z", seconds(9999, 12, 31) + 86_399, seconds(9999, 12, 31) + 86_400),
    ("2022-02-07", seconds(2022, 2, 7), seconds(2022, 2, 8)),
    ("2022-02-07T12:30:00Z", seconds(2022, 2, 7, 12, 30), seconds(2022, 2, 7, 12, 30, 1)),
    ("2022-02-07T12:30:00+02:00", seconds(2022, 2, 7, 10, 30), seconds(2022, 2, 7, 10, 30, 1)),
    ("2022-02-07T12:30:00 02:00", seconds(2022, 2, 7, 10, 30), seconds(2022, 2, 7, 10, 30, 1)),
]


@pytest.mark.parametrize(("text", "start", "end"), CASES)
def test_a_date_means_all_of_it(text: str, start: int, end: int) -> None:
    assert start_of(text, "published_from") == start
    assert end_of(text, "published_to") == end


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2022-13", "2022-02-30", "20220207x", "9999-12-31T23:59:59-14:00"]
)
def test_what_is_no_date_is_refused_by_name(text: str) -> None:
    with pytest.raises(InvalidValueError, match="published_from"):
        start_of(text, "published_from")


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        start, end = start_of(text, "x"), end_of(text, "x")
    except InvalidValueError:
        return
    assert start is not None
    assert end is not None
    assert start < end
