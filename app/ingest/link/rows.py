"""An analysed article as the rows that the store keeps of it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, time
from typing import Any

import zstandard

from app.ingest.link.identity import declared_fields
from app.records import Analysed, Article, Mention, Quotation, RawDocument
from app.store.articles import packed
from app.store.ids import content_id
from app.text.folding import fold_name

# Level 3 packs a page in a third of a millisecond; higher levels win a few per cent for ten times that.
_COMPRESSOR = zstandard.ZstdCompressor(level=3)


def raw_row(raw: RawDocument, number: int, digest: str, article_id: int | None) -> dict[str, Any]:
    """The source document's row."""
    return {
        "id": number,
        "digest": digest,
        "article_id": article_id,
        "media_type": raw.media_type.value,
        "charset": raw.charset,
        "origin": raw.origin,
        "key": raw.key,
        "declared": declared_fields(raw.declared)
        if raw.media_type.value != "application/json"
        else {},
        "n_bytes": len(raw.content),
        "content": _COMPRESSOR.compress(raw.content),
    }


def article_fields(analysed: Analysed, rules_version: str) -> dict[str, Any]:
    """What an article's row has of its content; numbers, versions and times are the writer's."""
    article = analysed.article
    return {
        "external_id": analysed.raw.declared.external_id,
        "url": article.url or analysed.raw.declared.url,
        "title": article.title,
        "standfirst": article.standfirst,
        "text": article.text,
        "agency": article.agency,
        "section": article.section,
        "dateline_place": article.dateline_place,
        "published_at": article.published_at,
        "published_is_day": article.published_is_day,
        "modified_at": article.modified_at,
        "date_inferred": article.date_inferred,
        "dated_at": dated_at(article),
        "language": article.language,
        "language_of_origin": article.language_of_origin,
        "machine_translated": article.machine_translated,
        "details": details(article),
        "removed": packed([[piece.text, piece.reason] for piece in article.removed]),
        "speakers_looked_for": analysed.speakers_looked_for,
        "n_words": len(article.text.split()),
        "n_quotations": len(analysed.quotations),
        "rules_version": rules_version,
    }


def dated_at(article: Article) -> datetime | None:
    """The stated time of publication, else midnight UTC of the inferred day."""
    if article.published_at is not None:
        return article.published_at
    if article.date_inferred is not None:
        return datetime.combine(article.date_inferred, time(), UTC)
    return None


def details(article: Article) -> dict[str, Any]:
    """What of an article is only ever read whole."""
    return {
        "authors": list(article.authors),
        "contributors": list(article.contributors),
        "keywords": list(article.keywords),
        "images": [[image.url, image.caption, image.credit] for image in article.images],
        "blocks": [[block.start, block.end, block.kind.value] for block in article.blocks],
        "date_evidence": list(article.date_evidence),
    }


def quotation_ids(article_id: str, quotations: tuple[Quotation, ...]) -> list[str]:
    """The ids of an article's quotations: by their words, so that they stay when the text around them
    moves; the second of equal words is told by its count."""
    seen: dict[str, int] = {}
    ids = []
    for quotation in quotations:
        words = fold_name(quotation.text)
        seen[words] = seen.get(words, 0) + 1
        ids.append(content_id("quo", article_id, words, str(seen[words])))
    return ids


def quotation_row(quotation: Quotation, position: int) -> dict[str, Any]:
    """What a quotation's row has of its content."""
    return {
        "position": position,
        "start": quotation.start,
        "end": quotation.end,
        "segments": [[span.start, span.end] for span in quotation.segments],
        "type": quotation.type.value,
        "text": quotation.text,
        "mention": mention_fields(quotation.speaker),
        "via": mention_fields(quotation.via),
        "cue": quotation.cue,
        "cue_start": quotation.cue_start,
        "cue_end": quotation.cue_end,
        "rule": quotation.rule,
        "confidence": quotation.confidence,
        "is_pull_quote": quotation.is_pull_quote,
        "is_hidden": False,
        "is_reattributed": False,
    }


def mention_fields(mention: Mention | None) -> dict[str, Any] | None:
    """A mention for storing."""
    return None if mention is None else {**asdict(mention), "kind": mention.kind.value}
