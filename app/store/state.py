"""The archive's generation: a number that grows with every committed write."""

from __future__ import annotations

from sqlalchemy import select

from app.store.handles import StoreSession
from app.store.models import ArchiveState


def read_generation(session: StoreSession) -> int:
    """The present generation; 0 for an archive that nothing was ever written to."""
    return session.scalar(select(ArchiveState.generation)) or 0  # type: ignore[call-overload]
