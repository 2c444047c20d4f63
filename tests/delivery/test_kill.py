"""Processes are killed at any point and restarted: nothing is lost, nothing is sent twice.

`ROWS=8000 KILLS=50` in the environment makes it longer; `--log-cli-level=INFO` shows figures.
"""

import asyncio
import logging
import os
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from time import perf_counter

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from handlers import planning
from handlers.nudges import KINDS
from handlers.nudges.schedule import replan_changed
from storage.customers import accounts
from storage.database.connection import Database
from storage.database.upgrade import bring_up_to_date
from storage.tables import Account, Call, Outbox
from storage.workspace import people
from tests.delivery.fleet import Fleet
from tests.delivery.honest_slack import ACCOUNT
from tests.delivery.world import MINUTE, MORNING
from tests.postgres import migrated

log = logging.getLogger(__name__)

ROWS = int(os.environ.get("ROWS", "280"))
KILLS = int(os.environ.get("KILLS", "6"))
CALLS = 2  # for each person, so that a message holds two rows
ASKS = 3  # of the stand-in for each message: where, absent, post (away is asked for many at once)
WORKSPACES = 6
MINUTES = 7  # that the burst is spread over: leases run out in the middle of it
APART = max(1, ROWS // CALLS * ASKS * 2 // (3 * KILLS))  # requests from one kill to the next
TIME_LIMIT = 60 + ROWS / 4  # seconds; a run takes a tenth of that


def chance() -> random.Random:
    """Random numbers, the same in each run as far as processes take the same steps."""
    return random.Random(20261124)  # noqa: S311 - any points will do


@asynccontextmanager
async def sqlite(folder: Path) -> AsyncIterator[str]:
    url = f"sqlite:///{folder / 'attune.sqlite3'}"
    database = Database(url)
    await bring_up_to_date(database)
    await database.close()
    yield url


@asynccontextmanager
async def postgres(_folder: Path) -> AsyncIterator[str]:
    async with migrated() as url:
        yield url


Made = Callable[[Path], AbstractAsyncContextManager[str]]


@pytest.mark.parametrize(("made", "processes"), [(sqlite, 1), (postgres, 4)])
async def test_killed_again_and_again_nothing_is_lost_and_nothing_doubled(
    made: Made, processes: int, tmp_path: Path
) -> None:
    async with made(tmp_path) as url, asyncio.timeout(TIME_LIMIT):
        expected = Counter((await fill(url, ["reflect"])).keys())
        fleet, began = Fleet(url, MORNING, chance(), kills=KILLS, apart=APART), perf_counter()
        await fleet.run(processes)
        seconds, settled = perf_counter() - began, Counter(await outcomes(url))
    said, slack = fleet.slack.said(), fleet.slack
    lost, doubled = (expected - said).total(), (said - expected).total()
    log.info(
        "%s at once: %s rows, %s kills, %s cut, %s lost, %s doubled, %s read back, %.0f s",
        *(processes, ROWS, fleet.killed, len(slack.cut), lost, doubled, slack.read_back, seconds),
    )
    assert (lost, doubled) == (0, 0), [one for one in settled if one[1:] != ("sent", None)]
    assert Counter(state for _, state, _ in settled) == {"sent": ROWS}
    assert fleet.killed == KILLS
    assert slack.read_back > 0


async def test_where_nobody_can_tell_only_what_was_in_flight_is_doubled_or_given_up(
    tmp_path: Path,
) -> None:
    """Depending on the kind: briefs are sent again, reflections are not.

    Kills may leave neither in doubt, so the stand-in does that for one of each kind.
    """
    in_flight: set[str] = set()
    async with sqlite(tmp_path) as url, asyncio.timeout(TIME_LIMIT):
        kinds = await fill(url, ["brief", "reflect"])

        async def note() -> None:
            in_flight.update(await handed_over(url))

        brief, reflection = _account(0, 0), _account(1, 0)
        fleet = Fleet(
            *(url, MORNING, chance()),
            kills=KILLS,
            apart=APART,
            reads_back=False,
            mourns=note,
            cuts_off=(brief, reflection),
        )
        await fleet.run(1)
        settled = await outcomes(url)
    in_flight.update(name for text in fleet.slack.cut for name in ACCOUNT.findall(text))
    said = fleet.slack.said()
    given_up = {name for name, state, _ in settled if state == "dropped"}
    doubled = {name for name, times in said.items() if times > 1}
    log.info("%s in flight, %s doubled, %s given up", len(in_flight), len(doubled), len(given_up))
    assert {reason for name, _, reason in settled if name in given_up} <= {"may have gone out"}
    assert given_up <= {name for name in in_flight if kinds[name] == "reflect"}
    assert doubled <= {name for name in in_flight if kinds[name] == "brief"}
    assert kinds.keys() - said.keys() <= given_up
    assert brief in doubled
    assert reflection in given_up


async def fill(url: str, only: Sequence[str]) -> dict[str, str]:
    """Add calls with nudges of these kinds; returns the kind for each account."""
    kinds: dict[str, str] = {}
    database = Database(url)
    async with database.write() as session:
        for number in range(ROWS // CALLS):
            nudge = only[number % len(only)]
            await _nudged(session, number, nudge)
            kinds |= {_account(number, place): nudge for place in range(CALLS)}
    await database.close()
    return kinds


async def _nudged(session: AsyncSession, number: int, nudge: str) -> None:
    """One person's calls, each with one nudge, due within a few minutes."""
    tenant, name = f"slack:T{number % WORKSPACES}", f"U{number}"
    person = await people.ensure(session, tenant, name, name, "Europe/Berlin")
    person.rhythm = {"muted": [known.name for known in KINDS if known.name != nudge]}
    before = timedelta(minutes=60 if nudge == "brief" else -35)
    for place in range(CALLS):
        account = await accounts.add(session, tenant, _account(number, place), MORNING)
        starts_at = MORNING + before + (place + number % MINUTES) * MINUTE
        call = Call(
            tenant=tenant,
            account_id=account.id,
            starts_at=starts_at,
            ends_at=starts_at + 30 * MINUTE,
            planned_at=starts_at - timedelta(days=7),
            zone=person.zone,
        )
        await planning.record(session, person, call)
    await replan_changed(session, MORNING)


def _account(number: int, place: int) -> str:
    return f"Account {number}.{place}"


async def outcomes(url: str) -> list[tuple[str, str, str | None]]:
    """The outcome of each row: its account, its state and the reason."""
    return [(name, row.state, row.reason) for name, row in await _rows(url)]


async def handed_over(url: str) -> list[str]:
    """The accounts of rows that were handed over and not settled."""
    return [
        name
        for name, row in await _rows(url)
        if row.state == "open" and row.claim is not None and row.bundle is not None
    ]


async def _rows(url: str) -> Sequence[tuple[str, Outbox]]:
    wanted = (
        select(Account.name, Outbox)
        .join(Call, col(Call.account_id) == col(Account.id))
        .join(Outbox, col(Outbox.call_id) == col(Call.id))
    )
    database = Database(url)
    async with database.read() as session:
        found = (await session.exec(wanted)).all()
    await database.close()
    return found
