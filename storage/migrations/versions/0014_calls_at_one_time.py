"""An account may have several calls at one time: the unique index on that goes.

The previous release only loses a guard. If two of its processes plan the same call at the same
moment, it may be on file twice. Where two colleagues have calls at one time, it shows one of them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

PLANNED = sa.text("status = 'planned'")


def upgrade() -> None:
    op.drop_index("call_once", "call")


def downgrade() -> None:
    """Fails if there are several planned calls with an account at one time."""
    op.create_index(
        "call_once",
        "call",
        ["tenant", "account_id", "starts_at"],
        unique=True,
        sqlite_where=PLANNED,
        postgresql_where=PLANNED,
    )
