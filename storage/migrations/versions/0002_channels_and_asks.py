"""Add channels, their subscriptions, and asks. Outbox rows can go to a channel."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("state = 'open'")
NOT_CLOSED = sa.text("closed_at IS NULL")


def upgrade() -> None:
    _channels()
    _asks()
    with op.batch_alter_table("outbox") as outbox:
        outbox.alter_column("person_id", existing_type=sa.BigInteger(), nullable=True)
        outbox.add_column(sa.Column("channel_id", sa.BigInteger(), nullable=True))
        outbox.add_column(sa.Column("about", sa.BigInteger(), nullable=True))
        outbox.create_foreign_key("outbox_to_channel", "channel", ["channel_id"], ["id"])
        outbox.create_check_constraint(
            "outbox_to_one", "(person_id IS NULL) <> (channel_id IS NULL)"
        )
    op.create_index("outbox_by_channel", "outbox", ["channel_id", "state", "due_at"])
    op.create_index(
        "outbox_open_about", "outbox", ["about", "kind"], sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.drop_column("insight", "publish_at")
    op.add_column(
        "reflection", sa.Column("attribution", sa.String(), server_default="", nullable=False)
    )
    op.create_index("seat_by_time", "seat", ["tenant", "starts_at"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TABLE insight_words "
            "(rowid BIGINT PRIMARY KEY, words TSVECTOR NOT NULL, tenant TEXT NOT NULL)"
        )
        op.execute("CREATE INDEX insight_words_found ON insight_words USING GIN (words)")


def _channels() -> None:
    op.create_table(
        "channel",
        sa.Column("id", KEY, nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("external", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("opens_at", sa.Time(), nullable=False),
        sa.Column("closes_at", sa.Time(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("subscribed_by", sa.BigInteger(), nullable=False),
        sa.Column("unreachable", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["subscribed_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("tenant", "external"),
    )
    op.create_table(
        "subscription",
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"]),
        sa.PrimaryKeyConstraint("channel_id", "tag", "value"),
    )
    op.create_index("subscription_by_tag", "subscription", ["tenant", "tag", "value"])


def _asks() -> None:
    op.create_table(
        "ask",
        sa.Column("id", KEY, nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("call_id", sa.BigInteger(), nullable=True),
        sa.Column("insight_id", sa.BigInteger(), nullable=True),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("taken_by", sa.BigInteger(), nullable=True),
        sa.Column("first_answer_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"]),
        sa.ForeignKeyConstraint(["insight_id"], ["insight.id"]),
        sa.ForeignKeyConstraint(["taken_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ask_by_time", "ask", ["tenant", "asked_at"])
    op.create_index("ask_by_author", "ask", ["author_id", "asked_at"])
    op.create_index("ask_by_call", "ask", ["call_id", "author_id"])
    op.create_index(
        "ask_not_closed",
        "ask",
        ["tenant", "asked_at"],
        sqlite_where=NOT_CLOSED,
        postgresql_where=NOT_CLOSED,
    )
    op.create_table(
        "asknote",
        sa.Column("id", KEY, nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("ask_id", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["ask_id"], ["ask.id"]),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ask_note_by_ask", "asknote", ["ask_id", "id"])


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TABLE insight_words")
    op.drop_index("seat_by_time", "seat")
    op.drop_column("reflection", "attribution")
    op.add_column("insight", sa.Column("publish_at", sa.BigInteger(), nullable=True))
    op.execute("DELETE FROM outbox WHERE person_id IS NULL")
    op.drop_index("outbox_open_about", "outbox")
    op.drop_index("outbox_by_channel", "outbox")
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_constraint("outbox_to_one", type_="check")
        outbox.drop_constraint("outbox_to_channel", type_="foreignkey")
        outbox.drop_column("about")
        outbox.drop_column("channel_id")
        outbox.alter_column("person_id", existing_type=sa.BigInteger(), nullable=False)
    op.drop_table("asknote")
    op.drop_table("ask")
    op.drop_table("subscription")
    op.drop_table("channel")
