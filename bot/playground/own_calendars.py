"""When the playground starts over without the demo, keep the calendars that visitors connected."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.playground import demo, seed
from bot.playground.skipper import Seed
from handlers.nudges.schedule import replan_changed
from storage import playground
from storage.meetings import calendars


async def keep(session: AsyncSession) -> Seed:
    """Read the calendars that visitors connected, before everything is deleted.

    Return a function to call after the deletion. It adds the people whom visitors can act as. Then
    it connects each calendar to the person whose calendar it was.

    Raises storage.sealing.NoKey if a calendar's secret cannot be decrypted.
    """
    zones = {}
    own = []
    for person, calendar in await playground.own_calendars(session, demo.TENANT):
        zones[person.external] = person.zone
        secret = calendars.secret(session, calendar)
        own.append((person.external, calendar.kind, calendar.label, secret))

    async def connect(session: AsyncSession, now: datetime) -> None:
        added = await seed.add_people(session, now)
        for who, zone in zones.items():
            if who in added:
                added[who].zone = zone
        for who, kind, label, secret in own:
            if who in added:
                await calendars.connect(
                    session, added[who], now, kind=kind, secret=secret, label=label
                )
        await replan_changed(session, now)

    return connect
