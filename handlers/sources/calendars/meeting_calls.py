"""Keep calls in line with the meetings that they stand for.

Usually a call stands for one meeting. If two of a person's meetings with an account begin at the
same time, one call stands for both, because scheduling tools may give one meeting two ids.

If a meeting is in two of a person's calendars, the older copy must not change the call
(`revisions`).
"""

from dataclasses import replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.composing import updates
from handlers.nudges import reflect
from handlers.sources.calendars import begun_calls, calendar, copies, revisions
from handlers.sources.calendars.call_left import Outcome
from handlers.sources.records import CalendarEvent
from storage.choices import PLANNED
from storage.meetings import seen_meetings
from storage.sales_calls import call_seats, calls, source_ids
from storage.tables import Call, Person, SeenMeeting


async def align_call(
    session: AsyncSession,
    person: Person,
    meeting: SeenMeeting,
    event: CalendarEvent,
    *,
    source: str,
    now: datetime,
    account_id: int | None,
    quiet: bool = False,
) -> Outcome:
    """Plan or change the call of a meeting, and note the call in `meeting`.

    `event` is the meeting as the calendar has it now. `meeting` has the times of the previous read.
    If both have the same times, the call keeps its own times, because the rep or a colleague's
    calendar may have moved the call.

    If another of the person's calendars has a newer copy of the meeting:

    - If the newer copy counts as a sales call or is cancelled, note the newer copy's call in
      `meeting`, and change nothing else.
    - Otherwise, use `event`, but with the times of the newer copy.

    If the person already has another call with the account at the event's time, note the other call
    in `meeting`. If no call stands for the meeting now, note None.

    `source` is the kind of calendar. With `quiet`, a new call is not announced to colleagues who
    have a call with the account at about the same time.
    """
    newer, older = await revisions.of_copies(session, person, meeting)
    if newer and (newer[0].verdict == "call" or newer[0].reason == "cancelled"):
        return await _follow(session, meeting, newer[0])
    is_same = _is_at_times_of(meeting, event)
    if newer:
        # We can't tell from the newer copy that the meeting is a call, but we use its times.
        event = replace(event, starts_at=newer[0].starts_at, ends_at=newer[0].ends_at)
    before = await call_of(session, meeting)
    if before is not None and not copies.stands_for(before, meeting.source_id):
        before = None  # the call stands for another meeting of the person
    standing = await copies.call_for(session, person, meeting, before, now)
    call, event = standing.call, copies.without_disputed(event, standing.others)
    is_outdated = call is not None and any(call.starts_at == one.starts_at for one in older)
    if call is not None and before is None:
        # Until now, `call` was not the call of `meeting`, but it may be the call of a copy in
        # another of the person's calendars. Then compare the event with that copy.
        is_same = await _has_copy_at_times_of(session, person, meeting, call, event)
    if call is not None and is_same and not is_outdated:
        event = replace(event, starts_at=call.starts_at, ends_at=call.ends_at)
    outcome = await calendar.take_in(
        session,
        person,
        source,
        event,
        now,
        account_id=account_id,
        source_id=standing.source_id,
        call=call,
        quiet=quiet or standing.source_id != meeting.source_id,
    )
    outcome = await _shared(session, person, meeting, outcome)
    meeting.call_id = await _call_id_of(session, person, event, outcome, account_id)
    await session.flush()
    return outcome


async def _follow(session: AsyncSession, meeting: SeenMeeting, newer: SeenMeeting) -> Outcome:
    """Note the call of a newer copy in `meeting`, and change nothing else."""
    meeting.call_id = newer.call_id
    call = await call_of(session, meeting)
    await session.flush()
    return Outcome("unchanged", call)


async def _has_copy_at_times_of(
    session: AsyncSession, person: Person, meeting: SeenMeeting, call: Call, event: CalendarEvent
) -> bool:
    """Check whether this call is noted in a copy of the meeting that has the event's times.

    Only copies in the person's other calendars count.
    """
    _, others = await seen_meetings.copies(session, person, meeting)
    return any(one.call_id == call.id and _is_at_times_of(one, event) for one, _ in others)


async def _shared(
    session: AsyncSession, person: Person, meeting: SeenMeeting, outcome: Outcome
) -> Outcome:
    """Let people share a planned call if their copies of the meeting agree.

    Return `outcome` with the call that `person` has afterwards.
    """
    planned = outcome.call
    if planned and planned.status == PLANNED and copies.stands_for(planned, meeting.source_id):
        return replace(outcome, call=await copies.share(session, person, meeting, planned))
    return outcome


async def _call_id_of(
    session: AsyncSession,
    person: Person,
    event: CalendarEvent,
    outcome: Outcome,
    account_id: int | None,
) -> int | None:
    """Return the row id of the call that stands for a meeting now.

    - If `outcome.what` is "unchanged", "cancelled", "left" or "time taken", and the person has a
      seat in a planned call with the account at the event's time: that planned call.
    - Otherwise, if `outcome.what` is "time taken": None.
    - Otherwise: the call in `outcome`, or None if it has none.
    """
    if outcome.call and outcome.what in ("unchanged", "cancelled", "left", "time taken"):
        then = await calls.starting_at(
            session, person, account_id or outcome.call.account_id, event.starts_at
        )
        if then is not None and then.seat is not None:
            return then.call.id
        if outcome.what == "time taken":
            return None
    return outcome.call.id if outcome.call else None


def _is_at_times_of(meeting: SeenMeeting, event: CalendarEvent) -> bool:
    return (meeting.starts_at, meeting.ends_at) == (event.starts_at, event.ends_at)


async def give_new_id(
    session: AsyncSession, person: Person, meeting: SeenMeeting, new: str, now: datetime
) -> bool:
    """Store the new id of a re-created meeting in the meeting's call, and return False.

    If colleagues share the call, and their copies of the meeting still have the old id, the
    colleagues keep this call and its old id. The person gets a copy of the call, with the new id.

    If a call on file already has the new id, and the person has a seat in it, leave the old id in
    the meeting's call, and return True. There are two cases:

    - The meeting's call has begun, and nothing on file shows that it took place. Then this function
      moves the person to the call with the new id.
    - Otherwise, the caller must give up the meeting's call.
    """
    call = await call_of(session, meeting)
    if call is None:  # a cancelled call is restored under the new id
        call = await calls.from_source(session, person.tenant, meeting.source_id)
    there = await calls.from_source(session, person.tenant, new)
    if there is not None and await call_seats.seat(session, person.tenant, there.id, person.id):
        is_old = call is not None and copies.stands_for(call, meeting.source_id)
        if call and is_old:
            await call_seats.copy_hidden(session, call, there)
        if call and is_old and await begun_calls.did_not_take_place(session, call, now):
            await copies.leave_for(session, person, call, there)
            meeting.call_id = None
            await updates.plan_for_call(session, reflect.KIND.name, there, now)
        return True
    if call is None or not copies.stands_for(call, meeting.source_id):
        return False
    if await copies.of_others(session, person, call, meeting.source_id):
        call = await copies.split_off(session, person, meeting, call, now)
    call.source_id = new if there is None else source_ids.of_own(new, person.id, now)
    await session.flush()
    return False


async def call_of(session: AsyncSession, meeting: SeenMeeting) -> Call | None:
    """Return the call that stands for a meeting, locked."""
    if meeting.call_id is None:
        return None
    return await calls.by_id(session, meeting.tenant, meeting.call_id, locked=True)
