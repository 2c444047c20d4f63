"""How soon `/prep` is acknowledged: Attune with all its work, beside Bolt apps that do none.

The servers, the stand-in for Slack and the client are processes of their own. The apps are asked
in turn, a few requests each, so that what else the machine does hits all of them.
"""

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from urllib.parse import urlencode

import aiohttp
from slack_sdk.signature import SignatureVerifier

from bench.fill import REPS, fill
from bench.processes import server
from bench.standin import TEAM, TOKEN
from bench.table import Row, percentile
from bot.clock import SystemClock
from handlers.playbook.loader import load

SECRET = "0123456789abcdef0123456789abcdef"
ASKED = "Northwind"
CALLS = 1_000  # on file
WARM_UP = 40  # requests
ROUNDS = 8
APPS = ("attune", "floor", "default")


@dataclass
class Measured:
    """What one app took: seconds for each acknowledgement, and for all of them together."""

    latencies: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def milliseconds(self, percent: int) -> float:
        """A percentile of the acknowledgements."""
        return percentile(self.latencies, percent) * 1000

    @property
    def a_second(self) -> float:
        """Requests acknowledged a second."""
        return len(self.latencies) / self.seconds


@dataclass(frozen=True)
class Load:
    """How the apps are asked: by so many at once, so many times each round.

    With `waits`, nobody asks again before the answer to what they asked has arrived.
    """

    name: str
    connections: int
    requests: int
    waits: bool


LOADS = (
    Load("1 connection, each answer awaited", 1, 50, waits=True),
    Load("1 connection, back to back", 1, 50, waits=False),
    Load("32 connections, each answer awaited", 32, 96, waits=True),
    Load("32 connections, back to back", 32, 96, waits=False),
)


class Client:
    """Slack, as far as it sends commands."""

    def __init__(self, session: aiohttp.ClientSession, standin: str) -> None:
        self._session = session
        self._standin = standin
        self._verifier = SignatureVerifier(SECRET)
        self._numbers = itertools.count(1)

    async def ask(self, url: str) -> tuple[int, float]:
        """Send a `/prep` to an app; its number, and the seconds until it was acknowledged."""
        number = next(self._numbers)
        body = urlencode(_command(number, f"{self._standin}/answer/{number}"))
        headers = self._headers(body)
        began = perf_counter()
        async with self._session.post(f"{url}/slack/events", data=body, headers=headers) as answer:
            await answer.read()
            took = perf_counter() - began
            assert answer.status == 200, answer.status
        return number, took

    async def answered(self, number: int) -> None:
        """Wait for the answer to a command; it must be the brief."""
        async with self._session.get(f"{self._standin}/answered/{number}") as answer:
            said = await answer.text()
        assert said.startswith(ASKED), said

    def _headers(self, body: str) -> dict[str, str]:
        timestamp = str(int(SystemClock().now().timestamp()))
        signature = self._verifier.generate_signature(timestamp=timestamp, body=body)
        assert signature is not None
        return {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature,
        }


async def rows(folder: Path) -> list[Row]:
    """Every figure about acknowledgements. `folder` is for the database."""
    async with _apps(folder) as (urls, standin), aiohttp.ClientSession() as session:
        client = Client(session, standin)
        return [row for load in LOADS for row in _rows(load, await _measure(client, urls, load))]


@asynccontextmanager
async def _apps(folder: Path) -> AsyncIterator[tuple[dict[str, str], str]]:
    """The addresses of the apps and of the stand-in."""
    file = folder / "ack.sqlite3"
    await fill(file, load(None), SystemClock().now(), calls=CALLS)
    async with AsyncExitStack() as stack:
        standin = (await stack.enter_async_context(server("bench.standin"))).url
        settings = {
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": f"{standin}/api/",
            "DATABASE_URL": f"sqlite:///{file}",
            "PORT": "0",
        }
        started = {}
        for app in APPS:
            command = ("bot", "serve") if app == "attune" else ("bench.peer", app)
            running = server(*command, folder=folder, settings=settings)
            started[app] = (await stack.enter_async_context(running)).url
        yield started, standin


async def _measure(client: Client, urls: dict[str, str], load: Load) -> dict[str, Measured]:
    measured = {app: Measured() for app in urls}
    for each in range(-1, ROUNDS):
        for app, url in urls.items():
            taken = await _round(client, url, load, answers=app == "attune")
            if each >= 0:  # the first one warms up
                measured[app].latencies += taken.latencies
                measured[app].seconds += taken.seconds
    return measured


async def _round(client: Client, url: str, load: Load, *, answers: bool) -> Measured:
    """One round against one app; it has answered everything when it ends."""
    measured = Measured()
    unanswered: list[int] = []
    begun = iter(range(load.requests))

    async def person() -> None:
        for _ in begun:
            number, took = await client.ask(url)
            measured.latencies.append(took)
            if answers and load.waits:
                await client.answered(number)
            elif answers:
                unanswered.append(number)

    began = perf_counter()
    await asyncio.gather(*(person() for _ in range(load.connections)))
    measured.seconds = perf_counter() - began
    for number in unanswered:
        await client.answered(number)
    return measured


def _rows(load: Load, measured: dict[str, Measured]) -> Iterator[Row]:
    ours = measured["attune"]
    for app, label in (("floor", "Bolt's floor"), ("default", "Bolt's default")):
        bolt = measured[app]
        name = f"ack, {load.name}, against {label}"
        for percent in (50, 99):
            yield Row(
                f"{name}: p{percent}", ours.milliseconds(percent), "ms", bolt.milliseconds(percent)
            )
        yield Row(f"{name}: throughput", ours.a_second, "/s", bolt.a_second)


def _command(number: int, response_url: str) -> dict[str, str]:
    user = f"U{number % REPS + 1}"
    return {
        "token": "unused",
        "team_id": TEAM,
        "team_domain": "bench",
        "channel_id": "C1",
        "channel_name": "sales",
        "user_id": user,
        "user_name": user,
        "command": "/prep",
        "text": ASKED,
        "api_app_id": "A1",
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": f"{number}.bench",
    }
