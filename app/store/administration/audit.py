"""The audit trail: who changed what, when; written in the transaction of the change itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlmodel import Session

from app.store.database import writing
from app.store.handles import WriteTransaction
from app.store.schema import tables


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One line of the trail. `actor` is the name of a key, `anonymous` or `command`."""

    number: int
    at: datetime
    actor: str
    action: str
    subject: str | None
    details: dict[str, Any]


def write(
    tx: WriteTransaction, actor: str, action: str, subject: str | None, details: Mapping[str, Any]
) -> None:
    """Adds a line within an open transaction."""
    tx.execute(
        insert(tables.audit).values(
            at=datetime.now(UTC), actor=actor, action=action, subject=subject, details=dict(details)
        )
    )


def note(session: Session, actor: str, action: str, subject: str | None) -> None:
    """Adds a line in a transaction of its own."""
    with writing(session, is_visible=False) as tx:
        write(tx, actor, action, subject, {})


def listed(
    session: Session, *, subject: str | None = None, limit: int, before: int | None = None
) -> list[AuditRow]:
    """The trail, the newest line first; `before` is the number of the last line seen."""
    query = select(tables.audit).order_by(tables.audit.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(tables.audit.c.id < before)
    if subject is not None:
        query = query.where(tables.audit.c.subject == subject)
    return [
        AuditRow(row.id, row.at, row.actor, row.action, row.subject, row.details)
        for row in session.execute(query)
    ]


def n_lines(session: Session, subject: str | None = None) -> int:
    """How many lines the trail has."""
    query = select(func.count()).select_from(tables.audit)
    if subject is not None:
        query = query.where(tables.audit.c.subject == subject)
    return session.scalar(query) or 0
