"""Insert rows unless a unique constraint refuses them, and retry conflicting transactions."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import plan_changes
from storage.sql.built_once import built_once

Done = TypeVar("Done")

# If several processes read calendars with the same meetings, three deadlocks in a row can happen.
TRIES = 6
DEADLOCK, NOT_SERIALIZABLE = "40P01", "40001"  # PostgreSQL's codes


def is_conflict(error: DBAPIError) -> bool:
    """Return whether a concurrent transaction may have caused the error. A retry may succeed."""
    code = getattr(error.orig, "sqlstate", "")
    return isinstance(error, IntegrityError) or code in (DEADLOCK, NOT_SERIALIZABLE)


async def retry_on_conflict(transaction: Callable[[], Awaitable[Done]]) -> Done:
    """Run a transaction and return its result. Retry up to five times after a conflict."""
    for _ in range(TRIES - 1):
        try:
            return await transaction()
        except DBAPIError as error:
            if not is_conflict(error):
                raise
    return await transaction()


async def insert(session: AsyncSession, row: SQLModel) -> bool:
    """Insert a row. If a constraint refuses the row, change nothing and return False.

    Of two concurrent inserts of the same row, exactly one returns True.
    """
    try:
        async with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    return True


async def insert_once(session: AsyncSession, row: SQLModel) -> bool:
    """Insert a row with one statement. (`insert` needs three.)

    Return False if a unique constraint refuses the row. `row.id` stays unset in any case.
    """
    plan_changes.note(session, [row])
    connection = await session.connection()
    done = await connection.execute(
        _unless_refused(connection.dialect.name, type(row)),
        row.model_dump(exclude={"id"}),
        execution_options={"preserve_rowcount": True},
    )
    return done.rowcount == 1


async def insert_all(session: AsyncSession, rows: Sequence[SQLModel]) -> None:
    """Insert rows of one table, except those that a unique constraint refuses.

    The ids of the objects in `rows` stay unset.
    """
    if not rows:
        return
    plan_changes.note(session, rows)
    connection = await session.connection()
    values = [row.model_dump(exclude={"id"}) for row in rows]
    await connection.execute(_unless_refused(connection.dialect.name, type(rows[0])), values)


@built_once
def _unless_refused(dialect: str, table: type[SQLModel]) -> Insert:
    if dialect == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing()
    return postgresql.insert(table).on_conflict_do_nothing()
