"""Add a table of the messages that show something about a call, such as figures or a draft.

When a person deletes what a message shows, we empty the message.

Also add two columns to the table of measured calls:

- when the call began, according to the transcript's file
- whether the file gives the time zone of this time
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# As in 0023: a transaction sees only the tenant that it names.
OURS = (
    "CASE current_setting('attune.tenant') WHEN tenant THEN true WHEN '*' THEN true ELSE false END"
)


def upgrade() -> None:
    op.create_table(
        "shownmessage",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("call_id", sa.BigInteger(), sa.ForeignKey("call.id"), nullable=False),
        sa.Column("shows", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("shown_at", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint("person_id", "message"),
    )
    op.create_index("shown_message_by_call", "shownmessage", ["call_id", "person_id"])
    op.create_index("shown_message_by_age", "shownmessage", ["shown_at"])
    op.add_column("measuredcall", sa.Column("file_starts_at", sa.BigInteger(), nullable=True))
    op.add_column(
        "measuredcall",
        sa.Column("file_zoned", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE shownmessage ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE shownmessage FORCE ROW LEVEL SECURITY")  # for the owner, too
        op.execute(f"CREATE POLICY tenant ON shownmessage USING ({OURS})")


def downgrade() -> None:
    for column in ("file_zoned", "file_starts_at"):
        op.drop_column("measuredcall", column)
    op.drop_table("shownmessage")
