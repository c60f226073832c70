"""The readers' contract: a source's bytes in, raw documents and refusals out.

A reader is a module with two functions: `looks_like(source)` decides by content whether it can read
this, `read(source, reading)` gives the documents in the source's order. It does not raise for bad
content: it gives a Rejected and goes on. It may raise OSError or EOFError for a stream that breaks;
`detection.read_source` turns that into a Rejected too. It reads no more than one document at a time
into memory, and none larger than `reading.max_document_bytes`.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol, TypeAlias

from app.records import RawDocument, Rejected, RejectedReason

# Enough to tell formats apart, and to see past a long comment or a first header.
HEAD_BYTES = 65_536

Document: TypeAlias = RawDocument | Rejected


@dataclass(frozen=True, slots=True)
class Source:
    """A file, an upload or a member of an archive, already decompressed where it was compressed.

    `origin` is for people, `name` (a path inside what was asked for, with `/`) makes keys. `head` is
    the stream's beginning; `stream` still gives it.
    """

    origin: str
    name: str
    stream: BinaryIO
    head: bytes = b""
    charset: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Limits of a run, and how a reader of archives has their members read."""

    max_document_bytes: int
    read_member: Callable[[Source, Reading], Iterator[Document]]
    # Archives in archives: how many levels deep we are.
    depth: int = 0
    # Where the corrections in an export of ours go; None where nobody may take them in.
    corrections: list[dict[str, Any]] | None = None


class Reader(Protocol):
    """What a reader's module has."""

    def looks_like(self, source: Source) -> bool:
        """True when the content (or, where content cannot tell, the name) is this reader's."""
        ...

    def read(self, source: Source, reading: Reading) -> Iterator[Document]:
        """The documents in the source's order."""
        ...


def read_whole(source: Source, reading: Reading) -> bytes | Rejected:
    """The whole stream as one document's bytes, or why not: empty, or larger than allowed."""
    content = source.stream.read(reading.max_document_bytes + 1)
    if len(content) > reading.max_document_bytes:
        return too_large(source.origin, reading)
    if not content.strip():
        return Rejected(source.origin, RejectedReason.EMPTY, "There is nothing in it.")
    return content


def too_large(origin: str, reading: Reading) -> Rejected:
    """The refusal of a document over the limit."""
    return Rejected(
        origin,
        RejectedReason.TOO_LARGE,
        f"It has more than {reading.max_document_bytes} bytes; the limit is "
        "ONRECORD_MAX_DOCUMENT_BYTES.",
    )


def source_of(origin: str, name: str, content: bytes) -> Source:
    """A source in memory: an upload, a request's body, a test."""
    return Source(origin, name, io.BytesIO(content), content[:HEAD_BYTES])
