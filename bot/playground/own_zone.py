"""The time zone in which a persona sees times."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.playground.demo import TENANT, Persona
from handlers.nudges.schedule import replan_changed
from handlers.rhythm_settings import rhythm_of, save_rhythm
from storage.database.connection import Database
from storage.tables import Person
from storage.workspace import people

_YEAR = 366  # days


async def in_own_zone(database: Database, who: Persona) -> Persona:
    """Return the persona with the time zone that is on file for them.

    That zone may come from `/rhythm` or from a calendar. If the persona is not on file yet, return
    the persona unchanged.
    """
    async with database.read(TENANT) as session:
        person = await people.find(session, TENANT, who.id)
    return replace(who, zone=person.zone) if person else who


async def take_zone(session: AsyncSession, person: Person, zone: str | None, now: datetime) -> None:
    """Replace the person's zone with a calendar's zone, if both zones have the same times.

    For example, Stockholm replaces Berlin. A zone from the person's `/rhythm` settings is never
    replaced. If the times differ, the person's zone stays. Later, when the calendar has been read,
    a notice offers the calendar's zone. `now` is in UTC.
    """
    if zone and not rhythm_of(person).zone and _same_clocks(zone, person.zone, now):
        save_rhythm(person, rhythm_of(person).changed({"zone": zone}))
        await replan_changed(session, now)


def _same_clocks(one: str, other: str, now: datetime) -> bool:
    """Check whether two zones differ in name, but have the same time all through the next year."""
    days = [now + timedelta(days=day) for day in range(_YEAR)]
    here, there = ZoneInfo(one), ZoneInfo(other)
    return one != other and all(
        day.astimezone(here).utcoffset() == day.astimezone(there).utcoffset() for day in days
    )
