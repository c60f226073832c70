"""Bodies of articles become files that the writing process reads."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from app.api.problems.errors import InvalidValueError, UnsupportedMediaTypeError
from app.errors import DatabaseError
from app.settings import Settings

# The body's type -> the ending of the file that is made of it; readers look at the content besides.
_ENDINGS = {
    "application/x-ndjson": ".jsonl",
    "application/ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "text/html": ".html",
    "text/plain": ".txt",
}
JSON = "application/json"
MULTIPART = "multipart/form-data"
MEDIA_TYPES = (JSON, "application/x-ndjson", "text/html", "text/plain", MULTIPART)


def documents_of(media_type: str, body: bytes) -> tuple[str, bytes]:
    """A body as the content of one file, with the file's ending.

    Raises InvalidValueError for a body that holds no article, UnsupportedMediaTypeError.
    """
    if media_type == JSON:
        return ".jsonl", b"".join(orjson.dumps(one) + b"\n" for one in _articles(body))
    if media_type not in _ENDINGS:
        raise UnsupportedMediaTypeError(media_type, list(MEDIA_TYPES))
    if not body.strip():
        raise InvalidValueError("body", "is empty", where="body")
    return _ENDINGS[media_type], body


def keep(settings: Settings, name: str, content: bytes) -> dict[str, str]:
    """Writes a file for the writing process; its name on the disk owes nothing to the caller.
    Raises DatabaseError where it cannot be written."""
    folder = settings.data_dir / "uploads"
    ending = "".join(Path(name).suffixes[-2:])
    safe = ending if ending.replace(".", "").isalnum() and len(ending) <= 20 else ""
    path = folder / f"{secrets.token_hex(12)}{safe}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise DatabaseError(
            f"The upload cannot be kept in {folder} ({error.strerror}): free some space or look at "
            "the folder's permissions."
        ) from error
    return {"path": str(path), "name": Path(name).name[:200] or "upload"}


def _articles(body: bytes) -> Iterator[dict[str, Any]]:
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise InvalidValueError("body", f"is not JSON ({error})", where="body") from None
    if isinstance(found, dict):
        found = found.get("articles", [found])
    if not isinstance(found, list) or not found:
        raise InvalidValueError(
            "articles", "must be a list with at least one article", where="body"
        )
    for place, one in enumerate(found):
        if not isinstance(one, dict):
            raise InvalidValueError(f"articles.{place}", "must be an object", where="body")
        yield one
