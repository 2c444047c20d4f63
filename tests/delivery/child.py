"""A process that delivers all there is to a stand-in for a platform, and ends.

Its clock stands still, and is put forward to the next thing to do when nothing is due.
"""

import argparse
import asyncio
from datetime import datetime

from aiohttp import ClientSession

from bot.clock import FixedClock
from bot.delivery import Delivery
from bot.messenger import Recipient, Sent
from handlers.cards import Card
from handlers.playbook.loader import load
from storage.database import Database


class HttpMessenger:
    """Posts to the stand-in, and reads back from it."""

    def __init__(self, session: ClientSession, url: str, generation: str) -> None:
        self._session = session
        self._url = url
        self._generation = generation

    async def send(self, to: Recipient, card: Card, row_id: int) -> Sent:
        """Post the card's summary."""
        said = {
            "generation": self._generation,
            "to": f"{to.tenant}/{to.external}",
            "row": row_id,
            "summary": card.summary,
        }
        async with self._session.post(f"{self._url}/post", json=said) as answer:
            answer.raise_for_status()
            return Sent(await answer.text(), f"D-{to.external}")

    async def find(self, to: Recipient, row_id: int, since: datetime) -> Sent | None:  # noqa: ARG002
        """Ask whether it is there."""
        asked = {"to": f"{to.tenant}/{to.external}", "row": str(row_id)}
        async with self._session.get(f"{self._url}/find", params=asked) as answer:
            if answer.status == 404:
                return None
            answer.raise_for_status()
            return Sent(await answer.text(), f"D-{to.external}")

    async def away_until(self, to: Recipient, now: datetime) -> datetime | None:  # noqa: ARG002
        """Nobody is away."""
        return None


async def deliver(database_url: str, url: str, generation: str, now: datetime) -> None:
    """Deliver until nothing is left."""
    clock = FixedClock(now)
    database = Database(database_url)
    async with ClientSession() as session:
        messenger = HttpMessenger(session, url, generation)
        delivery = Delivery(database, {"test": messenger}, load(), clock)
        await delivery.run()
        while (due := await delivery.next_due()) is not None:
            clock.moment = max(due, clock.now())
            await delivery.run()
    await database.close()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("database_url")
    parser.add_argument("url")
    parser.add_argument("generation")
    parser.add_argument("--now", type=datetime.fromisoformat, required=True)
    given = parser.parse_args()
    asyncio.run(deliver(given.database_url, given.url, given.generation, given.now))


if __name__ == "__main__":
    main()
