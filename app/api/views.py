"""Rows of the store as public dictionaries, in the form that `shapes` documents."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from app.records import Mention, Span
from app.store.reading import summaries
from app.store.reading.articles import ArticleRest, ArticleRow
from app.store.reading.quotations import IdentificationRow, NamedSpeaker, QuotationRow
from app.store.reading.sources import SourceRow
from app.store.reading.speakers import AliasRow, MeantRow, RoleRow, SpeakerRow

# What only a search knows of an item.
UNRANKED: Mapping[str, Any] = {
    "score": None,
    "collapsed": 0,
    "highlights": None,
    "explanation": None,
    "quotations": None,
}


def article_summary(
    row: ArticleRow, speakers: Sequence[NamedSpeaker], *, access: str
) -> dict[str, Any]:
    """An article in a list; `access` says how much of its text is given."""
    quoted = [{"id": one.id, "name": one.name} for one in speakers]
    return with_access({**summaries.shown(row), "speakers": quoted, **UNRANKED}, access)


def with_access(summary: dict[str, Any], access: str) -> dict[str, Any]:
    """A summary without what `access` does not include."""
    if shows_snippet(access):
        return summary
    return {**summary, "standfirst": None, "snippet": None}


def shows_snippet(access: str) -> bool:
    """Whether the beginning of a text may be read."""
    return access in {"full", "snippet"}


def article_in_full(
    row: ArticleRow, speakers: Sequence[NamedSpeaker], *, access: str
) -> dict[str, Any]:
    """An article with its text (where access includes it) and all that is known of it."""
    return {**article_summary(row, speakers, access=access), **article_rest(row, access=access)}


def article_rest(row: ArticleRest, *, access: str) -> dict[str, Any]:
    """What an article has beside its summary."""
    is_open = access == "full"
    return {
        "text": row.text if is_open else None,
        "blocks": [{"start": one.start, "end": one.end, "kind": one.kind} for one in row.blocks]
        if is_open
        else [],
        "contributors": row.contributors,
        "credited_to": row.credited_to,
        "published_day": row.published_day,
        "modified_at": row.modified_at,
        "date_evidence": row.date_evidence,
        "evidence": row.evidence,
        "language_of_origin": row.language_of_origin,
        "machine_translated": row.machine_translated,
        "keywords": row.keywords,
        "images": [
            {"url": one.url, "caption": one.caption, "credit": one.credit} for one in row.images
        ],
        "speakers_looked_for": row.speakers_looked_for,
        "version": row.version,
        "rules_version": row.rules_version,
        "stored_at": row.stored_at,
        "updated_at": row.updated_at,
    }


def quotation(row: QuotationRow) -> dict[str, Any]:
    """A quotation with its evidence."""
    return {
        "id": row.id,
        "text": row.text,
        "type": row.type,
        "speaker": _speaker_of(row.speaker_id, row.speaker_name, row.speaker_kind),
        "via": _via_of(row),
        "confidence": row.confidence,
        "article": {
            "id": row.article_id,
            "title": row.article_title,
            "url": row.article_url,
            "source_id": row.source_id,
            "source_name": row.source_name,
            "story_id": row.story_id,
            "dated_at": row.dated_at,
            "language": row.language,
        },
        "position": row.position,
        "is_pull_quote": row.is_pull_quote,
        "is_corrected": row.is_corrected,
        "utterance": row.utterance,
        "evidence": {
            "start": row.start,
            "end": row.end,
            "segments": spans(row.segments),
            "cue": row.cue,
            "cue_start": row.cue_start,
            "cue_end": row.cue_end,
            "mention": _mention(row.mention),
            "identification": None if row.identified is None else _identification(row.identified),
            "rule": row.rule,
        },
        "score": None,
        "collapsed": 0,
        "n_articles": None,
        "n_origins": None,
        "highlights": None,
        "explanation": None,
    }


def speaker_summary(row: SpeakerRow) -> dict[str, Any]:
    """A speaker in a list."""
    return {
        "id": row.id,
        "name": row.name,
        "kind": row.kind,
        "gender": row.gender,
        "n_quotations": row.n_quotations,
        "n_articles": row.n_articles,
        "first_quoted_at": row.first_quoted_at,
        "last_quoted_at": row.last_quoted_at,
    }


def speaker_in_full(
    row: SpeakerRow,
    aliases: Sequence[AliasRow],
    roles: Sequence[RoleRow],
    meant: Sequence[MeantRow],
) -> dict[str, Any]:
    """A speaker with all forms of the name and the roles as stated."""
    return {
        **speaker_summary(row),
        "aliases": [
            {
                "alias": one.alias,
                "n_articles": one.n_articles,
                "by_hand": one.by_hand,
                "first_at": one.first_at,
                "last_at": one.last_at,
                "article_id": one.article_id,
            }
            for one in aliases
        ],
        "roles": [
            {
                "role": one.role,
                "n_articles": one.n_articles,
                "first_at": one.first_at,
                "last_at": one.last_at,
                "article_id": one.article_id,
            }
            for one in roles
        ],
        "meant_by": [
            {
                "form": one.form,
                "article_id": one.article_id,
                "dated_at": one.dated_at,
                "identification": _identification(one.identified),
            }
            for one in meant
        ],
    }


def source(row: SourceRow) -> dict[str, Any]:
    """A publisher with its coverage."""
    return {
        "id": row.id,
        "name": row.name,
        "n_articles": row.n_articles,
        "n_quotations": row.n_quotations,
        "first_at": row.first_at,
        "last_at": row.last_at,
    }


def only_fields(item: Mapping[str, Any], fields: Collection[str]) -> dict[str, Any]:
    """The chosen fields of an item, its id always; all of them where none are chosen."""
    if not fields:
        return dict(item)
    return {name: value for name, value in item.items() if name in fields or name == "id"}


def _speaker_of(
    speaker_id: str | None, name: str | None, kind: str | None
) -> dict[str, Any] | None:
    if speaker_id is None:
        return None
    return {"id": speaker_id, "name": name, "kind": kind}


def _via_of(row: QuotationRow) -> dict[str, Any] | None:
    if row.via is None and row.via_id is None:
        return None
    speaker = None if row.via_id is None else {"id": row.via_id, "name": row.via_name}
    return {"speaker": speaker, "mention": _mention(row.via)}


def _mention(mention: Mention | None) -> dict[str, Any] | None:
    if mention is None:
        return None
    return {
        "text": mention.text,
        "start": mention.start,
        "end": mention.end,
        "kind": mention.kind,
        "canonical": mention.canonical,
        "role": mention.role,
    }


def _identification(row: IdentificationRow) -> dict[str, Any]:
    return {
        "by": row.kind,
        "role": row.role,
        "company": row.shared,
        "confidence": row.confidence,
        "n_evidence": row.n_evidence,
        "articles": row.articles,
    }


def spans(pairs: Sequence[Span]) -> list[list[int]]:
    """Spans as pairs of numbers."""
    return [[one.start, one.end] for one in pairs]
