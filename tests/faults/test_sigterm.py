"""On SIGTERM in the middle of a burst, a real process finishes what it can and ends."""

import asyncio
import os
import random
import resource
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.base.clock import FixedClock
from bot.delivery.loop import Delivery
from bot.delivery.send_limits import WORKSPACE_LIMIT
from bot.settings import Settings
from bot.slack.api import SlackApi
from bot.slack.messenger import SlackMessenger
from storage.database.connection import Database
from storage.outbox.claims import RELEASED
from tests.delivery.honest_slack import LAG, HonestSlack
from tests.delivery.test_kill import Made, postgres, sqlite
from tests.delivery.world import playbook
from tests.faults import channels
from tests.faults.opened import opened

ROOT = Path(__file__).parents[2]
CHANNELS = 150
IN_FLIGHT = WORKSPACE_LIMIT  # posts that were taken and not answered when it is told to stop
STUCK = 3  # of them are never answered
MAX_SECONDS = 10.0  # seconds from the signal to the end


class Slow(HonestSlack):
    """Accepts every post. It answers none until told to, and some never."""

    def __init__(self, clock: FixedClock) -> None:
        super().__init__(clock, random.Random(1), lambda _: "", cuts=0)  # noqa: S311
        self.clock = clock
        self.before_it_answers = self._hold
        self.stuck: set[str] = set()
        self.held: list[str] = []
        self.enough, self.answers, self.over = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def _hold(self, channel: str) -> None:
        self.held.append(channel)
        if len(self.held) == IN_FLIGHT:
            self.enough.set()
        await self.answers.wait()
        if channel in self.stuck:
            await self.over.wait()


@asynccontextmanager
async def served(slow: Slow) -> AsyncIterator[str]:
    """The stand-in's address."""
    app = web.Application()
    app.add_routes(slow.routes())
    async with TestServer(app) as server:
        yield f"http://{server.host}:{server.port}/0/api/"
        slow.over.set()


async def serve(folder: Path, database_url: str, slack_url: str) -> asyncio.subprocess.Process:
    """Attune as in production."""
    kept = {k: v for k, v in os.environ.items() if k.lower() not in Settings.model_fields}
    ours = {
        "DATABASE_URL": database_url,
        "SLACK_BOT_TOKEN": "xoxb-1-secret",
        "SLACK_SIGNING_SECRET": "0123456789abcdef",
        "SLACK_API_URL": slack_url,
        "NO_PROXY": "127.0.0.1",
        "PORT": "0",
        "PYTHONPATH": str(ROOT),
    }
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "serve"),
        cwd=folder,
        env=kept | ours,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        preexec_fn=_may_leave_a_core,
    )


def _may_leave_a_core() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))


@pytest.mark.parametrize("made", [sqlite, postgres])
async def test_it_drains_and_hands_back_the_rest(made: Made, tmp_path: Path) -> None:
    # The process lives by the machine's own clock, and so must what is due.
    now = datetime.now(UTC)
    slow = Slow(FixedClock(now))
    async with (
        asyncio.timeout(60),
        made(tmp_path) as database_url,
        opened(database_url) as database,
        served(slow) as url,
    ):
        await channels.fill(database, CHANNELS, now, workspaces=1)
        process = await serve(tmp_path, database_url, url)
        await slow.enough.wait()
        # A crash would write nothing of what people said to a disk.
        assert resource.prlimit(process.pid, resource.RLIMIT_CORE) == (0, 0)
        slow.stuck = set(random.Random(2).sample(slow.held, STUCK))  # noqa: S311
        process.send_signal(signal.SIGTERM)
        told = perf_counter()
        slow.answers.set()
        _, complaints = await process.communicate()
        assert perf_counter() - told < MAX_SECONDS
        assert process.returncode == 0, complaints.decode()
        await _all_is_in_order(database, slow)
        await _another_does_the_rest(database, slow, url)


async def _all_is_in_order(database: Database, slow: Slow) -> None:
    """Answered rows are settled, unanswered ones in doubt, and the rest unclaimed."""
    taken = {post.channel for post in slow.posts}
    assert IN_FLIGHT <= len(taken) < CHANNELS
    for channel, row in await channels.rows(database):
        if channel in slow.stuck:
            assert (row.state, row.claim) == ("open", RELEASED)
        elif channel in taken:
            assert row.state == "sent"
        else:
            assert (row.state, row.claim) == ("open", None)


async def _another_does_the_rest(database: Database, slow: Slow, url: str) -> None:
    """Another process delivers soon after, and each channel gets its message once."""
    slow.before_it_answers = _at_once
    clock = FixedClock(datetime.now(UTC) + timedelta(seconds=30))
    slow.clock.moment = clock.now() + LAG
    api = SlackApi("xoxb-1-secret", url)
    await api.start()
    messenger = SlackMessenger(api)
    counts = await Delivery(database, {"slack": messenger}, playbook(), clock).run()
    await api.stop()
    assert counts["sent"] >= STUCK
    assert sorted(post.channel for post in slow.posts) == sorted(f"C{n}" for n in range(CHANNELS))


async def _at_once(_channel: str) -> None: ...
