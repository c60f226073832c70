from __future__ import annotations

from datetime import date

import pytest

from app.ingest.analyse.inferred_date import infer_date


@pytest.mark.parametrize(
    ("text", "copyright_line", "day"),
    [
        ("The court rules today, March 7, on the appeal.", "© 2022 The Paper", date(2022, 3, 7)),
        ("Heute, am 7. März 2022, tagt der Rat.", "", date(2022, 3, 7)),
        ("Forces attacked on February 24 and again on Sunday.", "Copyright 2022", None),
        ("The court rules today, March 7, on the appeal.", "", None),
        ("Today, February 30, 2022, does not exist.", "", None),
        ("", "", None),
    ],
)
def test_a_day_is_inferred_only_from_what_the_text_calls_today(
    text: str, copyright_line: str, day: date | None
) -> None:
    assert infer_date(text, [copyright_line]).day == day


def test_the_evidence_quotes_what_was_seen() -> None:
    found = infer_date("They met on Monday after forces attacked on February 24.", ["© 2022 A"])
    assert found.evidence == (
        "copyright 2022",
        "day mentioned: forces attacked on February 24.",
        "weekday mentioned: They met on Monday after forces",
    )
