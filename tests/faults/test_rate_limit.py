"""A workspace that accepts nothing for ten minutes must not slow down others."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot.base.clock import Clock, FixedClock
from bot.delivery.loop import Delivery
from bot.delivery.send_limits import WORKSPACE_LIMIT
from bot.platform.messenger import Recipient, RetryLater, SentMessage
from handlers.cards import Card
from storage.database.connection import Database
from storage.tables import Outbox
from tests.delivery.test_kill import Made, postgres, sqlite
from tests.delivery.world import MORNING, SECOND, playbook
from tests.faults import channels
from tests.faults.opened import opened

TEN_MINUTES = timedelta(minutes=10)
AFTER = timedelta(seconds=30)  # what the workspace asks for each time
CHANNELS = 200
CLOSED = "slack:T0"


@dataclass
class Limited:
    """A platform on which one workspace is over its limit at first."""

    clock: Clock
    posts: list[tuple[Recipient, datetime]] = field(default_factory=list)
    refused: int = 0

    async def send(self, to: Recipient, card: Card, bundle: int) -> SentMessage:  # noqa: ARG002
        """Accept it, except for the one workspace."""
        if to.tenant == CLOSED and self.clock.now() < MORNING + TEN_MINUTES:
            self.refused += 1
            raise RetryLater("ratelimited", AFTER, workspace=True)
        self.posts.append((to, self.clock.now()))
        return SentMessage(str(bundle), to.external)

    async def replace(self, to: Recipient, message: str, card: Card, bundle: int) -> SentMessage:
        """Never called: no message is updated."""
        raise NotImplementedError

    async def find(self, to: Recipient, bundle: int, since: datetime) -> SentMessage | None:  # noqa: ARG002
        """Never called: nothing is in doubt."""
        raise AssertionError

    async def absent_until(self, to: Recipient, now: datetime) -> datetime | None:  # noqa: ARG002
        """A channel is never away."""
        return None


@pytest.mark.parametrize("made", [sqlite, postgres])
async def test_the_others_do_not_notice(made: Made, tmp_path: Path) -> None:
    clock = FixedClock(MORNING)
    platform = Limited(clock)
    async with made(tmp_path) as url, opened(url) as one, opened(url) as two:
        workers = [Delivery(each, {"slack": platform}, playbook(), clock) for each in (one, two)]
        for minute in range(12):
            clock.moment = max(clock.moment, MORNING + minute * timedelta(minutes=1))
            await channels.fill(one, CHANNELS // 12, clock.moment, first=minute * 100)
            await _until(clock, workers, MORNING + (minute + 1) * timedelta(minutes=1))
        await _until(clock, workers, MORNING + timedelta(hours=1))
        await _in_order(one, platform)


async def _until(clock: FixedClock, workers: list[Delivery], moment: datetime) -> None:
    """Both deliver at once what is due before this time."""
    while True:
        await asyncio.gather(*(worker.run() for worker in workers))
        due = await workers[0].next_due()
        if due is None or due >= moment:
            return
        clock.moment = max(due, clock.moment)


async def _in_order(database: Database, platform: Limited) -> None:
    sent = Counter(to.external for to, _ in platform.posts)
    assert set(sent.values()) == {1}
    async with database.read() as session:
        rows = (await session.exec(select(Outbox))).all()
    assert {row.state for row in rows} == {"sent"}
    assert len(rows) == len(sent)
    for name, row in await channels.rows(database):
        at = next(at for to, at in platform.posts if to.external == name)
        closed = row.tenant == CLOSED
        allowed = max(row.due_at, MORNING + TEN_MINUTES) + AFTER if closed else row.due_at
        assert at <= allowed + SECOND
    # Each round asks with what is with the platform at most, and lasts as long as it was told to.
    assert 0 < platform.refused <= 2 * WORKSPACE_LIMIT * (TEN_MINUTES // AFTER + 1)
