"""Deliver one message: compose it, record that we hand it to the platform, and send it.

The rows of the outbox that are sent in one message are a bundle.

If an earlier attempt got no clear answer, the message is in doubt: it may have been sent. Before we
try again, we read back: we ask the platform whether the message is there.
"""

import asyncio
import secrets
from asyncio import sleep
from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog
from structlog.contextvars import bind_contextvars

from bot.base.clock import Clock
from bot.base.metrics import Metrics
from bot.base.request_priority import RequestPriority
from bot.delivery.bundles import Bundle
from bot.delivery.composing import ComposeRequest, Composing, Ready
from bot.delivery.few_first import FewFirst, InPreparation
from bot.delivery.send_limits import SendLimits
from bot.delivery.verdict import (
    Attempt,
    Deferred,
    DeliveryVerdict,
    Failed,
    InDoubt,
    NothingToSend,
    Outdated,
    Progress,
    ReadBack,
    Refused,
    Sent,
    Unreachable,
    WorkspacePaused,
)
from bot.platform.messenger import (
    CannotReadBack,
    MessageRefused,
    Messenger,
    NoClearAnswer,
    PersonLeft,
    RecipientUnreachable,
    RetryLater,
)
from handlers.cards import Card
from handlers.failures import places
from handlers.features.settings.kinds import pushed
from handlers.message import Message
from storage.choices import DropReason
from storage.database.connection import Database
from storage.outbox import transitions
from storage.outbox.claims import LEASE, ClaimedRow
from storage.outbox.transitions import Handover

log = structlog.get_logger()

HEAD_START = timedelta(seconds=0.1)  # work on a message begins this long before the message is due
TIME_LIMIT = 0.75 * LEASE.total_seconds()  # seconds for one message; the lease is longer
AFTER_TIMEOUT = timedelta(seconds=10)  # the wait after a timeout if nothing was sent
# When we read back, we ignore messages that were sent more than this long before the handover.
LOOK_BACK = timedelta(hours=1)
ID_BITS = 52  # size of a random message id; every JSON parser reads such a number exactly


class Sending:
    """Sends the messages of the outbox. `SendLimits` limits how many are sent at once."""

    def __init__(
        self,
        database: Database,
        messengers: Mapping[str, Messenger],
        clock: Clock,
        composing: Composing,
        *,
        metrics: Metrics,
        priority: RequestPriority,
    ) -> None:
        self.database = database
        self.messengers = messengers
        self.clock = clock
        self.composing = composing
        self.metrics = metrics
        self.priority = priority
        self.limits = SendLimits()
        self.few_first = FewFirst()

    async def stop(self) -> None:
        """Cancel the database work that cancelled tasks have left running."""
        await self.composing.stop()

    def start(self, bundle: Bundle) -> asyncio.Task[Attempt]:
        """Send a bundle in a task of its own. The task never raises: it returns what happened."""
        preparation = self.few_first.enter(bundle.to.tenant)
        task = asyncio.create_task(self._deliver(bundle, preparation))
        task.add_done_callback(lambda _: preparation.leave())
        return task

    async def _deliver(self, bundle: Bundle, preparation: InPreparation) -> Attempt:
        bind_contextvars(row=bundle.id)  # each task has its own context
        return await _Delivering(self, bundle, preparation).run()


class _Delivering:
    """Delivers one bundle, and collects the facts for the `Attempt` that `run` returns."""

    def __init__(self, sending: Sending, bundle: Bundle, preparation: InPreparation) -> None:
        self._sending = sending
        self._preparation = preparation
        self._clock = sending.clock
        self._bundle = bundle
        self._in_doubt = bundle.in_doubt
        self._read_back: ReadBack | None = None
        self._dropped: dict[int, DropReason] = {}
        self._rescheduled: dict[int, datetime] = {}
        self._handed_at: datetime | None = None

    async def run(self) -> Attempt:
        """Deliver the bundle, and return what happened. Every exception becomes a verdict."""
        verdict: DeliveryVerdict
        try:
            async with asyncio.timeout(TIME_LIMIT):
                verdict = await self._deliver()
        except RetryLater as later:
            verdict = self._not_now(later)
        except RecipientUnreachable as error:
            verdict = Unreachable(str(error), left=isinstance(error, PersonLeft))
            log.info("a recipient cannot be reached", reason=str(error))
        except MessageRefused as error:
            verdict = Refused()
            log.error("the platform refused a message", reason=str(error))
        except (NoClearAnswer, TimeoutError):
            if self._in_doubt:
                verdict = InDoubt()
                log.warning("delivery in doubt")
            else:
                verdict = Deferred(AFTER_TIMEOUT)
                log.warning("delivery timed out")
        except Exception as error:  # noqa: BLE001 - one row's fault must not stop the others
            verdict = Failed()
            log.error("delivery failed", error=type(error).__name__, places=places(error))
        progress = Progress(
            self._in_doubt, self._read_back, self._dropped, self._rescheduled, self._handed_at
        )
        return Attempt(self._bundle, progress, verdict, self._clock.now())

    async def _deliver(self) -> DeliveryVerdict:
        """Compose the message, wait until it is due, and send it if it has a card."""
        bundle, to = self._bundle, self._bundle.to
        # In a channel where we may no longer post, we may still be able to change our own messages,
        # for example after somebody took back their words.
        if to.unreachable and not (to.is_channel and bundle.is_update):
            raise RecipientUnreachable(to.unreachable)
        messenger = self._sending.messengers[to.tenant.partition(":")[0]]
        if bundle.in_doubt and (verdict := await self._reconcile(messenger)):
            return verdict
        await self._preparation.let_others_pass()
        absent_until = None
        if not to.is_channel:
            await self._sending.priority.yield_to_requests()
            absent_until = await messenger.absent_until(bundle.recipient, self._clock.now())
        message = await self._compose(absent_until)
        await self._wait_until(bundle.due_at)
        if message.card is None:
            await self._sending.composing.store_follow_ups(message.follow_ups)
            return NothingToSend()
        limits = self._sending.limits
        async with limits.slot(self._preparation):
            if until := limits.paused_until(to.tenant, self._clock.now()):
                return WorkspacePaused(until, is_new=False)
            return await self._send(messenger, message, message.card)

    async def _reconcile(self, messenger: Messenger) -> DeliveryVerdict | None:
        """Ask the platform whether the message of a bundle in doubt was sent.

        Return None if the message still has to be sent. If the platform can't say whether it was
        sent, drop the rows that are not `_repeatable`.
        """
        bundle = self._bundle
        # If the time of a row's handover is known, we use it and not the row's due time: the row
        # may have been rescheduled after the handover. If it is unknown, we use the due time.
        handed_at = min(row.handed_at or row.due_at for row in bundle.rows)
        try:
            found = await messenger.find(bundle.recipient, bundle.id, handed_at - LOOK_BACK)
        except CannotReadBack:
            self._in_doubt, self._read_back = False, "repeated"
            for row in bundle.rows:
                if not _repeatable(row):
                    self._dropped[row.id] = "may have gone out"
            return NothingToSend() if len(self._dropped) == len(bundle.rows) else None
        self._in_doubt = False
        if found is None:
            self._read_back = "not_found"
            async with self._sending.database.write() as session:
                await transitions.clear_bundle(session, bundle.rows[0].to, bundle.id)
            return None
        self._read_back = "found"
        return Sent(found, {row.id: row.wording for row in bundle.rows})

    async def _compose(self, absent_until: datetime | None) -> Message:
        """Compose the message from the rows that `_reconcile` did not drop."""
        bundle = self._bundle
        ids = [row.id for row in bundle.rows if row.id not in self._dropped]
        request = ComposeRequest(bundle.claim, ids, bundle.due_at, absent_until)
        composing = self._sending.composing
        message = await composing.compose(request, is_busy_tenant=self._preparation.is_busy_tenant)
        self._dropped |= {each.row.id: each.reason for each in message.dropped}
        self._rescheduled = {each.row.id: each.due_at for each in message.rescheduled}
        return message

    async def _wait_until(self, due_at: datetime) -> None:
        """Wait until `due_at` (UTC), but at most `HEAD_START`, because the clock may jump."""
        wait = min(due_at - self._clock.now(), HEAD_START)
        if wait > timedelta():
            await sleep(wait.total_seconds())

    async def _send(self, messenger: Messenger, message: Message, card: Card) -> DeliveryVerdict:
        """Record the handover, then send the message, or replace the message that it updates."""
        bundle = self._bundle
        # After an attempt in doubt, we send a second message with a new id. Another process may
        # have claimed a row of the first message. When that process reads back by the first
        # message's id, it must not find the second message.
        new_id = secrets.randbits(ID_BITS) if bundle.in_doubt else 0
        wordings = {each.row.id: each.wording for each in message.included}
        handover = Handover(bundle.claim, wordings, new_id)
        self._handed_at = await self._sending.composing.hand_over(
            Ready(message, handover), is_busy_tenant=self._preparation.is_busy_tenant
        )
        if self._handed_at is None:
            log.info("delivery will be retried", reason="a row changed after composing")
            return Outdated()
        await self._sending.priority.yield_to_requests()
        self._preparation.leave()
        self._in_doubt = True
        to, id_ = bundle.recipient, handover.bundle
        try:
            if message.replaces:
                sent = await messenger.replace(to, message.replaces, card, id_)
            else:
                sent = await messenger.send(to, card, id_)
        except (RetryLater, RecipientUnreachable, MessageRefused):
            self._in_doubt = False
            raise
        self._in_doubt = False
        return Sent(sent, wordings)

    def _not_now(self, later: RetryLater) -> DeliveryVerdict:
        """Put off this bundle. If `later.workspace` is true, put off the whole workspace."""
        now, tenant = self._clock.now(), self._bundle.to.tenant
        self._sending.metrics.held_back(tenant, workspace=later.workspace)
        log.info("delivery will be retried", reason=str(later))
        if not later.workspace:
            return Deferred(later.wait)
        limits = self._sending.limits
        is_new = limits.pause(tenant, now, now + later.wait)
        return WorkspacePaused(limits.paused_until(tenant, now) or now, is_new)


def _repeatable(row: ClaimedRow) -> bool:
    """Return whether to send a row again if the platform can't say whether it was sent."""
    known = pushed(row.kind)
    return known is not None and (known.repeat or row.replaces is not None)
