"""Play the demo's week: colleagues' actions, and changes in calendars.

Each event happens at its time, and at most once.
"""

from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.playground import acting, demo
from handlers.features.marketing import asks
from handlers.nudges.schedule import replan_changed
from handlers.playbook.loader import Playbook
from handlers.registry import Turn
from storage import playground
from storage.conversation import handled_requests
from storage.database.connection import Database
from storage.marketing import insights as stored
from storage.meetings import calendars
from storage.workspace import people

LATE = timedelta(days=1)  # an event that is overdue by this much or more is skipped

Script = acting.Script


class DemoWeek:
    """The scripted week, which begins when the demo's first account is created."""

    def __init__(self, database: Database, playbook: Playbook) -> None:
        self._database = database
        self._playbook = playbook

    async def next(self, now: datetime) -> datetime | None:
        """Return the time of the first event after `now` (both UTC), or None if none follows."""
        return min((at for at, _ in await self._all() if at > now), default=None)

    async def describe(self, moment: datetime) -> str:
        """Describe the event at a moment (UTC) in a few words. Return "" if there is no event."""
        return next((str(what["what"]) for at, what in await self._all() if at == moment), "")

    async def over(self, now: datetime, coming: datetime | None) -> bool:
        """Return whether the demo's week is over (times in UTC).

        `coming` is the time of the next message or event, or None. The week is over if no message
        or event comes before the end of the week, or if `now` is at or after that end. A week that
        has not begun is not over.
        """
        began = await self._began()
        return began is not None and (coming is None or max(coming, now) >= demo.ends(began))

    async def play(self, now: datetime) -> None:
        """Play every event that is due at `now` (UTC) and has not been played yet.

        Events that are overdue by a day or more are left out.
        """
        for at, script in await self._all():
            if now - LATE < at <= now:
                async with self._database.write() as session:
                    key = f"happening-{at:%Y%m%d%H%M}"
                    if await handled_requests.first_time(session, demo.TENANT, key, now):
                        # Use the event's own time, even if the clock has jumped past it.
                        await _happen(session, self._playbook, script, at)
                        await replan_changed(session, at)

    async def _all(self) -> list[tuple[datetime, Script]]:
        began = await self._began()
        if began is None:
            return []
        return [(demo.moment(began, script), script) for script in demo.happenings()]

    async def _began(self) -> datetime | None:
        async with self._database.read() as session:
            return await playground.started_at(session, demo.TENANT)


async def _happen(session: AsyncSession, playbook: Playbook, script: Script, now: datetime) -> None:
    """Make a scripted event happen: a changed meeting, a suggestion, a question or a reflection."""
    name = script["who"]
    if "meeting" in script:
        await _have_calendars_read(session, name, now)
        return
    person = await people.ensure(session, demo.TENANT, demo.external(name), name, "UTC")
    turn = Turn(session, person, now, playbook, "", {})
    if "suggestion" in script:
        await acting.suggest(turn, script["suggestion"])
    elif "question" in script:
        published = await stored.in_state(session, demo.TENANT, "published", limit=20)
        about = next((each for each in published if each.headline == script["insight"]), None)
        if about is not None:  # None if a visitor has withdrawn or renamed the insight
            fields = {"question": script["question"]}
            await asks.question(Turn(session, person, now, playbook, str(about.id), fields))
    else:
        call = await acting.plan(
            session, person, script["account"], now - acting.REFLECTED_AFTER, now
        )
        await acting.reflect_on(turn, call, script["reflection"])


async def _have_calendars_read(session: AsyncSession, name: str, now: datetime) -> None:
    """Have a person's calendars read now, because a meeting has just changed."""
    person = await people.find(session, demo.TENANT, demo.external(name))
    for calendar in await calendars.of_person(session, person) if person else ():
        calendar.next_at = now
