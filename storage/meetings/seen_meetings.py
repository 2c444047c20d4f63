"""Query meetings that we have seen in connected calendars. All times are UTC.

A meeting is gone (`gone_at` is set) if it was in a calendar and is not there any more.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import CalendarConnection, Call, Person, SeenMeeting

PAGE = 200
ID_DIGITS = 18  # every row id has fewer digits
BY_START = col(SeenMeeting.starts_at), col(SeenMeeting.id)


async def of_calendar(session: AsyncSession, calendar: CalendarConnection) -> list[SeenMeeting]:
    """Return all meetings of a calendar, including meetings that are gone.

    Reads in pages, so that other tasks can run in between.
    """
    found: list[SeenMeeting] = []
    while True:
        after = found[-1].id if found else 0
        page = (
            select(SeenMeeting)
            .where(*in_calendar(calendar), col(SeenMeeting.id) > after)
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
    wanted = select(SeenMeeting).where(
        *in_calendar(calendar), col(SeenMeeting.source_id).in_(source_ids)
    )
    return (await session.exec(wanted)).all()


async def by_id(session: AsyncSession, person: Person, meeting_id: int) -> SeenMeeting | None:
    """Return a meeting that is still in one of a person's calendars, or None."""
    wanted = select(SeenMeeting).where(*still_in(person), col(SeenMeeting.id) == meeting_id)
    return (await session.exec(wanted)).first()


def reference(meeting: SeenMeeting) -> str:
    """Return the reference for a button: the row id, and a digest of the source id."""
    return f"{meeting.id}.{_digest(meeting.source_id)}"


async def referred_to(session: AsyncSession, person: Person, text: str) -> SeenMeeting | None:
    """Return the person's meeting to which `text` refers, or None.

    `text` is from `reference`, or is only a row id. If the meeting is gone, return a copy of it
    from another of the person's calendars. We find the copy by the digest in `text`, so a row id
    alone finds no copy.
    """
    number, _, digest = text.partition(".")
    is_id = number.isascii() and number.isdigit() and len(number) < ID_DIGITS
    found = await by_id(session, person, int(number)) if is_id else None
    if found is not None or not digest:
        return found
    wanted = select(SeenMeeting).where(*still_in(person)).order_by(*BY_START)
    rows = (await session.exec(wanted)).all()
    return next((row for row in rows if _digest(row.source_id) == digest), None)


def _digest(source_id: str) -> str:
    return sha256(source_id.encode(errors="replace")).hexdigest()[:16]


async def has_others_in_series(session: AsyncSession, person: Person, meeting: SeenMeeting) -> bool:
    """Return whether a person's calendars have another meeting of the same series."""
    wanted = select(SeenMeeting.id).where(
        *still_in(person),
        col(SeenMeeting.series) == meeting.series,
        col(SeenMeeting.source_id) != meeting.source_id,
    )
    return bool(meeting.series) and (await session.exec(wanted.limit(1))).first() is not None


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
        .where(*still_in(person), col(SeenMeeting.source_id) == meeting.source_id)
        .order_by(col(SeenMeeting.id))
    )
    rows = (await session.exec(wanted)).all()
    kind = next((kind for row, kind in rows if row.calendar_id == meeting.calendar_id), "")
    return kind, [(row, kind) for row, kind in rows if row.calendar_id != meeting.calendar_id]


async def copies_of_calendar(
    session: AsyncSession, person: Person, calendar: CalendarConnection, since: datetime
) -> Sequence[tuple[SeenMeeting, SeenMeeting, Call | None]]:
    """Return a calendar's meetings that other calendars of the person have too.

    Meetings that start at `since` or earlier are left out.

    Each result has the meeting, the copy in another calendar, and the meeting's call or None.
    """
    copy = aliased(SeenMeeting)
    wanted = (
        select(SeenMeeting, copy, Call)
        .join(copy, col(copy.source_id) == col(SeenMeeting.source_id))
        .outerjoin(Call, col(Call.id) == col(SeenMeeting.call_id))
        .where(
            *still_in(person),
            col(SeenMeeting.calendar_id) == calendar.id,
            col(SeenMeeting.starts_at) > since,
            *still_in(person, copy),
            col(copy.calendar_id) != calendar.id,
        )
        .order_by(*BY_START, col(copy.id))
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
            *still_in(person),
            col(SeenMeeting.ends_at) > since,
            *before,
        )
        .order_by(*BY_START)
    )
    return (await session.exec(wanted)).all()


async def with_event(
    session: AsyncSession, person: Person, *, since: datetime
) -> Sequence[SeenMeeting]:
    """Return a person's meetings that end after `since` and have a stored `event`.

    From the event, we can decide again whether the meeting is a call. The earliest comes first.
    """
    wanted = (
        select(SeenMeeting)
        .where(*still_in(person), col(SeenMeeting.event) != "", col(SeenMeeting.ends_at) > since)
        .order_by(*BY_START)
    )
    return (await session.exec(wanted)).all()


async def calls_by_own_invitation(
    session: AsyncSession, person: Person, *, since: datetime
) -> Sequence[SeenMeeting]:
    """Return the meetings that are calls because the person invited the guests.

    Meetings that start at `since` or earlier are left out. The earliest comes first.
    """
    wanted = (
        select(SeenMeeting)
        .where(
            *still_in(person),
            col(SeenMeeting.verdict) == "call",
            col(SeenMeeting.reason) == "you invited them",
            col(SeenMeeting.starts_at) > since,
        )
        .order_by(*BY_START)
    )
    return (await session.exec(wanted)).all()


def in_calendars_of(
    person: Person, meeting: type[SeenMeeting] = SeenMeeting
) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for a meeting that is or was in one of a person's calendars."""
    own = select(CalendarConnection.id).where(
        col(CalendarConnection.tenant) == person.tenant,
        col(CalendarConnection.person_id) == person.id,
    )
    return col(meeting.tenant) == person.tenant, col(meeting.calendar_id).in_(own)


def still_in(
    person: Person, meeting: type[SeenMeeting] = SeenMeeting
) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for a meeting that is still in one of a person's calendars."""
    return (*in_calendars_of(person, meeting), col(meeting.gone_at).is_(None))


def in_calendar(calendar: CalendarConnection) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the conditions for a meeting that is or was in this calendar."""
    return (
        col(SeenMeeting.tenant) == calendar.tenant,
        col(SeenMeeting.calendar_id) == calendar.id,
    )
