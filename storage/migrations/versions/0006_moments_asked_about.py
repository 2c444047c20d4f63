"""Add columns to drafts for a call whose time was typed: its start, its end and its time zone.

A draft keeps typed text until the person answers a question about the text.
"""

import sqlalchemy as sa
from alembic import op

from storage.tables.types import Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("draft", sa.Column("starts_at", Moment(), nullable=True))
    op.add_column("draft", sa.Column("ends_at", Moment(), nullable=True))
    op.add_column("draft", sa.Column("zone", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("draft", "zone")
    op.drop_column("draft", "ends_at")
    op.drop_column("draft", "starts_at")
