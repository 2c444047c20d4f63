"""The delivery loop: claims due rows, composes, sends, settles.

    claim (lease) ─▶ in doubt? read back ─▶ compose as it is now ─▶ hand over ─▶ send ─▶ settle

Rows are claimed under a lease, so if a process dies, others can claim its rows once the lease ends.
A row that was handed over by then is in doubt, because its message may have gone out: it is read
back before anything is sent. Each message has a task of its own (`sending`), so a slow platform
delays only its own messages; database reads and writes are batched for many messages. Rows are
claimed a moment before they are due, so that sending is all that is left to do then.
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
from bot.base.request_priority import RequestPriority
from bot.delivery.bundles import Bundle, Result, bundles
from bot.delivery.composing import Composing
from bot.delivery.counting import count
from bot.delivery.sending import AHEAD, LOOK_AGAIN, Sending
from bot.delivery.settle import settle
from bot.platform.messenger import Messenger
from handlers.admission import Admission
from handlers.nudges.plan import SHARED_WITHIN
from handlers.playbook.loader import Playbook
from storage.database import Database
from storage.outbox import claims, rate_limits, transitions
from storage.outbox.claims import ClaimedRow
from storage.outbox.rate_limits import SendTime
from storage.outbox.transitions import Release
from storage.unique import once_more

log = structlog.get_logger()

SLOTS = 256  # limit of messages in flight, from claim to settling
SHARE = 24  # limit for one workspace, so that one that hangs leaves room for the others
BATCH = SHARE // 2  # limit of rows of one workspace in one claim
GATHER = 0.04  # seconds that a finished message waits for others to be settled with it
HAND_BACK = 1  # seconds for releasing rows when we are told to stop


class Delivery:
    """Delivers due rows on the platforms it has messengers for.

    `served` returns the tenants to serve at this moment; without it, all tenants of the platforms.
    """

    def __init__(
        self,
        database: Database,
        messengers: Mapping[str, Messenger],
        playbook: Playbook,
        clock: Clock,
        metrics: Metrics | None = None,
        *,
        priority: RequestPriority | None = None,
        served: Callable[[], Collection[str]] | None = None,
        admission: Admission | None = None,
    ) -> None:
        self._database = database
        self._metrics = metrics or Metrics()
        self.turned_at: float | None = None  # when it last looked for due rows, by the event loop
        self._messengers = messengers
        self._served = served or messengers.keys
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
            priority=priority or RequestPriority(),
        )

    async def run(self) -> Counter[str]:
        """Deliver until nothing is due. Returns how many rows were sent, dropped, put off, retried.

        A row that was put off is one that was rescheduled.
        """
        async with self._running:
            return await self._run()

    @asynccontextmanager
    async def paused(self) -> AsyncIterator[None]:
        """While this is entered, nothing is claimed or in flight."""
        async with self._running:
            yield

    def wake(self) -> None:
        """Look for due rows again, even while messages are in flight, because one may hang."""
        self._woken.set()

    @property
    def platforms(self) -> Collection[str]:
        """The platforms it delivers on."""
        return self._messengers.keys()

    def stop(self) -> None:
        """Claim nothing more: `run` returns once the messages in flight have finished.

        If it is cancelled before that, the rows in flight are released: free at once or, if their
        message may have gone out, in doubt and reconciled soon.
        """
        self._stopping = True
        self._woken.set()

    async def next_due(self) -> datetime | None:
        """When the next row is to be looked at (UTC); None if there is none."""
        async with self._database.read() as session:
            return await claims.next_due(session, self._served())

    async def _run(self) -> Counter[str]:
        counts: Counter[str] = Counter()
        try:
            while True:
                self._woken.clear()
                counts += await once_more(self._settle)
                if await once_more(self._claim):
                    continue  # settle what has finished first: it may pause a workspace
                self.turned_at = asyncio.get_running_loop().time()
                if not self._flying and not self._landed:
                    return counts
                await self._rest()
        finally:
            await self._give_up()

    async def _rest(self) -> None:
        """Wait until a message finishes or somebody wakes us, but no longer than `AHEAD`."""
        with suppress(TimeoutError):
            async with asyncio.timeout(AHEAD.total_seconds()):
                await self._woken.wait()

    async def _give_up(self) -> None:
        """Cancel what is in flight and, when stopping, release its rows.

        If the database is unavailable, the rows can be claimed again when their lease ends.
        """
        flying = dict(self._flying)
        for task in flying:
            task.cancel()
        await asyncio.gather(*flying, return_exceptions=True)
        await self._sending.stop()
        if not self._stopping or not (flying or self._landed):
            return
        ids = [row.id for bundle in flying.values() for row in bundle.rows]
        held_by = {bundle.claim for bundle in flying.values()}
        look_at = self._clock.now() + LOOK_AGAIN
        try:
            async with asyncio.timeout(HAND_BACK):
                await self._settle()
                async with self._database.write() as session:
                    await transitions.release_at_shutdown(
                        session, ids, claims=held_by, now=self._clock.now(), read_back_at=look_at
                    )
        except (DBAPIError, OSError, TimeoutError) as error:
            log.warning("not handed back", rows=len(ids), error=type(error).__name__)

    def _start(self, bundle: Bundle) -> None:
        task = asyncio.create_task(self._sending.deliver(bundle))
        self._flying[task] = bundle
        task.add_done_callback(self._land)

    def _land(self, task: asyncio.Task[Result]) -> None:
        """A message was sent or has failed: settle it soon, with others that finish meanwhile."""
        del self._flying[task]
        if task.cancelled():
            return
        self._landed.append(task.result())
        if not self._flying:
            self._woken.set()
        elif len(self._landed) == 1:
            asyncio.get_running_loop().call_later(GATHER, self._woken.set)

    async def _claim(self) -> bool:
        """Claim due rows for the free slots, and start a task for each message.

        Rows that must wait for their channel's turn are released. Returns whether more may be due.
        """
        load = Counter(bundle.to.tenant for bundle in self._flying.values())
        full = {tenant for tenant, number in load.items() if number > SHARE - BATCH}
        free = SLOTS - len(self._flying)
        served = self._served()
        if free <= 0 or not served or self._stopping:
            return False
        self._rounds += 1
        now, claim = self._clock.now(), f"{self._worker}-{self._rounds}"
        due_by = now + AHEAD
        async with self._database.write() as session:
            rows = await claims.claim_due(
                session,
                now=now,
                due_by=due_by,
                claim=claim,
                limit=free,
                tenant_limit=BATCH,
                served=served,
                busy=full,
            )
            if not rows:
                return False
            more = max(Counter(row.tenant for row in rows).values()) >= BATCH
            more = more or len(rows) == free
            rows = await self._not_ours(session, rows, now)
            if not rows:
                return more
            rows += await claims.claim_companions(
                session, rows, now=now, due_by=due_by, window=SHARED_WITHIN, claim=claim
            )
            found = bundles(rows, await claims.recipients(session, rows), claim)
            passed = await _passed(session, found, now)
        for bundle in passed:
            self._start(bundle)
        return more

    async def _not_ours(
        self, session: AsyncSession, rows: Sequence[ClaimedRow], now: datetime
    ) -> list[ClaimedRow]:
        """The claimed rows without those that this process has in flight already.

        Such rows are claimed twice if the clock jumps past their lease. Their lease is renewed.
        """
        held = [*self._flying.values(), *(result.bundle for result in self._landed)]
        ours = {row.id: bundle.claim for bundle in held for row in bundle.rows}
        lapsed = {row.id: ours[row.id] for row in rows if row.id in ours}
        if lapsed:
            await transitions.renew_lease(session, lapsed, now=now)
        return [row for row in rows if row.id not in lapsed]

    async def _settle(self) -> Counter[str]:
        """Write the results of finished messages; if that fails, they are kept for the next try."""
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
    """The bundles that may be sent now; the others are released until their turn."""
    wanted = [
        SendTime(bundle.to.tenant, bundle.to.external, max(now, bundle.due_at)) for bundle in found
    ]
    turns = await rate_limits.reserve(session, wanted)
    asked = list(zip(found, wanted, turns, strict=True))
    await transitions.release(
        session,
        [
            Release(row.id, bundle.claim, free_at, bundle.in_doubt)
            for bundle, turn, free_at in asked
            if free_at > turn.at
            for row in bundle.rows
        ],
    )
    return [bundle for bundle, turn, free_at in asked if free_at <= turn.at]
