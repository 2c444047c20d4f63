"""Add `word` and `missed_at` to the meetings seen in calendars, and an index by call.

`word` has a detail of the column `reason`, such as the mail domain of an invited company. `word` is
"" if `reason` needs no detail. `missed_at` is set if a reading of the calendar lacked the meeting
and we doubt that reading.
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
    # If the reason was "word in the title", the release with this migration stored the word from
    # the title in `word`. This migration can't do so, because we do not keep titles. Instead, it
    # removes the meeting's fingerprint: the next reading of the calendar then judges the meeting
    # again.
    meeting = sa.table("seenmeeting", sa.column("reason"), sa.column("fingerprint"))
    by_word = meeting.c.reason == "word in the title"
    op.execute(sa.update(meeting).where(by_word).values(fingerprint=""))


def downgrade() -> None:
    op.drop_index("seen_meeting_by_call", "seenmeeting")
    for column in ("missed_at", "word"):
        op.drop_column("seenmeeting", column)
