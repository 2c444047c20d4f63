"""A read that misses meetings is doubted until it is read again."""

from handlers.sources.calendars.doubts import CONFIRMED_AFTER
from tests.sources.diary import HOUR, MINUTE, Diary, meeting
from tests.sources.weekly_meetings import HALDEN, KESTREL, NORTHWIND


async def test_empty_200_is_doubted_and_believed_when_it_is_read_again(diary: Diary) -> None:
    calendar = await diary.connects("lena", NORTHWIND, HALDEN, KESTREL)
    await diary.reads(calendar)
    before = await diary.planned()
    diary.drop(calendar, NORTHWIND, HALDEN, KESTREL)
    assert await diary.reads(calendar) is None
    diary.passes(9 * MINUTE)
    assert await diary.reads(calendar) is None
    assert await diary.planned() == before
    assert {state for state, _ in await diary.rows("listen")} == {"open"}
    diary.passes(MINUTE)
    assert await diary.reads(calendar) == {"cancelled": 3}
    assert await diary.planned() == []


async def test_a_doubt_ends_when_the_meetings_are_back(diary: Diary) -> None:
    calendar = await diary.connects("lena", NORTHWIND, HALDEN, KESTREL)
    await diary.reads(calendar)
    whole = tuple(diary.events[calendar].values())
    assert await diary.takes_in(calendar, ()) is None
    diary.passes(HOUR)
    assert await diary.takes_in(calendar, whole) == {}
    diary.passes(HOUR)
    assert await diary.takes_in(calendar, ()) is None  # doubted anew


async def test_a_doubted_read_is_believed_once_others_miss_the_same(diary: Diary) -> None:
    calendar = await diary.connects("lena", NORTHWIND, HALDEN, KESTREL)
    await diary.reads(calendar)
    before = await diary.planned()
    for found in ((NORTHWIND,), (KESTREL,), (NORTHWIND, KESTREL), (NORTHWIND,)):
        diary.passes(HOUR)
        assert await diary.takes_in(calendar, found) is None
    assert await diary.planned() == before
    diary.passes(CONFIRMED_AFTER)
    assert await diary.takes_in(calendar, (NORTHWIND,)) == {"cancelled": 2}


async def test_past_and_future_gone_together_is_doubted(diary: Diary) -> None:
    calendar = await diary.connects(
        "lena", NORTHWIND, HALDEN, KESTREL, meeting("b", KESTREL.ends_at)
    )
    await diary.reads(calendar)
    diary.passes(NORTHWIND.ends_at - diary.now)
    diary.drop(calendar, NORTHWIND, HALDEN)  # one of three that are to come, and all of the past
    assert await diary.reads(calendar) is None
    diary.put(calendar, NORTHWIND)
    assert await diary.reads(calendar) is None
    diary.passes(CONFIRMED_AFTER)
    assert await diary.reads(calendar) == {"cancelled": 1}
