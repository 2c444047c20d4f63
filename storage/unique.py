"""Rows that may be there already, and transactions that get in each other's way."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

Done = TypeVar("Done")

TRIES = 3
DEADLOCK, NOT_SERIALIZABLE = "40P01", "40001"  # PostgreSQL's codes


def lost_a_race(error: DBAPIError) -> bool:
    """Whether another transaction may have come between: done once more, this one sees it."""
    code = getattr(error.orig, "sqlstate", "")
    return isinstance(error, IntegrityError) or code in (DEADLOCK, NOT_SERIALIZABLE)


async def once_more(transaction: Callable[[], Awaitable[Done]]) -> Done:
    """What a transaction comes to; where it loses a race to another, it is tried anew, twice."""
    for _ in range(TRIES - 1):
        try:
            return await transaction()
        except DBAPIError as error:
            if not lost_a_race(error):
                raise
    return await transaction()


async def insert(session: AsyncSession, row: SQLModel) -> bool:
    """Insert a row; False, and nothing changed, if a unique constraint refuses it.

    The constraint decides, not a look beforehand: of two at once exactly one gets True.
    """
    try:
        async with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    return True


async def insert_all(session: AsyncSession, rows: Sequence[SQLModel]) -> None:
    """Insert rows of one table, but for those that a unique constraint refuses; no ids are set."""
    if not rows:
        return
    connection = await session.connection()
    engine = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = engine.insert(type(rows[0])).on_conflict_do_nothing()
    values = [row.model_dump(exclude={"id"}) for row in rows]
    await connection.execute(statement, values)
