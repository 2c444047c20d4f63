"""Add columns for edits and corrections of insights, and for why a suggestion was declined."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("insight", sa.Column("replaces_id", sa.BigInteger(), nullable=True))
    op.add_column("insight", sa.Column("corrected_at", sa.BigInteger(), nullable=True))
    op.add_column("insight", sa.Column("declined", sa.Text(), nullable=False, server_default=""))
    op.create_index("insight_by_replaced", "insight", ["replaces_id", "state"])


def downgrade() -> None:
    op.drop_index("insight_by_replaced", "insight")
    op.drop_column("insight", "declined")
    op.drop_column("insight", "corrected_at")
    op.drop_column("insight", "replaces_id")
