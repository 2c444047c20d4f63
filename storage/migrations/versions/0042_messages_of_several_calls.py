"""Let a message show several calls.

A message gets a row for each call that it shows. So if the data of one of these calls is deleted,
we can find the message and empty it. The new constraint also allows what the previous release
writes: one call for each message.
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

# We created the old constraint without a name, so PostgreSQL chose one. On SQLite, the constraint
# has no name, so Alembic finds it by the name that this convention gives it.
NAMES = {"uq": "%(table_name)s_%(column_0_N_name)s_key"}
OLD = "shownmessage_person_id_message_key"
NEW = "shownmessage_person_id_message_call_id_shows_key"


def upgrade() -> None:
    _replace(OLD, NEW, ["person_id", "message", "call_id", "shows"])
    # Until now, a message with a list of reflections had one row, with the value "shared list".
    op.execute("UPDATE shownmessage SET shows = 'shared reflection' WHERE shows = 'shared list'")


def downgrade() -> None:
    rows = sa.table("shownmessage", sa.column("id"), sa.column("person_id"), sa.column("message"))
    first = sa.select(sa.func.min(rows.c.id)).group_by(rows.c.person_id, rows.c.message)
    op.execute(sa.delete(rows).where(rows.c.id.not_in(first)))
    _replace(NEW, OLD, ["person_id", "message"])


def _replace(old: str, new: str, columns: list[str]) -> None:
    with op.batch_alter_table("shownmessage", naming_convention=NAMES) as messages:
        messages.drop_constraint(old, type_="unique")
        messages.create_unique_constraint(new, columns)
