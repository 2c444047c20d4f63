"""Add the names that a language model gave to themes.

A theme is a phrase that buyers at several accounts have used.
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0034"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# A transaction sees only the rows of the tenant that it names, or all rows if it names "*".
OURS = (
    "CASE current_setting('attune.tenant') WHEN tenant THEN true WHEN '*' THEN true ELSE false END"
)


def upgrade() -> None:
    op.create_table(
        "themename",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("phrase", sa.Text(), nullable=False),
        sa.Column("team_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint("tenant", "phrase"),
        sqlite_autoincrement=True,  # never use an id again: buttons contain ids
    )
    op.create_index("theme_name_by_age", "themename", ["seen_at"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE themename ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE themename FORCE ROW LEVEL SECURITY")  # also for the table's owner
        op.execute(f"CREATE POLICY tenant ON themename USING ({OURS})")


def downgrade() -> None:
    op.drop_table("themename")
