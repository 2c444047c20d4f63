"""Copy everything from one database to another: from SQLite to PostgreSQL, or back."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy import Table, func, insert, select, text
from sqlmodel import SQLModel
from sqlmodel import select as select_rows
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.database import upgrade
from storage.database.connection import Database, DatabaseError
from storage.marketing import insight_matches
from storage.tables import Insight, Person

ROWS = 1_000  # rows copied at a time
# For PostgreSQL: sets the table's sequence, so that new rows get higher ids than the copied rows.
SEQUENCE = (
    "SELECT setval(pg_get_serial_sequence('{0}', 'id'), (SELECT max(id) FROM {0})) "
    "WHERE EXISTS (SELECT 1 FROM {0})"
)


async def copy_all(source: Database, target: Database) -> int:
    """Copy every row in one transaction, and return the number of rows.

    Nobody may write to the source during the copy. If the source is SQLite, we lock it. Raises
    DatabaseError if a database can't be read, if its schema version is not the one of this code, or
    if there are people in the target.
    """
    for database in (source, target):
        await upgrade.require(database)
    async with source.write() as reading, target.write() as writing:
        people = await (await writing.connection()).scalar(select(func.count()).select_from(Person))
        if people:
            raise DatabaseError("The database to copy to is not empty: there are people in it.")
        return await _copy(reading, writing)


async def _copy(reading: AsyncSession, writing: AsyncSession) -> int:
    """Copy every table's rows, and return how many were copied."""
    copied = 0
    to = await writing.connection()
    for table in SQLModel.metadata.sorted_tables:
        async for rows in _batches(reading, table):
            await to.execute(insert(table), rows)
            copied += len(rows)
        if to.dialect.name == "postgresql" and "id" in table.c:
            await to.execute(text(SEQUENCE.format(table.name)))
    # The full-text index differs between databases, so build it again.
    for insight in (await writing.exec(select_rows(Insight))).all():
        await insight_matches.index(writing, insight)
    return copied


async def _batches(session: AsyncSession, table: Table) -> AsyncIterator[Sequence[dict[str, Any]]]:
    connection = await session.connection()
    found = await connection.stream(select(table).order_by(*table.primary_key.columns))
    async for rows in found.mappings().partitions(ROWS):
        yield [dict(row) for row in rows]
