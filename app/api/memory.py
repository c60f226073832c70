"""Answers that are asked for again and again, kept by their tag: a tag names a state of the archive, so
what is kept under it is right as long as it is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Response

from app.caches import DEFAULT_BUDGET, ByteCache

# A long article is 50 kB; what is larger is rare and would push the rest out.
_LARGEST_BYTES = 200_000


@dataclass(frozen=True, slots=True)
class _Kept:
    body: bytes
    headers: tuple[tuple[bytes, bytes], ...]


class AnswerMemory:
    """The answers asked for last, bounded in bytes; safe to share between threads."""

    def __init__(self, max_bytes: int = DEFAULT_BUDGET.answers) -> None:
        self._answers: ByteCache[str, _Kept] = ByteCache(max_bytes)

    def find(self, tag: str) -> Response | None:
        """The answer of this tag, if it is kept."""
        kept = self._answers.find(tag)
        if kept is None:
            return None
        response = Response(kept.body)
        response.raw_headers = list(kept.headers)
        return response

    def keep(self, tag: str, response: Response) -> None:
        """Keeps a whole answer; one that is a stream, partial, not good or too large is passed over."""
        body = getattr(response, "body", None)
        if response.status_code != 200 or not isinstance(body, bytes):
            return
        if len(body) > _LARGEST_BYTES or response.headers.get("cache-control") == "no-store":
            return
        self._answers.keep(tag, _Kept(body, tuple(response.raw_headers)), len(body))
