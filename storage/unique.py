"""Rows that may be there already."""

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
