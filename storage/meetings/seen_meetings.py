"""Query meetings that we have seen in connected calendars. All times are UTC."""

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
ID_DIGITS = 18  # every row id has fewer digits
_BY_START = col(SeenMeeting.starts_at), col(SeenMeeting.id)


async def of_calendar(session: AsyncSession, calendar: CalendarConnection) -> list[SeenMeeting]:
    """Return all meetings of a calendar, including meetings that are gone.

    Reads in pages, so that other tasks can run in between.
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
    """Return a calendar's meetings with these source ids, including meetings that are gone."""
    wanted = select(SeenMeeting).where(*_in(calendar), col(SeenMeeting.source_id).in_(source_ids))
    return (await session.exec(wanted)).all()


async def in_others_calls(
    session: AsyncSession, calendar: CalendarConnection, *, since: datetime
) -> list[tuple[SeenMeeting, Call]]:
    """Return the meetings after `since` whose call has a `source_id` other than the meeting's.

    Each meeting comes with its call.

    Reads in pages, so that other tasks can run in between.
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
    """Return a meeting that is still in one of a person's calendars, or None."""
    wanted = select(SeenMeeting).where(*_still_in(person), col(SeenMeeting.id) == meeting_id)
    return (await session.exec(wanted)).first()


def reference(meeting: SeenMeeting) -> str:
    """Return the reference for a button: the row id, and a digest of the source id."""
    return f"{meeting.id}.{_digest(meeting.source_id)}"


async def referred_to(session: AsyncSession, person: Person, text: str) -> SeenMeeting | None:
    """Return a person's meeting by its `reference`, or None.

    If the meeting's row is gone, return its copy in another of the person's calendars. If `text` is
    only a row id, look only for that row.
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
    """Return the meeting in a person's calendars that belongs to a call, or None."""
    wanted = (
        select(SeenMeeting)
        .where(*_still_in(person), col(SeenMeeting.call_id) == call_id)
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
            *_still_in(person),
            col(SeenMeeting.call_id) == meeting.call_id,
            col(SeenMeeting.verdict) == "call",
            col(SeenMeeting.id) != meeting.id,
        )
        .order_by(col(SeenMeeting.id))
    )
    return (await session.exec(wanted)).all()


async def has_others_in_series(session: AsyncSession, person: Person, meeting: SeenMeeting) -> bool:
    """Return whether a person's calendars have another meeting of the same series."""
    wanted = select(SeenMeeting.id).where(
        *_still_in(person),
        col(SeenMeeting.series) == meeting.series,
        col(SeenMeeting.source_id) != meeting.source_id,
    )
    return bool(meeting.series) and (await session.exec(wanted.limit(1))).first() is not None


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
            *_still_in(person),
            col(SeenMeeting.series) == series,
            col(SeenMeeting.verdict) == "call",
            col(Seat.tenant) == person.tenant,
            col(Seat.person_id) == person.id,
        )
        .order_by(*_BY_START)
    )
    return (await session.exec(wanted)).all()


async def copies(
    session: AsyncSession, person: Person, meeting: SeenMeeting
) -> tuple[str, Sequence[tuple[SeenMeeting, str]]]:
    """Return the kind of a meeting's calendar, and the copies in the person's other calendars.

    Each copy comes with the kind of its calendar. Copies that are gone are left out. If the meeting
    itself is gone, its calendar's kind is "".
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
    """Return a calendar's meetings after `since` that the person's other calendars also have.

    Each result has the meeting, the copy in another calendar, and the meeting's call or None.
    """
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
    """Return a person's meetings that overlap the time from `since` to `until`, earliest first."""
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
    """Return a person's meetings that end after `since` and that we can judge again.

    Those are the meetings with a stored `event`. The earliest comes first.
    """
    wanted = (
        select(SeenMeeting)
        .where(*_still_in(person), col(SeenMeeting.event) != "", col(SeenMeeting.ends_at) > since)
        .order_by(*_BY_START)
    )
    return (await session.exec(wanted)).all()


async def in_doubt(
    session: AsyncSession, person: Person, *, since: datetime
) -> Sequence[SeenMeeting]:
    """Return a person's meetings in doubt that start after `since`, earliest first.

    Meetings that we have already asked about are included.
    """
    wanted = select(SeenMeeting).where(*_in_doubt(person, since)).order_by(*_BY_START)
    return (await session.exec(wanted)).all()


async def starts_in_doubt(session: AsyncSession, person: Person, since: datetime) -> list[datetime]:
    """Return when meetings in doubt start, after `since`, if we have not yet asked about them."""
    wanted = select(SeenMeeting.starts_at).where(
        *_in_doubt(person, since), col(SeenMeeting.asked_at).is_(None)
    )
    return list((await session.exec(wanted)).all())


async def invited(
    session: AsyncSession, person: Person, *, since: datetime
) -> Sequence[SeenMeeting]:
    """Return the meetings after `since` that are calls because the person invited the guests.

    The earliest comes first.
    """
    wanted = (
        select(SeenMeeting)
        .where(
            *_still_in(person),
            col(SeenMeeting.verdict) == "call",
            col(SeenMeeting.reason) == "you invited them",
            col(SeenMeeting.starts_at) > since,
        )
        .order_by(*_BY_START)
    )
    return (await session.exec(wanted)).all()


async def note_asked(
    session: AsyncSession, meetings: Collection[SeenMeeting], now: datetime
) -> None:
    """Record that we have written to the owners about these meetings.

    We either asked whether a meeting is a call, or explained why it is one.
    """
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
    """Return when we last asked a person about this subject, or None.

    Meetings that are gone are included.
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


async def move_to_call(session: AsyncSession, person: Person, from_call: int, to_call: int) -> None:
    """Link the meetings of `from_call` in a person's calendars to `to_call`."""
    wanted = select(SeenMeeting).where(
        *_in_calendars_of(person), col(SeenMeeting.call_id) == from_call
    )
    for row in (await session.exec(wanted)).all():
        row.call_id = to_call
    await session.flush()


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


async def calls_of_calendar(
    session: AsyncSession, person: Person, calendar: CalendarConnection, since: datetime
) -> Sequence[Call]:
    """Return the calls after `since` that only this calendar has planned, earliest first.

    Calls that a colleague is also on, calls that somebody typed into the chat, and calls in another
    of the person's calendars are left out.
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
    own = select(CalendarConnection.id).where(
        col(CalendarConnection.tenant) == person.tenant,
        col(CalendarConnection.person_id) == person.id,
    )
    return col(meeting.tenant) == person.tenant, col(meeting.calendar_id).in_(own)


def _still_in(
    person: Person, meeting: type[SeenMeeting] = SeenMeeting
) -> tuple[ColumnElement[bool], ...]:
    return (*_in_calendars_of(person, meeting), col(meeting.gone_at).is_(None))


def _in_doubt(person: Person, since: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        *_still_in(person),
        col(SeenMeeting.verdict) == "ask",
        col(SeenMeeting.starts_at) > since,
    )


def _in(calendar: CalendarConnection) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (
        col(SeenMeeting.tenant) == calendar.tenant,
        col(SeenMeeting.calendar_id) == calendar.id,
    )
