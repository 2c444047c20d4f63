"""A soak test: send a realistic mix of signed requests at a steady pace, and see what grows.

`python -m bench.soak [MINUTES] [A_SECOND]` runs for ten minutes at 50 requests per second by
default. It takes too long for `make bench`. Meanwhile the server reads a new calendar of 200
meetings every two seconds, and a transcript every five seconds. A request to `/healthz` every tenth
of a second finds stalls of the event loop, and the server notes how long the loop computes at a
stretch.
"""

import asyncio
import itertools
import json
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from urllib.parse import urlencode

import aiohttp
from slack_sdk.signature import SignatureVerifier

from bench.fill import REPS, TENANT, fill
from bench.processes import Server, server, serving_attune
from bench.standin import SECRET, TEAM
from bench.start import megabytes
from bench.table import Row, percentile, table
from bot.base.clock import SystemClock
from handlers.playbook.loader import load
from handlers.sources.crm import crm
from handlers.sources.records import CrmAccount
from storage.database.connection import Database
from storage.meetings import calendars
from storage.sealing import Sealer, new_key
from storage.workspace import people

MINUTES, A_SECOND = 10.0, 50.0
CALLS = 10_000  # calls on file
AT_ONCE = 100  # requests under way at most, so that a slow server is not buried
WARM_UP = 0.1  # the share of the time that is left out: memory grows at first, while caches fill
EVERY = 5.0  # seconds between two measurements of memory
FEEL = 0.1  # seconds between two measurements of the loop
LAST_ANSWER = 60.0  # seconds to wait for an answer
MINUTE, A_CALENDAR = timedelta(minutes=1), timedelta(seconds=2)  # from one calendar to the next
STRETCHES = "stretches.json"  # what the server notes

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
# The requests of a team, and how often they come.
MIX = (
    *(("/prep", "Northwind"),) * 6,
    *(("/calls", ""),) * 4,
    *(("/promises", ""),) * 3,
    *(("/rhythm", ""), ("/insight", "delivery late"), ("/insight", "migration")),
    *(("press", "rhythm.mute"), ("press", "rhythm.unmute")),
    *(("home", ""),) * 2,
    ("said", "prep Northwind"),
)


@dataclass
class Measured:
    """Seconds until acknowledged, seconds that `/healthz` took, and megabytes over time.

    `computed` has the longest stretches for which the event loop computed: when each began, and how
    long it took.
    """

    acknowledged: list[float] = field(default_factory=list)
    felt: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    computed: list[tuple[float, float]] = field(default_factory=list)
    late: float = 0.0  # the most seconds that the client fell behind its pace


class Team:
    """People on Slack who make requests in turn."""

    def __init__(self, standin: str) -> None:
        self._standin = standin
        self._verifier = SignatureVerifier(SECRET)
        self.numbers = itertools.count(1)

    def request(self) -> tuple[int, str, dict[str, str]]:
        """Return the next request: its number, body and headers."""
        number = next(self.numbers)
        body, content_type = self._body(number, *MIX[number % len(MIX)])
        timestamp = str(int(SystemClock().now().timestamp()))
        signature = self._verifier.generate_signature(timestamp=timestamp, body=body)
        assert signature is not None
        return (
            number,
            body,
            {
                "Content-Type": content_type,
                "X-Slack-Request-Timestamp": timestamp,
                "X-Slack-Signature": signature,
            },
        )

    def _body(self, number: int, what: str, words: str) -> tuple[str, str]:
        # Everybody makes every request, because the number of people and the length of the mix
        # have no common divisor.
        user = f"U{number * 7 % (REPS - 1) + 1}"
        answer = f"{self._standin}/answer/{number}"
        match what:
            case "press":
                return urlencode({"payload": json.dumps(_press(number, user, words, answer))}), FORM
            case "home":
                event = {"type": "app_home_opened", "user": user, "tab": "home"}
                return json.dumps(_event(number, event)), JSON
            case "said":
                event = {"type": "message", "channel": f"D{user}", "channel_type": "im"}
                return json.dumps(_event(number, {**event, "user": user, "text": words})), JSON
            case command:
                return urlencode(_command(number, user, command, words, answer)), FORM


def _command(number: int, user: str, command: str, words: str, answer: str) -> dict[str, str]:
    return {
        "command": command,
        "text": words,
        "user_id": user,
        "team_id": TEAM,
        "channel_id": "C1",
        "channel_name": "sales",
        "trigger_id": f"trigger.{number}",
        "response_url": answer,
    }


def _press(number: int, user: str, action: str, answer: str) -> dict[str, object]:
    return {
        "type": "block_actions",
        "user": {"id": user, "team_id": TEAM},
        "team": {"id": TEAM},
        "trigger_id": f"trigger.{number}",
        "actions": [{"type": "button", "action_id": f"{action}#1", "value": "message:agenda"}],
        "container": {"type": "message", "message_ts": "1.1"},
        "channel": {"id": f"D{user}", "name": "directmessage"},
        "response_url": answer,
    }


def _event(number: int, event: dict[str, str]) -> dict[str, object]:
    return {"type": "event_callback", "event_id": f"Ev{number}", "team_id": TEAM, "event": event}


async def soak(folder: Path, minutes: float, a_second: float) -> list[Row]:
    """Return the figures of this many minutes. `folder` is for the database."""
    measured = Measured()
    async with _running(folder, minutes) as (attune, standin), _session() as session:
        team = Team(standin.url)
        ended = asyncio.Event()
        watching = [
            asyncio.create_task(_watch_memory(attune, measured, ended)),
            asyncio.create_task(_feel(session, attune.url, measured, ended)),
        ]
        seconds = await _send(
            session, attune.url, team, measured, seconds=minutes * 60, a_second=a_second
        )
        ended.set()
        await asyncio.gather(*watching)
        await _last_answer(session, standin.url, next(team.numbers) - 1)
    measured.computed = json.loads((folder / STRETCHES).read_text())
    return _rows(measured, seconds)


async def _send(
    session: aiohttp.ClientSession,
    url: str,
    team: Team,
    measured: Measured,
    *,
    seconds: float,
    a_second: float,
) -> float:
    """Send requests at a steady pace, without waiting for answers. Return the seconds it took."""
    free, loop = asyncio.Semaphore(AT_ONCE), asyncio.get_running_loop()

    async def one() -> None:
        try:
            _, body, headers = team.request()
            asked = perf_counter()
            sending = session.post(f"{url}/slack/events", data=body, headers=headers)
            async with sending as answer:
                await answer.read()
            measured.acknowledged.append(perf_counter() - asked)
            measured.statuses[answer.status] += 1
        finally:
            free.release()

    began = loop.time()
    async with asyncio.TaskGroup() as group:
        for number in range(int(seconds * a_second)):
            due = began + number / a_second
            await asyncio.sleep(max(due - loop.time(), 0))
            await free.acquire()
            measured.late = max(measured.late, loop.time() - due)
            group.create_task(one())
    return loop.time() - began


async def _watch_memory(attune: Server, measured: Measured, ended: asyncio.Event) -> None:
    while not ended.is_set():
        measured.memory.append(megabytes(attune.process.pid))
        await _pause(ended, EVERY)


async def _feel(
    session: aiohttp.ClientSession, url: str, measured: Measured, ended: asyncio.Event
) -> None:
    while not ended.is_set():
        asked = perf_counter()
        async with session.get(f"{url}/healthz") as answer:
            await answer.read()
        measured.felt.append(perf_counter() - asked)
        await _pause(ended, FEEL)


async def _pause(ended: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(ended.wait(), seconds)
    except TimeoutError:
        return


async def _last_answer(session: aiohttp.ClientSession, standin: str, number: int) -> None:
    """Wait for the answer to the last command."""
    while MIX[number % len(MIX)][0] in ("press", "home", "said"):
        number -= 1
    async with asyncio.timeout(LAST_ANSWER), session.get(f"{standin}/answered/{number}") as answer:
        assert await answer.text()


def _rows(measured: Measured, seconds: float) -> list[Row]:
    assert set(measured.statuses) == {200}, measured.statuses
    warm = measured.memory[int(len(measured.memory) * WARM_UP) :]
    tenth = max(len(warm) // 10, 1)
    begin, end = median(warm[:tenth]), median(warm[-tenth:])
    taken = [each * 1_000 for each in measured.acknowledged]
    felt = [each * 1_000 for each in measured.felt]
    return [
        Row("soak, requests", len(taken), ""),
        Row("soak, requests a second", len(taken) / seconds, "/s"),
        Row("soak, memory (RSS) at the end, and after the warm-up", end, "MB", begin),
        Row("soak, memory (RSS), largest", max(warm), "MB", begin),
        Row("soak, ack: p50", percentile(taken, 50), "ms"),
        Row("soak, ack: p99", percentile(taken, 99), "ms"),
        Row("soak, /healthz: p50", percentile(felt, 50), "ms"),
        Row("soak, /healthz: p99", percentile(felt, 99), "ms"),
        Row("soak, /healthz: longest", max(felt), "ms"),
        *_computed(measured.computed),
        Row("soak, behind the pace, at most", measured.late * 1_000, "ms"),
    ]


def _computed(stretches: list[tuple[float, float]]) -> list[Row]:
    first = [took * 1_000 for at, took in stretches if at < 1]
    later = [took * 1_000 for at, took in stretches if at >= 1]
    name = "soak, the event loop computed at a stretch, at most"
    return [
        Row(f"{name}, in the first second", max(first, default=0), "ms"),
        Row(f"{name}, later", max(later, default=0), "ms"),
        Row("soak, stretches over 10 ms after the first second", sum(ms > 10 for ms in later), ""),
    ]


@asynccontextmanager
async def _running(folder: Path, minutes: float) -> AsyncIterator[tuple[Server, Server]]:
    """Start Attune with years of calls on file, and the stand-in for Slack."""
    file, now, key = folder / "soak.sqlite3", SystemClock().now(), new_key()
    await fill(file, load(None), now, calls=CALLS)
    more = {"ENCRYPTION_KEYS": key, "COMPANY_DOMAINS": "ours.example"}
    async with server("bench.calendar_server", now.isoformat()) as calendars_at:
        await _connect(file, key, calendars_at.url, now, int(minutes * MINUTE / A_CALENDAR))
        run = ("bench.soak_server", str(folder / STRETCHES))
        async with (
            server("bench.standin") as standin,
            serving_attune(folder, file, standin.url, run=run, more=more) as attune,
        ):
            yield attune, standin


async def _connect(file: Path, key: str, url: str, now: datetime, count: int) -> None:
    """Connect the calendars of more people, one due after the other."""
    database = Database(f"sqlite:///{file}", Sealer([key]))
    async with database.write() as session:
        await crm.take_in(session, TENANT, CrmAccount("Acme", ("acme.example",)), now)
        for number in range(count):
            person = await people.ensure(session, TENANT, f"C{number}", "Rep", "Europe/Lisbon")
            due = now + number * A_CALENDAR
            address = f"{url}/{number}.ics"
            await calendars.connect(session, person, due, kind="ics", secret=address, label="x")
    await database.close()


def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE + 1))


def main() -> None:
    """Run for the time and at the pace on the command line."""
    given = [float(each) for each in sys.argv[1:3]]
    minutes, a_second = (*given, *(MINUTES, A_SECOND)[len(given) :])
    with TemporaryDirectory() as folder:
        print(table(asyncio.run(soak(Path(folder), minutes, a_second))))


if __name__ == "__main__":
    main()
