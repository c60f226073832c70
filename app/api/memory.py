"""Answers that are asked for again and again, kept by their tag: a tag names a state of the archive, so
what is kept under it is right as long as it is asked for."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

from fastapi import Response

# A long article is 50 kB; what is larger is rare and would push the rest out.
_LARGEST_BYTES = 200_000
# Small beside what a process needs anyway: some thousand articles.
_MAX_BYTES = 16_000_000


@dataclass(frozen=True, slots=True)
class _Kept:
    body: bytes
    headers: tuple[tuple[bytes, bytes], ...]


class AnswerMemory:
    """The answers asked for last, bounded in bytes; safe to share between threads."""

    def __init__(self, max_bytes: int = _MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._n_bytes = 0
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, tag: str) -> Response | None:
        """The answer of this tag, if it is kept."""
        with self._lock:
            kept = self._kept.get(tag)
            if kept is None:
                return None
            self._kept.move_to_end(tag)
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
        kept = _Kept(body, tuple(response.raw_headers))
        with self._lock:
            before = self._kept.pop(tag, None)
            self._n_bytes += len(body) - (len(before.body) if before else 0)
            self._kept[tag] = kept
            while self._n_bytes > self._max_bytes:
                _, oldest = self._kept.popitem(last=False)
                self._n_bytes -= len(oldest.body)
