"""Add tables for installations, admins' choices and the audit log.

Also add the times at which a person was welcomed, left or was erased, the time at which a contact
was erased, and columns that tell which of two copies of a meeting is newer.
"""

from time import time_ns

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

INSERT_ONLY = (
    """
    CREATE FUNCTION audit_is_insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND current_setting('attune.deletes_audit', true) = 'on' THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'entries of the audit log are neither changed nor deleted'
            USING ERRCODE = 'insufficient_privilege';
    END $$
    """,
    """
    CREATE TRIGGER audit_rows BEFORE UPDATE OR DELETE ON audit
        FOR EACH ROW EXECUTE FUNCTION audit_is_insert_only()
    """,
    """
    CREATE TRIGGER audit_whole BEFORE TRUNCATE ON audit
        FOR EACH STATEMENT EXECUTE FUNCTION audit_is_insert_only()
    """,
)
REVISION = ("sequence", "modified_at")  # columns that tell which copy of a meeting is newer
PERSON = ("welcomed_at", "left_at", "erased_at")


def upgrade() -> None:
    for column in PERSON:
        op.add_column("person", sa.Column(column, sa.BigInteger(), nullable=True))
    op.add_column("contact", sa.Column("erased_at", sa.BigInteger(), nullable=True))
    for column in REVISION:
        op.add_column("seenmeeting", sa.Column(column, sa.BigInteger(), nullable=True))
    _date_people()
    op.create_table(
        "workspace",
        sa.Column("tenant", sa.String(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("enterprise", sa.String(), nullable=True),
        sa.Column("app", sa.String(), nullable=True),
        sa.Column("bot_user", sa.String(), nullable=True),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("installer", sa.String(), nullable=True),
        sa.Column("token", sa.Text(), nullable=True),
        sa.Column("refresh_token", sa.Text(), nullable=True),
        sa.Column("token_expires_at", sa.BigInteger(), nullable=True),
        sa.Column("installed_at", sa.BigInteger(), nullable=False),
        sa.Column("gone_at", sa.BigInteger(), nullable=True),
        sa.Column("gone_why", sa.String(), nullable=True),
        sa.Column("purged_at", sa.BigInteger(), nullable=True),
    )
    op.create_table(
        "installstate",
        sa.Column("state", sa.String(), primary_key=True),
        sa.Column("cookie", sa.String(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
    )
    op.create_index("install_state_expiry", "installstate", ["expires_at"])
    op.create_table(
        "policy",
        sa.Column("tenant", sa.String(), primary_key=True),
        sa.Column("retain", sa.JSON(), nullable=False),
        sa.Column("figures_off", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_by", sa.BigInteger(), sa.ForeignKey("person.id"), nullable=True),
    )
    op.create_table(
        "audit",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.BigInteger(), nullable=True),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("target_kind", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
    )
    op.create_index("audit_by_time", "audit", ["tenant", "at"])
    if op.get_bind().dialect.name == "postgresql":
        for statement in INSERT_ONLY:
            op.execute(statement)


def downgrade() -> None:
    for table in ("audit", "policy", "installstate", "workspace"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_is_insert_only")
    for column in reversed(REVISION):
        op.drop_column("seenmeeting", column)
    op.drop_column("contact", "erased_at")
    for column in reversed(PERSON):
        op.drop_column("person", column)


def _date_people() -> None:
    """Set `welcomed_at` to now for everybody, and `left_at` to now for people who have left."""
    person = sa.table("person", *map(sa.column, ("standing", "welcomed_at", "left_at")))
    now = time_ns() // 1000
    op.execute(sa.update(person).values(welcomed_at=sa.literal(now, sa.BigInteger())))
    left = sa.update(person).where(person.c.standing == "left")
    op.execute(left.values(left_at=sa.literal(now, sa.BigInteger())))
