"""A text in a language without a table -> what stands in quotation marks and is long enough to be a quotation."""

from __future__ import annotations

from app.records import Quotation, QuotationType, Span
from app.text.quote_marks import find_paragraphs, find_quoted_spans

# Shorter ones are titles, names and terms more often than words that somebody said.
_SHORTEST_WORDS = 5
_CONFIDENCE = 0.5


def find_unattributed(text: str) -> tuple[Quotation, ...]:
    """Direct quotations by their marks alone, without speakers."""
    quotations = []
    for spans in find_quoted_spans(text, find_paragraphs(text)):
        for span in spans:
            if (
                len(text[span.inner_start : span.inner_end].split(maxsplit=_SHORTEST_WORDS))
                < _SHORTEST_WORDS
            ):
                continue
            segment = Span(span.start, span.end)
            quotations.append(
                Quotation(
                    span.start,
                    span.end,
                    (segment,),
                    QuotationType.DIRECT,
                    text[span.start : span.end],
                    None,
                    None,
                    None,
                    None,
                    "marks-only",
                    _CONFIDENCE,
                )
            )
    return tuple(quotations)
