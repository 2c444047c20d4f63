"""Take in events from people's calendars: plan, move or cancel their calls.

A meeting with several participants has a copy in each participant's calendar. Each of our people in
a call has a seat in it. The rules:

- The first copy plans the call. If another person's copy agrees with it (see `copies`), that person
  gets a seat in the call.
- If the event moves, the call moves for everybody who has a seat in it. If a person's copy
  differs from the others' copies, `copies` first gives this person a call of their own, and then
  only this person's call moves.
- If the event moves to a time at which the owner of the calendar already has another call with the
  account, they give up their seat in the call of the event.
- If the rep has typed a call with the same account at the same time, the typed call becomes the
  call of the event.
- If a rep cancelled a call by hand, the call is restored only if the event moves to another time.
- If nobody from the account came to a call and the event moves, a new call is planned and the old
  one stays. The same happens if the call took place and the event moves to a time after the call.

The caller plans the nudges again (`handlers.nudges.schedule.replan_changed`). Nudges are the
messages that we send because of a call.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers import limits, planning
from handlers.cards import is_web_address
from handlers.composing import updates
from handlers.nudges import reflect
from handlers.sources.calendars import begun_calls, call_left, matching, titles
from handlers.sources.calendars.call_left import ChangeKind, Outcome
from handlers.sources.records import CalendarEvent
from storage.choices import MISSED, Invitation
from storage.customers import accounts, attendees
from storage.meetings.meeting_links import teams_meeting_of
from storage.sales_calls import call_seats, calls
from storage.tables import Account, Call, Person
from storage.text import storable

STAMP = "%Y%m%d%H%M"  # how `Outcome.details` writes the start that a call had before a move
MAX_CALL_LENGTH = timedelta(days=1)


Source = tuple[str, str]  # the kind of calendar, and `Call.source_id`


async def take_in(
    session: AsyncSession,
    person: Person,
    source: str,
    event: CalendarEvent,
    now: datetime,
    *,
    account_id: int | None = None,
    source_id: str | None = None,
    call: Call | None = None,
    quiet: bool = False,
) -> Outcome:
    """Change the calls on file to match an event of a person's calendar.

    - `source`: the kind of calendar, as in `Call.source`
    - `account_id`: the account that the meeting is with. If it is None, the account of the call on
      file counts. If no call is on file either, we do not plan a call.
    - `source_id`: the `Call.source_id` of the person's call, if it is not the id of the event
    - `call`: the person's call, if the caller has read and locked it
    - `quiet`: a new call is not announced to colleagues who have a call with the account at about
      the same time
    - `now`: in UTC
    """
    source_id = source_id or event.source_id
    call = call or await calls.from_source(session, person.tenant, source_id)
    if event.state != "on":
        return await call_left.cancel_or_leave(session, person, event, call, now)
    if call is None:
        if account_id is None:
            return Outcome("unchanged")
        return await _first_copy(
            session, person, (source, source_id), event, now, account_id=account_id, quiet=quiet
        )
    stays = await begun_calls.keeps_start(session, call, event, now)
    if call.status == MISSED or (stays and event.starts_at >= call.ends_at):
        return await _next_call(
            session, person, (source, source_id), event, before=call, now=now, account_id=account_id
        )
    event = begun_calls.at_its_start(call, event) if stays else event
    is_ahead = max(call.starts_at, event.starts_at) > now
    if account_id is not None and account_id != call.account_id and is_ahead:
        return await _of_another_account(session, person, event, call, now, account_id=account_id)
    return await _further_copy(session, person, event, call, now)


async def _of_another_account(
    session: AsyncSession,
    person: Person,
    event: CalendarEvent,
    call: Call,
    now: datetime,
    *,
    account_id: int,
) -> Outcome:
    """Move a call to another account.

    If the person already has a call with that account at this time, they leave `call` instead.
    """
    try:
        await planning.change_account(session, person, call, account_id, now)
    except planning.TimeTaken:
        return await call_left.leave(session, person, call, now)
    outcome = await _further_copy(session, person, event, call, now)
    details = ("account", *outcome.details)
    return replace(outcome, what="moved to another account", details=details)


async def _first_copy(
    session: AsyncSession,
    person: Person,
    source: Source,
    event: CalendarEvent,
    now: datetime,
    *,
    account_id: int,
    quiet: bool,
) -> Outcome:
    """Plan a call for a meeting.

    If a colleague's calendar was quicker, add the person to the call that it planned.
    """
    # If two copies arrive at once, the second one waits for this lock, and then finds the call that
    # the first one planned.
    account = await accounts.by_id(session, person.tenant, account_id, locked=True)
    if account is None:
        return Outcome("unchanged")
    call = await calls.from_source(session, person.tenant, source[1])
    if call is not None:
        return await _further_copy(session, person, event, call, now)
    return await _plan(session, person, source, event, account=account, now=now, quiet=quiet)


async def _plan(
    session: AsyncSession,
    person: Person,
    source: Source,
    event: CalendarEvent,
    *,
    account: Account,
    now: datetime,
    quiet: bool = False,
) -> Outcome:
    """Plan a call for the event.

    If the rep already has a call with the account at this time, use that call instead. The caller
    has locked the account.
    """
    own = await _own_call(session, person, account.id, event.starts_at)
    if own is not None:
        if own.source_id is not None:
            return Outcome("unchanged", own)  # a scheduling tool may give one meeting two ids
        own.source_id = source[1]
        return await _further_copy(session, person, event, own, now)
    call = _new_call(person, account, event, now)
    call.source, call.source_id = source
    if quiet:
        await planning.record(session, person, call)
    else:
        await planning.plan(session, person, call, now)
    return await _with_details(session, event, call, "planned")


async def _further_copy(
    session: AsyncSession, person: Person, event: CalendarEvent, call: Call, now: datetime
) -> Outcome:
    """Change a call that is on file to match the event, and give the person a seat in it.

    A cancelled call is restored if a calendar cancelled it, or if the event has moved since. If a
    person cancelled it and the event has not moved, it stays cancelled.
    """
    what: ChangeKind = "unchanged"
    before = call.starts_at, call.ends_at - call.starts_at
    if call.status == "cancelled":
        if call.changed_by is not None and call.starts_at == event.starts_at:
            return Outcome("cancelled by hand", call)
        if await call_seats.seat(session, person.tenant, call.id, person.id) is None:
            await _remove_last_seat(session, call, now)
        times = event.starts_at, _end(event)
        what = "restored" if call.starts_at == event.starts_at else "moved"
        try:
            await planning.restore(session, person, call, now, times=times)
        except planning.TimeTaken:
            return Outcome("time taken", call)
    if await call_seats.seat(session, person.tenant, call.id, person.id) is None:
        return await _take_seat(session, person, event, call, now)
    if (call.starts_at, call.ends_at) != (event.starts_at, _end(event)):
        had_begun = begun_calls.has_begun(call, now)
        try:
            moves = await planning.move(
                session,
                person,
                call,
                now,
                starts_at=event.starts_at,
                ends_at=_end(event),
                zone=_zone(event, person),
                by_calendar=True,
            )
        except planning.TimeTaken:  # the same meeting with another id, or a typed call
            return await call_left.leave(session, person, call, now)
        if moves and had_begun:
            await updates.plan_for_call(session, reflect.KIND.name, call, now)
        if what == "unchanged":
            what = "moved" if moves else "updated"
    outcome = await _with_details(session, event, call, what)
    moved = (f"{before[0]:{STAMP}}",) if what == "moved" else ()
    length = ("length",) if call.ends_at - call.starts_at != before[1] else ()
    return replace(outcome, details=(*moved, *length, *outcome.details))


async def _next_call(
    session: AsyncSession,
    person: Person,
    source: Source,
    event: CalendarEvent,
    *,
    before: Call,
    now: datetime,
    account_id: int | None,
) -> Outcome:
    """Plan a new call if the event has moved after its call took place or was missed.

    `before` is the call that took place or was missed. It keeps its time.
    """
    if before.starts_at == event.starts_at:
        return Outcome("unchanged", before)
    account = await accounts.by_id(
        session, person.tenant, account_id or before.account_id, locked=True
    )
    if account is None:
        return Outcome("unchanged", before)
    before.source_id = None
    await session.flush()
    outcome = await _plan(session, person, source, event, account=account, now=now)
    if outcome.call is not None:
        await call_seats.copy_hidden(session, before, outcome.call)
    return outcome


async def _remove_last_seat(session: AsyncSession, call: Call, now: datetime) -> None:
    """Remove the last seat of a call that a calendar cancelled.

    This happens just before a colleague's copy of the meeting restores the call, because the person
    in the last seat may have declined. If they have not declined, their own copy of the meeting
    gives them a seat again.
    """
    seats = await call_seats.seats_of(session, call.tenant, call.id)
    if call.changed_by is None and len(seats) == 1:
        await planning.leave(session, call, seats[0], now)


async def _take_seat(
    session: AsyncSession, person: Person, event: CalendarEvent, call: Call, now: datetime
) -> Outcome:
    """Add the person to a call that a colleague's calendar has planned."""
    is_here = call.starts_at == event.starts_at
    if not is_here and await _own_call(session, person, call.account_id, event.starts_at):
        # The person's copy has another time, and the person has another call at that time.
        return Outcome("time taken", call)
    try:
        seat = await planning.take_seat(session, person, call)
    except planning.TimeTaken:
        # The person has another call at this time, which may be a typed call or the same meeting
        # with another id. Or the meeting has moved, and one copy still has the old time.
        return Outcome("unchanged" if is_here else "time taken", call)
    seat.joined_at = now  # so that the person gets a brief that was already due
    return await _with_details(session, event, call, "joined")


async def _with_details(
    session: AsyncSession, event: CalendarEvent, call: Call, what: ChangeKind
) -> Outcome:
    """Take the title, link and guests of a call from its calendar event."""
    url, title = event.join_url.strip(), storable(event.title.strip()[: titles.MAX_TITLE])
    details = ["title"] if title not in ("", call.title) else []
    call.invitation = _invitation(event)
    call.title = title or call.title
    if is_web_address(url) and len(url) <= limits.of_input("join_url") and url != call.join_url:
        call.join_url, call.meeting = url, teams_meeting_of(url)
        details.append("link")
    guests = await matching.guests(session, call, event.attendees)
    added = await matching.add_contacts(session, call, guests)
    before = {one.id for one in (await attendees.of_calls(session, [call.id])).get(call.id, ())}
    coming = {one.id for one in (*guests.coming, *added)}
    if await attendees.change(session, call, add=[*guests.coming, *added], remove=guests.declined):
        details += [f"c{one}" for one in sorted(coming - before)]
        declined = before & {one.id for one in guests.declined}
        details += ["fewer"] if len(declined) > len(coming - before) else []
    await session.flush()
    is_updated = bool(details) and what == "unchanged"
    return Outcome("updated" if is_updated else what, call, tuple(added), tuple(details))


def _invitation(event: CalendarEvent) -> Invitation:
    if event.is_running:
        return "running"
    return "theirs" if any(one.organizes and one.email for one in event.attendees) else ""


async def _own_call(
    session: AsyncSession, person: Person, account_id: int, starts_at: datetime
) -> Call | None:
    """Return the person's own call with the account at this time, or None."""
    found = await calls.starting_at(session, person, account_id, starts_at)
    return found[0] if found and found[1] else None


def _new_call(person: Person, account: Account, event: CalendarEvent, now: datetime) -> Call:
    return planning.new_call(account, event.starts_at, _end(event), _zone(event, person), now)


def _end(event: CalendarEvent) -> datetime:
    if event.ends_at <= event.starts_at:
        return event.starts_at + planning.USUAL_LENGTH
    return min(event.ends_at, event.starts_at + MAX_CALL_LENGTH)


def _zone(event: CalendarEvent, person: Person) -> str:
    try:
        return ZoneInfo(event.zone).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return person.zone
