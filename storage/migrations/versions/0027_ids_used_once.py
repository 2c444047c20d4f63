"""Ids of deleted rows are not used again on SQLite, as they are not on PostgreSQL.

Messages keep their buttons. One about a promise that was deleted must not be about another promise
later; but SQLite gives a new row the id of the newest one if that was deleted.

Only a word in the definitions of the tables changes, and not how rows are stored. SQLite documents
this way of changing a definition; the other way would copy every table.
"""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

# The tables whose ids stand in buttons.
TABLES = (
    "account",
    "ask",
    "asknote",
    "calendarconnection",
    "call",
    "channel",
    "commitment",
    "contact",
    "draft",
    "feedsource",
    "insight",
    "measuredcall",
    "opentranscript",
    "person",
    "reflection",
    "transcriptconsent",
)
AGAIN, ONCE = "PRIMARY KEY (id)", "PRIMARY KEY (id AUTOINCREMENT)"


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    # SQLite's own table of the ids that were used comes with the first table that needs it.
    op.execute("CREATE TABLE used_once (id INTEGER PRIMARY KEY AUTOINCREMENT)")
    op.execute("DROP TABLE used_once")
    _redefine(AGAIN, ONCE)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _redefine(ONCE, AGAIN)
        op.execute("DELETE FROM sqlite_sequence")


def _redefine(before: str, after: str) -> None:
    version = op.get_bind().exec_driver_sql("PRAGMA schema_version").scalar_one()
    op.execute("PRAGMA writable_schema = ON")
    for table in TABLES:
        op.execute(
            f"UPDATE sqlite_master SET sql = replace(sql, '{before}', '{after}') "  # noqa: S608 - ours
            f"WHERE type = 'table' AND name = '{table}'"
        )
    op.execute(f"PRAGMA schema_version = {version + 1}")  # other connections read it again
    op.execute("PRAGMA writable_schema = RESET")  # so does this one
