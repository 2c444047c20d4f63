"""Limit how many calendars a person can connect, and find the calendar that a new one replaces.

Two kinds of calendars don't count: the demo's calendars, and calendar files that a visitor uploads
in the playground.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.sources.calendars.disconnecting import disconnect
from storage.choices import SourceTrouble
from storage.tables import CalendarConnection, Person

LIMIT = 3  # calendars that a person can connect
_PASSING: tuple[SourceTrouble, ...] = ("no answer", "asked to wait")


class TooManyCalendars(Exception):
    """A person has as many calendars as they can connect, and none of them is broken."""


def is_broken(calendar: CalendarConnection) -> bool:
    """Check whether a calendar can't be read, and will probably not recover by itself.

    If a calendar could be read before, and its server now does not answer or asks us to wait, we
    expect the calendar to recover. So it is not broken.
    """
    may_recover = calendar.trouble in _PASSING and calendar.read_at is not None
    return calendar.trouble is not None and not may_recover


def replaced_by_next(owned: Sequence[CalendarConnection]) -> CalendarConnection | None:
    """Return the calendar that a new calendar would replace, or None if there is room.

    A new calendar replaces the one that has been broken for the longest time. Raises
    TooManyCalendars if there is no room and no calendar is broken.
    """
    counted = [one for one in owned if one.kind != "file" and one.secret]
    if len(counted) < LIMIT:
        return None
    broken = [one for one in counted if is_broken(one)]
    if not broken:
        raise TooManyCalendars
    return min(broken, key=lambda one: (one.failing_since or one.connected_at, one.id))


async def make_room(
    session: AsyncSession, person: Person, owned: Sequence[CalendarConnection], now: datetime
) -> CalendarConnection | None:
    """Disconnect the calendar that a new calendar replaces, and return it.

    The calls of the disconnected calendar stay. If there is room for the new calendar, disconnect
    nothing and return None. `now` is UTC. Raises TooManyCalendars if there is no room and no
    calendar is broken.
    """
    replaced = replaced_by_next(owned)
    if replaced is not None:
        await disconnect(session, person, replaced, now)
    return replaced
