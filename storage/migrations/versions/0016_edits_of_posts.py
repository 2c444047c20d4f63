"""Count how often a post of the playground was changed."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "playgroundpost", sa.Column("edits", sa.Integer(), nullable=False, server_default="0")
    )


def downgrade() -> None:
    op.drop_column("playgroundpost", "edits")
