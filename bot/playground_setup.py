"""Add the playground to Attune, with a clock, a calendar and a CRM of its own."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.app import Attune
from bot.base.clock import Clock, OffsetClock
from bot.base.loopback import is_loopback
from bot.calendars.kinds import calendar_kinds
from bot.delivery.loop import Delivery
from bot.platform.user_groups import GroupsCheck
from bot.playground import demo
from bot.playground.app import Playground
from bot.playground.calendar_files import FileCalendar
from bot.playground.crm import DemoCrm, demo_sign_in
from bot.playground.event_bus import EventBus
from bot.playground.messenger import PlaygroundMessenger
from bot.playground.night import prune_last_night
from bot.playground.sources import opener
from bot.playground.upcoming import Upcoming
from bot.playground.week import DemoWeek
from bot.serving import CALENDARS_INTERVAL, serve_crm, serve_platform
from bot.upkeep import SHARES_INTERVAL
from handlers.features.team.ending_shares import end_shares
from handlers.notices.insights import NAME as INSIGHTS


def add_playground(attune: Attune, clock: Clock) -> None:
    """Serve the playground. It has a virtual clock, which people can move ahead of `clock`."""
    virtual, bus = OffsetClock(clock), EventBus()
    messenger = PlaygroundMessenger(attune.database, virtual, bus)
    delivery = serve_platform(attune, "playground", messenger, virtual, lambda: [demo.TENANT])
    upcoming = Upcoming(attune.database, attune.playbooks)
    week = DemoWeek(attune.database, attune.playbook)
    coming = _ComingEvents(upcoming, week)
    work = _Work(attune, virtual, week, delivery, _source_reader(attune, virtual, clock))
    work.schedule()
    attune.playground_transcripts = attune.reader(virtual)
    attune.playground = Playground(
        attune.database,
        attune.conversation(attune.playground_transcripts, attune.open_demo_crm),
        virtual,
        work.do_all_due,
        coming.next_event,
        bus=bus,
        announced=coming.next_message,
        describe=coming.describe,
        is_over=week.over,
        own_next=upcoming.next_to,
        pause=delivery.paused,
        anywhere=not is_loopback(attune.settings.host),
    )


@dataclass(frozen=True)
class _Work:
    """The playground's background work. For this work, the time is what `clock` says."""

    attune: Attune
    clock: OffsetClock
    week: DemoWeek
    delivery: Delivery
    read_sources: Callable[[], Awaitable[None]]

    def schedule(self) -> None:
        """Schedule the work, except delivery and the events of the demo week.

        Delivery has a schedule of its own. The events happen only when somebody skips ahead.
        """
        every = self.attune.chores.every
        every(CALENDARS_INTERVAL, "calendars of playground", self.read_sources)
        every(SHARES_INTERVAL, "shared figures of playground", self.end_shares)
        every(SHARES_INTERVAL, "old rows of playground", self.prune)

    async def do_all_due(self, now: datetime) -> None:
        """Do all the work that is due at `now` (UTC), after the clock was moved ahead."""
        await self.prune()
        await self.week.play(now)
        await self.read_sources()
        await self.end_shares()
        await self.delivery.run()

    async def end_shares(self) -> None:
        await end_shares(self.attune.database, demo.TENANT, self.clock.now())

    async def prune(self) -> None:
        days = self.attune.settings.retention
        await prune_last_night(self.attune.database, days, self.clock.now(), kept_kinds=(INSIGHTS,))


def _source_reader(
    attune: Attune, virtual: OffsetClock, clock: Clock
) -> Callable[[], Awaitable[None]]:
    """Set up the demo CRM. Return a function that reads the calendars, the CRM and the teams."""
    kinds = calendar_kinds(attune.sign_ins)
    opened = opener(kinds["ics"], attune.database, virtual, clock)
    kinds = {**kinds, "ics": opened, "file": FileCalendar}
    poller = attune.pollers.calendars("playground", virtual, kinds)
    demo_crm = DemoCrm(virtual)
    attune.forget_demo_crm = demo_crm.start_over
    attune.open_demo_crm.by_kind |= {"hubspot": demo_crm, "salesforce": demo_crm}
    team_crm = serve_crm(
        attune,
        "playground",
        virtual,
        attune.open_demo_crm,
        lambda: [demo.TENANT],
        own=demo_sign_in(),
    )
    groups = GroupsCheck(
        attune.database,
        virtual,
        attune.conversation(open_crm=attune.open_demo_crm),
        attune.user_groups,
        pause=0,
    )
    one_at_a_time = asyncio.Lock()

    async def read_sources() -> None:
        async with one_at_a_time:  # skipping ahead waits until everything is read
            await poller.poll()
            await team_crm.poller.poll()
            await groups.run([demo.TENANT])

    return read_sources


@dataclass(frozen=True)
class _ComingEvents:
    """What happens next in the playground: planned messages, and the events of the demo week."""

    upcoming: Upcoming
    week: DemoWeek

    async def next_event(self, now: datetime) -> datetime | None:
        return _earliest(await self.upcoming.next_event(now), await self.week.next(now))

    async def next_message(self, now: datetime) -> datetime | None:
        return _earliest(await self.upcoming.next_message(now), await self.week.next(now))

    async def describe(self, moment: datetime) -> str:
        return await self.week.describe(moment) or await self.upcoming.describe(moment)


def _earliest(*moments: datetime | None) -> datetime | None:
    return min((each for each in moments if each), default=None)
