"""One cleaned file as the JSON object that `onrecord analyse article` prints."""

from __future__ import annotations

import gzip
import io
import re
import time
import zlib
from typing import Any

from app.ingest.analyse.analysis import MAX_DOCUMENT_BYTES, clean
from app.records import Article, MediaType, NoArticle, RawDocument

_ENDINGS = re.compile(r"(?:\.(?:txt|text|html?|xhtml|gz))+$", re.IGNORECASE)
_MARKUP = re.compile(rb"^\s*(?:<!doctype\s+html|<html|<\?xml|<head|<body)", re.IGNORECASE)


def article_as_json(name: str, content: bytes) -> dict[str, Any]:
    """Cleans one file (`.txt`, `.html`, either with `.gz`). `date` is the stated day of publication, for
    a page also one inferred from its address or markup (`date_evidence` tells), else None. A file
    without an article gives `error` beside empty fields."""
    started = time.process_time()
    raw = _raw(name, content)
    result = clean(raw)
    line: dict[str, Any] = {"id": _ENDINGS.sub("", name)}
    if isinstance(result, NoArticle):
        line |= _fields(Article(title=None, text=""))
        line["error"] = {"reason": result.reason.value, "detail": result.detail}
    else:
        line |= _fields(result)
        if raw.media_type is MediaType.HTML and line["date"] is None and result.date_inferred:
            line["date"] = result.date_inferred.isoformat()
    line["cpu"] = round(time.process_time() - started, 6)
    return line


def _fields(article: Article) -> dict[str, Any]:
    published = article.published_at
    return {
        "title": article.title,
        "authors": list(article.authors or article.credited_to),
        "agency": article.agency,
        "dateline_place": article.dateline_place,
        "date": (article.published_day or published.date()).isoformat() if published else None,
        "date_evidence": list(article.date_evidence),
        "evidence": dict(article.evidence),
        "language": article.language,
        "text": article.text,
        "removed": [{"text": piece.text, "reason": piece.reason} for piece in article.removed],
    }


def _raw(name: str, content: bytes) -> RawDocument:
    lowered = name.lower()
    if lowered.endswith(".gz") or content.startswith(b"\x1f\x8b"):
        content = _unpacked(content)
    is_page = lowered.removesuffix(".gz").endswith((".html", ".htm", ".xhtml"))
    if is_page or _MARKUP.match(content[:1000]):
        return RawDocument(content, MediaType.HTML, name, name)
    return RawDocument(content, MediaType.TEXT, name, name)


def _unpacked(content: bytes) -> bytes:
    """As much as can be read, one byte over the limit at most: a gzip bomb is then too large."""
    pieces: list[bytes] = []
    try:
        with gzip.open(io.BytesIO(content)) as stream:
            while (piece := stream.read(1 << 20)) and len(pieces) <= MAX_DOCUMENT_BYTES >> 20:
                pieces.append(piece)
    except (OSError, EOFError, zlib.error):
        return b"".join(pieces) or content
    return b"".join(pieces)
