"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the change."""
    op.create_table(
        "api_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("last_used_at", sa.DateTime(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest"),
        sa.UniqueConstraint("public_id"),
    )
    op.create_table(
        "archive_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("audit") as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_at"), ["at"], unique=False)

    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("undone_by", sa.String(), nullable=True),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    with op.batch_alter_table("correction") as batch_op:
        batch_op.create_index(batch_op.f("ix_correction_subject"), ["subject"], unique=False)

    op.create_table(
        "idempotency_key",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("request_digest", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    with op.batch_alter_table("idempotency_key") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_idempotency_key_created_at"), ["created_at"], unique=False
        )

    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("n_total", sa.Integer(), nullable=True),
        sa.Column("n_stored", sa.Integer(), nullable=False),
        sa.Column("n_revised", sa.Integer(), nullable=False),
        sa.Column("n_unchanged", sa.Integer(), nullable=False),
        sa.Column("n_rejected", sa.Integer(), nullable=False),
        sa.Column("message", sa.String(), nullable=True),
        sa.Column("is_cancel_asked", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    with op.batch_alter_table("job") as batch_op:
        batch_op.create_index(batch_op.f("ix_job_state"), ["state"], unique=False)

    op.create_table(
        "raw_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("charset", sa.String(), nullable=True),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("declared", sa.JSON(), nullable=False),
        sa.Column("n_bytes", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest"),
    )
    with op.batch_alter_table("raw_source") as batch_op:
        batch_op.create_index(batch_op.f("ix_raw_source_article_id"), ["article_id"], unique=False)

    op.create_table(
        "source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
        sa.UniqueConstraint("public_id"),
    )
    op.create_table(
        "speaker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded_name", sa.String(), nullable=False),
        sa.Column("gender", sa.String(), nullable=True),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("is_merged_by_hand", sa.Boolean(), nullable=False),
        sa.Column("n_quotations", sa.Integer(), nullable=False),
        sa.Column("n_articles", sa.Integer(), nullable=False),
        sa.Column("first_quoted_at", sa.DateTime(), nullable=True),
        sa.Column("last_quoted_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["merged_into_id"],
            ["speaker.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
        sa.UniqueConstraint("public_id"),
    )
    with op.batch_alter_table("speaker") as batch_op:
        batch_op.create_index(batch_op.f("ix_speaker_article_id"), ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_speaker_family"), ["family"], unique=False)
        batch_op.create_index(batch_op.f("ix_speaker_folded_name"), ["folded_name"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_speaker_last_quoted_at"), ["last_quoted_at"], unique=False
        )
        batch_op.create_index("ix_speaker_listed", ["n_quotations", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_speaker_merged_into_id"), ["merged_into_id"], unique=False
        )

    op.create_table(
        "story",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("n_articles", sa.Integer(), nullable=False),
        sa.Column("first_published_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    with op.batch_alter_table("story") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_story_first_published_at"), ["first_published_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_story_lead_id"), ["lead_id"], unique=False)

    op.create_table(
        "article",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("raw_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("standfirst", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=True),
        sa.Column("section", sa.String(), nullable=True),
        sa.Column("dateline_place", sa.String(), nullable=True),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("published_is_day", sa.Boolean(), nullable=False),
        sa.Column("modified_at", sa.DateTime(), nullable=True),
        sa.Column("date_inferred", sa.Date(), nullable=True),
        sa.Column("dated_at", sa.DateTime(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("language_of_origin", sa.String(), nullable=True),
        sa.Column("machine_translated", sa.Boolean(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("removed", sa.LargeBinary(), nullable=False),
        sa.Column("speakers_looked_for", sa.Boolean(), nullable=False),
        sa.Column("n_words", sa.Integer(), nullable=False),
        sa.Column("n_quotations", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=True),
        sa.Column("relation", sa.String(), nullable=True),
        sa.Column("similarity", sa.Float(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rules_version", sa.String(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("indexed_revision", sa.BigInteger(), nullable=False),
        sa.Column("stored_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["raw_id"],
            ["raw_source.id"],
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["source.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    with op.batch_alter_table("article") as batch_op:
        batch_op.create_index(batch_op.f("ix_article_dated_at"), ["dated_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_article_external_id"), ["external_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_article_key"), ["key"], unique=False)
        batch_op.create_index(batch_op.f("ix_article_raw_id"), ["raw_id"], unique=False)
        batch_op.create_index("ix_article_source_dated", ["source_id", "dated_at"], unique=False)
        batch_op.create_index(
            "ix_article_stale",
            ["id"],
            unique=False,
            sqlite_where=sa.text("revision <> indexed_revision"),
            postgresql_where=sa.text("revision <> indexed_revision"),
        )
        batch_op.create_index(batch_op.f("ix_article_story_id"), ["story_id"], unique=False)

    op.create_table(
        "speaker_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=False),
        sa.Column("alias", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("n_articles", sa.Integer(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["speaker_id"],
            ["speaker.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("speaker_id", "alias"),
    )
    with op.batch_alter_table("speaker_alias") as batch_op:
        batch_op.create_index(batch_op.f("ix_speaker_alias_folded"), ["folded"], unique=False)

    op.create_table(
        "article_relation",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("similarity", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
        ),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["article.id"],
        ),
        sa.PrimaryKeyConstraint("article_id", "other_id"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("article_relation") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_article_relation_other_id"), ["other_id"], unique=False
        )

    op.create_table(
        "article_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("raw_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("rules_version", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
        ),
        sa.ForeignKeyConstraint(
            ["raw_id"],
            ["raw_source.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("article_id", "version"),
    )
    with op.batch_alter_table("article_version") as batch_op:
        batch_op.create_index(batch_op.f("ix_article_version_raw_id"), ["raw_id"], unique=False)

    op.create_table(
        "job_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("detail", sa.String(), nullable=True),
        sa.Column("raw_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
        ),
        sa.ForeignKeyConstraint(
            ["job_id"],
            ["job.id"],
        ),
        sa.ForeignKeyConstraint(
            ["raw_id"],
            ["raw_source.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("job_id", "position"),
    )
    with op.batch_alter_table("job_item") as batch_op:
        batch_op.create_index(batch_op.f("ix_job_item_outcome"), ["outcome"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_item_raw_id"), ["raw_id"], unique=False)

    op.create_table(
        "mention",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("named_id", sa.Integer(), nullable=False),
        sa.Column("spans", sa.JSON(), nullable=False),
        sa.Column("forms", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
        ),
        sa.ForeignKeyConstraint(
            ["named_id"],
            ["speaker.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("article_id", "named_id"),
    )
    with op.batch_alter_table("mention") as batch_op:
        batch_op.create_index(batch_op.f("ix_mention_named_id"), ["named_id"], unique=False)

    op.create_table(
        "quotation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("segments", sa.JSON(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=True),
        sa.Column("named_id", sa.Integer(), nullable=True),
        sa.Column("mention", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("via", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("via_speaker_id", sa.Integer(), nullable=True),
        sa.Column("via_named_id", sa.Integer(), nullable=True),
        sa.Column("cue", sa.String(), nullable=True),
        sa.Column("cue_start", sa.Integer(), nullable=True),
        sa.Column("cue_end", sa.Integer(), nullable=True),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("is_pull_quote", sa.Boolean(), nullable=False),
        sa.Column("utterance", sa.String(), nullable=True),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.Column("original", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
        ),
        sa.ForeignKeyConstraint(
            ["named_id"],
            ["speaker.id"],
        ),
        sa.ForeignKeyConstraint(
            ["speaker_id"],
            ["speaker.id"],
        ),
        sa.ForeignKeyConstraint(
            ["via_named_id"],
            ["speaker.id"],
        ),
        sa.ForeignKeyConstraint(
            ["via_speaker_id"],
            ["speaker.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    with op.batch_alter_table("quotation") as batch_op:
        batch_op.create_index(batch_op.f("ix_quotation_article_id"), ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quotation_named_id"), ["named_id"], unique=False)
        batch_op.create_index("ix_quotation_speaker", ["speaker_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quotation_utterance"), ["utterance"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_quotation_via_named_id"), ["via_named_id"], unique=False
        )

    op.create_table(
        "shingle_sample",
        sa.Column("hash", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
        ),
        sa.PrimaryKeyConstraint("hash", "article_id"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("shingle_sample") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_shingle_sample_article_id"), ["article_id"], unique=False
        )

    op.create_table(
        "speaker_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
        ),
        sa.ForeignKeyConstraint(
            ["speaker_id"],
            ["speaker.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("article_id", "speaker_id", "role"),
    )
    with op.batch_alter_table("speaker_role") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_speaker_role_speaker_id"), ["speaker_id"], unique=False
        )

    op.create_table(
        "quotation_about",
        sa.Column("quotation_id", sa.Integer(), nullable=False),
        sa.Column("named_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["named_id"],
            ["speaker.id"],
        ),
        sa.ForeignKeyConstraint(
            ["quotation_id"],
            ["quotation.id"],
        ),
        sa.PrimaryKeyConstraint("quotation_id", "named_id"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("quotation_about") as batch_op:
        batch_op.create_index(batch_op.f("ix_quotation_about_named_id"), ["named_id"], unique=False)


def downgrade() -> None:
    """Takes it back."""
    with op.batch_alter_table("quotation_about") as batch_op:
        batch_op.drop_index(batch_op.f("ix_quotation_about_named_id"))

    op.drop_table("quotation_about")
    with op.batch_alter_table("speaker_role") as batch_op:
        batch_op.drop_index(batch_op.f("ix_speaker_role_speaker_id"))

    op.drop_table("speaker_role")
    with op.batch_alter_table("shingle_sample") as batch_op:
        batch_op.drop_index(batch_op.f("ix_shingle_sample_article_id"))

    op.drop_table("shingle_sample")
    with op.batch_alter_table("quotation") as batch_op:
        batch_op.drop_index(batch_op.f("ix_quotation_via_named_id"))
        batch_op.drop_index(batch_op.f("ix_quotation_utterance"))
        batch_op.drop_index("ix_quotation_speaker")
        batch_op.drop_index(batch_op.f("ix_quotation_named_id"))
        batch_op.drop_index(batch_op.f("ix_quotation_article_id"))

    op.drop_table("quotation")
    with op.batch_alter_table("mention") as batch_op:
        batch_op.drop_index(batch_op.f("ix_mention_named_id"))

    op.drop_table("mention")
    with op.batch_alter_table("job_item") as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_item_raw_id"))
        batch_op.drop_index(batch_op.f("ix_job_item_outcome"))

    op.drop_table("job_item")
    with op.batch_alter_table("article_version") as batch_op:
        batch_op.drop_index(batch_op.f("ix_article_version_raw_id"))

    op.drop_table("article_version")
    with op.batch_alter_table("article_relation") as batch_op:
        batch_op.drop_index(batch_op.f("ix_article_relation_other_id"))

    op.drop_table("article_relation")
    with op.batch_alter_table("speaker_alias") as batch_op:
        batch_op.drop_index(batch_op.f("ix_speaker_alias_folded"))

    op.drop_table("speaker_alias")
    with op.batch_alter_table("article") as batch_op:
        batch_op.drop_index(batch_op.f("ix_article_story_id"))
        batch_op.drop_index(
            "ix_article_stale",
            sqlite_where=sa.text("revision <> indexed_revision"),
            postgresql_where=sa.text("revision <> indexed_revision"),
        )
        batch_op.drop_index("ix_article_source_dated")
        batch_op.drop_index(batch_op.f("ix_article_raw_id"))
        batch_op.drop_index(batch_op.f("ix_article_key"))
        batch_op.drop_index(batch_op.f("ix_article_external_id"))
        batch_op.drop_index(batch_op.f("ix_article_dated_at"))

    op.drop_table("article")
    with op.batch_alter_table("story") as batch_op:
        batch_op.drop_index(batch_op.f("ix_story_lead_id"))
        batch_op.drop_index(batch_op.f("ix_story_first_published_at"))

    op.drop_table("story")
    with op.batch_alter_table("speaker") as batch_op:
        batch_op.drop_index(batch_op.f("ix_speaker_merged_into_id"))
        batch_op.drop_index("ix_speaker_listed")
        batch_op.drop_index(batch_op.f("ix_speaker_last_quoted_at"))
        batch_op.drop_index(batch_op.f("ix_speaker_folded_name"))
        batch_op.drop_index(batch_op.f("ix_speaker_family"))
        batch_op.drop_index(batch_op.f("ix_speaker_article_id"))

    op.drop_table("speaker")
    op.drop_table("source")
    with op.batch_alter_table("raw_source") as batch_op:
        batch_op.drop_index(batch_op.f("ix_raw_source_article_id"))

    op.drop_table("raw_source")
    with op.batch_alter_table("job") as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_state"))

    op.drop_table("job")
    with op.batch_alter_table("idempotency_key") as batch_op:
        batch_op.drop_index(batch_op.f("ix_idempotency_key_created_at"))

    op.drop_table("idempotency_key")
    with op.batch_alter_table("correction") as batch_op:
        batch_op.drop_index(batch_op.f("ix_correction_subject"))

    op.drop_table("correction")
    with op.batch_alter_table("audit") as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_at"))

    op.drop_table("audit")
    op.drop_table("archive_state")
    op.drop_table("api_key")
