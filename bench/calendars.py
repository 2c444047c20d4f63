"""Measure what many reps' calendars cost one process that polls them over loopback.

All calendars are due at once. In production, reads are spread over a quarter of an hour.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

from aiohttp import ClientSession
from sqlalchemy import func
from sqlmodel import select
from yarl import URL

from bench.calendar_file import EVENTS, NOW, watched, watched_closely
from bench.deliver import as_it_serves
from bench.processes import server
from bench.table import Row
from bot.base.clock import FixedClock
from bot.calendars.ics.calendar import IcsCalendar
from bot.calendars.kinds import CalendarOwner
from bot.calendars.poller import CalendarPoller
from bot.intake.guard import GuardedClient
from handlers.knowledge.web_addresses import IPAddress
from handlers.playbook.loader import load
from handlers.sources.calendars.known import MeetingRules
from handlers.sources.crm import crm
from handlers.sources.records import CrmAccount
from storage.database.connection import Database
from storage.database.upgrade import bring_up_to_date
from storage.meetings import calendars
from storage.sealing import Sealer, new_key
from storage.tables import Call
from storage.workspace import people

REPS = 1_000 if os.environ.get("LONG") else 100
TENANT = "slack:T1"
LATER = timedelta(minutes=30)  # all are due again


@dataclass(frozen=True)
class Polls:
    """A database with connected calendars."""

    database: Database
    poller: CalendarPoller
    clock: FixedClock

    async def poll(self, name: str) -> list[Row]:
        """Read all calendars once, and return the figures."""
        seen = await watched_closely(self._all())
        of = f"{REPS:,} calendars, {name}"
        return [
            Row(f"{of}: reads a minute", REPS / seen.took * 60, "/min"),
            Row(f"{of}: longest stall", seen.stall * 1000, "ms"),
            Row(f"{of}: the most computing at a stretch", seen.computing * 1000, "ms"),
        ]

    async def first_read(self, url: str) -> list[Row]:
        """Read one more calendar, with many calls, for the first time."""
        before = await self.calls()
        await self.connect(REPS, f"{url}/busy.ics")
        took, stall = await watched(self.poller.poll())
        calls = await self.calls() - before
        name = f"first read of {EVENTS:,} meetings, {calls:,} of them calls"
        assert calls > 400, calls
        return [
            Row(f"calendar, {name}", took, "s"),
            Row(f"calendar, {name}: longest stall", stall * 1000, "ms"),
        ]

    async def connect(self, number: int, address: str) -> None:
        """Connect a rep's calendar at an address."""
        async with self.database.write() as session:
            person = await people.ensure(session, TENANT, f"U{number}", "Rep", "Europe/Lisbon")
            now = self.clock.now()
            await calendars.connect(session, person, now, kind="ics", secret=address, label="x")

    async def _all(self) -> None:
        self.clock.moment += LATER
        read = await self.poller.poll()
        assert read == REPS, read

    async def calls(self) -> int:
        """Return the number of calls on file."""
        async with self.database.read() as session:
            return (await session.exec(select(func.count()).select_from(Call))).one()


async def rows(folder: Path) -> list[Row]:
    """Return the figures about many calendars."""
    async with server("bench.calendar_server") as served, connected(folder, served.url) as polls:
        with as_it_serves():
            return await _measured(polls, served.url)


async def _measured(polls: Polls, url: str) -> list[Row]:
    before = memory()
    made = await polls.poll("all new")
    assert await polls.calls() > REPS
    made += await polls.poll("all unchanged")
    async with ClientSession() as session:
        await session.post(f"{url}/change")
    made += await polls.poll("one in ten changed")
    made.append(Row(f"{REPS:,} calendars: memory", (memory() - before) / 1e6, "MB more"))
    return made + await polls.first_read(url)


@asynccontextmanager
async def connected(folder: Path, url: str) -> AsyncIterator[Polls]:
    """Return a database in which everybody has connected a calendar."""
    database = Database(f"sqlite:///{folder / 'calendars.sqlite3'}", Sealer([new_key()]))
    await bring_up_to_date(database)
    async with database.write() as session:
        await crm.take_in(session, TENANT, CrmAccount("Acme", ("acme.example",)), NOW)
    clock, port = FixedClock(NOW), URL(url).port or 80

    def client() -> GuardedClient:
        return GuardedClient(allow=on_loopback, ports={port})

    def opened(address: str, cursor: str, owner: CalendarOwner) -> IcsCalendar:
        return IcsCalendar(address, cursor, zone=owner.zone, client=client)

    rules = MeetingRules(frozenset({"ours.example"}), load(None).meetings)
    polls = Polls(database, CalendarPoller(database, "slack", clock, {"ics": opened}, rules), clock)
    for number in range(REPS):
        await polls.connect(number, f"{url}/{number}.ics")
    yield polls
    await database.close()


def on_loopback(address: IPAddress) -> bool:
    """Return whether an address is this machine."""
    return ip_address(str(address)).is_loopback


def memory() -> int:
    """Return the bytes that this process has in memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
