"""Claim rows that are due, so that only one process works on each."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import update
from sqlalchemy.orm import Mapped
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

Key = TypeVar("Key", int, str)


async def claim_due(
    session: AsyncSession,
    table: type[SQLModel],
    key: Mapped[Key],
    due: SelectOfScalar[Key],
    until: datetime,
) -> Sequence[Key]:
    """Claim the rows whose keys are selected by `due`, and return these keys.

    The claim lasts until `until` (UTC), which is stored as the `next_at` of the rows. Rows that
    another process is claiming at this moment are left out.
    """
    claimed = await session.exec(
        update(table)
        .where(key.in_(due.with_for_update(skip_locked=True)))
        .values(next_at=until)
        .returning(key)
        .execution_options(synchronize_session=False)
    )
    return [row[0] for row in claimed.all()]
