"""The delivery loop: claims due rows, composes, sends, settles.

    claim (lease) ─▶ in doubt? read back ─▶ compose as it is now ─▶ hand over ─▶ send ─▶ settle

Rows are claimed by lease, so a process that dies gives its rows back by itself. A row that comes
back handed over is in doubt, since its message may have gone out: it is looked for before it is
sent. Each message has a task of its own, and waits for its platform alone; what they all need from
the database is read and written for many at once.
"""

import asyncio
import secrets
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import DBAPIError
from sqlmodel.ext.asyncio.session import AsyncSession
from structlog.contextvars import bind_contextvars

from bot.bundles import Bundle, Result, bundles
from bot.clock import Clock
from bot.composing import Asked, Composing, Ready
from bot.messenger import CannotTell, InDoubt, Later, Messenger, Recipient, Unreachable
from bot.metrics import Metrics
from bot.settle import settle
from handlers.conversation import places
from handlers.playbook.loader import Playbook
from storage import claims, gates, settling
from storage.claims import Held, Outcome
from storage.database import Database
from storage.settling import Parcel, Release
from storage.unique import once_more

log = structlog.get_logger()

SLOTS = 256  # messages on their way, from claim to settling
AT_ONCE = 100  # of them with their platforms: no more than these can ever be in doubt
SHARE = 24  # for one workspace: one that hangs leaves room for the others
BATCH = SHARE // 2  # rows a claim, so that nobody with more than half a share is given too much
TIME_LIMIT = 45  # seconds for one message, below the lease
GATHER = 0.005  # seconds that what went out waits for more to be settled with it
LOOK_AGAIN = timedelta(seconds=10)  # a platform's history may lag behind what it took
NAME_BITS = 52  # of a message's name, so that it survives any reader of JSON
HAND_BACK = 1  # seconds for giving rows back when we are told to stop
LOOK_BACK = timedelta(hours=1)  # a row's message went out no longer than this before it was due


class Delivery:
    """Delivers what is due on the platforms it has messengers for."""

    def __init__(
        self,
        database: Database,
        messengers: Mapping[str, Messenger],
        playbook: Playbook,
        clock: Clock,
        metrics: Metrics | None = None,
    ) -> None:
        self._database = database
        self._metrics = metrics or Metrics()
        self.turned_at: float | None = None  # when it last looked for due rows, by the event loop
        self._messengers = messengers
        self._clock = clock
        self._worker = secrets.token_hex(4)
        self._rounds = 0
        self._flying: dict[asyncio.Task[Result], Bundle] = {}
        self._landed: list[Result] = []  # yet to be settled
        self._running = asyncio.Lock()
        self._at_once = asyncio.Semaphore(AT_ONCE)
        self._woken = asyncio.Event()
        self._stopping = False
        self._composing = Composing(database, playbook, clock)

    async def run(self) -> Counter[str]:
        """Deliver until nothing is due; how many rows were sent, dropped and put off."""
        async with self._running:
            return await self._run()

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
            return await claims.next_due(session, self._messengers.keys())

    async def _run(self) -> Counter[str]:
        counts: Counter[str] = Counter()
        try:
            while True:
                self._woken.clear()
                counts += await once_more(self._settle)
                while await once_more(self._claim):
                    pass
                self.turned_at = asyncio.get_running_loop().time()
                if not self._flying and not self._landed:
                    return counts
                await self._woken.wait()
        finally:
            await self._give_up()

    async def _give_up(self) -> None:
        """Stop what is in flight. If the database is away, the rows come back by their lease."""
        flying = dict(self._flying)
        for task in flying:
            task.cancel()
        await asyncio.gather(*flying, return_exceptions=True)
        await self._composing.stop()
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
        task = asyncio.create_task(self._deliver(bundle))
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
        free = SLOTS - len(self._flying)
        if free <= 0 or not self._messengers or self._stopping:
            return False
        self._rounds += 1
        now, mine = self._clock.now(), f"{self._worker}-{self._rounds}"
        async with self._database.write() as session:
            rows = await claims.claim(
                session,
                now=now,
                mine=mine,
                most=free,
                busy=[tenant for tenant, number in load.items() if number > SHARE - BATCH],
                share=BATCH,
                platforms=self._messengers.keys(),
            )
            if not rows:
                return False
            more = max(Counter(row.tenant for row in rows).values()) >= BATCH
            more = more or len(rows) == free
            rows = await self._not_ours(session, rows, now)
            if not rows:
                return more
            rows += await claims.claim_companions(session, rows, now=now, mine=mine)
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

    async def _deliver(self, bundle: Bundle) -> Result:
        bind_contextvars(row=bundle.id)  # in a task of its own, so for this message alone
        result = Result(bundle, in_doubt=bundle.in_doubt)
        try:
            async with asyncio.timeout(TIME_LIMIT):
                await self._send(bundle, result)
        except Later as later:
            result.retry(self._clock.now(), later.wait)
            result.close_until = self._clock.now() + later.wait if later.workspace else None
            if later.wait:  # else it was we who changed something
                self._metrics.held_back(bundle.to.tenant, workspace=later.workspace)
            log.info("delivery later", reason=str(later))
        except Unreachable as reason:
            result.unreachable = str(reason)
            log.info("unreachable", reason=str(reason))
        except (InDoubt, TimeoutError):
            result.retry(self._clock.now(), LOOK_AGAIN)
            log.warning("delivery in doubt")
        except Exception as error:  # noqa: BLE001 - one row's fault must not stop the others
            log.error("delivery failed", error=type(error).__name__, places=places(error))
            result.fail(self._clock.now())
        return result

    async def _send(self, bundle: Bundle, result: Result) -> None:
        to, recipient = bundle.to, bundle.recipient
        if to.unreachable:
            raise Unreachable(to.unreachable)
        messenger = self._messengers[to.tenant.partition(":")[0]]
        if bundle.in_doubt and await self._read_back(messenger, recipient, result):
            return
        away_until = None
        if not to.channel:
            away_until = await messenger.away_until(recipient, self._clock.now())
        settled = {outcome.id for outcome in result.outcomes}
        ids = [row.id for row in bundle.rows if row.id not in settled]
        due = await self._composing.compose(Asked(bundle.mine, ids, away_until))
        result.outcomes += [
            Outcome(drop.row.id, "dropped", reason=drop.reason) for drop in due.dropped
        ]
        result.put_off += [(later.row.id, later.until) for later in due.put_off]
        if due.card is None:
            return
        # Sent in place of one that was in doubt, it needs a name of its own: where another process
        # holds a row of that one, it must not find the row in this message.
        name = secrets.randbits(NAME_BITS) if bundle.in_doubt else 0
        wordings = {worded.row.id: worded.wording for worded in due.sent}
        parcel = Parcel(bundle.mine, wordings, name)
        async with self._at_once:
            result.handed_at = await self._composing.hand_over(Ready(due, parcel))
            if result.handed_at is None:
                raise Later("changed while it was composed", timedelta())
            result.in_doubt = True
            try:
                sent = await messenger.send(recipient, due.card, parcel.bundle)
            except (Later, Unreachable):
                result.in_doubt = False
                raise
        result.sent(sent, parcel.wordings)

    async def _read_back(self, messenger: Messenger, to: Recipient, result: Result) -> bool:
        """Whether it went out the last time; then that is what became of its rows."""
        bundle = result.bundle
        # When it is due tells nothing: its rows may have been put at another time since.
        handed_at = min(row.handed_at or row.due_at for row in bundle.rows)
        try:
            found = await messenger.find(to, bundle.id, handed_at - LOOK_BACK)
        except CannotTell:
            result.read_back = "repeated"
            return result.by_kind()
        result.in_doubt = False
        result.read_back = "not_found" if found is None else "found"
        if found is None:
            async with self._database.write() as session:
                await settling.never_out(session, bundle.rows[0].to, bundle.id)
            return False
        result.sent(found, {row.id: row.wording for row in bundle.rows})
        return True

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
            self._metrics.settled(result)
        return counts


async def _passed(session: AsyncSession, found: Sequence[Bundle], now: datetime) -> list[Bundle]:
    """The bundles whose turn it is; the others are given back until theirs."""
    wanted = [(bundle.to.tenant, bundle.to.external) for bundle in found]
    turns = await gates.pass_gates(session, wanted, now)
    waiting = [pair for pair in zip(found, turns, strict=True) if pair[1] > now]
    await settling.release(
        session,
        [
            (bundle.mine, Release(row.id, free_at, bundle.in_doubt))
            for bundle, free_at in waiting
            for row in bundle.rows
        ],
    )
    return [bundle for bundle, free_at in zip(found, turns, strict=True) if free_at <= now]
