"""How much the archive holds, for `/v1/about` and `onrecord doctor`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session

from app.store.schema import tables
from app.store.schema.columns import UtcDateTime


@dataclass(frozen=True, slots=True)
class ArchiveCounts:
    """Counts of what readers can see; `n_stale` articles wait for the index."""

    n_articles: int
    n_quotations: int
    n_attributed: int  # quotations with a speaker
    n_speakers: int  # somebody is quoted, and not merged into another
    n_sources: int
    n_stories: int
    n_stale: int
    n_corrections: int
    first_at: datetime | None
    last_at: datetime | None
    articles_by_language: dict[str, int]
    quotations_by_type: dict[str, int]


def archive_counts(session: Session) -> ArchiveCounts:
    """Counts everything; some tenths of a second on a million articles, so callers cache it by
    generation."""
    article, quotation, speaker = tables.article, tables.quotation, tables.speaker
    visible = quotation.c.is_hidden.is_(False)
    n_articles, first_at, last_at = session.execute(
        select(
            func.count(),
            func.min(article.c.dated_at, type_=UtcDateTime()),
            func.max(article.c.dated_at, type_=UtcDateTime()),
        ).where(article.c.deleted_at.is_(None))
    ).one()
    languages = session.execute(
        select(article.c.language, func.count())
        .where(article.c.deleted_at.is_(None))
        .group_by(article.c.language)
    )
    types = session.execute(
        select(quotation.c.type, func.count(), func.count(quotation.c.speaker_id))
        .where(visible)
        .group_by(quotation.c.type)
    ).all()
    quoted = select(func.count()).where(
        speaker.c.n_quotations > 0, speaker.c.merged_into_id.is_(None)
    )
    applied = select(func.count()).where(tables.correction.c.undone_at.is_(None))
    return ArchiveCounts(
        n_articles=n_articles,
        n_quotations=sum(count for _, count, _ in types),
        n_attributed=sum(attributed for _, _, attributed in types),
        n_speakers=session.execute(quoted).scalar_one(),
        n_sources=session.execute(select(func.count()).select_from(tables.source)).scalar_one(),
        n_stories=session.execute(select(func.count()).select_from(tables.story)).scalar_one(),
        n_stale=n_stale(session),
        n_corrections=session.execute(applied).scalar_one(),
        first_at=first_at,
        last_at=last_at,
        articles_by_language={language or "unknown": count for language, count in languages},
        quotations_by_type={kind: count for kind, count, _ in types},
    )


def n_stale(session: Session) -> int:
    """Articles whose newest state the index has not seen."""
    article = tables.article
    query = select(func.count()).where(article.c.revision != article.c.indexed_revision)
    return int(session.execute(query).scalar_one())
