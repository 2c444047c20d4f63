"""Store the result of reading a calendar, in several short transactions.

SQLite allows one writer at a time, and a first read may find a thousand meetings. One transaction
for all of them would make other writers wait. If the process dies between two transactions, the
calendar is read again when the lease has ended.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.base.clock import Clock
from bot.base.metrics import CalendarOutcome
from bot.calendars import leases, timing
from bot.calendars.leases import Leased
from handlers.admission import Admission
from handlers.notices import calendar_connected, calendar_news
from handlers.notices.calendar_news import CallNews, Kind
from handlers.nudges.schedule import replan_changed
from handlers.sources.calendars.call_left import ChangeKind
from handlers.sources.calendars.known import MeetingRules
from handlers.sources.calendars.own_addresses import forget_ours, learn, own_addresses
from handlers.sources.calendars.reading import CalendarIntake, Span
from handlers.sources.calendars.taking import Change
from handlers.sources.records import CalendarEvent, CalendarRead
from storage.customers import suppressed_names
from storage.database.connection import Database
from storage.meetings import calendars
from storage.sales_calls import own_calls
from storage.sql.unique import retry_on_conflict
from storage.tables import CalendarConnection, Person
from storage.workspace import people

log = structlog.get_logger()

Owned = tuple[CalendarConnection, Person]

# What happened to a call -> the kind of change that we report to the owner.
TOLD: Mapping[ChangeKind, Kind] = {
    "moved": "moved",
    "cancelled": "left",
    "left": "left",
    "planned": "new",
    "joined": "new",
    "restored": "new",
    "updated": "changed",
    "moved to another account": "changed",
}


class Storing:
    """Stores the results of reads.

    It stores a result only if we still hold the lease on the calendar. The owner's addresses are
    stored in any case.
    """

    def __init__(
        self, database: Database, clock: Clock, rules: MeetingRules, admission: Admission
    ) -> None:
        self._database = database
        self._clock = clock
        self._rules = rules
        self._admission = admission

    async def store(self, due: Leased, span: Span, found: CalendarRead | None) -> CalendarOutcome:
        """Store the result of a read. If `found` is None, note that nothing has changed.

        Raises SourceFailed if the read found too many meetings.
        """
        now = self._clock.now()
        if found is None:
            return await retry_on_conflict(partial(self._unchanged, due, now))
        own = await retry_on_conflict(partial(self._learn, due, found, now))
        async with self._database.read(due.tenant) as session:
            former = await suppressed_names.recognizer(session, due.tenant)
        reading = CalendarIntake(
            found.events, own=own, former=former, span=span, now=now, rules=self._rules
        )
        read = _Read(due, reading, found, now)
        begun = await retry_on_conflict(partial(self._begin, read))
        if not isinstance(begun, _Begun):
            return begun
        done = begun.outcomes
        async with self._database.read(due.tenant) as session:
            parts = await read.reading.in_parts(session, begun.owner, begun.changed)
        for part in parts:
            settled = await retry_on_conflict(partial(self._settle, read, part))
            if settled is None:
                return "stale"
            done += settled
        return await retry_on_conflict(partial(self._finish, read, done))

    async def _learn(self, due: Leased, found: CalendarRead, now: datetime) -> frozenset[str]:
        """Store the owner's addresses that the read shows, and return all known addresses.

        This has a transaction of its own, because it locks the person. The other transactions lock
        the calendar first and then the person, and a different order could cause a deadlock.
        """
        async with self._database.write(due.tenant) as session:
            owner = await people.by_id(session, due.tenant, due.owner.id)
            if owner is None:
                return frozenset()
            company, before = self._rules.company_domains, own_addresses(owner)
            await learn(session, owner, found, company)
            if own_addresses(owner) != before:
                await forget_ours(session, owner, company, now)
            await replan_changed(session, now)
            return own_addresses(owner)

    async def _unchanged(self, due: Leased, now: datetime) -> CalendarOutcome:
        """Record that a reading found nothing new."""
        async with self._database.write(due.tenant) as session:
            owned = await leases.still_ours(session, due, self._admission)
            if owned is None:
                return "stale"
            owned[0].doubted_at = None
            await _note_success(session, owned, "unchanged", now)
        return "unchanged"

    async def _begin(self, read: "_Read") -> "_Begun | CalendarOutcome":
        """Take the owner out of the calls of meetings that are gone, and find changed events.

        Return the outcome of the read in these cases:

        - We no longer hold the lease.
        - So many meetings are missing that we doubt the read.
        - No event has changed.
        """
        async with self._database.write(read.due.tenant) as session:
            owned = await leases.still_ours(session, read.due, self._admission)
            if owned is None:
                return "stale"
            calendar, owner = owned
            begun = await read.reading.begin(session, owner, calendar)
            if begun is None:  # keep the cursor, so that the next read finds the same events
                log.warning(
                    "too many meetings are missing from a calendar, so nothing was changed",
                    calendar=calendar.id,
                    kind=calendar.kind,
                )
                await _note_success(session, owned, "doubted", read.now)
                return "doubted"
            outcomes, changed = begun
            if changed:
                return _Begun(owner, outcomes, changed)
            return await _finish_in(session, owned, read, outcomes)

    async def _settle(self, read: "_Read", part: Sequence[CalendarEvent]) -> list[Change] | None:
        """Change the calls of these events. Return None if we no longer hold the lease."""
        async with self._database.write(read.due.tenant) as session:
            owned = await leases.still_ours(session, read.due, self._admission)
            if owned is None:
                return None
            calendar, owner = owned
            return await read.reading.settle(session, owner, calendar, part)

    async def _finish(self, read: "_Read", done: list[Change]) -> CalendarOutcome:
        async with self._database.write(read.due.tenant) as session:
            owned = await leases.still_ours(session, read.due, self._admission)
            return "stale" if owned is None else await _finish_in(session, owned, read, done)


@dataclass(frozen=True)
class _Read:
    """What was read from a calendar, and the lease under which it was read (`due`)."""

    due: Leased
    reading: CalendarIntake
    found: CalendarRead
    now: datetime


@dataclass(frozen=True)
class _Begun:
    """A read after its first step: the changes to calls so far, and the events still to settle."""

    owner: Person
    outcomes: list[Change]
    changed: Sequence[CalendarEvent]


async def _finish_in(
    session: AsyncSession, owned: Owned, read: _Read, done: list[Change]
) -> CalendarOutcome:
    """Store the cursor for the next read, and record that the calendar was read."""
    calendar, owner = owned
    done = done + await read.reading.finish(session, owner, calendar)
    # "time taken" means: the meeting's call could not be planned or joined, because the owner has a
    # different call with the same customer at that time. Clear the cursor, so that the next read
    # returns all meetings and we try again.
    calendars.store_cursor(session, calendar, "" if _is_taken(done) else read.found.cursor)
    is_first = calendar.listed_at is None
    await _note_success(session, owned, "changed", read.now, None if is_first else done)
    calendar.listed_at = read.now
    if counts := _counts(done):
        log.info("calendar changed", calendar=calendar.id, kind=calendar.kind, **counts)
    return "changed"


async def _note_success(
    session: AsyncSession,
    owned: Owned,
    outcome: CalendarOutcome,
    now: datetime,
    done: Sequence[Change] | None = None,
) -> None:
    """Record that a calendar was read.

    After the first read of a new or renewed connection, tell the owner that it is connected.

    `done` has the changes to calls. It is None if the calendar's events were stored for the first
    time, or if the read stored no events.
    """
    calendar, owner = owned
    calendar.failures, calendar.failing_since, calendar.trouble = 0, None, None
    if calendar.read_at is None:
        changes = None if done is None else calendar_news.noted(_told(done))
        await calendar_connected.tell_owner(session, owner, calendar, now, changes)
    calendar.read_at = now
    soon = await own_calls.planned_for(
        session, owner.tenant, owner.id, since=now, until=now + timing.NEAR, limit=1
    )
    near = bool(soon) or outcome == "doubted"
    calendar.next_at = timing.next_read(now, calendar.id, near=near)


def _told(done: Sequence[Change]) -> dict[int, CallNews]:
    """Return the changes that people are told about, by the call's id."""
    return {
        one.call_id: CallNews(TOLD[one.what], one.details)
        for one in done
        if one.call_id and one.what in TOLD
    }


def _is_taken(done: Sequence[Change]) -> bool:
    return any(one.what == "time taken" for one in done)


def _counts(done: Sequence[Change]) -> dict[str, int]:
    counted = Counter(one.what for one in done)
    return {what.replace(" ", "_"): n for what, n in counted.items() if what != "unchanged"}
