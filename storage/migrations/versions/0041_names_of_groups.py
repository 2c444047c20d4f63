"""Keep the name of the user group or CRM team that a team's members come from."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("team", sa.Column("group_name", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("team", "group_name")
