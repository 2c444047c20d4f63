"""Add `word` and `missed_at` to the meetings seen in calendars, and an index by call.

If a word in the title decided whether the meeting is a call, `word` is for that word. `missed_at`
is set if the calendar no longer lists the meeting.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

HAS_CALL = sa.text("call_id IS NOT NULL")


def upgrade() -> None:
    op.add_column("seenmeeting", sa.Column("word", sa.Text(), nullable=False, server_default=""))
    op.add_column("seenmeeting", sa.Column("missed_at", sa.BigInteger(), nullable=True))
    op.create_index(
        "seen_meeting_by_call",
        "seenmeeting",
        ["call_id"],
        sqlite_where=HAS_CALL,
        postgresql_where=HAS_CALL,
    )
    # If a word in the title decided whether a meeting is a call, we can't fill in `word` here,
    # because we do not keep titles. We remove the meeting's fingerprint, so that the next reading
    # of the calendar judges the meeting again.
    meeting = sa.table("seenmeeting", sa.column("reason"), sa.column("fingerprint"))
    by_word = meeting.c.reason == "word in the title"
    op.execute(sa.update(meeting).where(by_word).values(fingerprint=""))


def downgrade() -> None:
    op.drop_index("seen_meeting_by_call", "seenmeeting")
    for column in ("missed_at", "word"):
        op.drop_column("seenmeeting", column)
