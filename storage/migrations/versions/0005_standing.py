"""Add people's standing ("member", "guest" …), and the locale that the platform reports."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("locale", sa.String(), nullable=True))
    standing = sa.Column("standing", sa.String(), nullable=False, server_default="member")
    op.add_column("person", standing)


def downgrade() -> None:
    op.drop_column("person", "standing")
    op.drop_column("person", "locale")
