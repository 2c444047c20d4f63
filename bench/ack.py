"""Measure how soon `/prep` is acknowledged, compared with Bolt apps that do no work.

The servers, the stand-in for Slack and the client are separate processes. The client sends a few
requests to each app in turn, so that other work on the machine affects all apps.
"""

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from urllib.parse import urlencode

import aiohttp
from slack_sdk.signature import SignatureVerifier

from bench.fill import REPS, fill
from bench.processes import server, serving_attune
from bench.standin import SECRET, TEAM
from bench.table import Row, percentile
from bot.base.clock import SystemClock
from handlers.playbook.loader import load

ASKED = "Northwind"
CALLS = 1_000  # calls on file
ROUNDS = 9
PAUSE = 0.03  # seconds
PEERS = {"floor": "Bolt's floor", "default": "Bolt's default"}


@dataclass
class Measured:
    """The seconds that one app took: for each acknowledgement, for each answer, and in total."""

    acknowledged: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    seconds: float = 0.0
    seconds_with_answers: float = 0.0

    def add(self, other: "Measured") -> None:
        self.acknowledged += other.acknowledged
        self.answered += other.answered
        self.seconds += other.seconds
        self.seconds_with_answers += other.seconds_with_answers


@dataclass(frozen=True)
class Load:
    """How many clients ask at once, and how many requests they send in a round.

    With `waits`, a client waits for the answer, and then for `pause` seconds, before the next
    request.
    """

    name: str
    connections: int
    requests: int
    waits: bool
    pause: float = 0.0


LOADS = (
    Load("1 connection, answer awaited, 30 ms pause", 1, 12, waits=True, pause=PAUSE),
    Load("1 connection, answer awaited, no pause", 1, 15, waits=True),
    Load("1 connection, back to back", 1, 30, waits=False),
    Load("32 connections, back to back", 32, 64, waits=False),
)


class Client:
    """A client that plays Slack and sends commands."""

    def __init__(self, session: aiohttp.ClientSession, standin: str) -> None:
        self._session = session
        self._standin = standin
        self._verifier = SignatureVerifier(SECRET)
        self._numbers = itertools.count(1)

    async def ask(self, url: str) -> tuple[int, float]:
        """Send a `/prep`. Return its number, and the seconds until the acknowledgement."""
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
        """Wait for the answer to a command, and check that it is the brief."""
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
    """Return the figures about acknowledgements. `folder` is for the database."""
    async with _apps(folder) as (urls, standin), aiohttp.ClientSession() as session:
        client = Client(session, standin)
        return [row for load in LOADS for row in _rows(load, await _measure(client, urls, load))]


@asynccontextmanager
async def _apps(folder: Path) -> AsyncIterator[tuple[dict[str, str], str]]:
    """Start the apps and the stand-in, and yield their addresses."""
    file = folder / "ack.sqlite3"
    await fill(file, load(None), SystemClock().now(), calls=CALLS)
    async with AsyncExitStack() as stack:
        standin = (await stack.enter_async_context(server("bench.standin"))).url
        running = {
            "attune": serving_attune(folder, file, standin),
            **{peer: server("bench.peer", peer, f"{standin}/api/") for peer in PEERS},
        }
        urls = {app: (await stack.enter_async_context(one)).url for app, one in running.items()}
        yield urls, standin


async def _measure(client: Client, urls: dict[str, str], load: Load) -> dict[str, Measured]:
    measured = {app: Measured() for app in urls}
    for each in range(-1, ROUNDS):
        for app, url in urls.items():
            taken = await _round(client, url, load, answers=app == "attune")
            if each >= 0:  # the first round warms up
                measured[app].add(taken)
    return measured


async def _round(client: Client, url: str, load: Load, *, answers: bool) -> Measured:
    """Send one round to one app, and wait until the app has answered everything."""
    measured = Measured()
    unanswered: list[int] = []
    turns = iter(range(load.requests))

    async def person() -> None:
        for _ in turns:
            asked = perf_counter()
            number, took = await client.ask(url)
            measured.acknowledged.append(took)
            if answers and load.waits:
                await client.answered(number)
                measured.answered.append(perf_counter() - asked)
            elif answers:
                unanswered.append(number)
            if load.pause:
                await asyncio.sleep(load.pause)

    began = perf_counter()
    await asyncio.gather(*(person() for _ in range(load.connections)))
    measured.seconds = perf_counter() - began
    for number in unanswered:
        await client.answered(number)
    measured.seconds_with_answers = perf_counter() - began
    return measured


def _rows(load: Load, measured: dict[str, Measured]) -> Iterator[Row]:
    ours = measured["attune"]
    for app, label in PEERS.items():
        bolt = measured[app]
        name = f"ack, {load.name}, {label}"
        for percent in (50, 99):
            value, peer = (_percentile(each.acknowledged, percent) for each in (ours, bolt))
            yield Row(f"{name}: p{percent}", value, "ms", peer)
        if not load.waits:
            value, peer = (len(each.acknowledged) / each.seconds for each in (ours, bolt))
            yield Row(f"{name}: throughput", value, "/s", peer)
    if load.waits:
        yield Row(f"answer, {load.name}: p50", _percentile(ours.answered, 50), "ms")
    else:
        answers = len(ours.acknowledged) / ours.seconds_with_answers
        yield Row(f"answer, {load.name}: throughput", answers, "/s")


def _percentile(seconds: list[float], percent: int) -> float:
    """Return a percentile in milliseconds."""
    return percentile(seconds, percent) * 1000


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
