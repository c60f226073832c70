"""ETags from the archive's generation: a client that has the answer gets 304 without a query run."""

from __future__ import annotations

import hashlib

from starlette.requests import Request
from starlette.responses import Response

# Ask again each time; the question costs next to nothing when nothing has changed.
PUBLIC = "public, max-age=0, must-revalidate"
PRIVATE = "private, max-age=0, must-revalidate"


def etag_for(request: Request, version: str, form: str, access: str) -> str:
    """A weak tag (compression changes bytes, not meaning) of an answer: what was asked, in which
    format, by whom as far as it changes the answer, of which state of the archive."""
    asked = "\0".join((version, request.scope["path"], form, access, ""))
    digest = hashlib.blake2b(asked.encode("utf-8", "replace"), digest_size=12)
    digest.update(request.scope["query_string"])
    return f'W/"{digest.hexdigest()}"'


def is_known(request: Request, etag: str) -> bool:
    """Whether the client already holds the answer of this tag."""
    header = request.headers.get("if-none-match")
    if header is None:
        return False
    opaque = etag.removeprefix("W/")
    tags = [tag.strip().removeprefix("W/") for tag in header.split(",")]
    return "*" in tags or opaque in tags


def not_modified(etag: str, *, is_private: bool) -> Response:
    """The 304 for a tag that the client holds."""
    headers = {"ETag": etag, "Cache-Control": PRIVATE if is_private else PUBLIC}
    return Response(status_code=304, headers=headers)


def mark(response: Response, etag: str, *, is_private: bool) -> None:
    """Adds tag and caching rules to a good answer that has none of its own."""
    if "cache-control" in response.headers:
        return
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = PRIVATE if is_private else PUBLIC
