"""Add tables for transcripts that arrive automatically: consents, and the transcripts found."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "transcriptconsent",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("given_at", sa.BigInteger(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("looked_at", sa.BigInteger(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.String(), nullable=True),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.UniqueConstraint("person_id", "kind"),
    )
    op.create_index("transcript_consent_due", "transcriptconsent", ["next_at"])
    op.create_table(
        "fetchedtranscript",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("call_id", sa.BigInteger(), sa.ForeignKey("call.id"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("found_at", sa.BigInteger(), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=True),
        sa.UniqueConstraint("person_id", "call_id"),
    )
    op.create_index("fetched_transcript_by_key", "fetchedtranscript", ["key"])
    op.create_index("fetched_transcript_by_age", "fetchedtranscript", ["found_at"])


def downgrade() -> None:
    for table in ("fetchedtranscript", "transcriptconsent"):
        op.drop_table(table)
