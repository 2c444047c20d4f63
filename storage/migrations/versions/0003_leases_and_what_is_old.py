"""Add leases, and indexes for old outbox rows and for the insights that a person used.

Also, the two indexes of a person's seats now begin with the tenant. A process holds a lease while
it does work that no other process may do at the same time.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SEATS = {
    "seat_by_person": ["person_id", "starts_at"],
    "seat_by_person_account": ["person_id", "account_id", "starts_at"],
}
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

    for name, columns in SEATS.items():
        op.drop_index(name, "seat")
        op.create_index(name, "seat", ["tenant", *columns])
    op.create_index("insight_use_by_person", "insightuse", ["person_id", "call_id"])


def downgrade() -> None:
    op.drop_index("insight_use_by_person", "insightuse")
    for name, columns in SEATS.items():
        op.drop_index(name, "seat")
        op.create_index(name, "seat", columns)
    op.drop_index("outbox_old", "outbox")
    op.drop_table("lease")
