"""The playground's virtual clock, as a persona sees it: the time, and what comes next.

A persona has set the demo aside if the playground began without the demo, or if the persona has
only calendars of their own.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.platform.payload import Json
from bot.playground.demo import TENANT, Persona
from bot.playground.own_zone import in_own_zone
from bot.playground.places import day
from bot.playground.skipper import Describe, IsOver, NextEvent, OwnNext, Skipper
from storage import playground
from storage.database.connection import Database
from storage.meetings import calendars
from storage.workspace import people

DAYS = 7  # show an event without the date if it is fewer than this many days away


class ShownClock:
    """Describes the clock that `skipper` controls.

    `announced` returns the time of the next event of the whole playground. If a persona has set the
    demo aside, the page shows only the persona's own next message instead, which `own_next`
    returns.
    """

    def __init__(
        self,
        database: Database,
        skipper: Skipper,
        *,
        announced: NextEvent,
        describe: Describe | None,
        is_over: IsOver | None,
        own_next: OwnNext | None,
    ) -> None:
        self._database = database
        self._skipper = skipper
        self._announced = announced
        self._describe = describe
        self._is_over = is_over
        self._own_next = own_next

    async def shown(self, who: Persona) -> Json:
        """Return the time, the next event, and whether the demo's week is over."""
        now = self._skipper.now()
        coming = await self._announced(now)
        name = (await in_own_zone(self._database, who)).zone
        zone = ZoneInfo(name)
        over = self._is_over is not None and await self._is_over(now, coming)
        clock: Json = {
            "now": now.timestamp() * 1000,
            "zone": name,
            "next": None,
            "over": over,
            "today": await self._days_without_calls(zone),
        }
        if coming is not None:
            label = _label(max(coming, now).astimezone(zone), now.astimezone(zone))
            what = await self._describe(coming) if self._describe else ""
            clock["next"] = {"label": label, "what": what}
        if self._own_next and await self._has_set_aside(who):
            own = await self._own_next(who.id, now)
            label = _label(own[0].astimezone(zone), now.astimezone(zone)) if own else ""
            clock["next"] = {"label": label, "what": own[1]} if own else None
        return clock

    async def shows_only_own(self, who: Persona) -> bool:
        """Return whether a skip stops at the persona's own next message.

        If the persona has not set the demo aside, a skip stops at the next event instead.
        """
        return self._own_next is not None and await self._has_set_aside(who)

    async def _days_without_calls(self, zone: ZoneInfo) -> Json | None:
        """Return today's real date and virtual date if calls in visitors' calendars may be missing.

        When a visitor connects a calendar, we leave out the calls before the virtual time. So calls
        may be missing if both are true:

        - The virtual date is later than the real date.
        - When the first calendar was connected, the virtual date was later than today's real date.

        Otherwise return None.
        """
        real, virtual = (
            moment.astimezone(zone) for moment in (self._skipper.real_now(), self._skipper.now())
        )
        if real.date() >= virtual.date():
            return None
        async with self._database.read(TENANT) as session:
            own = await playground.own_calendars(session, TENANT)
        first = min((calendar.connected_at for _, calendar in own), default=None)
        if first is None or first.astimezone(zone).date() <= real.date():
            return None
        return {"real": day(real), "shown": day(virtual)}

    async def _has_set_aside(self, who: Persona) -> bool:
        """Return whether a persona has set the demo aside."""
        async with self._database.read(TENANT) as session:
            person = await people.find(session, TENANT, who.id)
            owned = await calendars.of_person(session, person) if person else ()
            has_demo = await playground.started_at(session, TENANT) is not None
        return not has_demo or (bool(owned) and not any(map(calendars.is_of_demo, owned)))


def _label(local: datetime, now: datetime) -> str:
    """Return "09:00" for today, "Tuesday 08:30" within a week, or "Friday 4 December, 08:30"."""
    days = (local.date() - now.date()).days
    if days == 0:
        return f"{local:%H:%M}"
    return f"{local:%A %H:%M}" if days < DAYS else f"{day(local)}, {local:%H:%M}"
