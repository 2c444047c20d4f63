"""Measure how soon one workspace's message is sent while thousands of others are due.

*One nudge*: 10,000 rows of one workspace are due, and another workspace has a nudge now and then.
The platform needs `ANSWER` to take a message. A nudge counts as sent when the platform has taken
it. The platform either takes every message that it is given, or has Slack's limits. For comparison,
a second database has only the nudges. The databases take turns.

*Begun*: 500 rows are due in each of 200 workspaces at one instant, planned one workspace after
another.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from math import ceil
from pathlib import Path
from time import perf_counter

from bench import due
from bench.deliver import InMemory, as_it_serves
from bench.limited import Bucket
from bench.table import Row, percentile
from bot.base.clock import SystemClock
from bot.delivery.loop import Delivery
from bot.delivery.waker import Waker
from bot.platform.messenger import Recipient, RetryLater, SentMessage
from handlers.cards import Card
from handlers.playbook.loader import load
from storage.database.connection import Database

DUE = 10_000  # rows of one workspace
NUDGES = 20  # of another workspace: 20 planned ahead, and 20 added when they are due
WORKSPACES, EACH = 200, 500  # rows of each
LEAD = timedelta(seconds=0.25)  # before a nudge is planned, and from then until it is due
WITHIN = 60  # seconds
ANSWER = 0.05  # seconds until the platform has taken a message; Slack usually needs longer


class Watched(InMemory):
    """A messenger that needs `ANSWER` seconds for each message.

    It also records when each workspace was first sent something (`perf_counter`). If `limited`, it
    accepts no more messages for a workspace than `bench.limited` does.
    """

    def __init__(self, *, limited: bool = False) -> None:
        super().__init__(0)
        self.first: dict[str, float] = {}
        self._buckets = defaultdict[str, Bucket](Bucket) if limited else None
        self._sent = asyncio.Event()

    async def send(self, to: Recipient, card: Card, bundle: int) -> SentMessage:
        """Take the message after `ANSWER`, or refuse it for a whole number of seconds."""
        if self._buckets is not None and (wait := self._buckets[to.tenant].take(perf_counter())):
            raise RetryLater("ratelimited", timedelta(seconds=ceil(wait)), workspace=True)
        self.first.setdefault(to.tenant, perf_counter())
        self._sent.set()
        await asyncio.sleep(ANSWER)
        sent = await super().send(to, card, bundle)
        self._sent.set()
        return sent

    async def reaches(self, condition: Callable[[], bool]) -> None:
        """Wait until the condition is true, for at most `WITHIN` seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(WITHIN):
                while not condition():
                    self._sent.clear()
                    await self._sent.wait()


async def rows(folder: Path) -> list[Row]:
    """Return the figures about fairness. `folder` is for the databases."""
    made = []
    for name in due.DATABASES:
        made += await _one_nudge(name, folder)
        made += await _begun(name, folder)
    return made


async def _one_nudge(name: str, folder: Path) -> list[Row]:
    made = []
    for taken, limited in (("as they come", False), ("as Slack takes them", True)):
        async with due.database(name, folder) as quiet, due.database(name, folder) as busy:
            await due.nudges(busy, DUE, SystemClock().now(), start=2 * NUDGES + 1)
            sides = [_Side(quiet, limited=limited), _Side(busy, limited=limited)]
            for number in range(1, NUDGES + 1):  # in turn: other work on the machine affects both
                for side in sides:
                    await side.nudge(number)
        what = f"{name}: one nudge while {DUE:,} of another workspace are due and taken {taken}"
        alone, beside = sides
        for how, late, peer in (
            ("planned", beside.planned, alone.planned),
            ("added", beside.added, alone.added),
        ):
            made += [
                Row(
                    f"{what}, {how}, against alone: p{p}",
                    percentile(late, p),
                    "ms",
                    percentile(peer, p),
                )
                for p in (50, 95)
            ]
    return made


class _Side:
    """One database, and how many milliseconds late its nudges were sent."""

    def __init__(self, database: Database, *, limited: bool) -> None:
        self.planned: list[float] = []
        self.added: list[float] = []
        self._database = database
        self._memory = Watched(limited=limited)

    async def nudge(self, number: int) -> None:
        """Measure a nudge that is planned, and another that is added when it is due."""
        clock, memory = SystemClock(), self._memory
        waker = Waker(Delivery(self._database, {"slack": memory}, load(None), clock), clock)
        with as_it_serves():
            waker.start()
            try:
                await asyncio.sleep(LEAD.total_seconds())
                due_at = clock.now() + LEAD
                await due.nudges(self._database, 1, due_at, start=number, team="S")
                self.added.append(await _added(self._database, memory, waker, NUDGES + number))
                await memory.reaches(lambda: number in memory.sent_at)
            finally:
                await waker.stop()
        self.planned.append((memory.sent_at[number] - due_at) / timedelta(milliseconds=1))


async def _added(database: Database, memory: Watched, waker: Waker, number: int) -> float:
    """Add a nudge that is due at once. Return the milliseconds until it is sent."""
    await due.nudges(database, 1, SystemClock().now(), start=number, team="S")
    began = perf_counter()
    waker.wake()
    await memory.reaches(lambda: number in memory.sent_at)
    return (perf_counter() - began) * 1000


async def _begun(name: str, folder: Path) -> list[Row]:
    clock, memory, count = SystemClock(), Watched(), WORKSPACES * EACH
    async with due.database(name, folder) as database:
        await due.nudges(database, count, clock.now(), workspaces=WORKSPACES, in_turn=False)
        waker = Waker(Delivery(database, {"slack": memory}, load(None), clock), clock)
        with as_it_serves():
            began = perf_counter()
            waker.start()
            try:
                await memory.reaches(lambda: len(memory.first) == WORKSPACES)
                took = perf_counter() - began
            finally:
                await waker.stop(0)
    soon = sum(at - began <= 1 for at in memory.first.values())
    what = f"{name}: {WORKSPACES} workspaces with {EACH} due at once"
    return [
        Row(f"{what}, served within a second", soon, "", WORKSPACES),
        Row(f"{what}, until all are served", took, "s"),
    ]
