"""Measure nudges composed and sent to Slack, by Attune and by engines with a job per nudge.

Every engine reads the facts, composes the listening line, and posts it. Only Attune also records
the result of each row.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from sqlmodel import select

from bench import due, engines
from bench.deliver import COUNT, WORKSPACES, Known, a_second
from bench.engines import Engine
from bench.processes import server
from bench.standin import TOKEN
from bench.table import Row
from bot.base.clock import SystemClock
from bot.delivery.send_limits import SENDING_LIMIT
from bot.platform.messenger import Recipient
from bot.slack.api import SlackApi
from handlers.composing.to_person import DueRows, compose_all
from handlers.playbook.loader import load
from storage.database.connection import Database
from storage.tables import Outbox, Person

THEIRS = 500  # nudges that each peer sends, one job for each nudge
WINDOW = 8.0  # seconds
MakeEngine = Callable[[], AbstractAsyncContextManager[Engine]]


async def rows(name: str, folder: Path, peers: Mapping[str, MakeEngine]) -> list[Row]:
    """Return Attune's listening lines per second, compared with those of each peer."""
    async with _slack() as messenger, due.database(name, folder) as database:
        now = SystemClock().now()
        await due.nudges(database, COUNT, now, workspaces=WORKSPACES)
        work = _work(database, messenger)
        theirs = {}
        for peer, make in peers.items():
            async with make() as engine:
                await engine.add(THEIRS, now)
                with engines.doing(work):
                    theirs[peer] = await engine.deliver(THEIRS, WINDOW)
        ours = await a_second(database, messenger)
    what = "listening lines composed and sent to Slack, a second"
    return [
        Row(f"{name}, against {peer}: {what}", ours, "/s", each) for peer, each in theirs.items()
    ]


@asynccontextmanager
async def _slack() -> AsyncIterator[Known]:
    async with server("bench.standin") as standin:
        api = SlackApi(TOKEN, f"{standin.url}/api/")
        await api.start()
        try:
            yield Known(api)
        finally:
            await api.stop()


def _work(database: Database, messenger: Known) -> Callable[[int], Awaitable[None]]:
    """Return the work of a job. Jobs are numbered from 0, rows from 1."""
    playbook, clock, turns = load(None), SystemClock(), asyncio.Semaphore(SENDING_LIMIT)

    async def work(number: int) -> None:
        async with turns, database.read() as session:
            wanted = select(Outbox, Person).join(Person).where(Outbox.id == number + 1)
            row, person = (await session.exec(wanted)).one()
            (made,) = await compose_all(session, [DueRows(person, [row], playbook)], clock.now())
            assert made.card
            to = Recipient(person.tenant, person.external, person.address)
            await messenger.send(to, made.card, row.id)

    return work
