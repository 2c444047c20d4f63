"""Read the calendars that are due, and store their meetings.

claim (lease) ─▶ read ─▶ store the secret if it is new ─▶ store the meetings, or the failure

No transaction is open during the read. The result is stored only if we still hold the claim. If the
lease has ended, another process may have read a newer state.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from functools import partial

import structlog

from bot.base.clock import Clock
from bot.base.metrics import CalendarOutcome, Metrics
from bot.base.rarely import Rarely
from bot.calendars import leases, timing
from bot.calendars.kinds import OpenCalendar
from bot.calendars.leases import Leased
from bot.calendars.polling import attempt, poll_claimed
from bot.calendars.storing import Storing
from handlers.admission import Admission
from handlers.notices import calendar_trouble
from handlers.sources.calendars import reading
from handlers.sources.calendars.known import MeetingRules
from handlers.sources.ports import SourceFailed
from storage.choices import CalendarKind, SourceTrouble
from storage.database.connection import Database
from storage.meetings import calendars
from storage.sql.unique import retry_on_conflict

log = structlog.get_logger()

CONCURRENT = 8  # calendars that we read at the same time
READ_TIME_LIMIT = 60.0  # seconds for one calendar


class CalendarPoller:
    """A poller for the calendars of one platform. It tries a failing calendar less and less often.

    `kinds` maps a kind of calendar to the function that opens it. `served` returns the tenants to
    serve now. Without `served`, the poller serves all tenants of the platform. `stored` is called
    when calls may have changed.
    """

    def __init__(
        self,
        database: Database,
        platform: str,
        clock: Clock,
        kinds: Mapping[CalendarKind, OpenCalendar],
        rules: MeetingRules,
        *,
        metrics: Metrics | None = None,
        served: Callable[[], Collection[str]] | None = None,
        admission: Admission | None = None,
        stored: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._platform = platform
        self._served = served or (lambda: [platform])
        self._clock = clock
        self._kinds = kinds
        self._metrics = metrics or Metrics()
        self._admission = admission or Admission()
        self._stored = stored
        self._rarely = Rarely()
        self._storing = Storing(database, clock, rules, self._admission)

    async def poll(self) -> int:
        """Read the calendars that are due. Return the number of calendars that we tried."""
        return await poll_claimed(self._claim, self._try, at_once=CONCURRENT)

    async def _claim(self) -> list[Leased]:
        """Claim the calendars that are due. Log how many have a secret that we have no key for."""
        now = self._clock.now()
        async with self._database.write() as session:
            due = await leases.claim(session, self._served(), self._admission, now)
        closed = sum(one.secret is None for one in due)
        if closed and self._rarely.allows("no key", now):
            log.error("ENCRYPTION_KEYS lacks the key of some calendars", calendars=closed)
        return due

    async def _try(self, due: Leased) -> None:
        """Read one calendar. If that fails, store the failure."""
        outcome = await attempt(
            self._read(due),
            partial(self._failed, due),
            "a calendar could not be read",
            calendar=due.id,
            kind=due.kind,
        )
        self._metrics.calendar(self._platform, due.kind, outcome)

    async def _read(self, due: Leased) -> CalendarOutcome:
        """Read a calendar once. Store its meetings, and also its secret if it was renewed."""
        if due.secret is None:
            raise SourceFailed("key missing")
        if due.kind not in self._kinds:
            raise SourceFailed("no permission")
        calendar = self._kinds[due.kind](due.secret, due.cursor, due.owner)
        span = reading.span_at(self._clock.now())
        try:
            async with asyncio.timeout(READ_TIME_LIMIT):
                since = reading.read_from(span, due.kind)
                found = await calendar.read(since, span.until)
        finally:
            if calendar.new_secret is not None:
                await retry_on_conflict(partial(self._store_secret, due, calendar.new_secret))
        outcome = await self._storing.store(due, span, found)
        self._stored()
        return outcome

    async def _store_secret(self, due: Leased, secret: str) -> None:
        async with self._database.write(due.tenant) as session:
            if owned := await leases.still_ours(session, due, self._admission):
                calendars.store_secret(session, owned[0], secret)

    async def _failed(
        self, due: Leased, trouble: SourceTrouble, wait: timedelta | None
    ) -> CalendarOutcome:
        return await retry_on_conflict(partial(self._store_failure, due, trouble, wait))

    async def _store_failure(
        self, due: Leased, trouble: SourceTrouble, wait: timedelta | None
    ) -> CalendarOutcome:
        """Count the failure, plan the next try, and tell the owner if necessary."""
        now = self._clock.now()
        async with self._database.write(due.tenant) as session:
            owned = await leases.still_ours(session, due, self._admission)
            if owned is None:
                return "stale"
            calendar, owner = owned
            calendar.failures += 1
            calendar.failing_since = calendar.failing_since or now
            calendar.trouble, calendar.doubted_at = trouble, None
            calendar.next_at = timing.next_try(
                now, calendar.id, failures=calendar.failures, trouble=trouble, wait=wait
            )
            await calendar_trouble.tell_owner(session, owner, calendar, now)
        log.info("calendar failed", calendar=due.id, kind=due.kind, trouble=trouble)
        return "failed"
