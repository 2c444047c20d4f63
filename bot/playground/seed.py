"""Fills an empty playground with the demo's week, through the same features people use."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.playground import acting, demo, history
from bot.playground.skipper import Seed
from handlers.features.marketing import subscriptions
from handlers.notices import ask_waits
from handlers.nudges.schedule import replan_changed
from handlers.playbook.loader import Playbook
from handlers.registry import Place, Turn
from storage import accounts, outbox, people


def seeder(playbook: Playbook) -> Seed:
    """What fills the playground with the demo's people, accounts and calls."""

    async def seed(session: AsyncSession, now: datetime) -> None:
        turns = {}
        for who in demo.personas():
            person = await people.ensure(session, demo.TENANT, who.id, who.name, who.zone)
            person.role = who.role
            turns[who.id] = Turn(session, person, now, playbook, "", {})
        for name, industry in demo.accounts().items():
            (await accounts.add(session, demo.TENANT, name, now)).industry = industry
        for name, (asker, wanted) in demo.channels().items():
            asked = Turn(session, turns[asker].person, now, playbook, "", {}, Place(name, name))
            await subscriptions.subscribe(asked, wanted)
        for written in demo.insights():
            await acting.publish(turns["priya"], written)
        for script in demo.calls():
            await acting.call(turns[script["who"]], script)
        for colleague in demo.colleagues():
            await history.write(session, colleague, now)
        await replan_changed(session, now)
        await _nothing_waits(session, now)

    return seed


async def _nothing_waits(session: AsyncSession, now: datetime) -> None:
    """Drop rows that were due before the first morning, so that they are not sent then."""
    for row in await outbox.open_rows(session, demo.TENANT):
        if row.due_at <= now or row.kind == ask_waits.NAME:
            row.state, row.reason, row.settled_at = "dropped", "before the first morning", now
