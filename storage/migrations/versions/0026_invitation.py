"""Add a column to calls for what the calendar says about the invitation.

- "running": the series has had a meeting before.
- "theirs": a guest from outside sent the invitation.
- "": neither.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("call", sa.Column("invitation", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("call", "invitation")
