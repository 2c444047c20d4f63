"""Query the meetings in connected calendars that belong to calls. All times are UTC."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import PLANNED
from storage.meetings import seen_meetings
from storage.tables import CalendarConnection, Call, Person, Seat, SeenMeeting


async def of_call(session: AsyncSession, person: Person, call_id: int) -> SeenMeeting | None:
    """Return the meeting in a person's calendars that belongs to a call, or None."""
    wanted = (
        select(SeenMeeting)
        .where(*seen_meetings.still_in(person), col(SeenMeeting.call_id) == call_id)
        .order_by(col(SeenMeeting.id))
    )
    return (await session.exec(wanted)).first()


async def sharing_call(
    session: AsyncSession, person: Person, meeting: SeenMeeting
) -> Sequence[SeenMeeting]:
    """Return other meetings in a person's calendars that belong to the meeting's call."""
    wanted = (
        select(SeenMeeting)
        .where(
            *seen_meetings.still_in(person),
            col(SeenMeeting.call_id) == meeting.call_id,
            col(SeenMeeting.verdict) == "call",
            col(SeenMeeting.id) != meeting.id,
        )
        .order_by(col(SeenMeeting.id))
    )
    return (await session.exec(wanted)).all()


async def for_call(
    session: AsyncSession, tenant: str, among: Iterable[Person], call_id: int
) -> Sequence[tuple[int, SeenMeeting, str]]:
    """Return the meetings in these people's calendars that belong to a call.

    Each result has the row id of the calendar's owner, the meeting, and the calendar's kind.
    """
    wanted = (
        select(CalendarConnection.person_id, SeenMeeting, CalendarConnection.kind)
        .join(SeenMeeting, col(SeenMeeting.calendar_id) == col(CalendarConnection.id))
        .where(
            col(CalendarConnection.tenant) == tenant,
            col(CalendarConnection.person_id).in_({person.id for person in among}),
            col(SeenMeeting.verdict) == "call",
            col(SeenMeeting.call_id) == call_id,
            col(SeenMeeting.gone_at).is_(None),
        )
        .order_by(col(SeenMeeting.id))
        .execution_options(populate_existing=True)
    )
    return (await session.exec(wanted)).all()


async def planned_from_elsewhere(
    session: AsyncSession, calendar: CalendarConnection, *, since: datetime
) -> list[tuple[SeenMeeting, Call]]:
    """Return a calendar's meetings after `since` whose `source_id` differs from their call's.

    The two differ in these cases:

    - The call was planned from another meeting.
    - The call is one person's own, because the meeting in that person's calendar differs from the
      meeting in the other calendars (see `storage.sales_calls.source_ids`).

    Each meeting comes with its call, earliest first. Reads in pages, so that other tasks can run in
    between.
    """
    found: list[tuple[SeenMeeting, Call]] = []
    while True:
        page = (
            select(SeenMeeting, Call)
            .join(Call, col(Call.id) == col(SeenMeeting.call_id))
            .where(
                *seen_meetings.in_calendar(calendar),
                col(Call.tenant) == calendar.tenant,
                col(Call.source_id) != col(SeenMeeting.source_id),
                col(SeenMeeting.verdict) == "call",
                col(SeenMeeting.starts_at) > since,
                col(SeenMeeting.id) > (found[-1][0].id if found else 0),
            )
            .order_by(col(SeenMeeting.id))
            .limit(seen_meetings.PAGE)
        )
        rows = (await session.exec(page)).all()
        found += rows
        if len(rows) < seen_meetings.PAGE:
            return sorted(found, key=lambda one: (one[0].starts_at, one[0].id))


async def calls_of_series(
    session: AsyncSession, person: Person, series: str
) -> Sequence[tuple[SeenMeeting, Seat]]:
    """Return the calls of a series in a person's calendars, earliest first.

    Each result has the call's meeting and the person's seat.
    """
    wanted = (
        select(SeenMeeting, Seat)
        .join(Seat, col(Seat.call_id) == col(SeenMeeting.call_id))
        .where(
            *seen_meetings.still_in(person),
            col(SeenMeeting.series) == series,
            col(SeenMeeting.verdict) == "call",
            col(Seat.tenant) == person.tenant,
            col(Seat.person_id) == person.id,
        )
        .order_by(*seen_meetings.BY_START)
    )
    return (await session.exec(wanted)).all()


async def calls_of_calendar(
    session: AsyncSession, person: Person, calendar: CalendarConnection, since: datetime
) -> Sequence[Call]:
    """Return the calls after `since` that only this calendar has planned, earliest first.

    Calls that a colleague is also on, calls that somebody typed into the chat, and calls in another
    of the person's calendars are left out.
    """

    def has_call(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
        shown = col(SeenMeeting.call_id) == col(Call.id), col(SeenMeeting.verdict) == "call"
        return exists().where(*seen_meetings.still_in(person), *shown, *conditions)

    here = col(SeenMeeting.calendar_id) == calendar.id
    seat = col(Seat.tenant) == person.tenant, col(Seat.call_id) == col(Call.id)
    wanted = (
        select(Call)
        .where(
            col(Call.tenant) == person.tenant,
            col(Call.status) == PLANNED,
            col(Call.source) != "typed",
            col(Call.starts_at) > since,
            has_call(here),
            ~has_call(~here),
            exists().where(*seat, col(Seat.person_id) == person.id),
            ~exists().where(*seat, col(Seat.person_id) != person.id),
        )
        .order_by(col(Call.starts_at), col(Call.id))
    )
    return (await session.exec(wanted)).all()


async def people_with_call(
    session: AsyncSession, tenant: str, among: Iterable[Person], call_id: int
) -> set[int]:
    """Return the row ids of the people in `among` whose calendars have this call's meeting."""
    wanted = (
        select(CalendarConnection.person_id)
        .join(SeenMeeting, col(SeenMeeting.calendar_id) == col(CalendarConnection.id))
        .where(
            col(CalendarConnection.tenant) == tenant,
            col(CalendarConnection.person_id).in_({person.id for person in among}),
            col(SeenMeeting.call_id) == call_id,
            col(SeenMeeting.gone_at).is_(None),
        )
    )
    return set((await session.exec(wanted)).all())


async def move_to_call(session: AsyncSession, person: Person, from_call: int, to_call: int) -> None:
    """Link the meetings of `from_call` in a person's calendars to `to_call`."""
    wanted = select(SeenMeeting).where(
        *seen_meetings.in_calendars_of(person), col(SeenMeeting.call_id) == from_call
    )
    for row in (await session.exec(wanted)).all():
        row.call_id = to_call
    await session.flush()
