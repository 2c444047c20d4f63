"""A calendar is read again and again: what becomes of the calls and the nudges."""

from dataclasses import replace

import pytest

from handlers.request import Means
from tests.sources.diary import DAY, HOUR, MINUTE, TOMORROW_THREE, Diary, meeting, moved
from tests.sources.weekly_meetings import HALDEN, KESTREL, LISTEN, NORTHWIND, WEEK


async def test_what_is_unchanged_is_not_taken_in_again(diary: Diary) -> None:
    calendar = await diary.connects("lena", NORTHWIND, HALDEN)
    assert await diary.reads(calendar) == {"planned": 2}
    assert await diary.reads(calendar) == {}
    diary.put(calendar, replace(HALDEN, title="Halden, part two"))
    assert await diary.reads(calendar) == {"updated": 1}


async def test_silent_deletion_only_its_own_nudge_goes(diary: Diary) -> None:
    calendar = await diary.connects("lena", NORTHWIND, HALDEN, KESTREL)
    await diary.reads(calendar)
    diary.drop(calendar, HALDEN)
    assert await diary.reads(calendar) == {"cancelled": 1}
    assert await diary.planned() == [("k", KESTREL.starts_at), ("n", NORTHWIND.starts_at)]
    states = {due: state for state, due in await diary.rows("listen")}
    assert states == {
        NORTHWIND.starts_at - LISTEN: "open",
        HALDEN.starts_at - LISTEN: "dropped",
        KESTREL.starts_at - LISTEN: "open",
    }
    diary.put(calendar, HALDEN)  # it was only a mistake
    assert await diary.reads(calendar) == {"restored": 1}


async def test_far_delta_nothing_past_the_horizon_is_planned_or_cancelled(diary: Diary) -> None:
    years = [meeting("s", TOMORROW_THREE + number * WEEK, series=True) for number in range(700)]
    calendar = await diary.connects("lena", *years)
    assert await diary.reads(calendar) == {"planned": 3}
    diary.drop(calendar, *years[10:])
    assert await diary.reads(calendar) == {}


async def test_a_call_that_has_begun_is_left_alone(diary: Diary) -> None:
    calendar = await diary.connects("lena", NORTHWIND, HALDEN, KESTREL)
    await diary.reads(calendar)
    diary.passes(NORTHWIND.starts_at + MINUTE - diary.now)
    diary.drop(calendar, NORTHWIND)
    assert await diary.reads(calendar) == {}
    assert ("n", NORTHWIND.starts_at) in await diary.planned()


@pytest.mark.parametrize("asleep", [True, False])
async def test_split_series_keeps_its_calls_or_stays_asleep(diary: Diary, *, asleep: bool) -> None:
    weeks = [meeting("old", TOMORROW_THREE + number * WEEK, series=True) for number in range(3)]
    calendar = await diary.connects("lena", *weeks)
    await diary.says("lena", "series:old", asleep=asleep)
    await diary.reads(calendar)
    diary.drop(calendar, *weeks[1:])
    later = [
        replace(moved(one, HOUR), uid="new", original_start=one.starts_at + HOUR)
        for one in weeks[1:]
    ]
    diary.put(calendar, *later)
    assert await diary.reads(calendar) == ({} if asleep else {"moved": 2})
    starts = sorted(start for _, start in await diary.planned())
    assert starts == ([] if asleep else [one.starts_at for one in (weeks[0], *later)])
    assert await diary.said("lena") == {"series:old": asleep, "series:new": asleep}


async def test_zone_a_series_in_another_zone_moves_each_instance_once(diary: Diary) -> None:
    days = [meeting("s", TOMORROW_THREE + number * DAY, series=True) for number in range(4)]
    calendar = await diary.connects("lena", *days)
    await diary.reads(calendar)
    diary.drop(calendar, *days)
    later = [replace(moved(one, 6 * HOUR), original_start=one.starts_at + 6 * HOUR) for one in days]
    diary.put(calendar, *later)
    assert await diary.reads(calendar) == {"moved": 4}
    assert await diary.reads(calendar) == {}
    assert sorted(start for _, start in await diary.planned()) == [one.starts_at for one in later]


@pytest.mark.parametrize("at_once", [True, False])
async def test_a_meeting_that_is_invited_anew_is_the_same_call(
    diary: Diary, *, at_once: bool
) -> None:
    calendar = await diary.connects("lena", NORTHWIND, HALDEN, KESTREL)
    await diary.reads(calendar)
    diary.drop(calendar, HALDEN)
    if not at_once:
        assert await diary.reads(calendar) == {"cancelled": 1}
        diary.passes(2 * HOUR)
    anew = moved(replace(HALDEN, uid="h2"), DAY)
    diary.put(calendar, anew)
    assert await diary.reads(calendar) == {"moved": 1}
    assert ("h2", anew.starts_at) in await diary.planned()
    assert len(await diary.planned()) == 3


async def test_a_call_that_was_typed_becomes_the_meetings(diary: Diary) -> None:
    await diary.fleet.asks(0, "lena", Means.COMMAND, "prep", "Northwind tomorrow 15:00")
    calendar = await diary.connects("lena", NORTHWIND, HALDEN, KESTREL)
    assert await diary.reads(calendar) == {"planned": 2, "updated": 1}
    diary.drop(calendar, NORTHWIND)
    assert await diary.reads(calendar) == {"cancelled": 1}


async def test_a_series_that_is_shortened_keeps_its_other_instances(diary: Diary) -> None:
    days = [meeting("s", TOMORROW_THREE + number * DAY, series=True) for number in range(9)]
    calendar = await diary.connects("lena", *days)
    await diary.reads(calendar)
    diary.drop(calendar, *days[6:])
    assert await diary.reads(calendar) == {"cancelled": 3}
    diary.drop(calendar, *days[1:6])  # nearly all of what is to come
    assert await diary.reads(calendar) is None
    diary.passes(15 * MINUTE)
    assert await diary.reads(calendar) == {"cancelled": 5}
    assert [start for _, start in await diary.planned()] == [days[0].starts_at]
