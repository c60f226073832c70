from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ingest.analyse.stated_date import parse_stated


def check(text: str, expected: str | None, language: str | None = None) -> None:
    found = parse_stated(text, language)
    if expected is None:
        assert found is None
        return
    assert found is not None
    is_day = len(expected) == 10
    assert found.at == datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert found.is_day is is_day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022-03-07", "2022-03-07"),
        ("2022-03-07T10:00:00+02:00", "2022-03-07T08:00"),
        ("March 3, 2022", "2022-03-03"),
        ("Published Wed, Nov 20 2019 4:29 AM EST", "2019-11-20T09:29"),
        ("3. März 2022, 14:30 Uhr", "2022-03-03T14:30"),
        ("7 Mart 2022", "2022-03-07"),
        ("3 de marzo de 2022", "2022-03-03"),
        ("Lun 7 mars 2022 à 10h30", "2022-03-07T10:30"),
        ("1er mars 2022", "2022-03-01"),
        ("7 марта 2022 г., 10:00 MSK", "2022-03-07T07:00"),
        ("2022年3月7日 10:30", "2022-03-07T10:30"),
        ("2022. március 3.", "2022-03-03"),
        ("الجمعة 24 نيسان / أبريل 2020", "2020-04-24"),
        ("১৬:২০, ১৬ ফেব্রুয়ারি ২০২০", "2020-02-16T16:20"),
        ("21:17 18.11.2019", "2019-11-18T21:17"),
        ("13/04/2022", "2022-04-13"),
        ("04/13/2022", "2022-04-13"),
        ("1647356400", "2022-03-15T15:00"),
        ("Mon, 07 Mar 2022 10:00:00 GMT", "2022-03-07T10:00"),
        ("03/04/2022", None),
        ("February 30, 2022", None),
        ("yesterday", None),
        ("in 2022", None),
        ("", None),
    ],
)
def test_stated_dates_are_read_and_others_refused(text: str, expected: str | None) -> None:
    check(text, expected)


def test_the_language_decides_what_can_be_read_in_two_ways() -> None:
    check("03/04/2022", "2022-03-04", "en-US")
    check("03/04/2022", "2022-04-03", "fr")
    check("5 listopada 2022", "2022-11-05", "pl")
    check("5 listopada 2022", "2022-10-05", "hr")
    check("5 listopada 2022", None)


@given(st.text(max_size=200))
def test_no_text_makes_it_fail(text: str) -> None:
    parse_stated(text)
