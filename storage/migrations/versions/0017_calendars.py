"""Add people's calendars, the meetings seen in them, and answers about meetings."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("contact", sa.Column("added_by_call", sa.BigInteger(), nullable=True))
    op.add_column("seat", sa.Column("joined_at", sa.BigInteger(), nullable=True))
    op.create_table(
        "calendarconnection",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=False),
        sa.Column("connected_at", sa.BigInteger(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("read_at", sa.BigInteger(), nullable=True),
        sa.Column("listed_at", sa.BigInteger(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", sa.BigInteger(), nullable=True),
        sa.Column("trouble", sa.String(), nullable=True),
        sa.Column("doubted_at", sa.BigInteger(), nullable=True),
    )
    op.create_index("calendar_due", "calendarconnection", ["next_at"])
    op.create_index("calendar_by_person", "calendarconnection", ["person_id"])
    op.create_table(
        "seenmeeting",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column(
            "calendar_id", sa.BigInteger(), sa.ForeignKey("calendarconnection.id"), nullable=False
        ),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("likeness", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("guests", sa.Text(), nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.Column("call_id", sa.BigInteger(), nullable=True),
        sa.Column("asked_at", sa.BigInteger(), nullable=True),
        sa.Column("gone_at", sa.BigInteger(), nullable=True),
        sa.UniqueConstraint("calendar_id", "source_id"),
    )
    op.create_index("seen_meeting_over", "seenmeeting", ["ends_at"])
    op.create_index("seen_meeting_by_verdict", "seenmeeting", ["calendar_id", "verdict"])
    op.create_table(
        "meetinganswer",
        sa.Column("person_id", sa.BigInteger(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("about", sa.Text(), primary_key=True),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("is_call", sa.Boolean(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), sa.ForeignKey("account.id"), nullable=True),
        sa.Column("asleep", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "calendarsignin",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
    )
    op.create_index("calendar_sign_in_expiry", "calendarsignin", ["expires_at"])


def downgrade() -> None:
    for table in ("calendarsignin", "meetinganswer", "seenmeeting", "calendarconnection"):
        op.drop_table(table)
    op.drop_column("contact", "added_by_call")
    op.drop_column("seat", "joined_at")
