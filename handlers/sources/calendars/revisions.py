"""Decide which of a person's copies of a meeting is newer.

A person may have a meeting in two calendars, one of which shows changes hours later. An older copy
must not change the call.

Copies of different people are not compared: anybody can send an invitation with a high sequence
number.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.sources.records import CalendarEvent
from storage.meetings import seen_meetings
from storage.tables import Person, SeenMeeting

Dated = CalendarEvent | SeenMeeting  # a copy of a meeting that says when it was last changed


class Copies(NamedTuple):
    """The copies in a person's other calendars that are newer or older than a given copy.

    `newer` has only the newest copy. If we can't tell which of the newer copies is the newest,
    `newer` has each copy that may be the newest.
    """

    newer: Sequence[SeenMeeting]
    older: Sequence[SeenMeeting]


def is_newer(one: Dated, kind: str, other: Dated, other_kind: str) -> bool:
    """Check whether one copy is certainly newer than another.

    `kind` and `other_kind` are the kinds of the calendars that the two copies are in. The organizer
    sets the sequence number, so it can be compared between any two calendars. The time of the last
    change depends on the calendar, so it is compared only within one kind.
    """
    if one.sequence is not None and other.sequence is not None and one.sequence != other.sequence:
        return one.sequence > other.sequence
    if kind != other_kind or one.modified_at is None or other.modified_at is None:
        return False
    return one.modified_at > other.modified_at


async def of_copies(session: AsyncSession, person: Person, meeting: SeenMeeting) -> Copies:
    """Return the copies in the person's other calendars that are newer or older than `meeting`."""
    kind, others = await seen_meetings.copies(session, person, meeting)
    newer = [(row, other) for row, other in others if is_newer(row, other, meeting, kind)]
    older = [row for row, other in others if is_newer(meeting, kind, row, other)]
    return Copies([row for row, _ in without_outdated(newer)], older)


def without_outdated(copies: Sequence[tuple[SeenMeeting, str]]) -> list[tuple[SeenMeeting, str]]:
    """Drop copies of a meeting if another copy is certainly newer.

    Each copy comes with the kind of its calendar.
    """
    return [
        (row, kind)
        for row, kind in copies
        if not any(is_newer(other, other_kind, row, kind) for other, other_kind in copies)
    ]
