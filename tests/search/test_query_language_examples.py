"""The examples of docs/query-language.md hold."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.errors import QueryError
from app.search.query_language import parse, print_query

_DOC = Path(__file__).parents[2] / "docs" / "query-language.md"
_NOW = datetime(2022, 3, 1, tzinfo=UTC)


def _examples() -> list[tuple[str, str, str]]:
    section = (
        _DOC.read_text(encoding="utf-8").partition("## Forty examples")[2].partition("\n## ")[0]
    )
    rows = re.findall(r"^\| `(.+?)` \| (.+?) \| (.+?) \|$", section, re.MULTILINE)
    return [(typed, read.strip("`"), why) for typed, read, why in rows]


def test_there_are_at_least_forty_examples() -> None:
    assert len(_examples()) >= 40


@pytest.mark.parametrize(("typed", "read", "why"), _examples())
def test_an_example_is_read_as_documented(typed: str, read: str, why: str) -> None:
    if read == "refused":
        with pytest.raises(QueryError):
            parse(typed, now=_NOW)
        return
    parsed = parse(typed, now=_NOW)
    assert print_query(parsed.node) == read
    assert bool(parsed.warnings) == why.startswith("Warning:")


@pytest.mark.parametrize("read", [read for _, read, _ in _examples() if read != "refused"])
def test_what_is_printed_can_be_typed_again(read: str) -> None:
    parsed = parse(read)
    assert print_query(parsed.node) == read
