"""Taking an article's present version away to make room for the next one; keeping it as a version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from app.store.bulk import slices
from app.store.handles import WriteTransaction
from app.store.reading.articles import packed
from app.store.schema import tables

# What a version keeps of an article's row; the rest is about the archive, not the article.
_KEPT = (
    "title", "standfirst", "text", "url", "agency", "section", "dateline_place", "published_at",
    "published_is_day", "modified_at", "date_inferred", "language", "language_of_origin",
    "machine_translated", "details",
)  # fmt: skip


@dataclass(slots=True)
class Removed:
    """What went with the versions taken away."""

    forms_by_speaker: dict[int, Counter[str]] = field(default_factory=dict)
    named: dict[int, set[int]] = field(default_factory=dict)  # by article
    offices: set[str] = field(default_factory=set)
    speakers: set[int] = field(default_factory=set)  # whose counts are no longer right


def keep_version(tx: WriteTransaction, number: int, reason: str, now: datetime) -> None:
    """Copies an article's present version, with its quotations, to its versions."""
    article = tables.article
    row = tx.execute(select(article).where(article.c.id == number)).one()
    content: dict[str, Any] = {name: plain(getattr(row, name)) for name in _KEPT}
    content["quotations"] = _quotations(tx, number)
    tx.execute(
        insert(tables.article_version).values(
            article_id=number,
            version=row.version,
            raw_id=row.raw_id,
            title=row.title,
            rules_version=row.rules_version,
            reason=reason,
            content=packed(content),
            replaced_at=now,
        )
    )


def remove_content(tx: WriteTransaction, numbers: Sequence[int]) -> Removed:
    """Deletes what was found in articles: quotations, mentions, roles. Counts of forms and speakers are
    for the caller to put right."""
    removed = Removed()
    quotation, mention, role = tables.quotation, tables.mention, tables.speaker_role
    for some in slices(sorted(numbers)):
        of_these = select(quotation.c.id).where(quotation.c.article_id.in_(some))
        speakers = select(quotation.c.speaker_id).where(quotation.c.article_id.in_(some))
        removed.speakers |= {each for each in tx.execute(speakers).scalars() if each is not None}
        about = tables.quotation_about
        tx.execute(delete(about).where(about.c.quotation_id.in_(of_these)))
        tx.execute(delete(quotation).where(quotation.c.article_id.in_(some)))
        forms = select(mention.c.article_id, mention.c.named_id, mention.c.forms)
        for article, named, used in tx.execute(forms.where(mention.c.article_id.in_(some))):
            removed.forms_by_speaker.setdefault(named, Counter()).update(used)
            removed.named.setdefault(article, set()).add(named)
        offices = select(role.c.office).where(role.c.article_id.in_(some))
        removed.offices |= set(filter(None, tx.execute(offices).scalars()))
        tx.execute(delete(mention).where(mention.c.article_id.in_(some)))
        tx.execute(delete(role).where(role.c.article_id.in_(some)))
    return removed


def update_article(tx: WriteTransaction, number: int, values: dict[str, Any]) -> None:
    """Writes an article's new content; the index sees it again."""
    article = tables.article
    tx.execute(
        update(article)
        .where(article.c.id == number)
        .values(**values, version=article.c.version + 1, revision=article.c.revision + 1)
    )


def plain(value: object) -> object:
    """A value as JSON has it."""
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _quotations(tx: WriteTransaction, number: int) -> list[dict[str, Any]]:
    quotation, speaker = tables.quotation, tables.speaker
    query = (
        select(
            quotation.c.public_id,
            quotation.c.start,
            quotation.c.end,
            quotation.c.type,
            quotation.c.text,
            quotation.c.rule,
            quotation.c.confidence,
            speaker.c.public_id.label("speaker_id"),
            speaker.c.name.label("speaker"),
        )
        .outerjoin(speaker, speaker.c.id == quotation.c.speaker_id)
        .where(quotation.c.article_id == number)
        .order_by(quotation.c.position)
    )
    return [dict(row._mapping) for row in tx.execute(query)]
