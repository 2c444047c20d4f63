"""A process that delivers due rows to a stand-in for Slack, until none are left.

The clock stands still while any of the processes works. A process with nothing to do reports when
its next row is due. When all are idle, the clock jumps to the earliest of those times.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime

import structlog
from aiohttp import ClientSession

from bot.base.clock import FixedClock
from bot.delivery.loop import Delivery
from bot.platform.messenger import CannotReadBack, Recipient, SentMessage
from bot.slack.api import SlackApi
from bot.slack.messenger import SlackMessenger
from storage.database.connection import Database
from tests.delivery.world import playbook

playbook()  # read once, for all the processes that are forked from this one


@dataclass(frozen=True)
class Orders:
    """What a process needs to start: addresses, and the time (UTC)."""

    database_url: str
    url: str  # its own on the stand-in
    now: datetime
    reads_back: bool = True


class Blind(SlackMessenger):
    """A platform like Slack, but one that cannot say what was sent."""

    async def find(self, to: Recipient, bundle: int, since: datetime) -> SentMessage | None:  # noqa: ARG002
        """Raises CannotReadBack."""
        raise CannotReadBack


async def deliver(orders: Orders) -> None:
    """Deliver until nothing is left."""
    clock, database = FixedClock(orders.now), Database(orders.database_url)
    api = SlackApi("xoxb-1-secret", f"{orders.url}/api/")
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
    """Run until done, without reporting errors: the parent expects some."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    asyncio.run(deliver(orders))
