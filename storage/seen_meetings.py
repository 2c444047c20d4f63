"""Meetings that were seen in connected calendars. All times are UTC."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import CalendarConnection, Person, SeenMeeting


async def seen(session: AsyncSession, calendar: CalendarConnection) -> Sequence[SeenMeeting]:
    """The meetings that were found in a calendar, including those that are gone by now."""
    wanted = select(SeenMeeting).where(
        col(SeenMeeting.tenant) == calendar.tenant, col(SeenMeeting.calendar_id) == calendar.id
    )
    return (await session.exec(wanted)).all()


async def have_call(
    session: AsyncSession, tenant: str, owners: Iterable[Person], call_id: int
) -> set[int]:
    """The row ids of those people who have a meeting in a calendar that stands for this call."""
    wanted = (
        select(CalendarConnection.person_id)
        .join(SeenMeeting, col(SeenMeeting.calendar_id) == col(CalendarConnection.id))
        .where(
            col(CalendarConnection.tenant) == tenant,
            col(CalendarConnection.person_id).in_({person.id for person in owners}),
            col(SeenMeeting.call_id) == call_id,
            col(SeenMeeting.gone_at).is_(None),
        )
    )
    return set((await session.exec(wanted)).all())


async def sharing_call(
    session: AsyncSession, person: Person, meeting: SeenMeeting
) -> Sequence[SeenMeeting]:
    """Other meetings in a person's calendars that stand for the same call and are not gone."""
    wanted = (
        select(SeenMeeting)
        .join(CalendarConnection, col(CalendarConnection.id) == col(SeenMeeting.calendar_id))
        .where(
            col(SeenMeeting.tenant) == person.tenant,
            col(CalendarConnection.person_id) == person.id,
            col(SeenMeeting.call_id) == meeting.call_id,
            col(SeenMeeting.verdict) == "call",
            col(SeenMeeting.gone_at).is_(None),
            col(SeenMeeting.id) != meeting.id,
        )
        .order_by(col(SeenMeeting.id))
    )
    return (await session.exec(wanted)).all()


async def kept_meetings(
    session: AsyncSession, person: Person, *, since: datetime
) -> Sequence[tuple[SeenMeeting, str]]:
    """A person's meetings that end after `since` and whose event is kept, by start.

    Each comes with the kind of its calendar.
    """
    wanted = (
        select(SeenMeeting, CalendarConnection.kind)
        .join(CalendarConnection, col(CalendarConnection.id) == col(SeenMeeting.calendar_id))
        .where(
            col(CalendarConnection.tenant) == person.tenant,
            col(CalendarConnection.person_id) == person.id,
            col(SeenMeeting.event) != "",
            col(SeenMeeting.gone_at).is_(None),
            col(SeenMeeting.ends_at) > since,
        )
        .order_by(col(SeenMeeting.starts_at), col(SeenMeeting.id))
    )
    return (await session.exec(wanted)).all()


async def meeting(
    session: AsyncSession, person: Person, meeting_id: int
) -> tuple[SeenMeeting, str] | None:
    """A meeting in one of a person's calendars, with its calendar's kind.

    None if there is none with this row id, or if it is gone.
    """
    wanted = (
        select(SeenMeeting, CalendarConnection.kind)
        .join(CalendarConnection, col(CalendarConnection.id) == col(SeenMeeting.calendar_id))
        .where(
            col(CalendarConnection.tenant) == person.tenant,
            col(CalendarConnection.person_id) == person.id,
            col(SeenMeeting.id) == meeting_id,
            col(SeenMeeting.gone_at).is_(None),
        )
    )
    return (await session.exec(wanted)).first()


async def in_doubt(
    session: AsyncSession, person: Person, *, since: datetime, asked_since: datetime
) -> Sequence[SeenMeeting]:
    """The meetings that start after `since` and that their owner is to be asked about, by start.

    Those that they were asked about before `asked_since` are left out.
    """
    wanted = (
        select(SeenMeeting)
        .join(CalendarConnection, col(CalendarConnection.id) == col(SeenMeeting.calendar_id))
        .where(
            col(CalendarConnection.tenant) == person.tenant,
            col(CalendarConnection.person_id) == person.id,
            col(SeenMeeting.verdict) == "ask",
            col(SeenMeeting.starts_at) > since,
            col(SeenMeeting.gone_at).is_(None),
            or_(col(SeenMeeting.asked_at).is_(None), col(SeenMeeting.asked_at) >= asked_since),
        )
        .order_by(col(SeenMeeting.starts_at), col(SeenMeeting.id))
    )
    return (await session.exec(wanted)).all()


async def starts_in_doubt(session: AsyncSession, person: Person, since: datetime) -> list[datetime]:
    """The starts, after `since`, of meetings in doubt that their owner was not asked about yet."""
    wanted = (
        select(SeenMeeting.starts_at)
        .join(CalendarConnection, col(CalendarConnection.id) == col(SeenMeeting.calendar_id))
        .where(
            col(CalendarConnection.tenant) == person.tenant,
            col(CalendarConnection.person_id) == person.id,
            col(SeenMeeting.verdict) == "ask",
            col(SeenMeeting.starts_at) > since,
            col(SeenMeeting.gone_at).is_(None),
            col(SeenMeeting.asked_at).is_(None),
        )
    )
    return list((await session.exec(wanted)).all())


async def note_asked(session: AsyncSession, ids: Collection[int], now: datetime) -> None:
    """Record that owners are asked about these meetings now, unless they were asked before."""
    if ids:
        await session.exec(
            update(SeenMeeting)
            .where(col(SeenMeeting.id).in_(ids), col(SeenMeeting.asked_at).is_(None))
            .values(asked_at=now)
            .execution_options(synchronize_session=False)
        )


async def asked_at(session: AsyncSession, person: Person, subject: str) -> datetime | None:
    """When a person was asked a question with this subject; None if they were not."""
    wanted = (
        select(SeenMeeting.asked_at)
        .join(CalendarConnection, col(CalendarConnection.id) == col(SeenMeeting.calendar_id))
        .where(
            col(CalendarConnection.tenant) == person.tenant,
            col(CalendarConnection.person_id) == person.id,
            col(SeenMeeting.subject) == subject,
            col(SeenMeeting.asked_at).is_not(None),
        )
    )
    return (await session.exec(wanted)).first()


async def meetings(
    session: AsyncSession, person: Person, *, since: datetime, until: datetime
) -> Sequence[tuple[SeenMeeting, CalendarConnection]]:
    """The meetings in a person's calendars that end after `since` and start before `until`.

    They are in the order of their starts, each with its calendar. Those that are gone are left out.
    """
    wanted = (
        select(SeenMeeting, CalendarConnection)
        .join(CalendarConnection, col(CalendarConnection.id) == col(SeenMeeting.calendar_id))
        .where(
            col(CalendarConnection.tenant) == person.tenant,
            col(CalendarConnection.person_id) == person.id,
            col(SeenMeeting.gone_at).is_(None),
            col(SeenMeeting.ends_at) > since,
            col(SeenMeeting.starts_at) < until,
        )
        .order_by(col(SeenMeeting.starts_at), col(SeenMeeting.id))
    )
    return (await session.exec(wanted)).all()


async def of_call(session: AsyncSession, person: Person, call_id: int) -> SeenMeeting | None:
    """The meeting in a person's calendars that stands for a call; None if there is none."""
    wanted = (
        select(SeenMeeting)
        .join(CalendarConnection, col(CalendarConnection.id) == col(SeenMeeting.calendar_id))
        .where(
            col(CalendarConnection.tenant) == person.tenant,
            col(CalendarConnection.person_id) == person.id,
            col(SeenMeeting.call_id) == call_id,
            col(SeenMeeting.gone_at).is_(None),
        )
        .order_by(col(SeenMeeting.id))
    )
    return (await session.exec(wanted)).first()
