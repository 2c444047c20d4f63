"""The delivery loop: claims due rows, composes, sends, settles.

    claim (lease) ─▶ in doubt? read back ─▶ compose as it is now ─▶ hand over ─▶ send ─▶ settle

Rows are claimed by lease, so a process that dies gives its rows back by itself. A row that comes
back handed over is in doubt, since its message may have gone out: it is looked for before it is
sent. Each message has a task of its own (`sending`), and waits for its platform alone; what they
all need from the database is read and written for many at once. Rows are claimed a moment before
they are due, so that nothing is left to do then but to send.
"""

import asyncio
import secrets
from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime

import structlog
from sqlalchemy.exc import DBAPIError
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.base.clock import Clock
from bot.base.metrics import Metrics
from bot.base.way import Way
from bot.delivery.bundles import Bundle, Result, bundles
from bot.delivery.composing import Composing
from bot.delivery.counting import count
from bot.delivery.sending import AHEAD, LOOK_AGAIN, Sending
from bot.delivery.settle import settle
from bot.platform.messenger import Messenger
from handlers.admission import Admission
from handlers.playbook.loader import Playbook
from storage.database import Database
from storage.outbox import claims, gates, settling
from storage.outbox.claims import Held
from storage.outbox.gates import Slot
from storage.outbox.settling import Release
from storage.unique import once_more

log = structlog.get_logger()

SLOTS = 256  # messages on their way, from claim to settling
SHARE = 24  # for one workspace: one that hangs leaves room for the others
BATCH = SHARE // 2  # rows a claim, so that nobody with more than half a share is given too much
GATHER = 0.04  # seconds that what went out waits for more to be settled with it
HAND_BACK = 1  # seconds for giving rows back when we are told to stop


class Delivery:
    """Delivers what is due on the platforms it has messengers for.

    `whose` says which tenants these serve, as of now; without it, all on these platforms.
    """

    def __init__(
        self,
        database: Database,
        messengers: Mapping[str, Messenger],
        playbook: Playbook,
        clock: Clock,
        metrics: Metrics | None = None,
        *,
        way: Way | None = None,
        whose: Callable[[], Collection[str]] | None = None,
        admission: Admission | None = None,
    ) -> None:
        self._database = database
        self._metrics = metrics or Metrics()
        self.turned_at: float | None = None  # when it last looked for due rows, by the event loop
        self._messengers = messengers
        self._whose = whose or messengers.keys
        self._clock = clock
        self._worker = secrets.token_hex(4)
        self._rounds = 0
        self._flying: dict[asyncio.Task[Result], Bundle] = {}
        self._landed: list[Result] = []  # yet to be settled
        self._running = asyncio.Lock()
        self._woken = asyncio.Event()
        self._stopping = False
        self._sending = Sending(
            database,
            messengers,
            clock,
            Composing(database, playbook, clock, admission or Admission()),
            metrics=self._metrics,
            way=way or Way(),
        )

    async def run(self) -> Counter[str]:
        """Deliver until nothing is due; how many rows were sent, dropped and put off."""
        async with self._running:
            return await self._run()

    @asynccontextmanager
    async def paused(self) -> AsyncIterator[None]:
        """Nothing is claimed or on its way meanwhile."""
        async with self._running:
            yield

    def wake(self) -> None:
        """Look for due rows again, also while messages are in flight: one of them may hang."""
        self._woken.set()

    @property
    def platforms(self) -> Collection[str]:
        """The platforms it delivers on."""
        return self._messengers.keys()

    def stop(self) -> None:
        """Claim nothing more: `run` ends once what is in flight has landed.

        Where it is cancelled before, the rows in flight are handed back: free at once, or in doubt
        and looked for soon if their message may have gone out.
        """
        self._stopping = True
        self._woken.set()

    async def next_due(self) -> datetime | None:
        """When there will be something to do (UTC)."""
        async with self._database.read() as session:
            return await claims.next_due(session, self._whose())

    async def _run(self) -> Counter[str]:
        counts: Counter[str] = Counter()
        try:
            while True:
                self._woken.clear()
                counts += await once_more(self._settle)
                if await once_more(self._claim):
                    continue  # with what has landed settled first: it may have closed a workspace
                self.turned_at = asyncio.get_running_loop().time()
                if not self._flying and not self._landed:
                    return counts
                await self._rest()
        finally:
            await self._give_up()

    async def _rest(self) -> None:
        """Wait until something lands; no longer than until the next message has to be begun."""
        with suppress(TimeoutError):
            async with asyncio.timeout(AHEAD.total_seconds()):
                await self._woken.wait()

    async def _give_up(self) -> None:
        """Stop what is in flight. If the database is away, the rows come back by their lease."""
        flying = dict(self._flying)
        for task in flying:
            task.cancel()
        await asyncio.gather(*flying, return_exceptions=True)
        await self._sending.stop()
        if not self._stopping or not (flying or self._landed):
            return
        ids = [row.id for bundle in flying.values() for row in bundle.rows]
        mine = {bundle.mine for bundle in flying.values()}
        look_at = self._clock.now() + LOOK_AGAIN
        try:
            async with asyncio.timeout(HAND_BACK):
                await self._settle()
                async with self._database.write() as session:
                    await settling.hand_back(
                        session, ids, mine=mine, now=self._clock.now(), look_at=look_at
                    )
        except (DBAPIError, OSError, TimeoutError) as error:
            log.warning("not handed back", rows=len(ids), error=type(error).__name__)

    def _start(self, bundle: Bundle) -> None:
        task = asyncio.create_task(self._sending.deliver(bundle))
        self._flying[task] = bundle
        task.add_done_callback(self._land)

    def _land(self, task: asyncio.Task[Result]) -> None:
        """A message is out or has failed: it is settled soon, with what else lands meanwhile."""
        del self._flying[task]
        if task.cancelled():
            return
        self._landed.append(task.result())
        if not self._flying:
            self._woken.set()
        elif len(self._landed) == 1:
            asyncio.get_running_loop().call_later(GATHER, self._woken.set)

    async def _claim(self) -> bool:
        """Claim due rows for the free slots, with what goes out together; whether more may be due.

        Of the rows claimed, those that have to wait for their channel's turn do not set out.
        """
        load = Counter(bundle.to.tenant for bundle in self._flying.values())
        full = {tenant for tenant, number in load.items() if number > SHARE - BATCH}
        free = SLOTS - len(self._flying)
        whose = self._whose()
        if free <= 0 or not whose or self._stopping:
            return False
        self._rounds += 1
        now, mine = self._clock.now(), f"{self._worker}-{self._rounds}"
        by = now + AHEAD
        async with self._database.write() as session:
            rows = await claims.claim(
                session,
                now=now,
                by=by,
                mine=mine,
                most=free,
                busy=full,
                share=BATCH,
                whose=whose,
            )
            if not rows:
                return False
            more = max(Counter(row.tenant for row in rows).values()) >= BATCH
            more = more or len(rows) == free
            rows = await self._not_ours(session, rows, now)
            if not rows:
                return more
            rows += await claims.claim_companions(session, rows, now=now, by=by, mine=mine)
            found = bundles(rows, await claims.recipients(session, rows), mine)
            passed = await _passed(session, found, now)
        for bundle in passed:
            self._start(bundle)
        return more

    async def _not_ours(
        self, session: AsyncSession, rows: Sequence[Held], now: datetime
    ) -> list[Held]:
        """Of claimed rows those that are not in our hands anyway.

        That is what comes of a clock put forward: our own messages are on their way all the same.
        """
        held = [*self._flying.values(), *(result.bundle for result in self._landed)]
        ours = {row.id: bundle.mine for bundle in held for row in bundle.rows}
        lapsed = {row.id: ours[row.id] for row in rows if row.id in ours}
        if lapsed:
            await settling.keep(session, lapsed, now=now)
        return [row for row in rows if row.id not in lapsed]

    async def _settle(self) -> Counter[str]:
        """Write what became of what landed; should that fail, it is still known the next time."""
        results, now = self._landed, self._clock.now()
        if not results:
            return Counter()
        self._landed = []
        try:
            async with self._database.write() as session:
                counts = await settle(session, results, now, self._metrics)
        except BaseException:
            self._landed = results + self._landed
            raise
        for result in results:
            count(self._metrics, result)
        return counts


async def _passed(session: AsyncSession, found: Sequence[Bundle], now: datetime) -> list[Bundle]:
    """The bundles whose turn it is; the others are given back until theirs."""
    wanted = [
        Slot(bundle.to.tenant, bundle.to.external, max(now, bundle.due_at)) for bundle in found
    ]
    turns = await gates.pass_gates(session, wanted)
    asked = list(zip(found, wanted, turns, strict=True))
    await settling.release(
        session,
        [
            (bundle.mine, Release(row.id, free_at, bundle.in_doubt))
            for bundle, turn, free_at in asked
            if free_at > turn.at
            for row in bundle.rows
        ],
    )
    return [bundle for bundle, turn, free_at in asked if free_at <= turn.at]
