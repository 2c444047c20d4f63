"""Add the Teams meeting of a call, and when the call really began and ended."""

import sqlalchemy as sa
from alembic import op

from storage.meetings.meeting_links import teams_meeting_of

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

HAS_MEETING = sa.text("meeting <> ''")


def upgrade() -> None:
    op.add_column("call", sa.Column("meeting", sa.Text(), nullable=False, server_default=""))
    op.add_column("call", sa.Column("started_at", sa.BigInteger(), nullable=True))
    op.add_column("call", sa.Column("ended_at", sa.BigInteger(), nullable=True))
    call = sa.table("call", sa.column("id"), sa.column("join_url"), sa.column("meeting"))
    connection = op.get_bind()
    links = sa.select(call.c.id, call.c.join_url).where(call.c.join_url.contains("teams."))
    for id_, link in connection.execute(links).all():
        if meeting := teams_meeting_of(link):
            connection.execute(sa.update(call).where(call.c.id == id_).values(meeting=meeting))
    op.create_index(
        "call_by_meeting",
        "call",
        ["tenant", "meeting", "starts_at"],
        sqlite_where=HAS_MEETING,
        postgresql_where=HAS_MEETING,
    )


def downgrade() -> None:
    op.drop_index("call_by_meeting", "call")
    for column in ("ended_at", "started_at", "meeting"):
        op.drop_column("call", column)
