"""Who is quoted in an article is read from an index alone: co-speakers of a much quoted speaker cost a third less."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the change."""
    op.create_index(
        "ix_quotation_article", "quotation", ["article_id", "is_hidden", "speaker_id"], unique=False
    )
    op.drop_index("ix_quotation_article_id", "quotation")


def downgrade() -> None:
    """Takes it back."""
    op.create_index("ix_quotation_article_id", "quotation", ["article_id"], unique=False)
    op.drop_index("ix_quotation_article", "quotation")
