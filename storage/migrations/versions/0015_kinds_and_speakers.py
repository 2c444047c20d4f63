"""Add columns about calls, contacts, seats and reflections.

A seat is one person's place in a call. The columns have:

- for a call: its title and its kind
- for a contact: the buying role
- for a seat: the texts that were chosen for the person
- for a reflection: which contact said the noted words, what the author's focus was, whether the
  author kept to it in the call, and which patterns we showed
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "reflection_by_author_account", "reflection", ["author_id", "account_id", "called_at"]
    )
    op.create_index("ix_callcontact_contact_id", "callcontact", ["contact_id"])
    op.add_column("contact", sa.Column("buying_role", sa.String(), nullable=True))
    op.add_column("call", sa.Column("title", sa.Text(), nullable=False, server_default=""))
    op.add_column("call", sa.Column("kind", sa.String(), nullable=True))
    op.add_column("seat", sa.Column("research", sa.Text(), nullable=False, server_default=""))
    op.add_column("seat", sa.Column("line", sa.String(), nullable=True))
    op.add_column("seat", sa.Column("line_dismissed_at", sa.BigInteger(), nullable=True))
    op.add_column("reflection", sa.Column("heard_from", sa.BigInteger(), nullable=True))
    op.add_column("reflection", sa.Column("focus_id", sa.String(), nullable=True))
    op.add_column("reflection", sa.Column("kept_focus", sa.String(), nullable=True))
    op.add_column("reflection", sa.Column("pattern", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_index("reflection_by_author_account", "reflection")
    op.drop_index("ix_callcontact_contact_id", "callcontact")
    for name in ("pattern", "kept_focus", "focus_id", "heard_from"):
        op.drop_column("reflection", name)
    for name in ("line_dismissed_at", "line", "research"):
        op.drop_column("seat", name)
    for name in ("kind", "title"):
        op.drop_column("call", name)
    op.drop_column("contact", "buying_role")
