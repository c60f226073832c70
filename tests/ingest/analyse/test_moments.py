"""Machine-readable dates in every notation that pages and feeds use."""

from __future__ import annotations

from datetime import datetime

import pytest

from app.ingest.analyse.moments import parse_moment


@pytest.mark.parametrize(
    ("text", "at", "is_day", "day"),
    [
        ("2024-03-05", "2024-03-05T00:00", True, "2024-03-05"),
        ("2024-03-05T23:30:00-05:00", "2024-03-06T04:30", False, "2024-03-05"),
        ("2024-03-05T23:30:00Z", "2024-03-05T23:30", False, "2024-03-05"),
        ("2024-03-05T00:30+0200", "2024-03-04T22:30", False, "2024-03-05"),
        ("2024-03-05 08:15:30.123456+00:00", "2024-03-05T08:15:30", False, "2024-03-05"),
        ("2024/3/5", "2024-03-05T00:00", True, "2024-03-05"),
        ("20240305T081500Z", "2024-03-05T08:15", False, "2024-03-05"),
        ("20240305", "2024-03-05T00:00", True, "2024-03-05"),
        ("1709627400", "2024-03-05T08:30", False, "2024-03-05"),
        ("1709627400000", "2024-03-05T08:30", False, "2024-03-05"),
        ("Tue, 05 Mar 2024 23:30:00 -0500", "2024-03-06T04:30", False, "2024-03-05"),
        ("5 Mar 2024", "2024-03-05T00:00", True, "2024-03-05"),
        ("March 5, 2024", "2024-03-05T00:00", True, "2024-03-05"),
        ("05.03.2024", "2024-03-05T00:00", True, "2024-03-05"),
        ("1912-04-15", "1912-04-15T00:00", True, "1912-04-15"),
    ],
)
def test_a_stated_moment_is_read(text: str, at: str, is_day: bool, day: str) -> None:
    moment = parse_moment(text)
    assert moment is not None
    assert moment.at.replace(tzinfo=None) == datetime.fromisoformat(at)
    assert (moment.is_day, moment.day.isoformat()) == (is_day, day)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2024",
        "2024-13-05",
        "2024-02-30",
        "0000-00-00",
        "9999-12-31",
        "99999999999",
        "12:30",
    ],
)
def test_what_states_no_moment_gives_none(text: str) -> None:
    assert parse_moment(text) is None
