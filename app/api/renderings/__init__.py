"""Answers in other formats than JSON: one function for each, on the dictionaries that JSON has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from app.api.negotiation import Format
from app.api.renderings.context import Noun, Rendered
from app.api.renderings.feeds import atom, json_feed
from app.api.renderings.linked import json_ld
from app.api.renderings.tables import csv_table, ndjson
from app.api.renderings.texts import bibtex, markdown, plain_text

__all__ = ["FORMATS_OF_ITEM", "FORMATS_OF_LIST", "Noun", "Rendered", "render_item", "render_list"]

Renderer = Callable[[Noun, Sequence[dict[str, Any]], Rendered], bytes]

_RENDERERS: dict[Format, Renderer] = {
    Format.NDJSON: ndjson,
    Format.CSV: csv_table,
    Format.ATOM: atom,
    Format.JSON_FEED: json_feed,
    Format.JSON_LD: json_ld,
    Format.BIBTEX: bibtex,
    Format.TEXT: plain_text,
    Format.MARKDOWN: markdown,
}
FORMATS_OF_LIST = {
    Noun.ARTICLE: (Format.JSON, *_RENDERERS),
    Noun.QUOTATION: (Format.JSON, *(form for form in _RENDERERS if form is not Format.BIBTEX)),
    Noun.SPEAKER: (Format.JSON, Format.NDJSON, Format.CSV),
    Noun.SOURCE: (Format.JSON, Format.NDJSON, Format.CSV),
    Noun.STORY: (Format.JSON, Format.NDJSON, Format.CSV),
    Noun.CORRECTION: (Format.JSON, Format.NDJSON, Format.CSV),
    Noun.AUDIT: (Format.JSON, Format.NDJSON, Format.CSV),
}
FORMATS_OF_ITEM = {
    Noun.ARTICLE: (Format.JSON, Format.JSON_LD, Format.BIBTEX, Format.TEXT, Format.MARKDOWN),
    Noun.QUOTATION: (Format.JSON, Format.JSON_LD, Format.TEXT, Format.MARKDOWN),
    Noun.SPEAKER: (Format.JSON, Format.JSON_LD),
}


def render_list(
    form: Format, noun: Noun, items: Sequence[dict[str, Any]], rendered: Rendered
) -> bytes:
    """A page of items in a format other than JSON."""
    return _RENDERERS[form](noun, items, rendered)


def render_item(form: Format, noun: Noun, item: dict[str, Any], rendered: Rendered) -> bytes:
    """One item in a format other than JSON."""
    return _RENDERERS[form](noun, [item], rendered)
