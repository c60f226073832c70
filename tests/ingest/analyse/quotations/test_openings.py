"""Beginnings of a text that look like a dateline and are none."""

from __future__ import annotations

import pytest

from app.ingest.analyse.quotations import find_quotations


@pytest.mark.parametrize(
    "text",
    [
        'HARBOR ("Housing and Record Book of River ports") is a system of lists.',
        "(“Nobody Knows”) was sung at the end.",
        "“A” (“B”) “C”",
        'OSLO ("The North") -',
    ],
)
def test_quoted_words_in_brackets_after_capitals_are_read(text: str) -> None:
    for quotation in find_quotations(text).quotations:
        assert text[quotation.start : quotation.end]
        assert quotation.speaker is None
