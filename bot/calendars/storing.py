"""Takes in what was found in a calendar, in one short transaction after the other.

SQLite has one writer, and a first read may find a thousand meetings. If the process dies between
two transactions, the calendar is read again when its lease has ended, and what was settled already
does not change.
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
from handlers.notices import calendar_connected
from handlers.notices.calendar_connected import Changes
from handlers.nudges.schedule import replan_changed
from handlers.sources.calendar import What
from handlers.sources.known import MeetingRules
from handlers.sources.own_addresses import forget_ours, learn, own_addresses
from handlers.sources.reading import Span, TakingIn
from handlers.sources.records import CalendarEvent, CalendarRead
from storage import calendars, calls, people
from storage.database.connection import Database
from storage.sql.unique import retry_on_conflict
from storage.tables import CalendarConnection, Person

log = structlog.get_logger()

Owned = tuple[CalendarConnection, Person]


class Storing:
    """Takes in reads of calendars, as long as these are claimed by us."""

    def __init__(
        self, database: Database, clock: Clock, rules: MeetingRules, admission: Admission
    ) -> None:
        self._database = database
        self._clock = clock
        self._rules = rules
        self._admission = admission

    async def store(self, due: Leased, span: Span, found: CalendarRead | None) -> CalendarOutcome:
        """Take in what a read found, or note that it found nothing new (None).

        Raises CalendarFailed if it found more than Attune takes in.
        """
        now = self._clock.now()
        if found is None:
            return await retry_on_conflict(partial(self._unchanged, due, now))
        own = await retry_on_conflict(partial(self._learn, due, found, now))
        reading = TakingIn(found.events, own=own, span=span, now=now, rules=self._rules)
        read = _Read(due, reading, found, now)
        begun = await retry_on_conflict(partial(self._begin, read))
        if not isinstance(begun, _Begun):
            return begun
        done = begun.outcomes
        async with self._database.read() as session:
            parts = await read.reading.in_parts(session, begun.owner, begun.changed)
        for part in parts:
            settled = await retry_on_conflict(partial(self._settle, read, part))
            if settled is None:
                return "stale"
            done += settled
        return await retry_on_conflict(partial(self._finish, read, done))

    async def _learn(self, due: Leased, found: CalendarRead, now: datetime) -> frozenset[str]:
        """Learn who the calendar's owner is. Returns their addresses, as far as they are known.

        It is a transaction of its own, because those below lock the calendar before the person.
        """
        async with self._database.write() as session:
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
        async with self._database.write() as session:
            owned = await leases.still_ours(session, due, self._admission)
            if owned is None:
                return "stale"
            owned[0].doubted_at = None
            await _note_success(session, owned, "unchanged", now)
        return "unchanged"

    async def _begin(self, read: "_Read") -> "_Begun | CalendarOutcome":
        async with self._database.write() as session:
            owned = await leases.still_ours(session, read.due, self._admission)
            if owned is None:
                return "stale"
            calendar, owner = owned
            begun = await read.reading.begin(session, owner, calendar)
            if begun is None:  # the cursor stays, so that the same is found again
                log.warning("calendar doubted", calendar=calendar.id, kind=calendar.kind)
                await _note_success(session, owned, "doubted", read.now)
                return "doubted"
            outcomes, changed = begun
            if changed:
                return _Begun(owner, outcomes, changed)
            return await _finish_in(session, owned, read, outcomes)

    async def _settle(self, read: "_Read", part: Sequence[CalendarEvent]) -> Counter[What] | None:
        """Settle some of the events; None if the calendar is not claimed by us any more."""
        async with self._database.write() as session:
            owned = await leases.still_ours(session, read.due, self._admission)
            if owned is None:
                return None
            calendar, owner = owned
            return await read.reading.settle(session, owner, calendar, part)

    async def _finish(self, read: "_Read", done: Counter[What]) -> CalendarOutcome:
        async with self._database.write() as session:
            owned = await leases.still_ours(session, read.due, self._admission)
            return "stale" if owned is None else await _finish_in(session, owned, read, done)


@dataclass(frozen=True)
class _Read:
    """What was found in a calendar at `now` (UTC), and how it is taken in."""

    due: Leased
    reading: TakingIn
    found: CalendarRead
    now: datetime


@dataclass(frozen=True)
class _Begun:
    """What the first transaction of a read has done, and the events that are left to settle."""

    owner: Person
    outcomes: Counter[What]
    changed: Sequence[CalendarEvent]


async def _finish_in(
    session: AsyncSession, owned: Owned, read: _Read, done: Counter[What]
) -> CalendarOutcome:
    calendar, owner = owned
    done = done + await read.reading.finish(session, owner, calendar)
    # A call that found its time taken is tried again: without a cursor, all is read once more.
    calendars.store_cursor(session, calendar, "" if done["time taken"] else read.found.cursor)
    again = calendar.listed_at is not None
    await _note_success(session, owned, "changed", read.now, _changes(done) if again else None)
    calendar.listed_at = read.now
    if counts := _counts(done):
        log.info("calendar changed", calendar=calendar.id, kind=calendar.kind, **counts)
    return "changed"


async def _note_success(
    session: AsyncSession,
    owned: Owned,
    outcome: CalendarOutcome,
    now: datetime,
    changes: Changes | None = None,
) -> None:
    """Note that a calendar was read; tell its owner, if it has just been connected.

    `changes` are those of its calls; None if it was never read before.
    """
    calendar, owner = owned
    calendar.failures, calendar.failing_since, calendar.trouble = 0, None, None
    if calendar.read_at is None:
        await calendar_connected.tell_owner(session, owner, calendar, now, changes)
    calendar.read_at = now
    soon = await calls.planned_for(
        session, owner.tenant, owner.id, since=now, until=now + timing.NEAR, limit=1
    )
    near = bool(soon) or outcome == "doubted"
    calendar.next_at = timing.next_read(now, calendar.id, near=near)


def _changes(done: Mapping[What, int]) -> Changes:
    """What became of the calls that changed, as people are told."""

    def number(*whats: What) -> int:
        return sum(done.get(what, 0) for what in whats)

    return Changes(
        moved=number("moved"),
        changed=number("updated", "moved to another account"),
        cancelled=number("cancelled", "left"),
        new=number("planned", "joined", "restored"),
    )


def _counts(done: Mapping[What, int]) -> dict[str, int]:
    """What became of the calls that changed, as fields of the log."""
    return {what.replace(" ", "_"): n for what, n in done.items() if what != "unchanged"}
