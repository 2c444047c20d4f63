"""Meetings that were seen in connected calendars. All times are UTC."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import ColumnElement, exists, tuple_, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import PLANNED
from storage.tables import CalendarConnection, Call, Person, Seat, SeenMeeting

PAGE = 200
ID_DIGITS = 18  # a row id has fewer digits
_BY_START = col(SeenMeeting.starts_at), col(SeenMeeting.id)


async def of_calendar(session: AsyncSession, calendar: CalendarConnection) -> list[SeenMeeting]:
    """The meetings that were found in a calendar, including those that are gone by now.

    They are read in pages, so that other tasks can run in between.
    """
    found: list[SeenMeeting] = []
    while True:
        after = found[-1].id if found else 0
        page = (
            select(SeenMeeting)
            .where(*_in(calendar), col(SeenMeeting.id) > after)
            .order_by(col(SeenMeeting.id))
            .limit(PAGE)
        )
        rows = (await session.exec(page)).all()
        found += rows
        if len(rows) < PAGE:
            return found


async def by_source(
    session: AsyncSession, calendar: CalendarConnection, source_ids: Collection[str]
) -> Sequence[SeenMeeting]:
    """The meetings of a calendar that have these source ids."""
    wanted = select(SeenMeeting).where(*_in(calendar), col(SeenMeeting.source_id).in_(source_ids))
    return (await session.exec(wanted)).all()


async def in_others_calls(
    session: AsyncSession, calendar: CalendarConnection, *, since: datetime
) -> list[tuple[SeenMeeting, Call]]:
    """(meeting, its call) for the meetings after `since` whose call has another `source_id`.

    They are read in pages, so that other tasks can run in between.
    """
    found: list[tuple[SeenMeeting, Call]] = []
    while True:
        page = (
            select(SeenMeeting, Call)
            .join(Call, col(Call.id) == col(SeenMeeting.call_id))
            .where(
                *_in(calendar),
                col(Call.tenant) == calendar.tenant,
                col(Call.source_id) != col(SeenMeeting.source_id),
                col(SeenMeeting.verdict) == "call",
                col(SeenMeeting.starts_at) > since,
                col(SeenMeeting.id) > (found[-1][0].id if found else 0),
            )
            .order_by(col(SeenMeeting.id))
            .limit(PAGE)
        )
        rows = (await session.exec(page)).all()
        found += rows
        if len(rows) < PAGE:
            return sorted(found, key=lambda one: (one[0].starts_at, one[0].id))


async def by_id(session: AsyncSession, person: Person, meeting_id: int) -> SeenMeeting | None:
    """A meeting in one of a person's calendars; None if there is none, or if it is gone."""
    wanted = select(SeenMeeting).where(*_still_in(person), col(SeenMeeting.id) == meeting_id)
    return (await session.exec(wanted)).first()


def reference(meeting: SeenMeeting) -> str:
    """What a button has of a meeting: its row id, and a digest of its source id."""
    return f"{meeting.id}.{_digest(meeting.source_id)}"


async def referred_to(session: AsyncSession, person: Person, text: str) -> SeenMeeting | None:
    """A meeting of a person by its `reference`; None if it is in none of their calendars.

    If the meeting is gone from its calendar, or the calendar was disconnected, the same meeting in
    another of the person's calendars is returned. If `text` is only a row id, that row or None is.
    """
    number, _, digest = text.partition(".")
    is_id = number.isascii() and number.isdigit() and len(number) < ID_DIGITS
    found = await by_id(session, person, int(number)) if is_id else None
    if found is not None or not digest:
        return found
    wanted = select(SeenMeeting).where(*_still_in(person)).order_by(*_BY_START)
    rows = (await session.exec(wanted)).all()
    return next((row for row in rows if _digest(row.source_id) == digest), None)


def _digest(source_id: str) -> str:
    return sha256(source_id.encode(errors="replace")).hexdigest()[:16]


async def of_call(session: AsyncSession, person: Person, call_id: int) -> SeenMeeting | None:
    """The meeting in a person's calendars that a call stands for; None if there is none."""
    wanted = (
        select(SeenMeeting)
        .where(*_still_in(person), col(SeenMeeting.call_id) == call_id)
        .order_by(col(SeenMeeting.id))
    )
    return (await session.exec(wanted)).first()


async def sharing_call(
    session: AsyncSession, person: Person, meeting: SeenMeeting
) -> Sequence[SeenMeeting]:
    """Other meetings in a person's calendars that the meeting's call stands for."""
    wanted = (
        select(SeenMeeting)
        .where(
            *_still_in(person),
            col(SeenMeeting.call_id) == meeting.call_id,
            col(SeenMeeting.verdict) == "call",
            col(SeenMeeting.id) != meeting.id,
        )
        .order_by(col(SeenMeeting.id))
    )
    return (await session.exec(wanted)).all()


async def copies(
    session: AsyncSession, person: Person, meeting: SeenMeeting
) -> tuple[str, Sequence[tuple[SeenMeeting, str]]]:
    """The kind of a meeting's calendar, and (copy, kind) of the same meeting in other calendars.

    Copies that are gone from their calendars are left out. The kind of the meeting's own calendar
    is "" if the meeting is gone.
    """
    wanted = (
        select(SeenMeeting, CalendarConnection.kind)
        .join(CalendarConnection, col(CalendarConnection.id) == col(SeenMeeting.calendar_id))
        .where(*_still_in(person), col(SeenMeeting.source_id) == meeting.source_id)
        .order_by(col(SeenMeeting.id))
    )
    rows = (await session.exec(wanted)).all()
    kind = next((kind for row, kind in rows if row.calendar_id == meeting.calendar_id), "")
    return kind, [(row, kind) for row, kind in rows if row.calendar_id != meeting.calendar_id]


async def copies_of_calendar(
    session: AsyncSession, person: Person, calendar: CalendarConnection, since: datetime
) -> Sequence[tuple[SeenMeeting, SeenMeeting, Call | None]]:
    """(meeting, copy in another calendar, the meeting's call) for meetings after `since`."""
    copy = aliased(SeenMeeting)
    wanted = (
        select(SeenMeeting, copy, Call)
        .join(copy, col(copy.source_id) == col(SeenMeeting.source_id))
        .outerjoin(Call, col(Call.id) == col(SeenMeeting.call_id))
        .where(
            *_still_in(person),
            col(SeenMeeting.calendar_id) == calendar.id,
            col(SeenMeeting.starts_at) > since,
            *_still_in(person, copy),
            col(copy.calendar_id) != calendar.id,
        )
        .order_by(*_BY_START, col(copy.id))
    )
    return (await session.exec(wanted)).all()


async def between(
    session: AsyncSession, person: Person, *, since: datetime, until: datetime | None = None
) -> Sequence[SeenMeeting]:
    """The meetings in a person's calendars that end after `since` and start before `until`.

    With `until` None, all that end after `since`.
    """
    before = [col(SeenMeeting.starts_at) < until] if until else []
    wanted = (
        select(SeenMeeting)
        .where(
            *_still_in(person),
            col(SeenMeeting.ends_at) > since,
            *before,
        )
        .order_by(*_BY_START)
    )
    return (await session.exec(wanted)).all()


async def with_event(
    session: AsyncSession, person: Person, *, since: datetime
) -> Sequence[SeenMeeting]:
    """A person's meetings that end after `since` and whose event is kept, by start."""
    wanted = (
        select(SeenMeeting)
        .where(*_still_in(person), col(SeenMeeting.event) != "", col(SeenMeeting.ends_at) > since)
        .order_by(*_BY_START)
    )
    return (await session.exec(wanted)).all()


async def in_doubt(
    session: AsyncSession, person: Person, *, since: datetime
) -> Sequence[SeenMeeting]:
    """A person's meetings in doubt that start after `since`, by start.

    Meetings that the person was asked about already are included.
    """
    wanted = select(SeenMeeting).where(*_in_doubt(person, since)).order_by(*_BY_START)
    return (await session.exec(wanted)).all()


async def starts_in_doubt(session: AsyncSession, person: Person, since: datetime) -> list[datetime]:
    """The starts, after `since`, of meetings in doubt that their owner was not asked about yet."""
    wanted = select(SeenMeeting.starts_at).where(
        *_in_doubt(person, since), col(SeenMeeting.asked_at).is_(None)
    )
    return list((await session.exec(wanted)).all())


async def note_asked(
    session: AsyncSession, meetings: Collection[SeenMeeting], now: datetime
) -> None:
    """Record that owners are asked about these meetings now."""
    if meetings:
        key = tuple_(col(SeenMeeting.tenant), col(SeenMeeting.id))
        these = [(meeting.tenant, meeting.id) for meeting in meetings]
        await session.exec(
            update(SeenMeeting)
            .where(key.in_(these))
            .values(asked_at=now)
            .execution_options(synchronize_session=False)
        )


async def asked_at(session: AsyncSession, person: Person, subject: str) -> datetime | None:
    """When a person was last asked a question with this subject; None if they were not.

    Meetings that are gone count too.
    """
    wanted = (
        select(SeenMeeting.asked_at)
        .where(
            *_in_calendars_of(person),
            col(SeenMeeting.subject) == subject,
            col(SeenMeeting.asked_at).is_not(None),
        )
        .order_by(col(SeenMeeting.asked_at).desc())
    )
    return (await session.exec(wanted)).first()


async def for_call(
    session: AsyncSession, tenant: str, among: Iterable[Person], call_id: int
) -> Sequence[tuple[int, SeenMeeting, str]]:
    """The meetings in these people's calendars that a call stands for.

    Returns (row id of the calendar's owner, meeting, kind of the calendar) for each.
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


async def hand_on(session: AsyncSession, person: Person, from_call: int, to_call: int) -> None:
    """Link the meetings in a person's calendars that belong to `from_call` to `to_call`."""
    wanted = select(SeenMeeting).where(
        *_in_calendars_of(person), col(SeenMeeting.call_id) == from_call
    )
    for row in (await session.exec(wanted)).all():
        row.call_id = to_call
    await session.flush()


async def people_with_call(
    session: AsyncSession, tenant: str, among: Iterable[Person], call_id: int
) -> set[int]:
    """The row ids of the people in `among` whose calendars have this call's meeting."""
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


async def calls_of_calendar(
    session: AsyncSession, person: Person, calendar: CalendarConnection, since: datetime
) -> Sequence[Call]:
    """The calls after `since` that are planned because of this calendar alone, by start.

    These calls come from a calendar, and nobody but this person is in them. A call that another
    calendar of the person shows too is left out.
    """

    def has_call(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
        shown = col(SeenMeeting.call_id) == col(Call.id), col(SeenMeeting.verdict) == "call"
        return exists().where(*_still_in(person), *shown, *conditions)

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


def _in_calendars_of(
    person: Person, meeting: type[SeenMeeting] = SeenMeeting
) -> tuple[ColumnElement[bool], ...]:
    """The condition that a meeting was found in one of a person's calendars."""
    own = select(CalendarConnection.id).where(
        col(CalendarConnection.tenant) == person.tenant,
        col(CalendarConnection.person_id) == person.id,
    )
    return col(meeting.tenant) == person.tenant, col(meeting.calendar_id).in_(own)


def _still_in(
    person: Person, meeting: type[SeenMeeting] = SeenMeeting
) -> tuple[ColumnElement[bool], ...]:
    """The condition that a meeting is in one of a person's calendars, and not gone."""
    return (*_in_calendars_of(person, meeting), col(meeting.gone_at).is_(None))


def _in_doubt(person: Person, since: datetime) -> tuple[ColumnElement[bool], ...]:
    """The condition that a person's meeting starts after `since` and may or may not be a call."""
    return (
        *_still_in(person),
        col(SeenMeeting.verdict) == "ask",
        col(SeenMeeting.starts_at) > since,
    )


def _in(calendar: CalendarConnection) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The condition that a meeting was found in this calendar, even if it is gone by now."""
    return (
        col(SeenMeeting.tenant) == calendar.tenant,
        col(SeenMeeting.calendar_id) == calendar.id,
    )
