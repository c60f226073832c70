"""Names for what callers carry from one store function to the next without looking inside."""

from __future__ import annotations

from typing import TypeAlias

from sqlalchemy import Connection, Engine
from sqlmodel import Session

# An open database; `app.store.database` opens and reads it.
Database: TypeAlias = Engine
# One reader's or writer's view of it: the first argument of every query.
StoreSession: TypeAlias = Session
# A write transaction that is open: what the functions that only the writer calls take first.
WriteTransaction: TypeAlias = Connection
