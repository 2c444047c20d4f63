"""Fills an empty playground with the demo's data, mostly through the features that people use."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.playground import acting, demo, history
from bot.playground.skipper import Seed
from bot.playground.sources import DemoCalendar, DemoCrm
from handlers.features.marketing import subscriptions
from handlers.notices import ask_waits
from handlers.nudges.schedule import replan_changed
from handlers.playbook.loader import Playbook
from handlers.registry import Place, Turn
from handlers.sources import calendar, crm
from handlers.sources.ports import Crm
from storage import outbox, people

WEEK = timedelta(days=7)


def seeder(playbook: Playbook) -> Seed:
    """Return a function that fills the playground with the demo's people, accounts and calls."""

    async def seed(session: AsyncSession, now: datetime) -> None:
        turns = {}
        for who in demo.personas():
            person = await people.ensure(session, demo.TENANT, who.id, who.name, who.zone)
            person.role = who.role
            turns[who.id] = Turn(session, person, now, playbook, "", {})
        team_crm: Crm = DemoCrm()
        for record in await team_crm.accounts():
            await crm.take_in(session, demo.TENANT, record, now)
        for name, (asker, wanted) in demo.channels().items():
            asked = Turn(session, turns[asker].person, now, playbook, "", {}, Place(name, name))
            await subscriptions.subscribe(asked, wanted)
        for written in demo.insights():
            await acting.publish(turns["priya"], written)
        await _take_in(turns, {name: DemoCalendar(name, now) for name in turns}, now)
        for script in demo.calls():
            await acting.prepare(turns[script["who"]], script)
        for colleague in demo.colleagues():
            await history.write(session, colleague, now)
        await replan_changed(session, now)
        await _drop_due(session, now)

    return seed


async def _take_in(
    turns: Mapping[str, Turn], calendars: Mapping[str, DemoCalendar], now: datetime
) -> None:
    """Plan the meetings in everybody's calendar. Each counts as planned a week before it begins."""
    found = [
        (event, turns[name], each.source)
        for name, each in calendars.items()
        for event in (await each.read(now - WEEK, now + WEEK)).events
    ]
    for event, turn, source in sorted(found, key=lambda one: one[0].starts_at):
        planned_at = event.starts_at - WEEK
        await calendar.take_in(turn.session, turn.person, source, event, planned_at)


async def _drop_due(session: AsyncSession, now: datetime) -> None:
    """Drop reminders about open asks, and rows that are already due when the demo begins.

    They would all be sent at once, on the demo's first morning.
    """
    for row in await outbox.open_rows(session, demo.TENANT):
        if row.due_at <= now or row.kind == ask_waits.NAME:
            row.state, row.reason, row.settled_at = "dropped", "before the first morning", now
