"""The archive's generation: a number that grows with every committed write."""

from __future__ import annotations

from sqlalchemy import select

from app.store import tables
from app.store.handles import StoreSession

_GENERATION = select(tables.archive_state.c.generation)


def read_generation(session: StoreSession) -> int:
    """The present generation; 0 for an archive that nothing was ever written to."""
    return session.execute(_GENERATION).scalar() or 0
