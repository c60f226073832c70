"""Idempotency-Key: a request that is sent again is answered again, and not run again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from fastapi import Request, Response

from app.api.access import caller_in
from app.api.deps import Archive
from app.api.problems.errors import ConflictError, InvalidValueError
from app.store.administration import keys
from app.store.database import new_session

MAX_KEY_CHARACTERS = 200
_KEPT_HEADERS = ("content-type", "location")


def once(request: Request, archive: Archive, body: bytes, run: Callable[[], Response]) -> Response:
    """Runs a write, or gives the answer that the same key and body were given before.

    Raises ConflictError for a key that came with another body, or whose request still runs.
    """
    given = request.headers.get("idempotency-key")
    if given is None:
        return run()
    if not 0 < len(given) <= MAX_KEY_CHARACTERS:
        raise InvalidValueError(
            "Idempotency-Key", f"must have 1 to {MAX_KEY_CHARACTERS} characters", where="header"
        )
    # The same words from two callers, or for two operations, are two keys.
    key = f"{caller_in(request).key_id}\0{request.scope['path']}\0{given}"
    digest = hashlib.sha256(body).hexdigest()
    with new_session(archive.database) as session:
        known = keys.begin_once(session, key, digest)
        if known is not None:
            return _again(known, digest)
        try:
            response = run()
        except BaseException:
            keys.forget_once(session, key)
            raise
        headers = {name: value for name, value in response.headers.items() if name in _KEPT_HEADERS}
        keys.finish_once(session, key, response.status_code, bytes(response.body), headers)
    return response


def _again(known: keys.StoredAnswer, digest: str) -> Response:
    if known.request_digest != digest:
        raise ConflictError("This Idempotency-Key was used with another body.")
    if known.status is None:
        raise ConflictError("The request with this Idempotency-Key is still running.")
    headers = {**known.headers, "Idempotent-Replay": "true"}
    return Response(known.body or b"", known.status, headers)
