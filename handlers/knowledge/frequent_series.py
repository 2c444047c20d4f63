"""Find the series that meet so often that a rep may not want messages about their meetings."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.knowledge.facts import Facts
from storage.meetings import call_meetings
from storage.tables import Seat, SeenMeeting

OFTEN = 3  # a series meets often if it has this many meetings within a week
WEEK = timedelta(days=7)


async def untold_meeting(
    session: AsyncSession, facts: Facts, *, except_series: frozenset[str] = frozenset()
) -> SeenMeeting | None:
    """Return the meeting of a call if it belongs to a series that meets often.

    Return None if the series is in `except_series`, or if we have sent a message about one of its
    calls.
    """
    if not facts.has_calendar:
        return None
    person = facts.person
    meeting = await call_meetings.of_call(session, person, facts.call.id)
    if meeting is None or not meeting.series or meeting.series in except_series:
        return None
    found = await call_meetings.calls_of_series(session, person, meeting.series)
    if any(_has_message(seat) for _, seat in found):
        return None
    return meeting if is_often({one.starts_at for one, _ in found}) else None


def is_often(starts: set[datetime]) -> bool:
    """Return whether at least three (`OFTEN`) of these times are within one week."""
    by_time: Sequence[datetime] = sorted(starts)
    return any(
        last - first < WEEK for first, last in zip(by_time, by_time[OFTEN - 1 :], strict=False)
    )


def _has_message(seat: Seat) -> bool:
    return bool(seat.research or seat.opening or seat.briefed_at)
