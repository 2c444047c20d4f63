"""Store counts that show how marketing and sales work together. Index the uses of insights."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

COUNTS = ("marketers", "asked", "closed")
MORE_COUNTS = ("published", "used", "reps", "calls", "prepared", "reflected")
USES = {
    "insight_use_by_verdict": ["insight_id", "verdict"],
    "insight_use_by_time": ["insight_id", "at", "person_id", "verdict"],
}


def upgrade() -> None:
    op.create_table(
        "exchange",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        sa.Column("first_answer_us", sa.BigInteger(), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in MORE_COUNTS),
        sa.PrimaryKeyConstraint("tenant"),
    )
    for name, columns in USES.items():
        op.create_index(name, "insightuse", columns)


def downgrade() -> None:
    for name in USES:
        op.drop_index(name, "insightuse")
    op.drop_table("exchange")
