"""Give drafts a column for their kind.

Until now, the column `time` of most drafts began with words for the kind (see `BEGINNINGS`). For
these drafts, the rest of `time` is copied into `about`. The other drafts get their kind like this:

- If `goal` is empty, the draft is a typed call (the kind "call").
- If `goal` has words and the draft has an account, the kind is "goal".
- If `goal` has words and the draft has no account, the kind is "admin message". All of `time` is
  copied into `about`.

The previous release can still run, but it does not find the drafts that this release writes. For
example, it can't undo a change that was made in this release.
"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

# The beginnings of `time`, by kind. If two beginnings start alike, the longer one comes first.
BEGINNINGS = {
    "earlier offer to undo": "before:offer to keep a line:kept just now:",
    "offer to undo": "offer to keep a line:kept just now:",
    "offer": "offer to keep a line:",
    "undo": "to undo:",
    "reply to marketing": "reply to marketing:",
    "answer to a rep": "answer to a rep:",
    "asks to choose from": "asked which ask to take",
    "calls to choose from": "asked which call:",
    "people asked for": "asked who is at:",
    "fact asked for": "asked for:",
    "absence asked for": "away on:",
    "account named": "talked about:",
    "call planned": "call planned:",
    "card shown": "card shown:",
}
ROWS = sa.table("draft", *map(sa.column, ("kind", "about", "account", "time", "goal")))


def upgrade() -> None:
    op.add_column("draft", sa.Column("kind", sa.String(), nullable=False, server_default="call"))
    op.add_column("draft", sa.Column("about", sa.Text(), nullable=False, server_default=""))
    unknown, time = ROWS.c.kind == "call", ROWS.c.time
    for kind, begins in BEGINNINGS.items():
        rest = sa.func.substr(time, len(begins) + 1)
        found = sa.update(ROWS).where(unknown, time.startswith(begins))
        op.execute(found.values(kind=kind, about=rest))
    has_words = sa.update(ROWS).where(unknown, ROWS.c.goal != "")
    op.execute(has_words.where(ROWS.c.account == "").values(kind="admin message", about=time))
    op.execute(has_words.values(kind="goal"))


def downgrade() -> None:
    for kind, begins in {**BEGINNINGS, "admin message": ""}.items():
        known = sa.update(ROWS).where(ROWS.c.kind == kind)
        op.execute(known.values(time=sa.literal(begins) + ROWS.c.about))
    op.drop_column("draft", "about")
    op.drop_column("draft", "kind")
