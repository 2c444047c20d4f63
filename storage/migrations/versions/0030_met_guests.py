"""Add the guests whom reps have met, according to their calendars."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# As in 0023: a transaction sees only the tenant that it names, or all tenants if it names "*".
OURS = (
    "CASE current_setting('attune.tenant') WHEN tenant THEN true WHEN '*' THEN true ELSE false END"
)


def upgrade() -> None:
    op.create_table(
        "metguest",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column(
            "calendar_id", sa.BigInteger(), sa.ForeignKey("calendarconnection.id"), nullable=False
        ),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.UniqueConstraint("calendar_id", "starts_at", "address"),
    )
    op.create_index("met_guest_over", "metguest", ["starts_at"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE metguest ENABLE ROW LEVEL SECURITY")
        # Without FORCE, PostgreSQL would not apply the policy to the owner of the table.
        op.execute("ALTER TABLE metguest FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY tenant ON metguest USING ({OURS})")


def downgrade() -> None:
    op.drop_table("metguest")
