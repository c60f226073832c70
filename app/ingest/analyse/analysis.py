"""A raw document into an analysed one: clean it, find who said what in it, take its shingles."""

from __future__ import annotations

import time
from dataclasses import replace

from app.ingest.analyse.declared import apply_declared
from app.ingest.analyse.decoding import decode
from app.ingest.analyse.quotations import find_quotations
from app.ingest.analyse.scrape import clean_record_text, clean_scrape
from app.ingest.analyse.translation import read_translation
from app.ingest.analyse.webpage import clean_webpage
from app.records import (
    Analysed,
    Article,
    Declared,
    MediaType,
    NoArticle,
    RawDocument,
    Rejected,
    RejectedReason,
)
from app.text.shingles import shingles

# Larger documents are data, not articles; the setting of the job is usually stricter.
MAX_DOCUMENT_BYTES = 20_000_000
# A note on the translation stands among what was taken out, or at an end of the text.
_EDGE_BLOCKS = 3


def analyse(
    raw: RawDocument, *, max_document_bytes: int = MAX_DOCUMENT_BYTES
) -> Analysed | Rejected:
    """Cleans and reads one document. Never raises: whatever is wrong with it becomes `Rejected`, a
    fault of ours `FAILED` with its type. The caller bounds the time."""
    started = time.process_time()
    try:
        article = clean(raw, max_document_bytes=max_document_bytes)
        if isinstance(article, NoArticle):
            return Rejected(raw.origin, article.reason, article.detail, raw)
        found = find_quotations(article.text, article.language, title=article.title)
        return Analysed(
            raw=raw,
            article=article,
            quotations=found.quotations,
            people=found.people,
            shingles=shingles(article.text),
            speakers_looked_for=found.speakers_looked_for,
            cpu_seconds=time.process_time() - started,
        )
    except Exception as error:  # noqa: BLE001 - one bad document must not end a job of a million
        detail = f"{type(error).__name__}: {error}"[:500]
        return Rejected(raw.origin, RejectedReason.FAILED, detail, raw)


def clean(raw: RawDocument, *, max_document_bytes: int = MAX_DOCUMENT_BYTES) -> Article | NoArticle:
    """The cleaning alone: text, title, authors, dates, with what the source declares put over it."""
    if len(raw.content) > max_document_bytes:
        detail = f"{len(raw.content)} bytes; a document may have {max_document_bytes}"
        return NoArticle(RejectedReason.TOO_LARGE, detail)
    article = _clean(raw)
    if isinstance(article, NoArticle):
        return article
    return _with_evidence(apply_declared(_with_translation(article), raw.declared))


def _with_evidence(article: Article) -> Article:
    """Evidence for the fields that the article has, and no others."""
    kept = {name: kind for name, kind in article.evidence.items() if getattr(article, name)}
    return replace(article, evidence=kept)


def _with_translation(article: Article) -> Article:
    ends = [*article.blocks[:_EDGE_BLOCKS], *article.blocks[-_EDGE_BLOCKS:]]
    notes = [piece.text for piece in article.removed]
    found = read_translation([*notes, *(article.text[each.start : each.end] for each in ends)])
    origin = article.language_of_origin or found.language_of_origin
    notes_tell = {"machine_translated": "note"}
    if article.language_of_origin is None:
        notes_tell["language_of_origin"] = "note"
    return replace(
        article,
        language_of_origin=origin,
        machine_translated=found.is_machine,
        evidence={**article.evidence, **notes_tell},
    )


def _clean(raw: RawDocument) -> Article | NoArticle:
    if raw.media_type is MediaType.HTML:
        return clean_webpage(raw.content, raw.charset, raw.declared)
    if raw.media_type is MediaType.JSON:
        return _clean_record(raw.declared)
    text = decode(raw.content, raw.charset)
    return text if isinstance(text, NoArticle) else clean_scrape(text, raw.declared)


def _clean_record(declared: Declared) -> Article | NoArticle:
    if declared.text and declared.text.strip():
        return clean_record_text(declared.text, declared)
    if declared.html and declared.html.strip():
        return clean_webpage(declared.html.encode("utf-8", "replace"), "utf-8", declared)
    return NoArticle(RejectedReason.EMPTY, "the record has neither text nor HTML")
