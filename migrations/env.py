"""Alembic's entry: runs the migrations on the connection that `app.store.schema.migrations` hands over."""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

# These two fill the metadata.
import app.store.schema.models
import app.store.schema.models_of_work  # noqa: F401

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    # SQLite cannot alter a table in place: Alembic copies it.
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
