"""How many calendars somebody can connect, and which of them a new one replaces.

A visitor's files and the demo's own calendars, which need no address, do not count.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.sources.disconnecting import disconnect
from storage.choices import SourceTrouble
from storage.tables import CalendarConnection, Person

LIMIT = 3  # of calendars for each person
_PASSING: tuple[SourceTrouble, ...] = ("no answer", "asked to wait")


class TooManyCalendars(Exception):
    """Somebody has as many calendars as they can connect, and none of them is broken."""


def is_broken(calendar: CalendarConnection) -> bool:
    """Whether a calendar cannot be read, for a reason that will probably not pass by itself.

    A server that does not answer, or asks to wait, is no such reason once its calendar was read.
    """
    passes = calendar.trouble in _PASSING and calendar.read_at is not None
    return calendar.trouble is not None and not passes


def replaced_by_next(owned: Sequence[CalendarConnection]) -> CalendarConnection | None:
    """Which of a person's calendars the next one replaces; None if there is room for it.

    It is the one that has been broken for the longest. Raises TooManyCalendars if none is.
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
    """Disconnect the calendar that the next one replaces, and return it; None if there is room.

    The calls that it planned stay: if the new calendar has the same meetings, it takes them over.
    `now` is in UTC. Raises TooManyCalendars.
    """
    replaced = replaced_by_next(owned)
    if replaced is not None:
        await disconnect(session, person, replaced, now)
    return replaced
