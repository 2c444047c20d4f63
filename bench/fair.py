"""How soon one workspace's message is sent while thousands of others' are due.

*One nudge*: 10,000 rows of one workspace are due, and another workspace has a nudge now and then.
The first one's platform either takes everything at once, or limits what it takes as Slack does.
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
NUDGES, APART = 20, timedelta(milliseconds=370)  # of another workspace, and the time between two
WORKSPACES, EACH = 200, 500  # rows of each
LEAD = timedelta(seconds=1)  # until the first nudge is due
WITHIN = 60  # seconds


class Watched(InMemory):
    """Also records when each workspace was first sent something, in seconds of `perf_counter`.

    If `limited`, it takes no more from a workspace than `bench.limited` does.
    """

    def __init__(self, *, limited: bool = False) -> None:
        super().__init__(0)
        self.first: dict[str, float] = {}
        self._buckets = defaultdict[str, Bucket](Bucket) if limited else None
        self._sent = asyncio.Event()

    async def send(self, to: Recipient, card: Card, bundle: int) -> SentMessage:
        """Record the time, or refuse it for a whole number of seconds."""
        if self._buckets is not None and (wait := self._buckets[to.tenant].take(perf_counter())):
            raise RetryLater("ratelimited", timedelta(seconds=ceil(wait)), workspace=True)
        sent = await super().send(to, card, bundle)
        self.first.setdefault(to.tenant, perf_counter())
        self._sent.set()
        return sent

    async def reaches(self, condition: Callable[[], bool]) -> None:
        """Wait until this is true of what was sent, for at most `WITHIN`."""
        with suppress(TimeoutError):
            async with asyncio.timeout(WITHIN):
                while not condition():
                    self._sent.clear()
                    await self._sent.wait()


async def rows(folder: Path) -> list[Row]:
    """Every figure about fairness. `folder` is for the databases."""
    made = []
    for name in due.DATABASES:
        made += await _one_nudge(name, folder)
        made += await _begun(name, folder)
    return made


async def _one_nudge(name: str, folder: Path) -> list[Row]:
    made = []
    for taken, limited in (("at once", False), ("as Slack takes them", True)):
        alone = await _late(name, folder, 0, limited=limited)
        beside = await _late(name, folder, DUE, limited=limited)
        what = f"{name}: one nudge while {DUE:,} of another workspace are due and taken {taken}"
        made += [
            Row(f"{what}, {how}, against alone", percentile(late, 50), "ms", percentile(quiet, 50))
            for how, late, quiet in zip(("planned", "added"), beside, alone, strict=True)
        ]
    return made


async def _late(
    name: str, folder: Path, others: int, *, limited: bool
) -> tuple[list[float], list[float]]:
    """Milliseconds from due to sent, of nudges that were planned and of others added when due."""
    clock, memory = SystemClock(), Watched(limited=limited)
    async with due.database(name, folder) as database:
        if others:
            await due.nudges(database, others, clock.now(), start=2 * NUDGES + 1)
        first = clock.now() + LEAD
        await due.nudges(database, NUDGES, first, apart=APART, team="S")
        waker = Waker(Delivery(database, {"slack": memory}, load(None), clock), clock)
        added = []
        with as_it_serves():
            waker.start()
            try:
                for number in range(NUDGES):  # one between each two that are planned
                    at = first + (number + 0.5) * APART
                    await asyncio.sleep(max(0.0, (at - clock.now()).total_seconds()))
                    added.append(await _added(database, memory, waker, NUDGES + number + 1))
                await memory.reaches(lambda: memory.sent_at.keys() >= {*range(1, NUDGES + 1)})
            finally:
                await waker.stop(0)
    millisecond = timedelta(milliseconds=1)
    planned = [
        (memory.sent_at[number + 1] - first - number * APART) / millisecond
        for number in range(NUDGES)
    ]
    return planned, added


async def _added(database: Database, memory: Watched, waker: Waker, number: int) -> float:
    """Milliseconds until a nudge is sent that is due when it is added."""
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
