"""Settings from ONRECORD_* variables: one frozen object, built once at a composition root."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.errors import SettingsError

PREFIX = "ONRECORD_"


class Settings(BaseSettings):
    """How this archive is run. Units are in the names."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    data_dir: Path = Field(
        Path("var"), description="Folder of the database, the index and uploads."
    )
    database_url: str = Field("", description="Database address; empty: SQLite in the data folder.")
    host: str = Field("127.0.0.1", description="Address that `onrecord serve` listens on.")
    port: int = Field(8000, ge=1, le=65535, description="Port that `onrecord serve` listens on.")
    workers: int = Field(1, ge=1, le=64, description="Processes that answer HTTP.")
    ingest_workers: int = Field(
        0, ge=0, le=64, description="Processes that analyse articles; 0: one for each core."
    )
    batch_articles: int = Field(
        1_000, ge=1, le=5000, description="Articles stored in one transaction."
    )
    max_document_bytes: int = Field(
        20_000_000, ge=1_000, description="A larger source document is rejected unread."
    )
    max_body_bytes: int = Field(
        10_000_000, ge=1_000, description="A larger request body is refused with 413."
    )
    max_upload_bytes: int = Field(
        1_000_000_000,
        ge=1_000,
        description="A larger upload to `POST /v1/jobs`, which goes to the disk, is refused with 413.",
    )
    analysis_timeout_seconds: float = Field(
        20.0, gt=0, le=600, description="Time limit of one document's analysis."
    )
    query_budget_ms: int = Field(
        800,
        ge=10,
        le=60_000,
        description="Time budget of one search; past it the answer is partial.",
    )
    cache_mb: int = Field(
        128,
        ge=8,
        le=65_536,
        description="What a process that answers may keep so as not to make it twice, in megabytes.",
    )
    writer_lock_seconds: float = Field(
        30.0, gt=0, le=600, description="How long a writer waits for another one to end."
    )
    allow_fetch: bool = Field(False, description="Allows `onrecord add URL` to use the network.")
    access: str = Field(
        "",
        description="Access without a key: full, snippet, quotations or none; empty: full on "
        "loopback, refused elsewhere.",
    )
    client_ms_per_minute: int = Field(
        0,
        ge=0,
        le=10_000_000,
        description="Server time that one client address may use a minute, in milliseconds; past it "
        "429. 0: no limit.",
    )
    requests_at_once: int = Field(
        8, ge=1, le=1_000, description="Requests that a process works on at the same time."
    )
    requests_waiting: int = Field(
        256,
        ge=0,
        le=100_000,
        description="Requests that wait for a process; whoever comes beyond that gets 503.",
    )
    body_seconds: float = Field(
        30.0, gt=0, le=3_600, description="A request's body that takes longer is refused with 408."
    )
    cors_origins: str = Field("", description="Origins allowed by CORS, separated by commas.")
    log_level: str = Field("info", description="debug, info, warning or error.")
    log_format: str = Field("text", description="text or json.")
    cursor_secret: SecretStr = Field(
        SecretStr(""), description="Signs cursors; empty: made once and kept in the data folder."
    )

    @field_validator("log_level")
    @classmethod
    def _log_level_is_known(cls, value: str) -> str:
        if value.lower() not in {"debug", "info", "warning", "error"}:
            raise ValueError("must be debug, info, warning or error")
        return value.lower()

    @field_validator("log_format")
    @classmethod
    def _log_format_is_known(cls, value: str) -> str:
        if value not in {"text", "json"}:
            raise ValueError("must be text or json")
        return value

    @field_validator("access")
    @classmethod
    def _access_is_known(cls, value: str) -> str:
        if value not in {"", "full", "snippet", "quotations", "none"}:
            raise ValueError("must be full, snippet, quotations or none")
        return value

    @property
    def effective_database_url(self) -> str:
        """SQLAlchemy's address of the database."""
        return self.database_url or f"sqlite:///{self.data_dir / 'onrecord.db'}"

    @property
    def index_dir(self) -> Path:
        """Folder of the index generations."""
        return self.data_dir / "index"


def load_settings() -> Settings:
    """Reads the environment. Raises SettingsError that names the first wrong or unknown variable."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and name not in known:
            raise SettingsError(name, f"no such setting; known are {', '.join(sorted(known))}.")
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + str(first["loc"][0]).upper()
        raise SettingsError(name, f"{first['msg']} (got {first['input']!r}).") from None
