"""Forget guests in meetings that were seen in calendars."""

from sqlalchemy import delete, func, or_, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import MeetingAnswer, MetGuest, SeenMeeting


async def forget_guest(session: AsyncSession, tenant: str, email: str) -> None:
    connection = await session.connection()
    await connection.execute(
        delete(MeetingAnswer).where(
            col(MeetingAnswer.tenant) == tenant, col(MeetingAnswer.about) == f"guest:{email}"
        )
    )
    await connection.execute(
        delete(MetGuest).where(col(MetGuest.tenant) == tenant, col(MetGuest.address) == email)
    )
    named = [
        func.lower(each).contains(email.lower(), autoescape=True)
        for each in (col(SeenMeeting.event), col(SeenMeeting.guests), col(SeenMeeting.subject))
    ]
    # Without a fingerprint, the next reading of the calendar judges the meeting again.
    await connection.execute(
        update(SeenMeeting)
        .where(col(SeenMeeting.tenant) == tenant, or_(*named))
        .values(event="", guests="", subject="", fingerprint="")
    )
