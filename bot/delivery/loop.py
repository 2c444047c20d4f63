"""The delivery loop: claim due rows, send them, and record what happened.

claim (lease) ─▶ in doubt? read back ─▶ compose ─▶ hand over ─▶ send ─▶ record

A claim holds rows under a lease. If a process dies, other processes can claim its rows when the
lease ends. Just before we send a message, we record the handover in its rows. If a row already has
a handover when we claim it, the row is in doubt: its message may have been sent. So we first read
the message back, which means that we look for it on the platform.

Each message has its own task (see `sending`), so a slow platform delays only its own messages.
Database reads and writes are batched. Rows are claimed and prepared a moment before they are due.
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
from bot.delivery.bundles import Bundle, group
from bot.delivery.composing import Composing
from bot.delivery.counting import count
from bot.delivery.recording import record
from bot.delivery.sending import HEAD_START, Sending
from bot.delivery.turns import Turns, has_room
from bot.delivery.verdict import Attempt
from bot.delivery.writes import READ_BACK_AFTER, writes
from bot.platform.messenger import Messenger
from handlers.admission import Admission
from handlers.nudges.plan import SHARED_WITHIN
from handlers.playbook.in_use import Playbooks
from handlers.playbook.loader import Playbook
from storage.database.connection import Database
from storage.outbox import claims, rate_limits, recipients, transitions
from storage.outbox.claims import ClaimedRow
from storage.outbox.rate_limits import SendTime
from storage.outbox.transitions import Release
from storage.outbox.waiting import due_tenants, next_due
from storage.sql.unique import retry_on_conflict

log = structlog.get_logger()

IN_FLIGHT_LIMIT = 256  # messages between claim and recording
# Seconds. A finished message waits at most this long, so that it is recorded together with others.
RECORD_WITHIN = 0.04
RELEASE_TIME_LIMIT = 1  # seconds for releasing rows when we are told to stop


class Delivery:
    """The delivery loop of the platforms that have a messenger.

    `served` returns the tenants to serve now. Without it, we serve all tenants of these platforms.
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
        playbooks: Playbooks | None = None,
    ) -> None:
        self._database = database
        self._metrics = metrics or Metrics()
        self.looked_at: float | None = None  # loop.time() of the last search for due rows
        self._messengers = messengers
        self._served = served or messengers.keys
        self._clock = clock
        self._worker = secrets.token_hex(4)
        self._rounds = 0
        self._turns = Turns()
        self._in_flight: dict[asyncio.Task[Attempt], Bundle] = {}
        self._finished: list[Attempt] = []  # not recorded yet
        self._running = asyncio.Lock()
        self._woken = asyncio.Event()
        self._stopping = False
        self._sending = Sending(
            database,
            messengers,
            clock,
            Composing(database, playbooks or Playbooks(playbook), clock, admission or Admission()),
            metrics=self._metrics,
            priority=priority or RequestPriority(),
        )

    async def run(self) -> Counter[str]:
        """Deliver until nothing is due.

        Return how many rows were `sent`, `dropped`, `rescheduled` and `retried`.
        """
        async with self._running:
            return await self._run()

    @asynccontextmanager
    async def paused(self) -> AsyncIterator[None]:
        """Return a context in which nothing is claimed and no message is in flight."""
        async with self._running:
            yield

    def wake(self) -> None:
        """Make `run` look for due rows now, without waiting for messages in flight."""
        self._woken.set()

    @property
    def platforms(self) -> Collection[str]:
        """The platforms to deliver on."""
        return self._messengers.keys()

    def tenants(self, platform: str) -> Collection[str]:
        """Return the tenants of a platform that are served now.

        If all tenants of the platform are served, `served` may name only the platform. Then return
        the platform's name, which stands for all its tenants.
        """
        served = self._served()
        return [one for one in served if one.partition(":")[0] == platform] or [platform]

    def stop(self) -> None:
        """Stop claiming rows. `run` returns once the messages in flight have finished.

        If `run` is cancelled before then, it releases the rows of the messages in flight:

        - Rows whose message may have been sent are in doubt. They can be claimed after
          `READ_BACK_AFTER`.
        - The other rows can be claimed at once.
        """
        self._stopping = True
        self._woken.set()

    async def next_due(self) -> datetime | None:
        """Return when the next open row can be claimed (UTC), or None if no row is open."""
        async with self._database.read() as session:
            return await next_due(session, self._served())

    async def _run(self) -> Counter[str]:
        """Deliver until no row is due, no message is in flight and all attempts are recorded."""
        counts: Counter[str] = Counter()
        try:
            while True:
                self._woken.clear()
                counts += await retry_on_conflict(self._record)
                if await retry_on_conflict(self._claim):
                    # Record before claiming again, because an attempt may have paused a workspace.
                    continue
                self.looked_at = asyncio.get_running_loop().time()
                if not self._in_flight and not self._finished:
                    return counts
                await self._wait()
        finally:
            await self._cancel()

    async def _wait(self) -> None:
        """Wait until we are woken, for at most `HEAD_START`."""
        with suppress(TimeoutError):
            async with asyncio.timeout(HEAD_START.total_seconds()):
                await self._woken.wait()

    async def _cancel(self) -> None:
        """Cancel the tasks in flight. When stopping, also record attempts and release rows."""
        cancelled = dict(self._in_flight)
        for task in cancelled:
            task.cancel()
        await asyncio.gather(*cancelled, return_exceptions=True)
        await self._sending.stop()
        if not self._stopping or not (cancelled or self._finished):
            return
        ids = [row.id for bundle in cancelled.values() for row in bundle.rows]
        held_by, now = {bundle.claim for bundle in cancelled.values()}, self._clock.now()
        try:
            async with asyncio.timeout(RELEASE_TIME_LIMIT):
                await self._record()
                async with self._database.write() as session:
                    await transitions.release_at_shutdown(
                        session, ids, claims=held_by, now=now, read_back_at=now + READ_BACK_AFTER
                    )
        except (DBAPIError, OSError, TimeoutError) as error:
            log.warning("rows could not be released", rows=len(ids), error=type(error).__name__)

    def _start(self, bundle: Bundle) -> None:
        task = self._sending.start(bundle)
        self._in_flight[task] = bundle
        task.add_done_callback(self._finish)

    def _finish(self, task: asyncio.Task[Attempt]) -> None:
        """Keep the result of a finished task, and wake the loop soon to record the result."""
        del self._in_flight[task]
        if task.cancelled():
            return
        self._finished.append(task.result())
        if not self._in_flight:
            self._woken.set()
        elif len(self._finished) == 1:
            asyncio.get_running_loop().call_later(RECORD_WITHIN, self._woken.set)

    async def _claim(self) -> bool:
        """Claim due rows for the free slots, and start a task for each message.

        Release rows that must wait for a rate limit. Return whether more rows may be due.
        """
        free, served = IN_FLIGHT_LIMIT - len(self._in_flight), self._served()
        if free <= 0 or not served or self._stopping:
            return False
        now = self._clock.now()
        due_by = now + HEAD_START
        async with self._database.read() as session:
            due = await due_tenants(session, served, now, due_by)
        # Leave out workspaces with a pause that is not recorded yet. While a workspace with few
        # messages is served, also leave out workspaces with many messages.
        limits, few_first = self._sending.limits, self._sending.few_first
        waits = [one for one in due if limits.paused_until(one, now) is None]
        waits = [one for one in waits if not few_first.must_wait(one)]
        load = Counter(bundle.to.tenant for bundle in self._in_flight.values())
        tenants, per_tenant = self._turns.next(waits, load, free)
        if not tenants:
            return False
        self._rounds += 1
        claim = f"{self._worker}-{self._rounds}"
        async with self._database.write() as session:
            rows = await claims.claim_due(
                session, tenants, now=now, due_by=due_by, claim=claim, each=per_tenant
            )
            if not rows:
                return False
            left = {one for one in waits if has_room(load[one])}.difference(tenants)
            more = bool(left) or max(Counter(row.tenant for row in rows).values()) >= per_tenant
            rows = await self._not_in_flight(session, rows, now)
            if not rows:
                return more
            rows += await claims.claim_companions(
                session, rows, now=now, due_by=due_by, window=SHARED_WITHIN, claim=claim
            )
            found = group(rows, await recipients.find(session, {row.to for row in rows}), claim)
            to_send = await _reserve(session, found, now)
        for bundle in to_send:
            self._start(bundle)
        return more

    async def _not_in_flight(
        self, session: AsyncSession, rows: Sequence[ClaimedRow], now: datetime
    ) -> list[ClaimedRow]:
        """Return the claimed rows that are not already in flight in this process.

        If the clock jumps past the end of a lease, this process may claim a row again while the row
        is in flight. We replace this second claim by the first one, with a new lease.
        """
        bundles = [*self._in_flight.values(), *(each.bundle for each in self._finished)]
        ours = {row.id: bundle.claim for bundle in bundles for row in bundle.rows}
        expired = {row.id: ours[row.id] for row in rows if row.id in ours}
        if expired:
            await transitions.restore_claims(session, expired, now=now)
        return [row for row in rows if row.id not in expired]

    async def _record(self) -> Counter[str]:
        """Record the finished attempts. If that fails, keep the attempts for the next time."""
        attempts, now = self._finished, self._clock.now()
        if not attempts:
            return Counter()
        self._finished = []
        found = [writes(attempt) for attempt in attempts]
        try:
            async with self._database.write() as session:
                counts = await record(session, found, now, self._metrics)
        except BaseException:
            self._finished = attempts + self._finished
            raise
        for attempt, written in zip(attempts, found, strict=True):
            count(self._metrics, attempt, written)
        return counts


async def _reserve(session: AsyncSession, found: Sequence[Bundle], now: datetime) -> list[Bundle]:
    """Return the bundles that may be sent now.

    Release the others. They can be claimed again when their rate limit allows it.
    """
    wanted = [
        SendTime(bundle.to.tenant, bundle.to.external, max(now, bundle.due_at)) for bundle in found
    ]
    times = await rate_limits.reserve(session, wanted)
    decided = list(zip(found, wanted, times, strict=True))
    await transitions.release(
        session,
        [
            Release(row.id, bundle.claim, free_at, bundle.in_doubt)
            for bundle, want, free_at in decided
            if free_at > want.at
            for row in bundle.rows
        ],
    )
    return [bundle for bundle, want, free_at in decided if free_at <= want.at]
