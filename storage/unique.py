"""Rows that may be there already."""

from collections.abc import Sequence

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession


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
