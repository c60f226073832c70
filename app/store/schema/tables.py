"""The tables of `models` for queries in SQLAlchemy's Core: no objects, no lazy loading."""

from __future__ import annotations

from sqlalchemy import Table
from sqlmodel import SQLModel

# These two fill the metadata.
import app.store.schema.models
import app.store.schema.models_of_work  # noqa: F401

_TABLES = SQLModel.metadata.tables

archive_state = _TABLES["archive_state"]
source = _TABLES["source"]
raw_source = _TABLES["raw_source"]
story = _TABLES["story"]
article = _TABLES["article"]
article_version = _TABLES["article_version"]
article_relation = _TABLES["article_relation"]
article_summary = _TABLES["article_summary"]
shingle_sample = _TABLES["shingle_sample"]
article_shingles = _TABLES["article_shingles"]
speaker = _TABLES["speaker"]
speaker_alias = _TABLES["speaker_alias"]
speaker_role = _TABLES["speaker_role"]
identification = _TABLES["identification"]
mention = _TABLES["mention"]
quotation = _TABLES["quotation"]
quotation_about = _TABLES["quotation_about"]
correction = _TABLES["correction"]
job = _TABLES["job"]
job_item = _TABLES["job_item"]
api_key = _TABLES["api_key"]
audit = _TABLES["audit"]
idempotency_key = _TABLES["idempotency_key"]


def by_name(name: str) -> Table:
    """The table with this name."""
    return _TABLES[name]
