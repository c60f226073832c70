"""Lines: NDJSON and CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import orjson

from app.api.renderings.context import Noun, Rendered, iso

_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS | orjson.OPT_APPEND_NEWLINE
# A spreadsheet runs a cell that begins so as a formula; some drop what is not seen before it, or take the
# wide forms of the signs for the signs (OWASP, CSV injection).
_FORMULA = re.compile(
    "[\\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+@\uff1d\uff0b\uff0d\uff20-]|[\t\r\n]"
)
COLUMNS: Mapping[Noun, tuple[str, ...]] = {
    Noun.ARTICLE: (
        "id", "external_id", "title", "published_at", "date_inferred", "source.name", "authors",
        "agency", "section", "language", "n_words", "n_quotations", "speakers", "story.id", "url",
        "snippet", "score",
    ),
    Noun.QUOTATION: (
        "id", "text", "type", "speaker.name", "speaker.id", "confidence", "article.id",
        "article.title", "article.source_name", "article.dated_at", "article.url", "evidence.cue",
        "evidence.start", "evidence.end", "utterance", "score",
    ),
    Noun.SPEAKER: (
        "id", "name", "kind", "gender", "n_quotations", "n_articles", "first_quoted_at",
        "last_quoted_at",
    ),
    Noun.SOURCE: ("id", "name", "n_articles", "n_quotations", "first_at", "last_at"),
    Noun.CORRECTION: (
        "id", "kind", "subject", "author", "reason", "created_at", "undone_by", "undone_at",
    ),
    Noun.AUDIT: ("at", "actor", "action", "subject"),
    Noun.STORY: ("id", "title", "lead_id", "n_articles", "n_sources", "n_origins", "first_at"),
}  # fmt: skip


def ndjson(noun: Noun, items: Sequence[dict[str, Any]], rendered: Rendered) -> bytes:
    """One JSON object a line."""
    return ndjson_lines(items)


def ndjson_lines(items: Sequence[dict[str, Any]]) -> bytes:
    """Some of the lines."""
    return b"".join(orjson.dumps(item, option=_OPTIONS) for item in items)


def csv_table(noun: Noun, items: Sequence[dict[str, Any]], rendered: Rendered) -> bytes:
    """A table with a head, RFC 4180, for spreadsheets too: no cell is ever a formula."""
    return csv_head(noun) + csv_rows(noun, items)


def csv_head(noun: Noun, *, with_cursor: bool = False) -> bytes:
    """The line of column names; exports have a column for cursors."""
    return _written([[name.replace(".", "_") for name in _columns(noun, with_cursor)]])


def csv_rows(noun: Noun, items: Sequence[dict[str, Any]], *, with_cursor: bool = False) -> bytes:
    """The lines of some items."""
    columns = _columns(noun, with_cursor)
    return _written([[_cell(_value(item, name)) for name in columns] for item in items])


def _columns(noun: Noun, with_cursor: bool) -> tuple[str, ...]:
    return (*COLUMNS[noun], "cursor") if with_cursor else COLUMNS[noun]


def _written(rows: Sequence[Sequence[str]]) -> bytes:
    target = io.StringIO()
    csv.writer(target).writerows(rows)
    return target.getvalue().encode("utf-8", "replace")


def _value(item: Mapping[str, Any], name: str) -> Any:
    found: Any = item
    for part in name.split("."):
        if not isinstance(found, Mapping):
            return None
        found = found.get(part)
    return found


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return iso(value) or ""
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list | tuple):
        value = "; ".join(one["name"] if isinstance(one, Mapping) else str(one) for one in value)
    text = str(value)
    return f"'{text}" if _FORMULA.match(text) else text
