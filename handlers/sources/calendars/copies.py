"""Decide which call stands for a person's copy of a meeting.

A meeting with several participants has a copy in each participant's calendar. Anybody who knows the
meeting's UID can send one participant an invitation with another time, title, link or guest list.
So a copy counts only for the owner of its calendar:

- People share a call if their copies agree.
- If a person's copy differs, the person gets a call of their own. Their goal, guesses and other
  private data move to this call.
- When the copies agree again, the people share a call again.

After an organizer's change, people have separate calls until every calendar shows the change.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.sources.calendars import begun_calls, guest_list, kept_events, revisions
from handlers.sources.records import CalendarEvent
from storage import mail, outbox
from storage.choices import CANCELLED, PLANNED
from storage.customers import attendees
from storage.meetings import call_meetings
from storage.sales_calls import call_seats, calls, source_ids
from storage.tables import Call, Person, SeenMeeting
from storage.workspace import people


def stands_for(call: Call, source_id: str) -> bool:
    """Check whether a call (shared, or one person's own) stands for the meeting with this id."""
    return source_ids.meeting_of(call.source_id) == source_id


@dataclass(frozen=True)
class Standing:
    """The call that should stand for a person's copy of a meeting.

    `call` is the row of this call, locked. `others` are the copies of the other people in the call.
    If the call is not on file, `call` is None, and the caller must plan a call with this
    `source_id`.
    """

    source_id: str
    call: Call | None = None
    others: Sequence[tuple[Person, CalendarEvent]] = ()


async def call_for(
    session: AsyncSession, person: Person, meeting: SeenMeeting, call: Call | None, now: datetime
) -> Standing:
    """Return the call that should stand for a person's copy of a meeting.

    `call` is the call that stands for the copy now, locked, or None. `now` is UTC.

    If the person's copy differs from other people's copies:

    - Before the shared call begins, the person gets a call of their own.
    - After it has begun, the person keeps the shared call.
    - Exception: the shared call has begun, the meeting was moved, and nothing on file shows that
      the call took place. Then, too, the person gets a call of their own.
    """
    there = call or await calls.from_source(session, person.tenant, meeting.source_id)
    if there is None:
        return Standing(meeting.source_id)
    others = await of_others(session, person, there, meeting.source_id)
    said = kept_events.from_text(meeting.event)
    may_differ = _is_to_come(there, now) or await _moves_late(session, there, said, now)
    if not may_differ or await _agree(session, person, said, others):
        return Standing(there.source_id or meeting.source_id, there, others)
    if call is None and not await _has_seat(session, person, there):
        return Standing(source_ids.of_own(meeting.source_id, person.id, now))
    own = await split_off(session, person, meeting, there, now)
    return Standing(own.source_id or meeting.source_id, own)


async def split_off(
    session: AsyncSession, person: Person, meeting: SeenMeeting, call: Call, now: datetime
) -> Call:
    """Give a person a call of their own, which is a copy of the shared `call`. Return the copy."""
    own = Call(**call.model_dump(exclude={"id"}))
    own.source_id = source_ids.of_own(meeting.source_id, person.id, now)
    session.add(own)
    await session.flush()
    coming = (await attendees.of_calls(session, [call.id])).get(call.id, [])
    await attendees.change(session, own, add=coming, remove=())
    await _move(session, person, call, own)
    return own


async def share(session: AsyncSession, person: Person, meeting: SeenMeeting, call: Call) -> Call:
    """Let people share a call again if their copies of a meeting agree.

    Return the call that `person` has afterwards.

    `call` is the call of `person`, whose copy may have changed. If the person is alone in the call,
    they move to the others' call. Otherwise the others move to `call`.
    """
    said = kept_events.from_text(meeting.event)
    possible = {one.id: one for one in await calls.at_time(session, call)}
    if call.source_id != meeting.source_id:
        shared = await calls.from_source(session, call.tenant, meeting.source_id)
        possible |= {shared.id: shared} if shared else {}
    for other in possible.values():
        if other.id == call.id or not stands_for(other, meeting.source_id):
            continue
        copies = await of_others(session, person, other, meeting.source_id)
        if not copies or not await _agree(session, person, said, copies):
            continue
        if len(await call_seats.seats_of(session, call.tenant, call.id)) == 1:
            await _join(session, person, call, other)
            return other
        for owner, _ in copies:
            await _join(session, owner, other, call)
    return call


async def of_others(
    session: AsyncSession, person: Person, call: Call, source_id: str
) -> list[tuple[Person, CalendarEvent]]:
    """Return other people's copies of a call's meeting, with their owners.

    A call may stand for several meetings of one owner. Then return only the owner's copies of the
    meeting `source_id`. If the owner has no copy of this meeting, return all of the owner's copies.
    """
    seated = await call_seats.people_of(session, call.tenant, call.id)
    owners = [one for one in seated if one.id != person.id]
    if not owners:
        return []
    rows = await call_meetings.for_call(session, call.tenant, owners, call.id)
    copies = []
    for owner in owners:
        own = [(row, kind) for owner_id, row, kind in rows if owner_id == owner.id]
        of_it = [one for one in own if one[0].source_id == source_id]
        said = revisions.without_outdated(of_it) or own
        copies += [(owner, kept_events.from_text(row.event)) for row, _ in said]
    return copies


def without_disputed(
    event: CalendarEvent, others: Sequence[tuple[Person, CalendarEvent]]
) -> CalendarEvent:
    """Return the event without guests about whom the copies disagree.

    Such a guest has declined in `event`, but another copy lists the same guest as not declined.
    """
    come = {
        mail.normalised(one.email)
        for _, other in others
        for one in other.attendees
        if not one.declined
    }
    sure = [
        one for one in event.attendees if not one.declined or mail.normalised(one.email) not in come
    ]
    return replace(event, attendees=tuple(sure))


async def _agree(
    session: AsyncSession,
    person: Person,
    said: CalendarEvent,
    others: Sequence[tuple[Person, CalendarEvent]],
) -> bool:
    """Check whether all copies agree. An empty title, link or guest list agrees with any other."""
    for owner, other in others:
        if (said.starts_at, said.ends_at) != (other.starts_at, other.ends_at):
            return False
        titles = {" ".join(one.title.lower().split()) for one in (said, other)}
        links = {one.join_url.strip() for one in (said, other)}
        if len(titles - {""}) > 1 or len(links - {""}) > 1:
            return False
        listed = guest_list.addresses_of(said), guest_list.addresses_of(other)
        if all(listed) and await _outsiders(session, (person, owner), listed[0] ^ listed[1]):
            return False
    return True


async def _outsiders(
    session: AsyncSession, owners: tuple[Person, Person], addresses: set[str]
) -> set[str]:
    """Return the addresses outside our company.

    When we compare copies, our own addresses don't count, because some calendars leave their owner
    out of the guest list.
    """
    if not addresses:
        return set()
    ours = await people.emails_of_people(session, owners[0].tenant, addresses)
    hosts = {mail.domain_of(one.email) for one in owners if one.email}
    hosts = {host for host in hosts if not mail.is_shared(host)}
    return {one for one in addresses - ours if mail.domain_of(one) not in hosts}


async def leave_for(session: AsyncSession, person: Person, call: Call, other: Call) -> None:
    """Take a person out of a call because another of their calls stands for the meeting now.

    Messages about `call` then count as messages about `other`.
    """
    await call_seats.copy_hidden(session, call, other)
    if seat := await call_seats.seat(session, call.tenant, call.id, person.id):
        stays = await call_seats.seat(session, other.tenant, other.id, person.id)
        if stays is not None and stays.opened is None:
            stays.opened = seat.opened
        await session.delete(seat)
        await session.flush()
    await call_meetings.move_to_call(session, person, call.id, other.id)
    await outbox.move_to_call(session, person, call.id, other.id)
    if not await call_seats.seats_of(session, call.tenant, call.id):
        call.source_id, call.status, call.changed_by = None, CANCELLED, None
    await session.flush()


async def _join(session: AsyncSession, person: Person, own: Call, other: Call) -> None:
    """Move the person from one call to another. Cancel the first one if nobody else is in it."""
    await _move(session, person, own, other)
    if await call_seats.seats_of(session, own.tenant, own.id):
        return
    await call_seats.copy_hidden(session, own, other)
    was, own.source_id = own.source_id, None
    own.status, own.changed_by = CANCELLED, None
    await session.flush()
    if was == source_ids.meeting_of(was):
        other.source_id = was  # a shared call has the id of its meeting
    await session.flush()


async def _move(session: AsyncSession, person: Person, from_: Call, to: Call) -> None:
    await call_seats.move_seat(session, person.id, from_, to)
    await call_meetings.move_to_call(session, person, from_.id, to.id)
    await outbox.move_to_call(session, person, from_.id, to.id)


async def _has_seat(session: AsyncSession, person: Person, call: Call) -> bool:
    return await call_seats.seat(session, person.tenant, call.id, person.id) is not None


async def _moves_late(
    session: AsyncSession, call: Call, said: CalendarEvent, now: datetime
) -> bool:
    """Check whether a meeting was moved after its call had begun.

    Return False if something on file shows that the call took place.
    """
    moves = call.starts_at != said.starts_at
    return moves and await begun_calls.did_not_take_place(session, call, now)


def _is_to_come(call: Call, now: datetime) -> bool:
    return call.status == PLANNED and call.starts_at > now
