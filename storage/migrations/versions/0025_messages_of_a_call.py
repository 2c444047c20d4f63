"""Add an index of the outbox by call, because deleting a call looks for its messages."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

OF_A_CALL = sa.text("call_id IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "outbox_by_call",
        "outbox",
        ["call_id"],
        sqlite_where=OF_A_CALL,
        postgresql_where=OF_A_CALL,
    )


def downgrade() -> None:
    op.drop_index("outbox_by_call", "outbox")
