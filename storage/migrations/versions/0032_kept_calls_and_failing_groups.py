"""Add `call.kept_by` and `team.group_failing_since`.

`kept_by` lists people who hid the call from their manager and then gave up their seat in the call.
A seat says that a person is in the call. If one of these people gets a seat again, the call is
hidden from their manager again.

`group_failing_since` says since when a team's members can't be updated from its group.
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("team", sa.Column("group_failing_since", sa.BigInteger(), nullable=True))
    op.add_column("call", sa.Column("kept_by", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("call", "kept_by")
    op.drop_column("team", "group_failing_since")
