"""Delivers one message: reads it back if in doubt, composes it, hands it over and sends it."""

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
from bot.delivery.bundles import Bundle, Result
from bot.delivery.composing import ComposeRequest, Composing, Ready
from bot.delivery.send_limits import SendLimits
from bot.platform.messenger import (
    CannotReadBack,
    MessageRefused,
    Messenger,
    NoClearAnswer,
    Recipient,
    RecipientUnreachable,
    RetryLater,
)
from handlers.cards import Card
from handlers.failures import places
from handlers.message import Message
from storage.database import Database
from storage.outbox import transitions
from storage.outbox.transitions import Handover, RowOutcome

log = structlog.get_logger()

AHEAD = timedelta(seconds=0.1)  # how long before its due time work on a message begins
TIME_LIMIT = 45  # seconds for one message, less than the lease
LOOK_AGAIN = timedelta(seconds=10)  # a platform's history may lag behind what it accepted
LOOK_BACK = timedelta(hours=1)  # a read-back starts this long before the time of the handover
NAME_BITS = 52  # of a message's random id, so that every JSON parser keeps it exactly


class Sending:
    """Sends bundles. Writes no outcome itself: it returns what `settle` is to write."""

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
        self._database = database
        self._messengers = messengers
        self._clock = clock
        self._metrics = metrics
        self._priority = priority
        self._limits = SendLimits()
        self._composing = composing

    async def stop(self) -> None:
        """Cancel the database work of messages that were cancelled."""
        await self._composing.stop()

    async def deliver(self, bundle: Bundle) -> Result:
        """Send a bundle. Never raises: a failure is in the result. Run it in a task of its own."""
        bind_contextvars(row=bundle.id)  # for this message alone: its task has its own context
        result = Result(bundle, in_doubt=bundle.in_doubt)
        try:
            async with asyncio.timeout(TIME_LIMIT):
                await self._send(bundle, result)
        except RetryLater as later:
            self._put_back(result, later)
        except RecipientUnreachable as reason:
            result.unreachable = str(reason)
            log.info("unreachable", reason=str(reason))
        except MessageRefused as reason:
            result.give_up("refused")
            log.error("the platform refused a message", reason=str(reason))
        except (NoClearAnswer, TimeoutError):
            result.retry(self._clock.now(), LOOK_AGAIN)
            log.warning("delivery in doubt")
        except Exception as error:  # noqa: BLE001 - one row's fault must not stop the others
            log.error("delivery failed", error=type(error).__name__, places=places(error))
            result.fail(self._clock.now())
        return result

    def _put_back(self, result: Result, later: RetryLater) -> None:
        now, tenant = self._clock.now(), result.bundle.to.tenant
        if later.workspace:
            news = self._limits.pause(tenant, now, now + later.wait)
            until = self._limits.paused_until(tenant, now) or now
            result.pause(now, until)
            result.close_until = until if news else None
        else:
            result.retry(now, later.wait)
        if later.wait:  # without a wait, the cause was a change on our side
            self._metrics.held_back(tenant, workspace=later.workspace)
        log.info("delivery later", reason=str(later))

    async def _send(self, bundle: Bundle, result: Result) -> None:
        to, recipient = bundle.to, bundle.recipient
        if to.unreachable:
            raise RecipientUnreachable(to.unreachable)
        messenger = self._messengers[to.tenant.partition(":")[0]]
        if bundle.in_doubt and await self._read_back(messenger, recipient, result):
            return
        away_until = None
        if not to.channel:
            await self._priority.yield_to_requests()
            away_until = await messenger.away_until(recipient, self._clock.now())
        due = await self._compose(bundle, result, away_until)
        await self._until(bundle.due_at)
        if due.card is None:
            await self._composing.plan(due.follow)
            return
        async with self._limits.slot(to.tenant):
            if until := self._limits.paused_until(to.tenant, self._clock.now()):
                result.pause(self._clock.now(), until)
                return
            await self._post(messenger, due.card, due, bundle, result)

    async def _compose(
        self, bundle: Bundle, result: Result, away_until: datetime | None
    ) -> Message:
        settled = {outcome.id for outcome in result.outcomes}
        ids = [row.id for row in bundle.rows if row.id not in settled]
        asked = ComposeRequest(bundle.claim, ids, bundle.due_at, away_until)
        due = await self._composing.compose(asked)
        result.outcomes += [
            RowOutcome(drop.row.id, bundle.claim, "dropped", reason=drop.reason)
            for drop in due.dropped
        ]
        result.put_off += [(later.row.id, later.until) for later in due.put_off]
        return due

    async def _until(self, due_at: datetime) -> None:
        """Wait until the due time (UTC), but no longer than `AHEAD`, even if the clock jumps."""
        wait = min(due_at - self._clock.now(), AHEAD)
        if wait > timedelta():
            await sleep(wait.total_seconds())

    async def _post(
        self, messenger: Messenger, card: Card, due: Message, bundle: Bundle, result: Result
    ) -> None:
        # A message sent instead of one in doubt needs a new id: another process that holds a row
        # of the old message must not find this one when it reads back.
        name = secrets.randbits(NAME_BITS) if bundle.in_doubt else 0
        wordings = {worded.row.id: worded.wording for worded in due.sent}
        handover = Handover(bundle.claim, wordings, name)
        result.handed_at = await self._composing.hand_over(Ready(due, handover))
        if result.handed_at is None:
            raise RetryLater("changed while it was composed", timedelta())
        await self._priority.yield_to_requests()
        result.in_doubt = True
        try:
            if due.replaces:
                sent = await messenger.replace(
                    bundle.recipient, due.replaces, card, handover.bundle
                )
            else:
                sent = await messenger.send(bundle.recipient, card, handover.bundle)
        except (RetryLater, RecipientUnreachable, MessageRefused):
            result.in_doubt = False
            raise
        result.sent(sent, handover.wordings)

    async def _read_back(self, messenger: Messenger, to: Recipient, result: Result) -> bool:
        """Reconcile a bundle in doubt. True if nothing is left to send.

        If the message is found, its rows are sent. If the platform cannot tell, the rows of kinds
        that may not be repeated are dropped.
        """
        bundle = result.bundle
        # The due time is no guide, because the rows may have been rescheduled since.
        handed_at = min(row.handed_at or row.due_at for row in bundle.rows)
        try:
            found = await messenger.find(to, bundle.id, handed_at - LOOK_BACK)
        except CannotReadBack:
            result.read_back = "repeated"
            return result.by_kind()
        result.in_doubt = False
        result.read_back = "not_found" if found is None else "found"
        if found is None:
            async with self._database.write() as session:
                await transitions.clear_bundle(session, bundle.rows[0].to, bundle.id)
            return False
        result.sent(found, {row.id: row.wording for row in bundle.rows})
        return True
