"""Property test: whenever a calendar is read, nobody is asked twice about one meeting.

A meeting moves, also after its time has passed, and two colleagues' calendars are read when they
like. Nothing is ever written about it.
"""

import asyncio
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from storage.tables import Call, Seat
from tests.sources.diary import DAY, HOUR, MINUTE, TOMORROW_THREE, Diary, meeting, moved, opened

ASKED = "Northwind: how did it go?"
# who: the calendar that is read; None: nobody's
Step = tuple[timedelta, timedelta, int | None]
steps = st.tuples(
    st.sampled_from([timedelta(), 10 * MINUTE, 40 * MINUTE, HOUR, 7 * HOUR, DAY]),
    st.sampled_from([timedelta(), -HOUR, 20 * MINUTE, HOUR, DAY]),
    st.sampled_from([0, 1, None]),
)


async def _plays(folder: Path, taken: list[Step], *, series: bool) -> None:
    event = meeting("n", series=series)
    async with opened("sqlite", folder) as diary:
        both = [await diary.connects(who, event) for who in ("lena", "tomas")]
        for calendar in both:
            await diary.reads(calendar)
        await diary.until(TOMORROW_THREE)
        for passes, by, who in taken:
            await diary.until(diary.now + passes)
            event = moved(event, by)
            if who is not None:
                diary.put(both[who], event)
                await diary.reads(both[who])
            await _check(diary)
        for calendar in both:
            diary.put(calendar, event)
            await diary.reads(calendar)
        await diary.until(diary.now + 3 * DAY)
        await _check(diary)


async def _check(diary: Diary) -> None:
    await diary.until(diary.now + MINUTE)
    for who in ("lena", "tomas"):
        assert diary.told(who).count(ASKED) <= 1
    calls: list[Call] = await diary.fleet.all_of(Call)
    seats: list[Seat] = await diary.fleet.all_of(Seat)
    planned = {one.id for one in calls if one.status == "planned"}
    assert max(Counter(one.person_id for one in seats if one.call_id in planned).values()) == 1


@given(st.lists(steps, min_size=1, max_size=6), st.booleans())
@example([(40 * MINUTE, DAY, 0), (DAY, DAY, 1)], False)
@example([(10 * MINUTE, 20 * MINUTE, 0), (40 * MINUTE, HOUR, 1)], True)
@settings(max_examples=15, deadline=None)
def test_no_meeting_has_two_open_questions(taken: list[Step], series: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_plays(Path(folder), taken, series=series))
