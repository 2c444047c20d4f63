"""The meetings in the calendars that the tests of reading have."""

from datetime import timedelta

from storage.meetings import calendars
from tests.delivery.world import A
from tests.sources.diary import DAY, HOUR, TOMORROW_THREE, Diary, meeting

WEEK = 7 * DAY
LISTEN = timedelta(minutes=10)


NORTHWIND = meeting("n")
HALDEN = meeting("h", TOMORROW_THREE + 2 * HOUR, "Halden")
KESTREL = meeting("k", TOMORROW_THREE + DAY, "Kestrel")


async def connected_earlier(diary: Diary, calendar: int) -> None:
    """The first read of a calendar is over: colleagues are told of what later ones find."""
    async with diary.database.write() as session:
        row = await calendars.by_id(session, A, calendar)
        assert row is not None
        row.read_at = diary.now
