"""Keys that end by themselves, and keys that see more of a text than nobody does."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the change."""
    op.add_column("api_key", sa.Column("expires_at", sa.DateTime(), nullable=True))
    op.add_column("api_key", sa.Column("access", sa.String(), nullable=True))


def downgrade() -> None:
    """Takes it back."""
    op.drop_column("api_key", "access")
    op.drop_column("api_key", "expires_at")
