"""Analysis alone, without a database: what `onrecord analyse` prints, a JSON object for each input."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson

from app.errors import SourceError
from app.ingest.analyse.quotations.jsonl import quotations_as_json
from app.ingest.analyse.report import article_as_json


def inspect_article(path: Path) -> dict[str, Any]:
    """Cleans one file (`.txt`, `.html`, `.html.gz`). Raises SourceError for one that cannot be read."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror or error}.") from error
    return article_as_json(path.name, content)


def inspect_quotations(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """Finds quotations in JSON Lines of `{id, text}` (optional: `language`, `title`), in order.

    Raises SourceError that names the first line that is no such object.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = orjson.loads(line)
            identifier, text = str(record["id"]), record["text"]
        except (orjson.JSONDecodeError, KeyError, TypeError) as error:
            raise SourceError(f'Line {number} is not like {{"id": ..., "text": ...}}.') from error
        if not isinstance(text, str):
            raise SourceError(f"Line {number}: text must be a string.")
        language = record.get("language", "en")
        yield quotations_as_json(identifier, text, language, title=record.get("title"))
