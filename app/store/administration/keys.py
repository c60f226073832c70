"""API keys, of which only hashes are kept, and idempotency keys."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlmodel import Session

from app.errors import NotFoundError
from app.store.administration import audit
from app.store.database import writing
from app.store.ids import random_id
from app.store.schema import tables

SCOPES = ("read", "read:text", "ingest", "correct", "admin")
# How much of a text is seen, from least to most; `full` is what the scope read:text gives.
ACCESS_LEVELS = ("quotations", "snippet", "full")

# 256 random bits need no slow hash: nobody can try them all.
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class KeyRow:
    """An API key without its secret."""

    id: str
    name: str
    scopes: tuple[str, ...]
    access: str | None  # one of ACCESS_LEVELS; None: as the archive gives without a key
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None

    def refusal(self, now: datetime) -> str | None:
        """Why the key is good for nothing at a time; None for a valid one."""
        if self.revoked_at is not None:
            return f"was revoked on {self.revoked_at:%Y-%m-%d}"
        if self.expires_at is not None and self.expires_at <= now:
            return f"expired on {self.expires_at:%Y-%m-%d at %H:%M} UTC"
        return None


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """What a request with an idempotency key was answered; `status` is None while it still runs."""

    request_digest: str
    status: int | None
    body: bytes | None
    headers: dict[str, str]


def create_key(
    session: Session,
    name: str,
    scopes: Sequence[str],
    *,
    access: str | None = None,
    expires_at: datetime | None = None,
) -> tuple[KeyRow, str]:
    """Makes a key and commits; the second value is the key itself, which is kept nowhere.

    Raises ValueError for unknown scopes, an unknown access level, one that the scopes contradict, and a
    time of expiry that has passed.
    """
    scopes = _checked_scopes(scopes, access)
    now = datetime.now(UTC)
    if expires_at is not None and expires_at <= now:
        raise ValueError(f"{expires_at:%Y-%m-%d %H:%M} UTC has passed already")
    secret = f"onr_{secrets.token_urlsafe(_KEY_BYTES)}"
    public_id = random_id("key")
    with writing(session, is_visible=False) as connection:
        connection.execute(
            insert(tables.api_key).values(
                public_id=public_id,
                name=name,
                digest=_digest(secret),
                scopes=scopes,
                access=access,
                created_at=now,
                expires_at=expires_at,
            )
        )
        audit.write(connection, "command", "add_key", public_id, {"name": name, "scopes": scopes})
    return next(key for key in keys(session) if key.id == public_id), secret


def _checked_scopes(scopes: Sequence[str], access: str | None) -> list[str]:
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown:
        raise ValueError(f"no such scope: {', '.join(unknown)}; known are {', '.join(SCOPES)}")
    if access is not None and access not in ACCESS_LEVELS:
        raise ValueError(f"no such access: {access}; known are {', '.join(ACCESS_LEVELS)}")
    sees_all = {"read:text", "admin"} & set(scopes)
    if access is not None and (access == "full") != bool(sees_all):
        raise ValueError("full access is what the scope read:text gives: neither without the other")
    return list(dict.fromkeys(scopes))


def key_of_secret(session: Session, secret: str) -> KeyRow | None:
    """The key that was shown as `secret`, valid or not; None for one never made here."""
    digest = _digest(secret)
    row = session.execute(
        select(tables.api_key).where(tables.api_key.c.digest == digest)
    ).one_or_none()
    # The database's own comparison tells at most about the hash; the one that decides takes as long for
    # any difference.
    if row is None or not hmac.compare_digest(row.digest, digest):
        return None
    return _key_row(row)


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
        audit.write(connection, "command", "revoke_key", key_id, {})


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


def _digest(secret: str) -> str:
    return hashlib.blake2b(secret.encode(), digest_size=32).hexdigest()


def _key_row(row: Row[Any]) -> KeyRow:
    return KeyRow(
        row.public_id,
        row.name,
        tuple(row.scopes),
        row.access,
        row.created_at,
        row.expires_at,
        row.last_used_at,
        row.revoked_at,
    )
