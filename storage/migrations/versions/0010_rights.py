"""Where an admin's role comes from; who changed a call last, and when it was before."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

CALL = ("changed_by", "moved_from", "moved_from_end")


def upgrade() -> None:
    op.add_column("person", sa.Column("role_before", sa.String(), nullable=True))
    for name in CALL:
        op.add_column("call", sa.Column(name, sa.BigInteger(), nullable=True))


def downgrade() -> None:
    for name in reversed(CALL):
        op.drop_column("call", name)
    op.drop_column("person", "role_before")
