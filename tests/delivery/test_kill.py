"""Killed at any point and started again, nothing is lost and nothing goes out twice."""

import asyncio
import random
import sys
from asyncio.subprocess import DEVNULL, Process
from collections import Counter
from datetime import timedelta
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.nudges.schedule import sync
from storage import accounts, calls, people
from storage.claims import LEASE
from storage.tables import Call
from tests.delivery.world import MINUTE, MORNING, SECOND, World

ROOT = Path(__file__).parents[2]
PEOPLE = 150
CALLS = 2  # for each, so that a message holds two rows
WORKSPACES = 5
KILLS = 5
TIME_LIMIT = 60  # seconds; a run takes a fifth of that


class StandIn:
    """A platform that keeps what is posted, and kills the child at the request it is told to."""

    def __init__(self) -> None:
        self.kept: list[tuple[str, int, str]] = []  # to whom, its row, its summary
        self.read_back = 0
        self.child: Process | None = None
        self.generation = 0
        self.left = 0  # requests until the child is killed; below zero: never
        self.keeps_the_last = True

    def routes(self) -> list[web.RouteDef]:
        """What the child asks for."""
        return [web.post("/post", self._post), web.get("/find", self._find)]

    async def _post(self, request: web.Request) -> web.Response:
        said = await request.json()
        if int(said["generation"]) != self.generation:
            return web.Response(status=410)  # from beyond the grave
        if not self._kills() or self.keeps_the_last:
            self.kept.append((said["to"], said["row"], said["summary"]))
        return web.Response(text=f"m{len(self.kept)}")

    async def _find(self, request: web.Request) -> web.Response:
        self._kills()
        self.read_back += 1
        wanted = (request.query["to"], int(request.query["row"]))
        for number, (to, row, _) in enumerate(self.kept, start=1):
            if (to, row) == wanted:
                return web.Response(text=f"m{number}")
        return web.Response(status=404)

    def _kills(self) -> bool:
        self.left -= 1
        if self.left != 0 or self.child is None:
            return False
        self.child.kill()
        return True


async def test_killed_five_times_nothing_is_lost_and_nothing_doubled(world: World) -> None:
    expected = await fill(world)
    chance = random.Random(20261124)  # noqa: S311 - any five points will do, but the same each time
    stand_in = StandIn()
    app = web.Application()
    app.add_routes(stand_in.routes())
    async with TestServer(app) as server, asyncio.timeout(TIME_LIMIT):
        url = f"http://{server.host}:{server.port}"
        for generation in range(KILLS):
            stand_in.left = chance.randint(1, 35)
            stand_in.keeps_the_last = chance.random() < 0.5
            assert await run_child(world, stand_in, url, generation) < 0
        stand_in.left = -1
        assert await run_child(world, stand_in, url, KILLS) == 0
    said = Counter(ask for _, _, summary in stand_in.kept for ask in summary.split(" · "))
    assert said == Counter(dict.fromkeys(expected, 1))
    assert {row.state for row in await world.rows()} == {"sent"}
    assert stand_in.read_back >= KILLS


async def run_child(world: World, stand_in: StandIn, url: str, generation: int) -> int:
    """Run one process until it ends or is killed; its exit status, below zero if killed.

    Each starts later than the one before by more than a lease.
    """
    stand_in.generation = generation
    now = MORNING + generation * (LEASE + SECOND)
    database_url = f"sqlite:///{world.folder / 'attune.sqlite3'}"
    stand_in.child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.delivery.child"),
        *(database_url, url, str(generation), "--now", now.isoformat()),
        cwd=ROOT,
        stdout=DEVNULL,
    )
    return await stand_in.child.wait()


async def fill(world: World) -> list[str]:
    """Reflections due for everybody; what each of them asks."""
    asked = []
    async with world.database.write() as session:
        for number in range(PEOPLE):
            asked += await ended_calls(session, number)
    return asked


async def ended_calls(session: AsyncSession, number: int) -> list[str]:
    """One person's calls that have just ended."""
    tenant, name = f"test:{number % WORKSPACES}", f"p{number}"
    person = await people.ensure(session, tenant, name, name, "Europe/Berlin")
    person.rhythm = {"muted": ["agenda", "research", "brief", "listen"]}
    asked = []
    for place in range(CALLS):
        account = await accounts.add(session, tenant, f"Account {number}.{place}", MORNING)
        starts_at = MORNING - (35 - place) * MINUTE
        call = Call(
            tenant=tenant,
            account_id=account.id,
            starts_at=starts_at,
            ends_at=starts_at + 30 * MINUTE,
            planned_at=starts_at - timedelta(days=7),
            zone=person.zone,
        )
        await calls.add(session, call)
        await calls.take_seat(session, call, person.id)
        asked.append(f"{account.name}: what did they say that you did not see coming?")
    await sync(session, person, MORNING)
    return asked
