"""Leases for what one process does for all; settled rows found by their age."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SETTLED = sa.text("state <> 'open'")


def upgrade() -> None:
    op.create_table(
        "lease",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_index(
        "outbox_old", "outbox", ["settled_at"], sqlite_where=SETTLED, postgresql_where=SETTLED
    )


def downgrade() -> None:
    op.drop_index("outbox_old", "outbox")
    op.drop_table("lease")
