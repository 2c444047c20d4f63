"""Add two columns: the goal that *Undo* brings back, and which messages show a call's figures."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("draft", sa.Column("goal", sa.Text(), nullable=False, server_default=""))
    op.add_column(
        "measuredcall", sa.Column("shown_in", sa.Text(), nullable=False, server_default="")
    )


def downgrade() -> None:
    op.drop_column("measuredcall", "shown_in")
    op.drop_column("draft", "goal")
