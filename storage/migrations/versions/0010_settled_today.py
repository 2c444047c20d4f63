"""Add an index to find the promises that somebody settled today."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("commitment_settled_by_owner", "commitment", ["owner_id", "settled_at"])


def downgrade() -> None:
    op.drop_index("commitment_settled_by_owner", "commitment")
