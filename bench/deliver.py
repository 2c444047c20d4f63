"""How late nudges leave, and how many leave a second. A first version.

Each row is for a person of its own and about a call of its own, and its card is the real one.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter

from slack_sdk.web.async_client import AsyncWebClient

from bench.bulk import Rows, make
from bench.fill import TENANT
from bench.processes import server
from bench.standin import TOKEN
from bench.table import Row, percentile
from bot.clock import SystemClock
from bot.delivery import SHARE, Delivery
from bot.messenger import Messenger, Recipient, Sent
from bot.slack import renderer
from bot.slack.api import Api
from bot.slack.messenger import SlackMessenger
from bot.waker import Waker
from handlers.cards import Card
from handlers.playbook.loader import load
from storage.database import Database
from storage.types import EPOCH, MICROSECOND

SPREAD, APART = 200, timedelta(milliseconds=40)  # rows, and the time between two
AT_ONCE = 300  # rows
LEAD = timedelta(seconds=0.5)  # until the first is due
WITHIN = 60  # seconds for everything

# No quiet hours: the figures are to be the same at night.
RHYTHM = '{"quiet_from": "00:00:00", "quiet_to": "00:00:00"}'

NUMBERS = """
CREATE TEMP TABLE number AS
WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < :rows)
SELECT n, :first + (n - 1) * :apart AS due, :first + (n - 1) * :apart + 600000000 AS starts
FROM counted
"""

ROWS = (
    Rows(
        "person",
        "id tenant external name zone rhythm address",
        """
        SELECT n, :tenant, 'U' || n, 'U' || n, 'Europe/Lisbon', :rhythm, 'D' || n FROM number
        """,
    ),
    Rows(
        "account",
        "id tenant name name_key stage created_at",
        """
        SELECT n, :tenant, 'Account ' || n, 'account ' || n, 'discovery', due FROM number
        """,
    ),
    Rows(
        "call",
        "id tenant account_id starts_at ends_at planned_at zone join_url status",
        """
        SELECT n, :tenant, n, starts, starts, due, 'Europe/Lisbon', '', 'planned' FROM number
        """,
    ),
    Rows(
        "seat",
        "call_id person_id tenant account_id starts_at goal",
        """
        SELECT n, n, :tenant, n, starts, 'Learn who decides about the budget' FROM number
        """,
    ),
    Rows(
        "outbox",
        "id tenant key kind person_id call_id day due_at useful_until next_at state doubt attempts",
        """
        SELECT n, :tenant, n, 'listen', n, n, date(due / 1000000, 'unixepoch'), due, starts, due,
               'open', 0, 0
        FROM number
        """,
    ),
)


class InMemory:
    """A messenger that keeps when each row was sent (UTC), and the last card."""

    def __init__(self, expected: int) -> None:
        self.sent_at: dict[int, datetime] = {}
        self.card = Card("", ())
        self.all_sent = asyncio.Event()
        self._expected = expected

    async def send(self, to: Recipient, card: Card, row_id: int) -> Sent:
        """Take a card."""
        self.sent_at[row_id] = SystemClock().now()
        self.card = card
        if len(self.sent_at) == self._expected:
            self.all_sent.set()
        return Sent(str(row_id), to.address or "")

    async def find(self, to: Recipient, row_id: int, since: datetime) -> Sent | None:  # noqa: ARG002
        """Nothing is ever in doubt."""
        return None

    async def away_until(self, to: Recipient, now: datetime) -> datetime | None:  # noqa: ARG002
        """Nobody is away."""
        return None


async def rows(folder: Path) -> list[Row]:
    """Every figure about delivery. `folder` is for the databases."""
    late = await _lateness(folder / "late.sqlite3")
    memory = InMemory(AT_ONCE)
    engine = await _a_second(folder / "engine.sqlite3", memory)
    through, one_call, three_calls = await _beside_slack(folder / "slack.sqlite3", memory.card)
    spread = f"delivery, {SPREAD} rows, {APART.microseconds // 1000} ms apart"
    at_once = f"delivery, {AT_ONCE} rows due at once"
    return [
        Row(f"{spread}, sent after due: p50", percentile(late, 50), "ms"),
        Row(f"{spread}, sent after due: p99", percentile(late, 99), "ms"),
        Row(f"{at_once}, in memory", engine, "/s"),
        Row(f"{at_once}, to Slack, bare client: post", through, "/s", one_call),
        Row(f"{at_once}, to Slack, bare client: same three calls", through, "/s", three_calls),
    ]


async def _lateness(file: Path) -> list[float]:
    """Milliseconds between due and sent, with the real loop and nothing that limits it."""
    clock, memory = SystemClock(), InMemory(SPREAD)
    first = clock.now() + LEAD
    async with _filled(file, SPREAD, first, APART) as database:
        delivery = Delivery(database, {"slack": memory}, load(None), clock)
        waker = Waker(delivery, clock)
        waker.start()
        try:
            await asyncio.wait_for(memory.all_sent.wait(), WITHIN)
        finally:
            await waker.stop()
    return [
        (sent_at - first - (row_id - 1) * APART) / timedelta(milliseconds=1)
        for row_id, sent_at in memory.sent_at.items()
    ]


async def _a_second(file: Path, messenger: Messenger) -> float:
    """Rows delivered a second, from the first claim until all are settled."""
    clock = SystemClock()
    async with _filled(file, AT_ONCE, clock.now(), timedelta()) as database:
        delivery = Delivery(database, {"slack": messenger}, load(None), clock)
        began = perf_counter()
        counts = await asyncio.wait_for(delivery.run(), WITHIN)
        took = perf_counter() - began
    assert counts["sent"] == AT_ONCE, counts
    return AT_ONCE / took


async def _beside_slack(file: Path, card: Card) -> tuple[float, float, float]:
    """Rows a second to the stand-in for Slack: ours, a bare client's, and with all our calls."""
    os.environ["NO_PROXY"] = "127.0.0.1"  # the stand-in is on this machine
    async with server("bench.standin") as standin:
        api = Api(TOKEN, f"{standin.url}/api/")
        await api.start()
        try:
            one_call = await _bare(api.client, card, as_many_calls=False)
            ours = await _a_second(file, SlackMessenger(api))
            three_calls = await _bare(api.client, card, as_many_calls=True)
        finally:
            await api.stop()
    return ours, one_call, three_calls


async def _bare(client: AsyncWebClient, card: Card, *, as_many_calls: bool) -> float:
    """Messages a second that the SDK posts by itself, as many at once as we do."""
    message, numbers = renderer.message(card), iter(range(AT_ONCE))

    async def post() -> None:
        for number in numbers:
            if as_many_calls:
                await client.dnd_info(user=f"U{number}")
                await client.users_info(user=f"U{number}")
            await client.chat_postMessage(channel=f"D{number}", **message)

    began = perf_counter()
    await asyncio.gather(*(post() for _ in range(SHARE)))
    return AT_ONCE / (perf_counter() - began)


@asynccontextmanager
async def _filled(
    file: Path, count: int, first: datetime, apart: timedelta
) -> AsyncIterator[Database]:
    """A database with rows that fall due from `first` (UTC) on."""
    values = {
        "tenant": TENANT,
        "rhythm": RHYTHM,
        "rows": count,
        "first": (first - EPOCH) // MICROSECOND,
        "apart": apart // MICROSECOND,
    }
    await make(file, (NUMBERS,), ROWS, values)
    database = Database(f"sqlite:///{file}")
    try:
        yield database
    finally:
        await database.close()
