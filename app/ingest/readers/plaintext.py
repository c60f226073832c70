"""A plain-text scrape: the whole file is one article; what nothing else claims is read as text."""

from __future__ import annotations

from collections.abc import Iterator

from app.ingest.readers.base import Document, Reading, Source, read_whole
from app.records import MediaType, RawDocument, Rejected, RejectedReason

# Bytes that no text has in number, in any encoding that news are found in; tab, line feed, form feed,
# carriage return and escape are left out.
_CONTROLS = frozenset(range(9)) | {11} | frozenset(range(14, 27)) | frozenset(range(28, 32))
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_UTF32_MARKS = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")
# A text has hardly any control bytes; a picture or a program has them all over.
_MAX_CONTROL_SHARE = 0.01


def looks_like(source: Source) -> bool:
    """Everything: the last row of the detection table."""
    return True


def read(source: Source, reading: Reading) -> Iterator[Document]:
    """One document, or its refusal."""
    if _is_binary(source.head):
        yield Rejected(source.origin, RejectedReason.BINARY, "It is no text.")
        return
    content = read_whole(source, reading)
    if isinstance(content, Rejected):
        yield content
        return
    yield RawDocument(
        content=content,
        media_type=MediaType.TEXT,
        origin=source.origin,
        key=f"file:{source.name}",
        charset=source.charset,
    )


def _is_binary(head: bytes) -> bool:
    if head.startswith(_UTF16_MARKS + _UTF32_MARKS) or _is_utf16_without_mark(head):
        return False
    n_controls = sum(head.count(bytes([byte])) for byte in _CONTROLS)
    return n_controls > len(head) * _MAX_CONTROL_SHARE


def _is_utf16_without_mark(head: bytes) -> bool:
    # Latin text in UTF-16 has a zero in every second byte, and only there.
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    return half > 0 and (min(even, odd) == 0 and max(even, odd) > half * 0.7)
