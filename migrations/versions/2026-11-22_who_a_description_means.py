"""Offices that roles state, and whom a surname or a description of one article means by the archive's evidence."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the change."""
    op.add_column("speaker_role", sa.Column("office", sa.String(), nullable=True))
    op.create_index("ix_speaker_role_office", "speaker_role", ["office"])
    op.create_table(
        "identification",
        sa.Column("speaker_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("n_evidence", sa.Integer(), nullable=False),
        sa.Column("articles", sa.JSON(), nullable=False),
        sa.Column("shared", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["speaker_id"], ["speaker.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["speaker.id"]),
        sa.PrimaryKeyConstraint("speaker_id"),
    )
    op.create_index("ix_identification_person_id", "identification", ["person_id"])


def downgrade() -> None:
    """Takes it back."""
    op.drop_table("identification")
    op.drop_index("ix_speaker_role_office", "speaker_role")
    op.drop_column("speaker_role", "office")
