"""The tables of work and access: jobs, keys, the audit trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.store.schema.columns import UtcDateTime, json_column


class Job(SQLModel, table=True):
    """A run of work: ingest, reindex, reprocess, import."""

    __tablename__ = "job"

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(unique=True)
    kind: str
    state: str = Field(index=True)  # queued running succeeded partial failed cancelled
    parameters: dict[str, Any] = Field(sa_column=json_column())
    n_total: int | None = None
    n_stored: int = 0
    n_revised: int = 0
    n_unchanged: int = 0
    n_rejected: int = 0
    message: str | None = None
    is_cancel_asked: bool = False
    created_at: datetime = Field(sa_type=UtcDateTime)
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class JobItem(SQLModel, table=True):
    """What became of one document of a job."""

    __tablename__ = "job_item"
    __table_args__ = (UniqueConstraint("job_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    job_id: int = Field(foreign_key="job.id")
    position: int
    origin: str
    outcome: str = Field(index=True)  # stored revised unchanged rejected
    article_id: int | None = Field(default=None, foreign_key="article.id")
    reason: str | None = None
    detail: str | None = None
    # A rejected source is kept for another try (`onrecord retry`).
    raw_id: int | None = Field(default=None, foreign_key="raw_source.id", index=True)


class ApiKey(SQLModel, table=True):
    """A key of the API, hashed; the key itself is shown once, when made."""

    __tablename__ = "api_key"

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(unique=True)
    name: str
    digest: str = Field(unique=True)
    scopes: list[str] = Field(sa_column=json_column())
    access: str | None = None  # quotations snippet full; none: as without a key
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AuditEntry(SQLModel, table=True):
    """Who did what, when."""

    __tablename__ = "audit"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    actor: str
    action: str
    subject: str | None = None
    details: dict[str, Any] = Field(sa_column=json_column())


class IdempotencyKey(SQLModel, table=True):
    """A request that must not run twice, and what it was answered."""

    __tablename__ = "idempotency_key"

    key: str = Field(primary_key=True)
    request_digest: str
    status: int | None = None
    body: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    headers: dict[str, Any] = Field(sa_column=json_column())
    created_at: datetime = Field(sa_type=UtcDateTime, index=True)
