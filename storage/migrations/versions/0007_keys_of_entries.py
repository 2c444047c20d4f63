"""Recognise feed entries by several keys, and store how the last reading of a feed went."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _forget("key")
    op.add_column("feedsource", sa.Column("entries", sa.Integer(), nullable=True))
    left = sa.Column("left_over", sa.Integer(), nullable=False, server_default="0")
    op.add_column("feedsource", left)
    names = sa.Column("names_feed", sa.Text(), nullable=False, server_default="")
    op.add_column("feedsource", names)
    op.add_column("insight", sa.Column("source_at", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("insight", "source_at")
    for name in ("names_feed", "left_over", "entries"):
        op.drop_column("feedsource", name)
    _forget("guid")


def _forget(key: str) -> None:
    """Replace `feedseen` with an empty table. `key` is the name of its second column.

    This loses which entries of a feed were seen. At the next reading of a feed, all its entries
    count as seen, and none as new.
    """
    op.drop_table("feedseen")
    op.create_table(
        "feedseen",
        sa.Column("feed_id", sa.BigInteger(), nullable=False),
        sa.Column(key, sa.Text(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feedsource.id"]),
        sa.PrimaryKeyConstraint("feed_id", key),
    )
    op.execute("UPDATE feedsource SET etag = NULL, modified = NULL")
