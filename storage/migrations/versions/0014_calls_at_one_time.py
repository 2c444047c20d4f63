"""Allow several calls with an account at one time, by dropping a unique index.

Processes of the previous release may then store a call twice, if two of them plan it at the same
moment. If two colleagues have calls with an account at one time, the previous release shows only
one of these calls.
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
    """Create the index again. This fails if an account has several planned calls at one time."""
    op.create_index(
        "call_once",
        "call",
        ["tenant", "account_id", "starts_at"],
        unique=True,
        sqlite_where=PLANNED,
        postgresql_where=PLANNED,
    )
