"""The archive's generation: a number that grows with every committed write."""

from __future__ import annotations

from app.store.driver import number_of
from app.store.handles import StoreSession


def read_generation(session: StoreSession) -> int:
    """The present generation; 0 for an archive that nothing was ever written to."""
    return number_of(session, "SELECT generation FROM archive_state")
