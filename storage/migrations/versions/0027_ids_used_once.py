"""Stop SQLite from giving the ids of deleted rows to new rows. PostgreSQL never gives an id twice.

A button stays in its message after its row is deleted. For example, a button about a deleted
promise must not act on a later promise that got the same id.

Only the word AUTOINCREMENT is added to the tables' definitions, in a way that SQLite documents.
Alembic's own way to change a definition would copy every table.
"""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

# The tables whose ids are in buttons.
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
REUSED, USED_ONCE = "PRIMARY KEY (id)", "PRIMARY KEY (id AUTOINCREMENT)"


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    # `sqlite_sequence` is where SQLite stores the highest id of each table. SQLite creates it
    # together with the first table that has AUTOINCREMENT, so we create such a table, and drop it
    # again.
    op.execute("CREATE TABLE used_once (id INTEGER PRIMARY KEY AUTOINCREMENT)")
    op.execute("DROP TABLE used_once")
    _redefine(REUSED, USED_ONCE)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _redefine(USED_ONCE, REUSED)
        op.execute("DELETE FROM sqlite_sequence")


def _redefine(before: str, after: str) -> None:
    version = op.get_bind().exec_driver_sql("PRAGMA schema_version").scalar_one()
    op.execute("PRAGMA writable_schema = ON")
    for table in TABLES:
        op.execute(
            f"UPDATE sqlite_master SET sql = replace(sql, '{before}', '{after}') "  # noqa: S608 - ours
            f"WHERE type = 'table' AND name = '{table}'"
        )
    op.execute(
        f"PRAGMA schema_version = {version + 1}"
    )  # makes other connections read the definitions again
    op.execute("PRAGMA writable_schema = RESET")  # makes this connection read them again
