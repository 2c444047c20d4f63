"""Keep calls in line with the meetings that they stand for.

Usually a call stands for one meeting. If two of a person's meetings with an account begin at the
same time, one call stands for both, because scheduling tools may give one meeting two ids.

If a meeting is in two of a person's calendars, the newer copy decides (`revisions`).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.composing import updates
from handlers.nudges import reflect
from handlers.sources import begun_calls, calendar, copies, kept_events, revisions
from handlers.sources.calendar import Outcome
from handlers.sources.records import CalendarEvent
from storage import calendars, call_seats, calls, seen_meetings, source_ids
from storage.choices import PLANNED
from storage.tables import Call, Person, SeenMeeting


async def hand_over(
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

    `meeting` still has the times of the previous read. If the event's times are the same, the call
    keeps its own times, because the rep or a colleague's calendar may have moved it. If another of
    the person's calendars has a newer copy, that copy decides.

    If the person has another call with the account at the event's time, note that call in
    `meeting`. If the person gets no call for now, note None. `quiet` is as in `calendar.take_in`.
    """
    newer, older = await revisions.of_copies(session, person, meeting)
    if newer and (newer[0].verdict == "call" or newer[0].reason == "cancelled"):
        return await _follow(session, meeting, newer[0])
    is_same = _is_at_times_of(meeting, event)
    if newer:
        # The newer copy does not show that the meeting is a call, but the copy's times are right.
        event = replace(event, starts_at=newer[0].starts_at, ends_at=newer[0].ends_at)
    before = await _call(session, meeting)
    if before is not None and not copies.stands_for(before, meeting.source_id):
        before = None  # it stands for another meeting of the person
    standing = await copies.call_for(session, person, meeting, before, now)
    call, event = standing.call, copies.without_disputed(event, standing.others)
    is_outdated = call is not None and any(call.starts_at == one.starts_at for one in older)
    if call is not None and before is None:
        # This calendar's copy had no call yet, but the copy in another calendar may have one.
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
    call = await _call(session, meeting)
    await session.flush()
    return Outcome("unchanged", call)


async def _has_copy_at_times_of(
    session: AsyncSession, person: Person, meeting: SeenMeeting, call: Call, event: CalendarEvent
) -> bool:
    """Check whether a copy in another calendar has the call, and is at the event's times."""
    _, others = await seen_meetings.copies(session, person, meeting)
    return any(one.call_id == call.id and _is_at_times_of(one, event) for one, _ in others)


async def _shared(
    session: AsyncSession, person: Person, meeting: SeenMeeting, outcome: Outcome
) -> Outcome:
    """If the call is planned, share it with colleagues whose copies of the meeting agree."""
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

    That is the person's call with the account at the event's time, or else the call in `outcome`.
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


async def rename(
    session: AsyncSession, person: Person, meeting: SeenMeeting, new: str, now: datetime
) -> bool:
    """After a meeting was re-created, give the meeting's call the new id.

    Colleagues whose copies still have the old id keep their call. If the person already has a seat
    in a call with the new id, return True, so that the caller gives up the old call. An old call
    that has begun, but did not take place, is given up here.
    """
    call = await _call(session, meeting)
    if call is None:  # a cancelled call is restored under the new id
        call = await calls.from_source(session, person.tenant, meeting.source_id)
    there = await calls.from_source(session, person.tenant, new)
    if there is not None and await call_seats.seat(session, person.tenant, there.id, person.id):
        is_old = call is not None and copies.stands_for(call, meeting.source_id)
        if call and is_old:
            await call_seats.hand_on_kept(session, call, there)
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


async def give_up(
    session: AsyncSession,
    person: Person,
    meeting: SeenMeeting,
    event: CalendarEvent | None,
    *,
    source: str,
    now: datetime,
) -> Outcome | None:
    """Give up the call of a meeting that is not a sales call, or that is gone (`event` is None).

    - If the call also stands for another meeting of the person, that meeting takes over the call.
      If colleagues are in the call, the other meeting gets its own call.
    - If another of the person's calendars has the meeting, the call stays, unless the organizer
      cancelled the meeting or the meeting was judged not to be a sales call.
    - If another of the person's calendars has a newer copy that is a call, the call stays. If this
      copy is newer and cancelled, the call of an older copy is cancelled too.
    - If the organizer cancelled the meeting, colleagues keep the call until their own calendars
      show the cancellation. (Anybody who knows the UID of a meeting can send a cancellation.)

    Return None if there was no call.
    """
    newer, older = await revisions.of_copies(session, person, meeting) if event else ([], [])
    has_newer = bool(newer) and newer[0].verdict == "call"
    is_cancelled = event is not None and event.state == "cancelled" and not has_newer
    call = await _call(session, meeting)
    if is_cancelled:
        call = await _call_of_older(session, call, older, now)
    if call is None:
        return None
    others = await seen_meetings.sharing_call(session, person, meeting)
    meeting.call_id = None
    heir = next((one for one in others if one.source_id != meeting.source_id), None)
    if heir and not has_newer:
        return await _leave_to(session, person, call, meeting, heir, source=source, now=now)
    if event and is_cancelled and not await _have_colleagues(session, person, call):
        return await calendar.take_in(session, person, source, event, now, source_id=call.source_id)
    is_elsewhere = bool(others) and (event is None or event.state == "declined")
    if is_elsewhere:
        of_it = [one for one in others if one.source_id == meeting.source_id]
        await let_decide(session, [(meeting, one, call) for one in of_it], now)
    if has_newer or is_elsewhere:
        return Outcome("unchanged", call)
    return await calendar.give_up(session, person, call, now, is_news=event is None)


async def _call_of_older(
    session: AsyncSession, call: Call | None, older: Sequence[SeenMeeting], now: datetime
) -> Call | None:
    """Take upcoming older copies off their call, and return `call`, or else their call."""
    for one in older:
        if one.starts_at > now:
            call = call or await _call(session, one)
            # Without a fingerprint, the next read settles the older copy again.
            one.call_id, one.fingerprint = None, ""
    return call


async def _leave_to(
    session: AsyncSession,
    person: Person,
    call: Call,
    meeting: SeenMeeting,
    heir: SeenMeeting,
    *,
    source: str,
    now: datetime,
) -> Outcome:
    """Let `heir`, another meeting at the same time, take over a meeting's call or get its own."""
    if await _pass_on(session, person, call, meeting, heir):
        return Outcome("unchanged", call)
    outcome = await calendar.give_up(session, person, call, now)
    event = kept_events.from_text(heir.event)
    heir.call_id = None
    account_id = call.account_id
    await hand_over(session, person, heir, event, source=source, now=now, account_id=account_id)
    return outcome


async def let_decide(
    session: AsyncSession,
    left: Sequence[tuple[SeenMeeting, SeenMeeting, Call | None]],
    now: datetime,
) -> None:
    """Let copies in a person's other calendars decide about calls whose meetings are gone.

    Each item of `left` has a meeting that is gone, the copy of the meeting in another calendar, and
    the call. If the call should move to the copy's time, read the other calendar soon. Until then,
    store the call's time in the copy, so that the next read sees that the meeting has moved.
    """
    to_read = set()
    for meeting, copy, call in left:
        times = meeting.starts_at, meeting.ends_at
        # If the rep has moved the call, the calendars no longer decide its time.
        decided = call is not None and call.starts_at == meeting.starts_at
        moves = decided and (copy.starts_at, copy.ends_at) != times
        is_on = copy.verdict == "call" and copy.starts_at > now
        if is_on and (moves or meeting.reason == "cancelled"):
            if moves:
                copy.starts_at, copy.ends_at = times
            copy.fingerprint = ""
            to_read.add((copy.tenant, copy.calendar_id))
    for tenant, calendar_id in sorted(to_read):
        await calendars.read_soon(session, tenant, calendar_id, now)
    await session.flush()


async def _have_colleagues(session: AsyncSession, person: Person, call: Call) -> bool:
    seated = await call_seats.people_of(session, call.tenant, call.id)
    colleagues = [one for one in seated if one.id != person.id]
    return bool(await seen_meetings.people_with_call(session, call.tenant, colleagues, call.id))


async def _pass_on(
    session: AsyncSession, person: Person, call: Call, meeting: SeenMeeting, heir: SeenMeeting
) -> bool:
    """Let `heir`, another meeting at the same time, take over a meeting's call.

    Return False if colleagues are in the call, or if the heir has its own planned call.
    """
    if not copies.stands_for(call, meeting.source_id):
        return True  # the call already has another meeting's id
    own = await calls.from_source(session, call.tenant, heir.source_id)
    seats = await call_seats.seats_of(session, call.tenant, call.id)
    if any(seat.person_id != person.id for seat in seats) or (own and own.status == PLANNED):
        return False
    if own is not None:
        own.source_id = None  # this call is not planned
        await session.flush()
    call.source_id = heir.source_id
    await session.flush()
    return True


async def _call(session: AsyncSession, meeting: SeenMeeting) -> Call | None:
    if meeting.call_id is None:
        return None
    return await calls.by_id(session, meeting.tenant, meeting.call_id, locked=True)
