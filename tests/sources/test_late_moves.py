"""A meeting gets a new id after its time, or moves in one of two calendars before the other."""

from dataclasses import replace

import pytest

from handlers.request import Means
from storage.tables import Call
from tests.sources.diary import DAY, HOUR, MINUTE, TOMORROW_THREE, Diary, meeting, moved

WEEK = 7 * DAY
ASKED = "Northwind: how did it go?"
MOVED = "Northwind has moved"
NORTHWIND = meeting("n")
KESTREL = meeting("k", TOMORROW_THREE + DAY, "Kestrel")
HALDEN = meeting("h", TOMORROW_THREE + 2 * DAY, "Halden")
ANEW = moved(replace(NORTHWIND, uid="n2"), DAY + HOUR)


async def is_asked_once_later(diary: Diary) -> None:
    """The question about the old time says that the call moved, and the new time is asked about."""
    await diary.until(diary.now + MINUTE)
    assert not [one for one in diary.told() if ASKED in one]
    assert [one for one in diary.told() if one.startswith(MOVED)]
    await diary.until(TOMORROW_THREE + 3 * DAY)
    assert len([one for one in diary.told() if ASKED in one]) == 1


@pytest.mark.parametrize("at_once", [True, False])
async def test_a_meeting_that_is_invited_anew_after_its_time_is_the_same_call(
    diary: Diary, *, at_once: bool
) -> None:
    calendar = await diary.connects("lena", NORTHWIND, KESTREL, HALDEN)
    await diary.reads(calendar)
    await diary.until(NORTHWIND.starts_at + 40 * MINUTE)
    assert diary.told().count(ASKED) == 1
    diary.drop(calendar, NORTHWIND)
    if not at_once:
        assert await diary.reads(calendar) == {}
        diary.passes(10 * MINUTE)
    diary.put(calendar, ANEW)
    assert await diary.reads(calendar) == {"moved": 1}
    assert ("n2", ANEW.starts_at) in await diary.planned()
    assert len(await diary.planned()) == 3
    await is_asked_once_later(diary)


async def test_this_and_following_after_the_time_moves_the_call_that_has_begun(
    diary: Diary,
) -> None:
    weeks = [meeting("old", TOMORROW_THREE + number * WEEK, series=True) for number in range(3)]
    calendar = await diary.connects("lena", *weeks, KESTREL)
    await diary.reads(calendar)
    await diary.until(weeks[0].starts_at + 40 * MINUTE)
    diary.drop(calendar, *weeks)
    later = [
        replace(moved(one, 25 * HOUR), uid="new", original_start=one.starts_at + 25 * HOUR)
        for one in weeks
    ]
    diary.put(calendar, *later)
    assert await diary.reads(calendar) == {"moved": 3}
    starts = sorted(start for name, start in await diary.planned() if name != "k")
    assert starts == [one.starts_at for one in later]
    await is_asked_once_later(diary)


async def test_a_call_with_an_answer_stays_and_the_new_invitation_is_another_call(
    diary: Diary,
) -> None:
    calendar = await diary.connects("lena", NORTHWIND, KESTREL)
    await diary.reads(calendar)
    await diary.until(NORTHWIND.starts_at + 40 * MINUTE)
    [call] = [one for one in await diary.fleet.all_of(Call) if one.source_id == "n"]
    await diary.fleet.asks(0, "lena", Means.BUTTON, "reflect.tap", f"{call.id}:yes")
    diary.drop(calendar, NORTHWIND)
    diary.put(calendar, ANEW)
    assert await diary.reads(calendar) == {"planned": 1}
    starts = sorted(start for _, start in await diary.planned())
    assert starts == sorted([NORTHWIND.starts_at, ANEW.starts_at, KESTREL.starts_at])


async def test_a_calendar_that_lists_no_past_meetings_moves_none_of_them(diary: Diary) -> None:
    earlier = meeting("e", TOMORROW_THREE - 2 * HOUR, "Brightwater")
    calendar = await diary.connects("lena", earlier, NORTHWIND, KESTREL, HALDEN)
    await diary.reads(calendar)
    await diary.until(NORTHWIND.starts_at + 40 * MINUTE)
    diary.drop(calendar, earlier, NORTHWIND)
    diary.put(calendar, ANEW)
    assert await diary.reads(calendar) == {"planned": 1}
    assert diary.told().count(ASKED) == 1


async def test_two_calendars_that_show_a_late_move_one_after_the_other_are_one_call(
    diary: Diary,
) -> None:
    first = await diary.connects("lena", NORTHWIND, KESTREL)
    second = await diary.connects("lena", NORTHWIND, KESTREL)
    for calendar in (first, second):
        await diary.reads(calendar)
    await diary.until(NORTHWIND.starts_at + 40 * MINUTE)
    later = moved(NORTHWIND, DAY + HOUR)
    for calendar in (first, second):
        diary.put(calendar, later)
        await diary.reads(calendar)
        await diary.reads(second if calendar == first else first)
        assert [one for one in await diary.planned() if one[0] == "n"] == [("n", later.starts_at)]
    await is_asked_once_later(diary)


@pytest.mark.parametrize("is_new", [True, False])
async def test_two_calendars_that_show_a_new_invitation_one_after_the_other_are_one_call(
    diary: Diary, *, is_new: bool
) -> None:
    """The first calendar never had the old one if `is_new`, so that it plans a new call."""
    had = (KESTREL,) if is_new else (NORTHWIND, KESTREL)
    first = await diary.connects("lena", *had)
    second = await diary.connects("lena", NORTHWIND, KESTREL)
    for calendar in (first, second):
        await diary.reads(calendar)
    await diary.until(NORTHWIND.starts_at + 40 * MINUTE)
    for calendar in (first, second):
        if NORTHWIND.source_id in diary.events[calendar]:
            diary.drop(calendar, NORTHWIND)
        diary.put(calendar, ANEW)
        await diary.reads(calendar)
        await diary.until(diary.now + MINUTE)
    assert sorted(await diary.planned()) == sorted(
        [("k", KESTREL.starts_at), ("n2", ANEW.starts_at)]
    )
    await is_asked_once_later(diary)
