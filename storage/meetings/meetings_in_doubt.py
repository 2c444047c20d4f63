"""Query meetings in doubt, and record that we asked about them. Times are UTC.

A meeting is in doubt if we ask its owner whether it is a sales call.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, tuple_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.meetings import seen_meetings
from storage.tables import Person, SeenMeeting


async def of_person(
    session: AsyncSession, person: Person, *, since: datetime
) -> Sequence[SeenMeeting]:
    """Return a person's meetings in doubt that start after `since`, earliest first.

    Meetings that we have already asked about are included.
    """
    wanted = select(SeenMeeting).where(*_in_doubt(person, since)).order_by(*seen_meetings.BY_START)
    return (await session.exec(wanted)).all()


async def starts(session: AsyncSession, person: Person, since: datetime) -> list[datetime]:
    """Return the starts of a person's meetings in doubt that start after `since`.

    Meetings that we have already asked about are not included.
    """
    wanted = select(SeenMeeting.starts_at).where(
        *_in_doubt(person, since), col(SeenMeeting.asked_at).is_(None)
    )
    return list((await session.exec(wanted)).all())


async def note_asked(
    session: AsyncSession, meetings: Collection[SeenMeeting], now: datetime
) -> None:
    """Record that we have written to the owners about these meetings.

    We have either asked whether a meeting is a sales call, or explained why we take it for one.
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
    """Return when we last wrote to a person about a meeting with this subject, or None.

    `subject` is a text such as "series:UID", as in `MeetingAnswer.about`.

    Meetings that are gone from the calendar are included.
    """
    wanted = (
        select(SeenMeeting.asked_at)
        .where(
            *seen_meetings.in_calendars_of(person),
            col(SeenMeeting.subject) == subject,
            col(SeenMeeting.asked_at).is_not(None),
        )
        .order_by(col(SeenMeeting.asked_at).desc())
    )
    return (await session.exec(wanted)).first()


def _in_doubt(person: Person, since: datetime) -> tuple[ColumnElement[bool], ...]:
    """Match a person's meetings in doubt that start after `since`."""
    return (
        *seen_meetings.still_in(person),
        col(SeenMeeting.verdict) == "ask",
        col(SeenMeeting.starts_at) > since,
    )
