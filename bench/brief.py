"""Measure how long a brief takes, with few and with many calls on file.

The databases are asked in turn, so that other work on the machine affects both.
"""

import itertools
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from bench.fill import LONGTIME, REPS, TENANT, fill
from bench.table import Row, percentile
from handlers import features
from handlers.cards import Card
from handlers.conversation import Conversation
from handlers.knowledge.gathering import gather
from handlers.playbook.loader import Playbook, load
from handlers.request import Means, Request, Sender
from handlers.views.briefs import brief, brief_room
from storage.customers import accounts
from storage.database.connection import Database
from storage.sales_calls import own_calls
from storage.workspace import people

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)  # a Tuesday
FEW, MANY, LONG = 100, 100_000, 200
TIMES = 100
WARM_UP = 30
LONGTIME_REP = 2  # the rep of the account LONGTIME


@dataclass(frozen=True)
class Filled:
    """A database with calls on file, and an Attune that uses it."""

    database: Database
    playbook: Playbook
    conversation: Conversation

    async def build(self, rep: int, account: str) -> float:
        """Return the seconds to gather the facts of a rep's next call and make the brief."""
        async with self.database.read() as session:
            person = await people.find(session, TENANT, f"U{rep}")
            known = await accounts.by_name(session, TENANT, account)
            assert person is not None
            assert known is not None
            coming = await own_calls.planned_for(
                session, TENANT, person.id, since=NOW, account_id=known.id, limit=1
            )
            began = perf_counter()
            facts = await gather(session, person, coming[0])
            made = brief.card(
                facts, self.playbook, NOW, brief_room.content(facts, self.playbook, NOW)
            )
            took = perf_counter() - began
        assert made.summary.startswith(account)
        return took

    async def prep(self, request_id: str, rep: int, account: str) -> float:
        """Return the seconds from a rep's `/prep` to the card."""
        sender = Sender(TENANT, f"U{rep}", f"U{rep}", "Europe/Lisbon")
        request = Request(request_id, sender, Means.COMMAND, "prep", account)
        began = perf_counter()
        reply = await self.conversation.answer(request, NOW)
        took = perf_counter() - began
        assert isinstance(reply, Card)
        assert reply.summary.startswith(account)
        return took


async def rows(folder: Path) -> list[Row]:
    """Return the figures about briefs. `folder` is for the databases."""
    playbook = load(None)
    async with AsyncExitStack() as stack:
        few = await _filled(folder / "few.sqlite3", playbook, stack, calls=FEW)
        many = await _filled(folder / "many.sqlite3", playbook, stack, calls=MANY, long=LONG)
        numbers = map(str, itertools.count())
        build = await _compare(
            lambda rep: few.build(rep, "Northwind"),
            lambda rep: many.build(rep, "Northwind"),
            lambda _: many.build(LONGTIME_REP, LONGTIME),
        )
        prep = await _compare(
            lambda rep: few.prep(next(numbers), rep, "Northwind"),
            lambda rep: many.prep(next(numbers), rep, "Northwind"),
            lambda _: many.prep(next(numbers), LONGTIME_REP, LONGTIME),
        )
    return [*_rows("brief, built", build), *_rows("brief, whole /prep", prep)]


async def _filled(
    file: Path, playbook: Playbook, stack: AsyncExitStack, *, calls: int, long: int = 0
) -> Filled:
    await fill(file, playbook, NOW, calls=calls, long=long)
    database = Database(f"sqlite:///{file}")
    stack.push_async_callback(database.close)
    return Filled(database, playbook, Conversation(features.registry(), database, playbook))


async def _compare(*ways: Callable[[int], Awaitable[float]]) -> Sequence[float]:
    """Return the median time of each function in `ways`, in milliseconds. They take turns."""
    taken: list[list[float]] = [[] for _ in ways]
    for each in range(-WARM_UP, TIMES):
        for place, way in enumerate(ways):
            seconds = await way(each % REPS + 1)
            if each >= 0:
                taken[place].append(seconds)
    return [percentile(seconds, 50) * 1000 for seconds in taken]


def _rows(name: str, medians: Sequence[float]) -> list[Row]:
    few, many, long = medians
    return [
        Row(f"{name}, {FEW} calls on file: p50", few, "ms"),
        Row(f"{name}, {MANY:,} calls on file against {FEW}: p50", many, "ms", few),
        Row(f"{name}, account with {LONG} reflections against few: p50", long, "ms", many),
    ]
