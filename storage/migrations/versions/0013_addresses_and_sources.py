"""Add email addresses of people and contacts, accounts' domains, and sources of calls."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

HAS_EMAIL = sa.text("email IS NOT NULL")
HAS_SOURCE_ID = sa.text("source_id IS NOT NULL")
ADDRESSED = ("person", "contact")


def upgrade() -> None:
    for table in ADDRESSED:
        op.add_column(table, sa.Column("email", sa.String(), nullable=True))
        op.create_index(
            f"{table}_by_email",
            table,
            ["tenant", "email"],
            sqlite_where=HAS_EMAIL,
            postgresql_where=HAS_EMAIL,
        )
    op.create_table(
        "accountdomain",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("tenant", "domain"),
    )
    op.create_index("ix_accountdomain_account_id", "accountdomain", ["account_id"])
    op.add_column("call", sa.Column("source", sa.String(), nullable=False, server_default="typed"))
    op.add_column("call", sa.Column("source_id", sa.String(), nullable=True))
    op.create_index(
        "call_by_source_id",
        "call",
        ["tenant", "source_id", "source"],
        unique=True,
        sqlite_where=HAS_SOURCE_ID,
        postgresql_where=HAS_SOURCE_ID,
    )


def downgrade() -> None:
    op.drop_index("call_by_source_id", "call")
    op.drop_column("call", "source_id")
    op.drop_column("call", "source")
    op.drop_table("accountdomain")
    for table in reversed(ADDRESSED):
        op.drop_index(f"{table}_by_email", table)
        op.drop_column(table, "email")
