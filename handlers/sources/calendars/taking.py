"""Settle the meetings that were read in a calendar, one by one.

To settle a meeting is to store whether it is a sales call, and to change its call to match.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.sources.calendars import meeting_calls, meetings_given_up
from handlers.sources.calendars.call_left import ChangeKind, Outcome
from handlers.sources.calendars.known import MeetingRules, known_about
from handlers.sources.calendars.sales_calls import Judgement, judge
from handlers.sources.calendars.settling import settle_as
from handlers.sources.records import CalendarEvent
from storage.meetings import call_meetings, meeting_answers
from storage.sales_calls import source_ids
from storage.tables import CalendarConnection, Call, MeetingAnswer, Person, SeenMeeting

Item = TypeVar("Item")

PART = 20  # we judge or settle this many events together


class Change(NamedTuple):
    """What happened to a call when a calendar was read. `call_id` is 0 if there is no call.

    `details` are as in `handlers.sources.calendars.call_left.Outcome`.
    """

    what: ChangeKind
    call_id: int
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReadStep:
    """One step of taking in a calendar, in one transaction.

    `seen` has the meetings on file that the step needs. `listed` has the events in the calendar.
    The keys of both are source ids. `done` collects what happened to the calls.
    """

    session: AsyncSession
    person: Person
    calendar: CalendarConnection
    now: datetime
    seen: dict[str, SeenMeeting]
    listed: Mapping[str, CalendarEvent]
    done: list[Change]

    async def give_new_id(self, row: SeenMeeting, event: CalendarEvent) -> None:
        """Give a re-created meeting its new id, and copy the rep's answers to this id.

        The meeting keeps its call, unless the person already has a call with the new id.
        """
        old, new = row.source_id, event.source_id
        if await meeting_calls.give_new_id(self.session, self.person, row, new, self.now):
            # The person already has a call with the new id, from a calendar that was read earlier.
            await self._give_up(row)
        await self._inherit(f"meeting:{old}", f"meeting:{new}")
        if row.series and event.series:
            await self._inherit(f"series:{row.series}", f"series:{event.series}")
        del self.seen[old]
        self.seen[new] = row
        row.source_id, row.series, row.fingerprint = new, event.series, ""
        await self.session.flush()

    async def _inherit(self, old: str, new: str) -> None:
        answers = await meeting_answers.by_subject(self.session, self.person, [old, new])
        if old != new and old in answers and new not in answers:
            said = MeetingAnswer(**{**answers[old].model_dump(), "about": new})
            await meeting_answers.remember(self.session, said)

    async def give_up_gone(self, row: SeenMeeting) -> None:
        """Give up the call of a meeting that is no longer in the calendar."""
        row.gone_at = self.now
        await self._give_up(row)

    async def _give_up(self, row: SeenMeeting) -> None:
        outcome = await meetings_given_up.give_up(
            self.session, self.person, row, None, source=self.calendar.kind, now=self.now
        )
        self._note_change(outcome)

    async def changed(self) -> AsyncIterator[CalendarEvent]:
        """Yield the listed events that are new or have changed."""
        for event in self.listed.values():
            # Let other tasks run: checking an event with a long guest list takes a millisecond.
            await asyncio.sleep(0)
            if self._has_changed(event):
                yield event

    async def settle(self, event: CalendarEvent, judgement: Judgement) -> None:
        """Store a judgement, and change the event's call to match."""
        row = self.seen.get(event.source_id) or self._new_row(event)
        outcome = await settle_as(
            self.session,
            self.person,
            row,
            event,
            source=self.calendar.kind,
            judgement=judgement,
            now=self.now,
            # On the first read, the rep has not yet had a chance to say which meetings are not
            # sales calls. So we do not tell colleagues about the calls of the first read.
            quiet=self.calendar.read_at is None,
        )
        self._note_change(outcome)
        row.starts_at, row.ends_at, row.gone_at = event.starts_at, event.ends_at, None
        is_settled = row.verdict != "call" or row.call_id is not None
        # If the call could not be planned yet, the next read settles the meeting again.
        row.fingerprint = event.fingerprint if is_settled else ""
        row.likeness = event.likeness
        self.session.add(row)

    def _has_changed(self, event: CalendarEvent) -> bool:
        """Check whether an event is new or has changed.

        An event that is over counts only if it was moved from the future to the past. An event
        about which we ask the rep counts even if it is unchanged, because its account may be on
        file by now.
        """
        row = self.seen.get(event.source_id)
        if event.ends_at <= self.now and (row is None or row.starts_at <= self.now):
            return False
        if row is None or row.gone_at is not None or row.verdict == "ask":
            return True
        return row.fingerprint != event.fingerprint

    def _new_row(self, event: CalendarEvent) -> SeenMeeting:
        row = SeenMeeting(
            tenant=self.person.tenant,
            calendar_id=self.calendar.id,
            source_id=event.source_id,
            series=event.series,
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            fingerprint="",
            likeness="",
            verdict="ask",
            reason="another company",
        )
        self.seen[event.source_id] = row
        return row

    async def plan_shared(self, rules: MeetingRules, everywhere: frozenset[str]) -> None:
        """Find or plan the right call for each meeting that no longer fits its shared call.

        A shared call stands for two meetings in the calendar, and was planned for one of them. We
        check whether it still fits the other one.

        `everywhere` has the addresses that are on most guest lists (`owners.everywhere`).
        """
        for part in parts_of(await self._shared(), PART):
            known = await known_about(
                self.session,
                self.person,
                [self.listed[row.source_id] for row, _ in part],
                rules,
                everywhere=everywhere,
            )
            for row, call in part:
                await self._plan_if_apart(row, call, judge(self.listed[row.source_id], known))
            await asyncio.sleep(0)

    async def _plan_if_apart(self, row: SeenMeeting, call: Call, judgement: Judgement) -> None:
        """If the shared call has another start or account than the meeting, get the right call.

        `meeting_calls.align_call` finds or plans the right call for the meeting.
        """
        account_id = judgement.account_id or call.account_id
        if (call.starts_at, call.account_id) == (row.starts_at, account_id):
            return
        outcome = await meeting_calls.align_call(
            self.session,
            self.person,
            row,
            self.listed[row.source_id],
            source=self.calendar.kind,
            now=self.now,
            account_id=account_id,
        )
        self._note_change(outcome)

    async def _shared(self) -> list[tuple[SeenMeeting, Call]]:
        found = await call_meetings.planned_from_elsewhere(
            self.session, self.calendar, since=self.now
        )
        return [
            (row, call)
            for row, call in found
            if row.source_id in self.listed
            and (id_ := source_ids.meeting_of(call.source_id)) != row.source_id
            and id_ in self.listed
        ]

    def _note_change(self, outcome: Outcome | None) -> None:
        if outcome is not None:
            call_id = outcome.call.id if outcome.call else 0
            self.done.append(Change(outcome.what, call_id, outcome.details))


def parts_of(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """Split the items into parts of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
