"""All shingles of an article beside the sampled ones, which lose their foreign key and half their size."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.text.shingles import packed, sampled, sampling_step, shingles

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_AT_ONCE = 500


def upgrade() -> None:
    """Makes the change; the shingles are taken from the texts again."""
    op.drop_table("shingle_sample")
    sample = op.create_table(
        "shingle_sample",
        sa.Column("hash", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("hash", "article_id"),
        sqlite_with_rowid=False,
    )
    kept = op.create_table(
        "article_shingles",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("hashes", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"]),
        sa.PrimaryKeyConstraint("article_id"),
    )
    if not op.get_context().as_sql:
        _fill(op.get_bind(), sample, kept)


def downgrade() -> None:
    """Takes it back; near-duplicates of what is there are then found no more."""
    op.drop_table("article_shingles")
    op.drop_table("shingle_sample")
    op.create_table(
        "shingle_sample",
        sa.Column("hash", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"]),
        sa.PrimaryKeyConstraint("hash", "article_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_shingle_sample_article_id", "shingle_sample", ["article_id"])


def _fill(connection: sa.Connection, sample: sa.Table, kept: sa.Table) -> None:
    texts = sa.text(
        "SELECT id, text FROM article WHERE id > :last AND deleted_at IS NULL ORDER BY id LIMIT :some"
    )
    last = 0
    while rows := connection.execute(texts, {"last": last, "some": _AT_ONCE}).all():
        hashes_by_article = {number: shingles(text) for number, text in rows}
        last = rows[-1][0]
        connection.execute(
            kept.insert(),
            [{"article_id": n, "hashes": packed(each)} for n, each in hashes_by_article.items()],
        )
        samples = [
            {"hash": value, "article_id": number, "step": sampling_step(len(each))}
            for number, each in hashes_by_article.items()
            for value in sampled(each)
        ]
        if samples:
            connection.execute(sample.insert(), samples)
