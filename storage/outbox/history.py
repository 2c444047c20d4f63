"""Query what became of the messages to somebody, mostly for `python -m bot why`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import LEFT
from storage.tables import Channel, Outbox, Person


async def recipients(session: AsyncSession, who: str) -> Sequence[Person | Channel]:
    """Return the people and channels with this platform id or name, in all workspaces.

    If there are none, and just one person has this first name, return that person.
    """
    people = select(Person).where(or_(col(Person.external) == who, named(col(Person.name), who)))
    channels = select(Channel).where(
        or_(col(Channel.external) == who, named(col(Channel.name), who))
    )
    found: Sequence[Person | Channel] = [
        *(await session.exec(people)).all(),
        *(await session.exec(channels)).all(),
    ]
    if found or not who.strip():
        return found
    first = func.lower(col(Person.name)).startswith(f"{who.lower()} ", autoescape=True)
    by_first_name = (await session.exec(select(Person).where(first).limit(2))).all()
    return by_first_name if len(by_first_name) == 1 else []


def named(column: Any, name: str) -> ColumnElement[bool]:  # noqa: ANN401 - a table's own column
    """Match a column with a name, ignoring case."""
    found: ColumnElement[bool] = func.lower(column) == name.lower()
    return found


async def rows(session: AsyncSession, to: Person | Channel, since: datetime) -> Sequence[Outbox]:
    """Return the rows for a person or channel that are due at `since` (UTC) or later.

    The row that is due first comes first.
    """
    goes = col(Outbox.person_id) if isinstance(to, Person) else col(Outbox.channel_id)
    wanted = (
        select(Outbox)
        .where(col(Outbox.tenant) == to.tenant, goes == to.id, col(Outbox.due_at) >= since)
        .order_by(col(Outbox.due_at), col(Outbox.id))
    )
    return (await session.exec(wanted)).all()


async def planned_for(
    session: AsyncSession, tenant: str, kind: str, about: int, since: datetime
) -> Sequence[Person]:
    """Return the people for whom a notice of this kind and subject was planned, sorted by name.

    It does not matter whether the notice was sent. Notices that were due before `since` (UTC), and
    people who have left the company, are left out.
    """
    rows = select(Outbox.person_id).where(
        col(Outbox.tenant) == tenant,
        col(Outbox.kind) == kind,
        col(Outbox.about) == about,
        col(Outbox.due_at) >= since,
    )
    wanted = (
        select(Person)
        .where(col(Person.tenant) == tenant, col(Person.id).in_(rows), col(Person.standing) != LEFT)
        .order_by(col(Person.name), col(Person.id))
    )
    return (await session.exec(wanted)).all()
