"""The outbox: what is to be pushed, and to whom. Rows are the truth.

What the loop does with them is in `claims`. All times are UTC. Nothing here reads the clock.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import OPEN, Channel, Outbox, Person
from storage.unique import insert_all


async def open_of_person(session: AsyncSession, tenant: str, person_id: int) -> Sequence[Outbox]:
    """A person's open rows."""
    wanted = select(Outbox).where(
        col(Outbox.tenant) == tenant, col(Outbox.person_id) == person_id, col(Outbox.state) == OPEN
    )
    return (await session.exec(wanted)).all()


async def open_rows(session: AsyncSession, tenant: str) -> Sequence[Outbox]:
    """All that is to go out in a tenant."""
    wanted = select(Outbox).where(col(Outbox.tenant) == tenant, col(Outbox.state) == OPEN)
    return (await session.exec(wanted)).all()


async def open_about(session: AsyncSession, tenant: str, kind: str, about: int) -> Sequence[Outbox]:
    """The open rows of a kind about the same thing."""
    wanted = select(Outbox).where(
        col(Outbox.tenant) == tenant,
        col(Outbox.kind) == kind,
        col(Outbox.about) == about,
        col(Outbox.state) == OPEN,
    )
    return (await session.exec(wanted)).all()


async def open_of_channel(
    session: AsyncSession, tenant: str, channel_id: int, kind: str
) -> Sequence[Outbox]:
    """A channel's open rows of a kind."""
    wanted = select(Outbox).where(
        col(Outbox.tenant) == tenant,
        col(Outbox.channel_id) == channel_id,
        col(Outbox.state) == OPEN,
        col(Outbox.kind) == kind,
    )
    return (await session.exec(wanted)).all()


async def with_keys(session: AsyncSession, tenant: str, keys: Collection[str]) -> dict[str, Outbox]:
    """The rows with these keys, in whatever state, by key."""
    if not keys:
        return {}
    wanted = select(Outbox).where(col(Outbox.tenant) == tenant, col(Outbox.key).in_(keys))
    return {row.key: row for row in (await session.exec(wanted)).all()}


async def sent_between(
    session: AsyncSession, tenant: str, person_id: int, since: datetime, until: datetime
) -> int:
    """How many messages went out to a person in [since, until)."""
    wanted = select(func.count(func.distinct(col(Outbox.message)))).where(
        col(Outbox.tenant) == tenant,
        col(Outbox.person_id) == person_id,
        col(Outbox.state) == "sent",
        col(Outbox.settled_at) >= since,
        col(Outbox.settled_at) < until,
    )
    return (await session.exec(wanted)).one()


async def open_by(
    session: AsyncSession, tenant: str, person_id: int, day: date
) -> Sequence[Outbox]:
    """What is still to go out to a person by the end of their own day, overdue rows included."""
    wanted = select(Outbox).where(
        col(Outbox.tenant) == tenant,
        col(Outbox.person_id) == person_id,
        col(Outbox.state) == OPEN,
        col(Outbox.day) <= day,
    )
    return (await session.exec(wanted)).all()


async def last_wordings(
    session: AsyncSession, tenant: str, person_id: int, most: int
) -> Sequence[str]:
    """The ids of the playbook lines last sent to a person, newest first.

    One whose message is in doubt counts: it may have gone out.
    """
    worded = select(col(Outbox.wording)).where(
        col(Outbox.tenant) == tenant,
        col(Outbox.person_id) == person_id,
        col(Outbox.wording).is_not(None),
    )
    in_doubt = worded.where(col(Outbox.state) == OPEN)
    settled = (
        worded.where(col(Outbox.settled_at).is_not(None))
        .order_by(col(Outbox.settled_at).desc())
        .limit(most)
    )
    found = [*(await session.exec(in_doubt)).all(), *(await session.exec(settled)).all()]
    return [wording for wording in found[:most] if wording]


async def drop_all(
    session: AsyncSession, to: Person | Channel, *, reason: str, now: datetime
) -> int:
    """Drop all that is to go out to a person or a channel; how many rows those were."""
    done = await session.exec(
        update(Outbox)
        .where(col(Outbox.tenant) == to.tenant, _goes_to(to), col(Outbox.state) == OPEN)
        .values(state="dropped", reason=reason, settled_at=now)
        .execution_options(synchronize_session=False)
    )
    return done.rowcount


def _goes_to(to: Person | Channel) -> ColumnElement[bool]:
    if isinstance(to, Person):
        return col(Outbox.person_id) == to.id
    return col(Outbox.channel_id) == to.id


async def add(session: AsyncSession, rows: Sequence[Outbox]) -> None:
    """Plan these, but for those whose key is taken: what they say was said, or will be."""
    await insert_all(session, rows)
