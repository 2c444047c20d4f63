"""Reads the outbox for `python -m bot why`: what became of the messages to somebody."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Channel, Outbox, Person


async def recipients(session: AsyncSession, who: str) -> Sequence[Person | Channel]:
    """The people and channels with this platform id or name, in all workspaces."""
    people = select(Person).where(
        or_(col(Person.external) == who, func.lower(col(Person.name)) == who.lower())
    )
    channels = select(Channel).where(
        or_(col(Channel.external) == who, func.lower(col(Channel.name)) == who.lower())
    )
    return [*(await session.exec(people)).all(), *(await session.exec(channels)).all()]


async def rows(session: AsyncSession, to: Person | Channel, since: datetime) -> Sequence[Outbox]:
    """The rows to a person or channel in any state, due at `since` (UTC) or later, by due time."""
    goes = col(Outbox.person_id) if isinstance(to, Person) else col(Outbox.channel_id)
    wanted = (
        select(Outbox)
        .where(col(Outbox.tenant) == to.tenant, goes == to.id, col(Outbox.due_at) >= since)
        .order_by(col(Outbox.due_at), col(Outbox.id))
    )
    return (await session.exec(wanted)).all()
