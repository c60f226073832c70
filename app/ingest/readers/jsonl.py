"""JSON Lines: one record a line, under the usual names; a file that is one JSON array or object too."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from app.ingest.readers.base import Document, Reading, Source, read_whole, too_large
from app.ingest.readers.record import parsed, record_documents, unread, without_mark
from app.records import Rejected, RejectedReason


def looks_like(source: Source) -> bool:
    """True for a first line that is a JSON object, and for what begins as an array of objects."""
    head = without_mark(source.head).lstrip()
    if head[:1] == b"[":
        return head[1:].lstrip()[:1] in {b"{", b"]"}
    if head[:1] != b"{":
        return False
    first = head.split(b"\n", 1)[0]
    if parsed(first) is not None:
        return True
    # A pretty-printed object, or a first record that is longer than the head.
    return head[1:].lstrip()[:1] in {b'"', b"}"}


def read(source: Source, reading: Reading) -> Iterator[Document]:
    """A document for each record, in order; a broken line is refused and the next one read."""
    head = without_mark(source.head).lstrip()
    if head[:1] == b"[" or _is_one_object(head):
        yield from _read_one_value(source, reading)
        return
    for number, line in _lines(source, reading):
        origin = f"{source.origin}#{number}"
        if isinstance(line, Rejected):
            yield line
        elif line.strip():
            yield from record_documents(source, reading, origin, line)


def _read_one_value(source: Source, reading: Reading) -> Iterator[Document]:
    content = read_whole(source, reading)
    if isinstance(content, Rejected):
        yield content
        return
    value = parsed(without_mark(content))
    if value is None:
        yield Rejected(
            source.origin,
            RejectedReason.MALFORMED,
            "It begins like JSON and is none.",
            unread(source.origin, source.name, content),
        )
        return
    records = value if isinstance(value, list) else [value]
    for number, record in enumerate(records, start=1):
        line = orjson.dumps(record)
        yield from record_documents(source, reading, f"{source.origin}#{number}", line)


def _is_one_object(head: bytes) -> bool:
    """A pretty-printed object: its first line alone is no JSON."""
    lines = head.split(b"\n", 1)
    return (
        len(lines) > 1
        and head[:1] == b"{"
        and parsed(lines[0]) is None
        and (lines[0].strip() == b"{" or not lines[1].lstrip().startswith(b"{"))
    )


def _lines(source: Source, reading: Reading) -> Iterator[tuple[int, bytes | Rejected]]:
    number = 0
    while line := source.stream.readline(reading.max_document_bytes + 1):
        number += 1
        if len(line) <= reading.max_document_bytes:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):  # the rest of the long line is skipped
            line = source.stream.readline(1 << 20)
        yield number, too_large(f"{source.origin}#{number}", reading)
