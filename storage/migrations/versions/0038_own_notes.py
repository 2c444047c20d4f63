"""Add the table of a rep's own notes, which nobody else reads."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# A transaction sees only the rows of the tenant that it names, or all rows if it names "*".
OURS = (
    "CASE current_setting('attune.tenant') WHEN tenant THEN true WHEN '*' THEN true ELSE false END"
)


def upgrade() -> None:
    op.create_table(
        "ownnote",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("author_id", sa.BigInteger(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.BigInteger(), nullable=False),
        sqlite_autoincrement=True,  # never use an id again: buttons contain ids
    )
    op.create_index("own_note_by_account", "ownnote", ["account_id", "author_id", "noted_at"])
    op.create_index("own_note_by_age", "ownnote", ["noted_at"])
    op.create_index("ix_ownnote_author_id", "ownnote", ["author_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE ownnote ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE ownnote FORCE ROW LEVEL SECURITY")  # also for the table's owner
        op.execute(f"CREATE POLICY tenant ON ownnote USING ({OURS})")


def downgrade() -> None:
    op.drop_table("ownnote")
