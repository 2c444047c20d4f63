"""Says which of a person's copies of a meeting is newer, by what the copies say themselves.

Somebody may have a meeting in two calendars, one of which shows changes hours later. An older copy
does not move the call back, cancel it, or change it in any other way. The order in which calendars
are read makes no difference.

This is about the copies of one person. A number in an invitation proves nothing to a colleague:
anybody can write a high one (see `handlers.sources.copies`).
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.sources.records import CalendarEvent
from storage import seen_meetings
from storage.tables import Person, SeenMeeting

Dated = CalendarEvent | SeenMeeting  # both say how old a copy of a meeting is


class Copies(NamedTuple):
    """The copies of a meeting in a person's other calendars: those that are newer, or older."""

    newer: Sequence[SeenMeeting]  # the newest alone; several if it is not sure which one that is
    older: Sequence[SeenMeeting]


def is_newer(one: Dated, kind: str, other: Dated, other_kind: str) -> bool:
    """Whether one copy is newer than another one, for sure; the kinds are those of the calendars.

    The sequence number is the organizer's, so it can be compared between any two calendars. When a
    copy was last changed depends on who keeps it, so it only counts within one kind of calendar.
    """
    if one.sequence is not None and other.sequence is not None and one.sequence != other.sequence:
        return one.sequence > other.sequence
    if kind != other_kind or one.modified_at is None or other.modified_at is None:
        return False
    return one.modified_at > other.modified_at


async def of_copies(session: AsyncSession, person: Person, meeting: SeenMeeting) -> Copies:
    """The person's other copies of a meeting that are newer than this one, and those older."""
    kind, others = await seen_meetings.copies(session, person, meeting)
    newer = [(row, other) for row, other in others if is_newer(row, other, meeting, kind)]
    older = [row for row, other in others if is_newer(meeting, kind, row, other)]
    return Copies([row for row, _ in without_outdated(newer)], older)


def without_outdated(copies: Sequence[tuple[SeenMeeting, str]]) -> list[tuple[SeenMeeting, str]]:
    """Those of the copies of one meeting, with the kinds of their calendars, that are not outdated.

    A copy is outdated if another one is surely newer.
    """
    return [
        (row, kind)
        for row, kind in copies
        if not any(is_newer(other, other_kind, row, kind) for other, other_kind in copies)
    ]
