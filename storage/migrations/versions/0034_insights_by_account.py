"""Add an index to find a tenant's newest insights, and the insights about an account."""

from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("insight_by_account", "insight", ["tenant", "account_id", "id"])


def downgrade() -> None:
    op.drop_index("insight_by_account", "insight")
