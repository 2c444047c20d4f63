"""Add measurements from transcripts, open questions about transcripts, and speakers' names."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("person", sa.Column("told_of_transcripts", sa.BigInteger(), nullable=True))
    op.create_table(
        "measuredcall",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("call_id", sa.BigInteger(), sa.ForeignKey("call.id"), nullable=False),
        sa.Column("account_id", sa.BigInteger(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("called_at", sa.BigInteger(), nullable=False),
        sa.Column("measured_at", sa.BigInteger(), nullable=False),
        sa.Column("tool", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("guess", sa.String(), nullable=True),
        sa.Column("shown_at", sa.BigInteger(), nullable=True),
        sa.Column("drafted", sa.JSON(), nullable=False),
        sa.Column("offered_focus", sa.String(), nullable=True),
        sa.UniqueConstraint("call_id", "person_id"),
    )
    op.create_index("measured_call_by_person", "measuredcall", ["tenant", "person_id", "called_at"])
    op.create_table(
        "opentranscript",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("tool", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=True),
        sa.Column("zoned", sa.Boolean(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.Column("mine", sa.JSON(), nullable=True),
        sa.Column("call_id", sa.BigInteger(), nullable=True),
        sa.Column("not_call_id", sa.BigInteger(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint("person_id", "digest"),
    )
    op.create_index("open_transcript_by_age", "opentranscript", ["made_at"])
    op.create_table(
        "spokenas",
        sa.Column("person_id", sa.BigInteger(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("label", sa.Text(), primary_key=True),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("mine", sa.Boolean(), nullable=False),
        sa.Column("said_at", sa.BigInteger(), nullable=False),
    )


def downgrade() -> None:
    for table in ("spokenas", "opentranscript", "measuredcall"):
        op.drop_table(table)
    op.drop_column("person", "told_of_transcripts")
