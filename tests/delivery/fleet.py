"""Processes that deliver, are killed at any point, and are restarted."""

import asyncio
import multiprocessing
import random
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime
from multiprocessing.context import ForkServerProcess

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.base.clock import FixedClock
from tests.delivery.child import Orders, main
from tests.delivery.honest_slack import HonestSlack

# Forked from a process that has imported everything: a second of computing less for each.
SPAWNING = multiprocessing.get_context("forkserver")
SPAWNING.set_forkserver_preload(["tests.delivery.child"])

AT_ONCE = 0.3  # of the kills come with a request; the others a moment later, at any point
A_MOMENT = 0.05  # seconds


class Fleet:
    """Processes on one database and one stand-in. `mourns` is called after each kill."""

    def __init__(
        self,
        database_url: str,
        start: datetime,
        chance: random.Random,
        *,
        kills: int,
        apart: int,  # requests between two of them, at the mean
        reads_back: bool = True,
        mourns: Callable[[], Awaitable[None]] | None = None,
        cuts_off: Iterable[str] = (),  # accounts; see HonestSlack
    ) -> None:
        self.killed = 0
        self._clock = FixedClock(start)
        self.slack = HonestSlack(self._clock, chance, self._strikes, cuts_off=cuts_off)
        self._orders = Orders(database_url, "", start, reads_back)
        self._chance = chance
        self._kills = kills
        self._apart = apart
        self._mourns = mourns
        self._next = self._draw()
        self._alive: dict[int, ForkServerProcess] = {}
        self._waiting: dict[int, tuple[datetime, asyncio.Future[datetime]]] = {}
        self._doomed: set[int] = set()

    async def run(self, processes: int) -> None:
        """Deliver everything that is on file."""
        app = web.Application()
        app.add_routes([*self.slack.routes(), web.get("/{process}/wait", self._wait)])
        async with AsyncExitStack() as stack:
            server = await stack.enter_async_context(TestServer(app))
            stack.callback(self._kill_all)
            self._orders = replace(self._orders, url=f"http://{server.host}:{server.port}")
            async with asyncio.TaskGroup() as group:
                for place in range(processes):
                    group.create_task(self._keep_alive(place))

    async def _keep_alive(self, place: int) -> None:
        """Restart a process until it ends by itself."""
        url = f"{self._orders.url}/{place}"
        while True:
            orders = replace(self._orders, url=url, now=self._clock.now())
            process = self._alive[place] = SPAWNING.Process(target=main, args=(orders,))
            process.start()
            await asyncio.to_thread(process.join)
            self._waiting.pop(place, None)
            if place not in self._doomed:
                del self._alive[place]
                assert process.exitcode == 0
                self._go_on()
                return
            assert process.exitcode == -9
            self._doomed.discard(place)
            self.killed += 1
            if self._mourns:
                await self._mourns()

    def _strikes(self, place: int) -> str:
        """Whether to kill the sender: "before" the request is accepted, "after", or not ("")."""
        self._next -= 1
        if self._next > 0 or self._kills <= 0 or place in self._doomed:
            return ""
        self._kills -= 1
        self._next = self._draw()
        self._doomed.add(place)
        if self._chance.random() < AT_ONCE:
            self._alive[place].kill()
            return self._chance.choice(("before", "after"))
        wait = self._chance.random() * A_MOMENT
        asyncio.get_running_loop().call_later(wait, self._alive[place].kill)
        return ""

    def _draw(self) -> int:
        return self._chance.randint(1, 2 * self._apart)

    async def _wait(self, request: web.Request) -> web.Response:
        """Wait while idle. When all processes are idle, the clock goes on."""
        until = datetime.fromisoformat(request.query["until"])
        told = asyncio.get_running_loop().create_future()
        self._waiting[int(request.match_info["process"])] = until, told
        self._go_on()
        return web.Response(text=(await told).isoformat())

    def _go_on(self) -> None:
        if not self._waiting or len(self._waiting) < len(self._alive):
            return
        next_at = min(until for until, _ in self._waiting.values())
        self._clock.moment = max(next_at, self._clock.moment)
        for _, told in self._waiting.values():
            if not told.done():
                told.set_result(self._clock.moment)
        self._waiting.clear()

    def _kill_all(self) -> None:
        for process in self._alive.values():
            process.kill()
