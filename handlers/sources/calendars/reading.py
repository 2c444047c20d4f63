"""Change the calls on file to match what was read in a person's calendar.

- We judge whether a meeting is a sales call only if it is new, changed or uncertain.
- If an upcoming meeting in the span that was read is gone from the calendar, its call is given up
  for this person.
- If a meeting was re-created, the new meeting takes over the call of the old one (`successors`).
- If too many meetings are missing, we doubt the read: nothing changes until a later read confirms
  that they are gone (`doubts`).
- Colleagues get no messages about the calls that the first read of a calendar finds.
"""

import asyncio
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.nudges.schedule import replan_changed
from handlers.sources.calendars import former_guests, met_before, owners
from handlers.sources.calendars.call_left import ChangeKind
from handlers.sources.calendars.doubts import note_missing
from handlers.sources.calendars.known import MeetingRules, known_about
from handlers.sources.calendars.own_addresses import learn, own_addresses
from handlers.sources.calendars.sales_calls import Judgement, judge
from handlers.sources.calendars.successors import successors
from handlers.sources.calendars.taking import PART, Change, ReadStep, parts_of
from handlers.sources.ports import SourceFailed
from handlers.sources.records import CalendarEvent, CalendarRead
from storage import plan_changes
from storage.choices import CalendarKind, MeetingVerdict
from storage.customers import suppressed_names
from storage.meetings import calendars, met_guests, seen_meetings
from storage.sales_calls import calls
from storage.tables import CalendarConnection, Person, SeenMeeting

BEHIND, AHEAD = timedelta(days=1), timedelta(days=21)
# Calendars of these kinds list past meetings. We read these meetings to note whom the owner met.
WITH_PAST: frozenset[CalendarKind] = frozenset(("ics", "file"))
MAX_MEETINGS = 2_000  # a calendar with more events in the span is refused
CALLS = 3  # we change this many calls in one transaction, which takes about a tenth of a second
# If a meeting is gone, and re-created within this time, the new meeting takes over the call.
REMEMBERED = timedelta(days=3)


@dataclass(frozen=True)
class Span:
    """The period to read, from `since` (inclusive) to `until` (exclusive), both in UTC."""

    since: datetime
    until: datetime

    def __contains__(self, moment: datetime) -> bool:
        return self.since <= moment < self.until


def span_at(now: datetime) -> Span:
    """Return the span to read at `now`.

    The span begins a day before `now`, because `doubts` looks at meetings of the last 24 hours too.
    """
    return Span(now - BEHIND, now + AHEAD)


def read_from(span: Span, kind: CalendarKind) -> datetime:
    """Return the time (UTC) from which we read a calendar of this kind.

    For kinds in `WITH_PAST`, this is long before `span` begins.
    """
    return span.since + BEHIND - met_guests.KEPT_FOR if kind in WITH_PAST else span.since


async def take_in(
    session: AsyncSession,
    person: Person,
    calendar: CalendarConnection,
    found: Sequence[CalendarEvent],
    *,
    span: Span,
    now: datetime,
    rules: MeetingRules,
) -> Counter[ChangeKind] | None:
    """Take in all events of a calendar in a span, in one transaction (see `CalendarIntake`).

    Return how many calls were planned, how many were moved, and so on. Return None if we doubt the
    read, because then nothing changes.
    """
    await learn(session, person, CalendarRead(tuple(found)), rules.company_domains)
    former = await suppressed_names.recognizer(session, person.tenant)
    reading = CalendarIntake(
        found, own=own_addresses(person), former=former, span=span, now=now, rules=rules
    )
    begun = await reading.begin(session, person, calendar)
    if begun is None:
        return None
    outcomes, changed = begun
    for part in await reading.in_parts(session, person, changed):
        outcomes += await reading.settle(session, person, calendar, part)
    outcomes += await reading.finish(session, person, calendar)
    return Counter(one.what for one in outcomes)


class CalendarIntake:
    """Take in all events of a calendar in a span, and plan the nudges again.

    Call `begin`, then `in_parts`, then `settle` for each part, then `finish`. Each step may have
    its own transaction, so that others can use the database between two steps. `in_parts` only
    reads. The other steps lock all calendars of the person. If the process dies between two steps,
    the next read of the calendar does the rest.

    `begin` also stores whom the owner met in past meetings. Meetings that began before the span are
    used for nothing else.

    Raises SourceFailed if the span has more than `MAX_MEETINGS` events.
    """

    def __init__(
        self,
        found: Sequence[CalendarEvent],
        *,
        own: Collection[str],
        former: suppressed_names.Recognizer,
        span: Span,
        now: datetime,
        rules: MeetingRules,
    ) -> None:
        """`own` are the known addresses of the calendar's owner.

        `former` says whether a name or an address belongs to somebody who was erased.
        """
        without_owner = tuple(former_guests.without(owners.without(found, own), former))
        within = [event for event in without_owner if event.starts_at in span]
        self._listed = {event.source_id: event for event in within}
        self._past = met_before.past(without_owner, now - met_guests.KEPT_FOR, now)
        self._everywhere = owners.everywhere(self._listed.values())
        self._span = span
        self._now = now
        self._rules = rules
        if len(self._listed) > MAX_MEETINGS:
            raise SourceFailed("too large")

    async def begin(
        self, session: AsyncSession, person: Person, calendar: CalendarConnection
    ) -> tuple[list[Change], Sequence[CalendarEvent]] | None:
        """Give up the calls of meetings that are gone, and find the events that have changed.

        Return what happened to the calls, and the new and changed events. Return None if we doubt
        the read, because then nothing changes.
        """
        await calendars.of_person(session, person, locked=True)
        now, listed = self._now, self._listed
        seen = {row.source_id: row for row in await seen_meetings.of_calendar(session, calendar)}
        taking = ReadStep(session, person, calendar, now, seen, listed, [])
        expected = [row for row in seen.values() if row.gone_at is None]
        expected = [row for row in expected if row.starts_at in self._span]
        gone = [row for row in seen.values() if row.gone_at and row.gone_at > now - REMEMBERED]
        missing = [
            row for row in expected + gone if row.source_id not in listed and row.starts_at > now
        ] + _missing_begun(expected, listed, now)
        inherited = successors(missing, [one for id_, one in listed.items() if id_ not in seen])
        there = {row.source_id for row, _ in inherited} | listed.keys()
        if note_missing(calendar, expected, there, now):
            return None
        for row, event in inherited:
            await taking.give_new_id(row, event)
        for row in expected:
            if row.source_id not in listed and row.starts_at > now:
                await taking.give_up_gone(row)
        await self._note_met(session, person, calendar)
        await replan_changed(session, now)
        return taking.done, [event async for event in taking.changed()]

    async def _note_met(
        self, session: AsyncSession, person: Person, calendar: CalendarConnection
    ) -> None:
        """Store whom the owner of the calendar met in past meetings."""
        met: set[met_guests.Met] = set()
        times = await calls.times_of_meetings(session, person, self._now - met_guests.KEPT_FOR)
        for part in parts_of(self._past, PART):
            known = await known_about(
                session, person, part, self._rules, everywhere=self._everywhere
            )
            for event in part:
                # If the rep moved the call by hand, the meeting did not take place at the time in
                # the calendar.
                if event.starts_at in times.get(event.source_id, (event.starts_at,)):
                    met |= met_before.guests_met(event, known)
            await asyncio.sleep(0)
        since = read_from(self._span, calendar.kind)
        await met_guests.note(session, calendar, met, since=since, now=self._now)

    async def in_parts(
        self, session: AsyncSession, person: Person, changed: Sequence[CalendarEvent]
    ) -> list[Sequence[CalendarEvent]]:
        """Order the changed events, and split them into parts, one for each transaction.

        Meetings that no longer count as sales calls come first. Their calls on file are given up,
        so that a later part can plan another call with the same account at the same time.
        """
        judged: list[tuple[CalendarEvent, MeetingVerdict]] = []
        for part in parts_of(changed, PART):
            judged += [
                (event, judgement.verdict)
                for event, judgement in await self._judged(session, person, part)
            ]
        ordered = sorted(judged, key=lambda one: _order(*one))
        others = [event for event, verdict in ordered if verdict != "call"]
        planned = [event for event, verdict in ordered if verdict == "call"]
        return [*parts_of(others, PART), *parts_of(planned, CALLS)]

    async def settle(
        self,
        session: AsyncSession,
        person: Person,
        calendar: CalendarConnection,
        part: Sequence[CalendarEvent],
    ) -> list[Change]:
        """Judge these events and change their calls. Return what happened to the calls.

        `in_parts` has judged the events already. Judge them again, because the person may have
        answered a question about a meeting in the meantime.
        """
        await calendars.of_person(session, person, locked=True)
        ids = [event.source_id for event in part]
        seen = {row.source_id: row for row in await seen_meetings.by_source(session, calendar, ids)}
        taking = ReadStep(session, person, calendar, self._now, seen, self._listed, [])
        judged = await self._judged(session, person, part)
        for event, judgement in sorted(judged, key=lambda one: _order(one[0], one[1].verdict)):
            await taking.settle(event, judgement)
        # After a first read, `finish` plans all nudges at once.
        is_first = calendar.read_at is None
        await replan_changed(session, self._now, put_off=[person.id] if is_first else [])
        return taking.done

    async def finish(
        self, session: AsyncSession, person: Person, calendar: CalendarConnection
    ) -> list[Change]:
        """Give a meeting its own call if it shares a call that no longer fits the meeting.

        After a first read, also plan the nudges of all calls.
        """
        await calendars.of_person(session, person, locked=True)
        taking = ReadStep(session, person, calendar, self._now, {}, self._listed, [])
        await taking.plan_shared(self._rules, self._everywhere)
        if calendar.read_at is None:
            plan_changes.note_person(session, person.id)
        await replan_changed(session, self._now)
        return taking.done

    async def _judged(
        self, session: AsyncSession, person: Person, part: Sequence[CalendarEvent]
    ) -> list[tuple[CalendarEvent, Judgement]]:
        known = await known_about(session, person, part, self._rules, everywhere=self._everywhere)
        judged = []
        for event in part:
            judged.append((event, judge(event, known)))
            await asyncio.sleep(0)  # let other tasks run
        return judged


def _order(event: CalendarEvent, verdict: MeetingVerdict) -> tuple[int, datetime, str]:
    return ("no", "ask", "call").index(verdict), event.starts_at, event.source_id


def _missing_begun(
    expected: Sequence[SeenMeeting], listed: Collection[str], now: datetime
) -> list[SeenMeeting]:
    """Return the meetings that have begun and are missing. They may have been re-created.

    If several meetings have begun and all of them are missing, return [], because the calendar
    probably lists no past meetings.
    """
    begun = [row for row in expected if row.starts_at <= now]
    missing = [row for row in begun if row.source_id not in listed]
    return [] if len(missing) == len(begun) > 1 else missing
