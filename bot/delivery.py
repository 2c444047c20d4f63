"""The delivery loop: claims due rows, composes, sends, settles.

    claim (lease) ─▶ in doubt? read back ─▶ compose as it is now ─▶ hand over ─▶ send ─▶ settle

Rows are claimed by lease, so a process that dies gives its rows back by itself. A row that comes
back handed over is in doubt, since its message may have gone out: it is looked for before it is
sent.
"""

import asyncio
import secrets
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import Clock
from bot.messenger import CannotTell, InDoubt, Later, Messenger, Recipient, Sent, Unreachable
from handlers.conversation import places
from handlers.message import Message
from handlers.notices import notice, tell
from handlers.notices.due import post
from handlers.nudges import kind
from handlers.nudges.due import message
from handlers.playbook.loader import Playbook
from handlers.rhythm_settings import day_of
from storage import claims, gates, insights, outbox
from storage.claims import Outcome
from storage.database import Database
from storage.tables import Channel, Outbox, Person

log = structlog.get_logger()

SLOTS = 50  # messages in flight
SHARE = 12  # of them, for one workspace: one that hangs leaves room for the others
BATCH = SHARE // 2  # rows a claim, so that nobody with more than half a share is given too much
TIME_LIMIT = 45  # seconds for one message, below the lease
LOOK_AGAIN = timedelta(seconds=10)  # a platform's history may lag behind what it took
LOOK_BACK = timedelta(hours=1)  # a row's message went out no longer than this before it was due
LONGEST_WAIT = timedelta(minutes=5)
MOST_FAILURES = 8  # of our own making, before a row is given up


@dataclass(frozen=True)
class Bundle:
    """Rows for one recipient that go out in one message, known by the first one's id."""

    to: Person | Channel
    rows: tuple[Outbox, ...]
    mine: str

    @property
    def in_doubt(self) -> bool:
        """Whether its message may have gone out already."""
        return self.rows[0].doubt

    @property
    def id(self) -> int:
        """What the message carries, and a read-back looks for."""
        noted = self.rows[0].bundle
        return noted if self.in_doubt and noted else min(row.id for row in self.rows)


@dataclass
class Result:
    """What is to be written about a bundle."""

    bundle: Bundle
    outcomes: list[Outcome] = field(default_factory=list)
    put_off: list[tuple[int, datetime]] = field(default_factory=list)
    retry_at: datetime | None = None
    in_doubt: bool = False  # its message may be out
    failed: bool = False  # by our own fault
    close_until: datetime | None = None  # nothing to this workspace before
    address: str | None = None
    unreachable: str | None = None


class Delivery:
    """Delivers what is due on the platforms it has messengers for."""

    def __init__(
        self,
        database: Database,
        messengers: Mapping[str, Messenger],
        playbook: Playbook,
        clock: Clock,
    ) -> None:
        self._database = database
        self._messengers = messengers
        self._playbook = playbook
        self._clock = clock
        self._worker = secrets.token_hex(4)
        self._rounds = 0
        self._running = asyncio.Lock()
        self._woken = asyncio.Event()

    async def run(self) -> Counter[str]:
        """Deliver until nothing is due; how many rows were sent, dropped and put off."""
        async with self._running:
            return await self._run()

    def wake(self) -> None:
        """Look for due rows again, also while messages are in flight: one of them may hang."""
        self._woken.set()

    async def next_due(self) -> datetime | None:
        """When there will be something to do (UTC)."""
        async with self._database.read() as session:
            return await claims.next_due(session, self._messengers.keys())

    async def _run(self) -> Counter[str]:
        counts: Counter[str] = Counter()
        flying: dict[asyncio.Task[Result], Bundle] = {}
        try:
            while True:
                self._woken.clear()
                while (bundles := await self._claim(flying.values())) is not None:
                    for bundle in bundles:
                        flying[asyncio.create_task(self._deliver(bundle))] = bundle
                if not flying:
                    return counts
                await self._landed(flying)
                done = [task for task in flying if task.done()]
                counts += await self._settle([task.result() for task in done])
                for task in done:
                    del flying[task]
        finally:
            for task in flying:
                task.cancel()
            await asyncio.gather(*flying, return_exceptions=True)

    async def _landed(self, flying: Iterable[asyncio.Task[Result]]) -> None:
        """Wait until a message is out or has failed, or somebody wakes us."""
        woken = asyncio.create_task(self._woken.wait())
        try:
            await asyncio.wait({*flying, woken}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            woken.cancel()

    async def _claim(self, flying: Collection[Bundle]) -> list[Bundle] | None:
        """Claim due rows for the free slots, with what goes out together; None if there are none.

        Of the rows claimed, those that have to wait for their channel's turn are not among them.
        """
        load = Counter(bundle.to.tenant for bundle in flying)
        free = min(SLOTS - len(flying), BATCH)
        if free <= 0 or not self._messengers:
            return None
        self._rounds += 1
        now, mine = self._clock.now(), f"{self._worker}-{self._rounds}"
        async with self._database.write() as session:
            ids = await claims.claim(
                session,
                now=now,
                mine=mine,
                most=free,
                busy=[tenant for tenant, number in load.items() if number > SHARE - BATCH],
                platforms=self._messengers.keys(),
            )
            if not ids:
                return None
            rows = [row for row, _ in await claims.claimed(session, ids, mine=mine)]
            ids += await claims.claim_companions(session, rows, now=now, mine=mine)
            bundles = _bundles(await claims.claimed(session, ids, mine=mine), mine)
            return await _passed(session, bundles, now)

    async def _deliver(self, bundle: Bundle) -> Result:
        result = Result(bundle, in_doubt=bundle.in_doubt)
        try:
            async with asyncio.timeout(TIME_LIMIT):
                await self._send(bundle, result)
        except Later as later:
            self._retry(result, later.wait)
            result.close_until = self._clock.now() + later.wait if later.workspace else None
            log.info("delivery later", reason=str(later), row=bundle.id)
        except Unreachable as reason:
            result.unreachable = str(reason)
            log.info("unreachable", reason=str(reason), row=bundle.id)
        except (InDoubt, TimeoutError):
            self._retry(result, LOOK_AGAIN)
            log.warning("delivery in doubt", row=bundle.id)
        except Exception as error:  # noqa: BLE001 - one row's fault must not stop the others
            self._failed(result, error)
        return result

    async def _send(self, bundle: Bundle, result: Result) -> None:
        to = bundle.to
        if to.unreachable:
            raise Unreachable(to.unreachable)
        messenger = self._messengers[to.tenant.partition(":")[0]]
        recipient = _recipient(to)
        if bundle.in_doubt and await self._read_back(messenger, recipient, result):
            return
        away_until = None
        if isinstance(to, Person):
            away_until = await messenger.away_until(recipient, self._clock.now())
        due = await self._compose(result, away_until)
        result.outcomes += [
            Outcome(drop.row.id, "dropped", reason=drop.reason) for drop in due.dropped
        ]
        result.put_off += [(later.row.id, later.until) for later in due.put_off]
        if due.card is None:
            return
        wordings = {worded.row.id: worded.wording for worded in due.sent}
        await self._hand_over(due, wordings, bundle.mine)
        result.in_doubt = True
        try:
            sent = await messenger.send(recipient, due.card, min(wordings))
        except (Later, Unreachable):
            result.in_doubt = False
            raise
        result.in_doubt = False
        _sent(result, sent, wordings)

    async def _read_back(self, messenger: Messenger, to: Recipient, result: Result) -> bool:
        """Whether it went out the last time; then that is what became of its rows."""
        bundle = result.bundle
        # When it is due tells nothing: its rows may have been put at another time since.
        handed_at = min(row.handed_at or row.due_at for row in bundle.rows)
        try:
            found = await messenger.find(to, bundle.id, handed_at - LOOK_BACK)
        except CannotTell:
            return _by_kind(result)
        result.in_doubt = False
        if found is None:
            async with self._database.write() as session:
                await claims.never_out(session, claims.to_of(bundle.rows[0]), bundle.id)
            return False
        _sent(result, found, {row.id: row.wording for row in bundle.rows})
        return True

    async def _compose(self, result: Result, away_until: datetime | None) -> Message:
        """The message as things stand now: a row cancelled since it was claimed is not in it."""
        bundle, settled = result.bundle, {outcome.id for outcome in result.outcomes}
        ids = [row.id for row in bundle.rows if row.id not in settled]
        async with self._database.read() as session:
            held = await claims.claimed(session, ids, mine=bundle.mine)
            to = held[0][1] if held else bundle.to
            rows, now = [row for row, _ in held], self._clock.now()
            if isinstance(to, Channel):
                return await post(session, to, rows, self._playbook, now)
            return await message(session, to, rows, self._playbook, now, away_until=away_until)

    async def _hand_over(self, due: Message, wordings: Mapping[int, str | None], mine: str) -> None:
        async with self._database.write() as session:
            if not await claims.hand_over(session, wordings, mine=mine, now=self._clock.now()):
                raise Later("changed while it was composed", timedelta())
            await insights.note_shown(session, due.shown)
            await outbox.add(session, due.follow)

    def _retry(self, result: Result, wait: timedelta) -> None:
        """Try again after a time that grows; but what is of no use by now is given up."""
        now, rows = self._clock.now(), result.bundle.rows
        attempts = 1 + max(row.attempts for row in rows)
        grown = min(timedelta(seconds=2 ** min(attempts, 10)), LONGEST_WAIT)
        result.retry_at = now + max(wait, grown)
        reason = "in doubt" if result.in_doubt else "too late"
        settled = {outcome.id for outcome in result.outcomes}
        result.outcomes += [
            Outcome(row.id, "dropped", reason=reason)
            for row in rows
            if row.useful_until <= now and row.id not in settled
        ]

    def _failed(self, result: Result, error: Exception) -> None:
        log.error(
            "delivery failed",
            row=result.bundle.id,
            error=type(error).__name__,
            places=places(error),
        )
        result.failed = True
        if max(row.failures for row in result.bundle.rows) + 1 >= MOST_FAILURES:
            result.outcomes = [
                Outcome(row.id, "dropped", reason="failed") for row in result.bundle.rows
            ]
            return
        self._retry(result, timedelta())

    async def _settle(self, results: Sequence[Result]) -> Counter[str]:
        counts: Counter[str] = Counter()
        now = self._clock.now()
        async with self._database.write() as session:
            for result in results:
                to, mine = result.bundle.to, result.bundle.mine
                await claims.settle(session, result.outcomes, mine=mine, now=now)
                for row_id, until in result.put_off:
                    day = day_of(until, to.zone)
                    await claims.shift(session, row_id, mine=mine, due_at=until, day=day)
                ids = [row.id for row in result.bundle.rows]
                if result.retry_at is not None:
                    await claims.release(
                        session,
                        ids,
                        mine=mine,
                        until=result.retry_at,
                        in_doubt=result.in_doubt,
                        tried=1,
                        failed=int(result.failed),
                    )
                await claims.let_go(session, ids, mine=mine, in_doubt=result.in_doubt)
                if result.close_until is not None:
                    await gates.close_gate(session, to.tenant, result.close_until)
                if result.address or result.unreachable:
                    counts["dropped"] += await _remember(session, result, now)
                counts.update(outcome.state for outcome in result.outcomes)
                counts["put off"] += len(result.put_off)
                counts["retried"] += len(result.bundle.rows) if result.retry_at else 0
        return counts


async def _remember(session: AsyncSession, result: Result, now: datetime) -> int:
    """Keep a person's address, or that nothing reaches them; how many rows were dropped for it."""
    to: Person | Channel | None = await session.get(type(result.bundle.to), result.bundle.to.id)
    if to is None:
        return 0
    if isinstance(to, Person):
        to.address = result.address or to.address
    if not result.unreachable:
        return 0
    to.unreachable = result.unreachable
    if isinstance(to, Channel):
        await tell.lost(session, to, now)
    return await outbox.drop_all(session, to, reason="unreachable", now=now)


def _by_kind(result: Result) -> bool:
    """Where nobody can tell whether it went out: whether nothing of it is sent once more.

    What people rely on is repeated, what merely nudges is not: see each kind's `repeat`.
    """
    result.in_doubt = False
    for row in result.bundle.rows:
        known = kind(row.kind) or notice(row.kind)
        if known is None or not known.repeat:
            result.outcomes.append(Outcome(row.id, "dropped", reason="may have gone out"))
    return len(result.outcomes) == len(result.bundle.rows)


def _recipient(to: Person | Channel) -> Recipient:
    if isinstance(to, Channel):
        return Recipient(to.tenant, to.external, to.external, channel=True)
    return Recipient(to.tenant, to.external, to.address)


async def _passed(session: AsyncSession, bundles: Sequence[Bundle], now: datetime) -> list[Bundle]:
    """The bundles whose turn it is; the others are given back until theirs."""
    wanted = [(bundle.to.tenant, bundle.to.external) for bundle in bundles]
    passed = []
    for bundle, free_at in zip(bundles, await gates.pass_gates(session, wanted, now), strict=True):
        if free_at <= now:
            passed.append(bundle)
            continue
        await claims.release(
            session,
            [row.id for row in bundle.rows],
            mine=bundle.mine,
            until=free_at,
            in_doubt=bundle.in_doubt,
        )
    return passed


def _bundles(claimed: Iterable[tuple[Outbox, Person | Channel]], mine: str) -> list[Bundle]:
    """What goes out together: a recipient's rows; those in doubt as they went out before."""
    grouped: dict[tuple[claims.To, int | None, int | None], list[Outbox]] = {}
    recipients: dict[claims.To, Person | Channel] = {}
    for row, to in claimed:
        whom, known = claims.to_of(row), notice(row.kind)
        alone = row.id if known and known.alone else None
        grouped.setdefault((whom, row.bundle if row.doubt else None, alone), []).append(row)
        recipients[whom] = to
    return [Bundle(recipients[whom], tuple(rows), mine) for (whom, *_), rows in grouped.items()]


def _sent(result: Result, sent: Sent, wordings: Mapping[int, str | None]) -> None:
    to = result.bundle.to
    known = to.address if isinstance(to, Person) else sent.address
    result.address = sent.address if sent.address != known else None
    result.outcomes += [
        Outcome(row_id, "sent", message=sent.message, wording=wording)
        for row_id, wording in wordings.items()
    ]
