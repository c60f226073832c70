"""The engine of this archive: the only place that names one."""

from __future__ import annotations

from app.caches import CacheBudget
from app.search.interface import SearchBackend
from app.search.whoosh_engine.backend import WhooshBackend
from app.settings import Settings


def open_engine(settings: Settings) -> SearchBackend:
    """Opens the index folder of an archive; touches no file yet."""
    return WhooshBackend(
        settings.index_dir,
        lock_seconds=settings.writer_lock_seconds,
        budget=CacheBudget.of_megabytes(settings.cache_mb),
    )
