"""Add columns for a person's role before becoming an admin, and for a call's last change.

A call gets the person who changed it last, and its start and end before it was moved. An outbox row
gets the id of the sent message that it updates. A new index finds the sent rows about a subject.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SENT_ABOUT = sa.text("state = 'sent' AND about IS NOT NULL")
CALL = ("changed_by", "moved_from", "moved_from_end")


def upgrade() -> None:
    op.add_column("person", sa.Column("role_before", sa.String(), nullable=True))
    for name in CALL:
        op.add_column("call", sa.Column(name, sa.BigInteger(), nullable=True))
    op.add_column("outbox", sa.Column("replaces", sa.String(), nullable=True))
    op.create_index(
        "outbox_sent_about",
        "outbox",
        ["about", "kind"],
        sqlite_where=SENT_ABOUT,
        postgresql_where=SENT_ABOUT,
    )


def downgrade() -> None:
    op.drop_index("outbox_sent_about", "outbox")
    op.drop_column("outbox", "replaces")
    for name in reversed(CALL):
        op.drop_column("call", name)
    op.drop_column("person", "role_before")
