"""What lists show of an article, ready to be sent; the next catch-up or rebuild of the index fills it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the change."""
    op.create_table(
        "article_summary",
        sa.Column("article_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("form", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"]),
        sa.PrimaryKeyConstraint("article_id"),
    )
    op.create_index("ix_article_summary_form", "article_summary", ["form"])


def downgrade() -> None:
    """Takes it back."""
    op.drop_table("article_summary")
