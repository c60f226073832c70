"""Spans between quotation marks: every kind of mark, and the ways in which newspapers break them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.quote_marks import find_paragraphs, find_quoted_spans

ELISIONS = frozenset({"tis", "em"})


def check(text: str, expected: list[str]) -> None:
    """The quoted spans of a text, marks included, are the expected ones."""
    spans = find_quoted_spans(text, find_paragraphs(text), elisions=ELISIONS)
    assert [text[span.start : span.end] for line in spans for span in line] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It rained,” he said. “A lot.”", ["“It rained,”", "“A lot.”"]),
        ('"It rained," he said. "A lot."', ['"It rained,"', '"A lot."']),
        ("``It rained,'' he said.", ["``It rained,''"]),
        ("« Il pleut », dit-il.", ["« Il pleut »"]),
        ("„Es regnet“, sagt sie.", ["„Es regnet“"]),
        ("»Es regnet«, sagt sie.", ["»Es regnet«"]),
        ("”Det regnar”, sa hon.", ["”Det regnar”"]),
        ("‘It’s the players’ strike,’ he said.", ["‘It’s the players’ strike,’"]),
        ("a ‘new order’ of the ‘old kind’ now", ["‘new order’", "‘old kind’"]),
        ("He said “no ‘ifs’ and “buts” now,” twice.", ["“no ‘ifs’ and “buts” now,”"]),
        ("“It is no solution“, he assures.", ["“It is no solution“"]),
        ("“He locked himself in”notes the diplomat.", ["“He locked himself in”"]),
        ("“It does not cover « that », and I said so.”", ["“It does not cover « that », and I said so.”"]),
        ("'Tis the season, and the boats' nets are dry.", []),
        ("It was 6'2\" tall and 5\" wide.", []),
        ("“The mark is never closed in this line", ["“The mark is never closed in this line"]),
        ("“It's fine, he said. “We go on.”", ["“It's fine, he said.", "“We go on.”"]),
    ],
)  # fmt: skip
def test_spans_are_found(text: str, expected: list[str]) -> None:
    check(text, expected)


def test_a_repeated_opening_mark_continues_the_quotation() -> None:
    text = "“One.\n\n“Two.\n\n“Three,” she said."
    spans = find_quoted_spans(text, find_paragraphs(text))
    assert [[span.continues for span in line] for line in spans] == [[False], [True], [True]]


def test_a_closing_mark_in_the_next_paragraph_closes() -> None:
    text = "“One thing is sure.\n\nIt rains,” she said."
    spans = find_quoted_spans(text, find_paragraphs(text))
    assert [text[s.start : s.end] for s in spans[1]] == ["It rains,”"]
    assert spans[1][0].continues


@given(st.text(alphabet="“”‘’'\"«»„`ab .,!s\n", max_size=80))
def test_spans_are_in_order_and_do_not_overlap(text: str) -> None:
    paragraphs = find_paragraphs(text)
    for paragraph, spans in zip(paragraphs, find_quoted_spans(text, paragraphs), strict=True):
        position = paragraph.start
        for span in spans:
            assert position <= span.start < span.end <= paragraph.end
            assert span.start <= span.inner_start <= span.inner_end <= span.end
            position = span.end
