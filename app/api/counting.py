"""What the archive holds, counted once for each of its states."""

from __future__ import annotations

from typing import Any

from app.api.deps import Archive
from app.store.database import reading
from app.store.reading.counts import archive_counts


def counted(archive: Archive) -> dict[str, Any]:
    """What the archive holds; counted once for each state of the archive."""

    def count() -> dict[str, Any]:
        with reading(archive.database) as session:
            counts = archive_counts(session)
        return {
            "n_articles": counts.n_articles,
            "n_quotations": counts.n_quotations,
            "n_attributed": counts.n_attributed,
            "n_speakers": counts.n_speakers,
            "n_sources": counts.n_sources,
            "n_stories": counts.n_stories,
            "n_corrections": counts.n_corrections,
            "n_waiting_for_index": counts.n_stale,
            "first_at": counts.first_at,
            "last_at": counts.last_at,
            "articles_by_language": counts.articles_by_language,
            "quotations_by_type": counts.quotations_by_type,
        }

    found: dict[str, Any] = archive.remembered("counts", count)
    return found
