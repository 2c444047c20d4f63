"""Limit how many calendars a person can connect, and find the calendar that a new one replaces.

The demo's calendars don't count, nor do calendar files that a visitor uploads in the playground.
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
    """Check whether a calendar can't be read, and probably won't recover.

    A calendar that was read before may recover if its server does not answer or asks us to wait.
    """
    may_recover = calendar.trouble in _PASSING and calendar.read_at is not None
    return calendar.trouble is not None and not may_recover


def replaced_by_next(owned: Sequence[CalendarConnection]) -> CalendarConnection | None:
    """Return the calendar that the next one replaces, or None if there is room.

    The calendar that has been broken for the longest time is replaced. Raises TooManyCalendars if
    none is broken.
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
    """Disconnect the calendar that the next one replaces, and return it.

    If there is room for another calendar, disconnect nothing and return None. The calls of the
    disconnected calendar stay. `now` is UTC. Raises TooManyCalendars.
    """
    replaced = replaced_by_next(owned)
    if replaced is not None:
        await disconnect(session, person, replaced, now)
    return replaced
