"""An HTML page: the whole file is one article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.ingest.readers.base import Document, Reading, Source, read_whole
from app.records import MediaType, RawDocument, Rejected

# Comments are matched atomically: 8,000 of them would be tried in every grouping.
_OPENING = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]*+>\s*+)?(?><!--.*?-->\s*+)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
# Scrapers that cut a page's beginning off leave these.
_INSIDE = re.compile(rb"<(?:html|head|body|article|div|p|meta|title)[\s>]", re.IGNORECASE)
_N_TAGS = 5


def looks_like(source: Source) -> bool:
    """True for what begins as a page, and for a piece of one: it begins with a tag and has several."""
    head = source.head
    if _OPENING.search(head) is not None:
        return True
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" and len(_INSIDE.findall(head)) >= _N_TAGS


def read(source: Source, reading: Reading) -> Iterator[Document]:
    """One document, or its refusal."""
    content = read_whole(source, reading)
    if isinstance(content, Rejected):
        yield content
        return
    yield RawDocument(
        content=content,
        media_type=MediaType.HTML,
        origin=source.origin,
        key=f"file:{source.name}",
        charset=source.charset,
    )
