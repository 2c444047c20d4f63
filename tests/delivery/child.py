"""A process that delivers what is due to a stand-in for Slack, waits, delivers again, and ends.

Time stands still while any of the processes works. One that has nothing to do says when it will
have, and is told the time when all have nothing to do: that is the next of those times.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime

import structlog
from aiohttp import ClientSession

from bot.base.clock import FixedClock
from bot.delivery.loop import Delivery
from bot.platform.messenger import CannotReadBack, Recipient, SentMessage
from bot.slack.api import Api
from bot.slack.messenger import SlackMessenger
from storage.database import Database
from tests.delivery.world import playbook

playbook()  # read once, for all the processes that are forked from this one


@dataclass(frozen=True)
class Orders:
    """Where a process finds everything, and when it begins (UTC)."""

    database_url: str
    url: str  # its own on the stand-in
    now: datetime
    reads_back: bool = True


class Blind(SlackMessenger):
    """A platform like Slack, where nobody can tell what went out."""

    async def find(self, to: Recipient, row_id: int, since: datetime) -> SentMessage | None:  # noqa: ARG002
        """Raises CannotReadBack."""
        raise CannotReadBack


async def deliver(orders: Orders) -> None:
    """Deliver until nothing is left."""
    clock, database = FixedClock(orders.now), Database(orders.database_url)
    api = Api("xoxb-1-secret", f"{orders.url}/api/")
    await api.start()
    messenger = SlackMessenger(api) if orders.reads_back else Blind(api)
    delivery = Delivery(database, {"slack": messenger}, playbook(), clock)
    async with ClientSession() as session:
        await delivery.run()
        while (due := await delivery.next_due()) is not None:
            asked = {"until": due.isoformat()}
            async with session.get(f"{orders.url}/wait", params=asked) as answer:
                clock.moment = datetime.fromisoformat(await answer.text())
            await delivery.run()
    await api.stop()
    await database.close()


def main(orders: Orders) -> None:
    """Run in a process of its own; what happens to it is no news."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    asyncio.run(deliver(orders))
