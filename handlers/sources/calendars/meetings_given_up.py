"""Give up the calls of meetings that are not sales calls, or that are gone from the calendar."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.sources.calendars import (
    calendar,
    call_left,
    copies,
    kept_events,
    meeting_calls,
    revisions,
)
from handlers.sources.calendars.call_left import Outcome
from handlers.sources.calendars.meeting_calls import call_of
from handlers.sources.records import CalendarEvent
from storage.choices import PLANNED
from storage.meetings import calendars, call_meetings
from storage.sales_calls import call_seats, calls
from storage.tables import Call, Person, SeenMeeting


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

    A copy is the same meeting in another of the person's calendars. `revisions` decides whether a
    copy is newer or older than `meeting`.

    - If the call also stands for a different meeting of the person, this second meeting takes over
      the call. But if colleagues are in the call, they keep it, and the second meeting has a
      call of its own.
    - If the meeting is gone or declined in one calendar, and a copy of it is a sales call, the call
      stays.
    - If a newer copy is a sales call, the call stays.
    - If `meeting` is cancelled, and no newer copy is a sales call, its older copies lose their call
      too.
    - If the organizer cancelled the meeting, colleagues keep the call until their own calendars
      show the cancellation. (Anybody who knows the UID of a meeting can send a cancellation.)

    Return None if there was no call.
    """
    newer, older = await revisions.of_copies(session, person, meeting) if event else ([], [])
    has_newer = bool(newer) and newer[0].verdict == "call"
    is_cancelled = event is not None and event.state == "cancelled" and not has_newer
    call = await call_of(session, meeting)
    if is_cancelled:
        call = await _call_of_older(session, call, older, now)
    if call is None:
        return None
    others = await call_meetings.sharing_call(session, person, meeting)
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
    return await call_left.give_up(session, person, call, now, is_news=event is None)


async def _call_of_older(
    session: AsyncSession, call: Call | None, older: Sequence[SeenMeeting], now: datetime
) -> Call | None:
    """Detach the older copies from their call, except copies whose meeting has begun.

    Return `call`, if there is one. Otherwise return the call that a detached copy had, or None.
    """
    for one in older:
        if one.starts_at > now:
            call = call or await call_of(session, one)
            # Without a fingerprint, the older copy counts as changed, so the next read judges it.
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
    """Let `heir`, another meeting at the same time, take over a meeting's call.

    If `heir` can't take over the call (`_pass_on`), give the call up, and find or plan another call
    for `heir`.
    """
    if await _pass_on(session, person, call, meeting, heir):
        return Outcome("unchanged", call)
    outcome = await call_left.give_up(session, person, call, now)
    event = kept_events.from_text(heir.event)
    heir.call_id = None
    account_id = call.account_id
    await meeting_calls.align_call(
        session, person, heir, event, source=source, now=now, account_id=account_id
    )
    return outcome


async def let_decide(
    session: AsyncSession,
    left: Sequence[tuple[SeenMeeting, SeenMeeting, Call | None]],
    now: datetime,
) -> None:
    """Let a copy in another calendar decide about the call of a meeting that is gone or declined.

    Each item of `left` has the meeting that is gone or declined, its copy in another of the
    person's calendars, and the call. If the copy is a sales call that has not begun, we read its
    calendar soon in two cases:

    - The meeting was cancelled.
    - The copy has another time than the meeting, and the rep has not moved the call. In this case,
      we also store the meeting's time in the copy. When the copy's calendar is read, the copy then
      seems to have moved, and the call moves to the copy's real time.
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
    """Check whether a colleague's calendar still has a meeting that the call stands for."""
    seated = await call_seats.people_of(session, call.tenant, call.id)
    colleagues = [one for one in seated if one.id != person.id]
    return bool(await call_meetings.people_with_call(session, call.tenant, colleagues, call.id))


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
        own.source_id = None  # only one call can have this id, and `own` is not planned
        await session.flush()
    call.source_id = heir.source_id
    await session.flush()
    return True
