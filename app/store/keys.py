"""API keys (hashed), idempotency keys and the audit trail."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlmodel import Session

from app.errors import NotFoundError
from app.store import tables
from app.store.database import writing
from app.store.ids import random_id

SCOPES = ("read", "read:text", "ingest", "correct", "admin")

# 256 random bits need no slow hash: nobody can try them all.
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class KeyRow:
    """An API key without its secret."""

    id: str
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """What a request with an idempotency key was answered; `status` is None while it still runs."""

    request_digest: str
    status: int | None
    body: bytes | None
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class AuditRow:
    """Who did what, when."""

    at: datetime
    actor: str
    action: str
    subject: str | None
    details: dict[str, Any]


def create_key(session: Session, name: str, scopes: Sequence[str]) -> tuple[KeyRow, str]:
    """Makes a key and commits; the second value is the key itself, which is kept nowhere."""
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown:
        raise ValueError(f"no such scope: {', '.join(unknown)}; known are {', '.join(SCOPES)}")
    secret = f"onr_{secrets.token_urlsafe(_KEY_BYTES)}"
    public_id = random_id("key")
    with writing(session, is_visible=False) as connection:
        connection.execute(
            insert(tables.api_key).values(
                public_id=public_id,
                name=name,
                digest=_digest(secret),
                scopes=list(scopes),
                created_at=datetime.now(UTC),
            )
        )
    return next(key for key in keys(session) if key.id == public_id), secret


def key_of_secret(session: Session, secret: str) -> KeyRow | None:
    """The key that was shown as `secret`, unless it was revoked."""
    query = select(tables.api_key).where(
        tables.api_key.c.digest == _digest(secret), tables.api_key.c.revoked_at.is_(None)
    )
    row = session.execute(query).one_or_none()
    return None if row is None else _key_row(row)


def keys(session: Session) -> list[KeyRow]:
    """All keys, revoked ones too, in the order made."""
    query = select(tables.api_key).order_by(tables.api_key.c.id)
    return [_key_row(row) for row in session.execute(query)]


def revoke_key(session: Session, key_id: str) -> None:
    """Makes a key useless from now on. Raises NotFoundError."""
    with writing(session, is_visible=False) as connection:
        result = connection.execute(
            update(tables.api_key)
            .where(tables.api_key.c.public_id == key_id, tables.api_key.c.revoked_at.is_(None))
            .values(revoked_at=datetime.now(UTC))
        )
        if result.rowcount == 0:
            raise NotFoundError("key", key_id)


def note_use(session: Session, key_id: str, at: datetime) -> None:
    """Remembers when a key was last used; callers do it at most once a minute."""
    with writing(session, is_visible=False) as connection:
        connection.execute(
            update(tables.api_key)
            .where(tables.api_key.c.public_id == key_id)
            .values(last_used_at=at)
        )


def begin_once(session: Session, key: str, request_digest: str) -> StoredAnswer | None:
    """Claims an idempotency key and commits: None means the caller is the first and must run the
    request, then call `finish_once`. Otherwise what the first one sent and was answered."""
    stored = tables.idempotency_key
    with writing(session, is_visible=False) as connection:
        row = connection.execute(select(stored).where(stored.c.key == key)).one_or_none()
        if row is not None:
            return StoredAnswer(row.request_digest, row.status, row.body, row.headers)
        connection.execute(
            insert(stored).values(
                key=key, request_digest=request_digest, headers={}, created_at=datetime.now(UTC)
            )
        )
    return None


def finish_once(
    session: Session, key: str, status: int, body: bytes, headers: dict[str, str]
) -> None:
    """Keeps the answer of a request with an idempotency key."""
    stored = tables.idempotency_key
    with writing(session, is_visible=False) as connection:
        connection.execute(
            update(stored)
            .where(stored.c.key == key)
            .values(status=status, body=body, headers=headers)
        )


def forget_once(session: Session, key: str) -> None:
    """Lets go of a key whose request failed, so that it can be tried again."""
    with writing(session, is_visible=False) as connection:
        connection.execute(
            delete(tables.idempotency_key).where(tables.idempotency_key.c.key == key)
        )


def forget_old_answers(session: Session, older_than: timedelta) -> int:
    """Deletes idempotency keys past their time; returns how many."""
    stored = tables.idempotency_key
    with writing(session, is_visible=False) as connection:
        result = connection.execute(
            delete(stored).where(stored.c.created_at < datetime.now(UTC) - older_than)
        )
    return result.rowcount


def note(
    session: Session, actor: str, action: str, subject: str | None, details: dict[str, Any]
) -> None:
    """Writes a line of the audit trail and commits."""
    with writing(session, is_visible=False) as connection:
        connection.execute(
            insert(tables.audit).values(
                at=datetime.now(UTC), actor=actor, action=action, subject=subject, details=details
            )
        )


def audit_trail(session: Session, *, limit: int = 100) -> list[AuditRow]:
    """The last entries of the audit trail, the newest first."""
    query = select(tables.audit).order_by(tables.audit.c.id.desc()).limit(limit)
    return [
        AuditRow(row.at, row.actor, row.action, row.subject, row.details)
        for row in session.execute(query)
    ]


def _digest(secret: str) -> str:
    return hashlib.blake2b(secret.encode(), digest_size=32).hexdigest()


def _key_row(row: Row[Any]) -> KeyRow:
    return KeyRow(
        row.public_id,
        row.name,
        tuple(row.scopes),
        row.created_at,
        row.last_used_at,
        row.revoked_at,
    )
