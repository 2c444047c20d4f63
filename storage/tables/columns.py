"""Columns and indexes that several tables share."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Index, Integer, literal_column, text
from sqlmodel import Field

# Conditions of partial indexes.
OPEN_ROW = text("state = 'open'")
SENT_ABOUT = text("state = 'sent' AND about IS NOT NULL")
SETTLED_ROW = text("state <> 'open'")
OF_A_CALL = text("call_id IS NOT NULL")
HAS_EMAIL = text("email IS NOT NULL")
HAS_SOURCE_ID = text("source_id IS NOT NULL")
HAS_MEETING = text("meeting <> ''")
# Compare a column with these literals, not with the strings "open" and "sent". SQLAlchemy makes a
# string a bound parameter, and then PostgreSQL's generic plan can't use the partial indexes.
OPEN: ColumnElement[str] = literal_column("'open'")
SENT: ColumnElement[str] = literal_column("'sent'")


def by_email(table: str) -> Index:
    """Return an index of a table's rows by tenant and email address."""
    return Index(
        f"{table}_by_email",
        "tenant",
        "email",
        sqlite_where=HAS_EMAIL,
        postgresql_where=HAS_EMAIL,
    )


def key_field() -> Any:  # noqa: ANN401 - what SQLModel's own Field returns
    """Define the id of a row: 64 bits on PostgreSQL, the rowid on SQLite."""
    return Field(
        default=None,
        primary_key=True,
        sa_type=BigInteger().with_variant(Integer(), "sqlite"),
    )
