"""Erase people some time after they left the company. All times are UTC."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import plan_changes
from storage.choices import LEFT
from storage.database.connection import Database
from storage.rights.erasure.people import erase_person
from storage.tables import Person
from storage.upkeep.retention import scopes_of
from storage.upkeep.retention_days import RetentionDays


async def erase_leavers(
    database: Database,
    days: RetentionDays,
    now: datetime,
    erase: Callable[[AsyncSession, Person, datetime], Awaitable[object]] = erase_person,
) -> int:
    """Erase people who left at least `days.leavers` days ago, and return how many.

    If an admin of a tenant chose another number of days, this number applies to the tenant. With 0
    days, nobody is erased. `erase` erases one person.
    """
    # Older releases did not record when somebody left. For people without such a record, we store
    # `now` as the time at which they left.
    async with database.write() as session:
        since_now = update(Person).where(
            col(Person.standing) == LEFT, col(Person.left_at).is_(None)
        )
        await session.exec(since_now.values(left_at=now))
    erased = 0
    for scope in await scopes_of(database, days):
        if not scope.days.leavers:
            continue
        due = (
            scope.has(Person.tenant),
            col(Person.standing) == LEFT,
            col(Person.erased_at).is_(None),
            col(Person.left_at) <= now - timedelta(days=scope.days.leavers),
        )
        async with database.read() as session:
            wanted = select(Person.id, Person.tenant).where(*due).order_by(col(Person.id))
            left = (await session.exec(wanted)).all()
        for id_, tenant in left:
            async with database.write(tenant) as session:
                locked = select(Person).where(col(Person.id) == id_, *due).with_for_update()
                person = (await session.exec(locked)).first()
                if person is not None:
                    await erase(session, person, now)
                    await plan_changes.discard(session)
                    erased += 1
    return erased
