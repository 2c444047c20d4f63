"""One meeting is in several calendars, and several meetings are at one time."""

from dataclasses import replace

import pytest

from storage.sales_calls import source_ids
from storage.tables import Call, Seat
from tests.sources.diary import HOUR, MINUTE, TOMORROW_THREE, Diary, meeting, moved
from tests.sources.weekly_meetings import HALDEN, KESTREL, NORTHWIND


async def test_two_sources_are_one_call_which_stays_while_one_of_them_has_it(diary: Diary) -> None:
    first = await diary.connects("lena", NORTHWIND, HALDEN, KESTREL)
    second = await diary.connects("lena", NORTHWIND, HALDEN, KESTREL)
    await diary.reads(first)
    assert await diary.reads(second) == {"unchanged": 3}
    assert len(await diary.rows("brief")) == 3
    diary.drop(first, NORTHWIND)
    assert await diary.reads(first) == {"unchanged": 1}
    assert ("n", NORTHWIND.starts_at) in await diary.planned()
    diary.drop(second, NORTHWIND)
    assert await diary.reads(second) == {"cancelled": 1}


async def test_a_calendar_that_lags_does_not_move_a_call_back(diary: Diary) -> None:
    first, late = await diary.connects("lena", NORTHWIND), await diary.connects("lena", NORTHWIND)
    for calendar in (first, late):
        await diary.reads(calendar)
    diary.put(first, moved(NORTHWIND, HOUR))
    assert await diary.reads(first) == {"moved": 1}
    diary.put(late, replace(NORTHWIND, title="Northwind, renamed"))
    assert await diary.reads(late) == {"updated": 1}
    assert await diary.planned() == [("n", NORTHWIND.starts_at + HOUR)]


@pytest.mark.parametrize("how", ["moved", "cancelled", "deleted"])
async def test_without_the_newer_copy_the_call_is_as_the_older_one_says(
    diary: Diary, how: str
) -> None:
    older = replace(NORTHWIND, sequence=1)
    newer = replace(moved(older, HOUR), sequence=2)
    if how == "cancelled":
        newer = replace(newer, state="cancelled")
    first = await diary.connects("lena", older, HALDEN)
    second = await diary.connects("lena", newer, HALDEN)
    for calendar in (first, second):
        await diary.reads(calendar)
    north = [one for one in await diary.planned() if one[0] == "n"]
    assert north == ([] if how == "cancelled" else [("n", newer.starts_at)])
    diary.passes(MINUTE)
    if how == "deleted":
        diary.drop(second, NORTHWIND)
        await diary.reads(second)
    else:
        await diary.disconnects(second)
    shown = next(row for row in await diary.seen(first) if row.source_id == "n")
    if how != "cancelled":  # nothing was read since: the list has the time of the call
        assert ("n", shown.starts_at) in await diary.planned()
    assert (await diary.calendar(first)).next_at == diary.now
    await diary.reads(first)
    assert ("n", older.starts_at) in await diary.planned()
    shown = next(row for row in await diary.seen(first) if row.source_id == "n")
    assert (shown.starts_at, shown.verdict) == (older.starts_at, "call")


async def test_two_meetings_that_swap_their_times_are_two_calls(diary: Diary) -> None:
    first, second = NORTHWIND, meeting("n2", TOMORROW_THREE + HOUR)
    calendar = await diary.connects("lena", first, second)
    await diary.reads(calendar)
    diary.put(calendar, moved(first, HOUR), moved(second, -HOUR))
    await diary.reads(calendar)
    assert await diary.planned() == [("n", second.starts_at), ("n2", first.starts_at)]


async def test_of_two_meetings_at_one_time_each_may_go_and_the_call_stays(diary: Diary) -> None:
    first, second = NORTHWIND, meeting("n2", TOMORROW_THREE)
    calendar = await diary.connects("lena", first, second, HALDEN, KESTREL)
    await diary.reads(calendar)
    assert len(await diary.planned()) == 3
    diary.drop(calendar, first)
    await diary.reads(calendar)
    assert ("n2", TOMORROW_THREE) in await diary.planned()
    diary.put(calendar, first)
    await diary.reads(calendar)
    diary.put(calendar, moved(second, HOUR))
    await diary.reads(calendar)
    assert {("n", TOMORROW_THREE), ("n2", TOMORROW_THREE + HOUR)} <= set(await diary.planned())
    assert len(await diary.planned()) == 4


async def test_of_two_calendars_that_learn_of_it_apart_an_invitation_anew_is_one_call(
    diary: Diary,
) -> None:
    first = await diary.connects("lena")
    second = await diary.connects("lena", NORTHWIND)
    await diary.reads(second)
    anew = moved(replace(NORTHWIND, uid="n2"), HOUR)
    diary.put(first, anew)
    await diary.reads(first)
    diary.drop(second, NORTHWIND)
    diary.put(second, anew)
    await diary.reads(second)
    assert await diary.planned() == [("n2", anew.starts_at)]


async def test_a_declined_copy_gives_up_the_call_unless_another_calendar_has_it(
    diary: Diary,
) -> None:
    first = await diary.connects("lena", NORTHWIND)
    second = await diary.connects("lena", NORTHWIND)
    for calendar in (first, second):
        await diary.reads(calendar)
    diary.put(first, replace(NORTHWIND, state="declined"))
    await diary.reads(first)
    assert len(await diary.planned()) == 1
    diary.put(second, replace(NORTHWIND, state="cancelled"))
    await diary.reads(second)
    assert await diary.planned() == []


async def test_a_forged_cancellation_in_one_calendar_leaves_a_colleague_their_call(
    diary: Diary,
) -> None:
    lenas = await diary.connects("lena", NORTHWIND)
    tomass = await diary.connects("tomas", NORTHWIND)
    for calendar in (lenas, tomass):
        await diary.reads(calendar)
    off = replace(NORTHWIND, state="cancelled")
    diary.put(tomass, off)
    assert await diary.reads(tomass) == {"left": 1}
    assert await diary.reads(lenas) == {}
    assert await diary.planned() == [("n", NORTHWIND.starts_at)]
    diary.put(lenas, off)  # it was the organizer
    assert await diary.reads(lenas) == {"cancelled": 1}
    assert await diary.planned() == []
    for calendar in (lenas, tomass):
        diary.put(calendar, NORTHWIND)
        await diary.reads(calendar)
    assert await diary.planned() == [("n", NORTHWIND.starts_at)]
    ids = await diary.ids()
    seats: list[Seat] = await diary.fleet.all_of(Seat)
    assert {one.person_id for one in seats} == {ids["lena"], ids["tomas"]}


async def test_a_meeting_that_takes_the_time_of_a_cancelled_one_keeps_its_own_call(
    diary: Diary,
) -> None:
    first, second = NORTHWIND, meeting("n2", TOMORROW_THREE + HOUR)
    calendar = await diary.connects("lena", first, second)
    await diary.reads(calendar)
    before = {one.source_id: one.id for one in await diary.fleet.all_of(Call)}
    diary.put(calendar, moved(first, HOUR), replace(second, state="cancelled"))
    assert await diary.reads(calendar) == {"cancelled": 1, "moved": 1}
    assert await diary.planned() == [("n", second.starts_at)]
    assert {one.source_id: one.id for one in await diary.fleet.all_of(Call)} == before


async def test_a_colleagues_copy_that_is_out_of_date_does_not_keep_a_call_from_its_rep(
    diary: Diary,
) -> None:
    """Tomas' calendar still has it at 15:00, where Lena has another call with the account."""
    late = await diary.connects("tomas", NORTHWIND)
    await diary.reads(late)
    later, other = moved(NORTHWIND, HOUR), meeting("n2")
    calendar = await diary.connects("lena", other, later)
    assert await diary.reads(calendar) == {"planned": 2}
    diary.put(late, later)
    assert await diary.reads(late) == {"moved": 1}
    assert await diary.reads(calendar) == {}
    assert await diary.planned() == [("n", later.starts_at), ("n2", other.starts_at)]


async def test_a_call_given_up_for_another_is_not_joined_again_at_its_old_time(
    diary: Diary,
) -> None:
    """Two meetings with Northwind come to be at one time; one calendar knows before others."""
    other = meeting("n2", TOMORROW_THREE + HOUR)
    both = NORTHWIND, other
    calendars = [await diary.connects(who, *both) for who in ("tomas", "lena", "lena")]
    for calendar in calendars:
        await diary.reads(calendar)
    for calendar in reversed(calendars):
        diary.put(calendar, moved(NORTHWIND, HOUR))
        await diary.reads(calendar)
    assert await diary.planned() == [("n2", other.starts_at)]


async def test_of_two_meetings_at_one_time_a_colleague_may_have_one_elsewhere(
    diary: Diary,
) -> None:
    """Tomas still has both at 15:00; when he declines one, Lena's two calls stay as they are."""
    other = meeting("n2")
    late = await diary.connects("tomas", NORTHWIND, other)
    await diary.reads(late)
    calendar = await diary.connects("lena", NORTHWIND, moved(other, HOUR))
    assert await diary.reads(calendar) == {"joined": 1, "planned": 1}
    diary.put(late, replace(NORTHWIND, state="declined"))
    await diary.reads(late)
    ids = await diary.ids()
    calls = {one.id: one for one in await diary.fleet.all_of(Call)}
    seats = {
        (one.person_id, source_ids.meeting_of(call.source_id), call.starts_at)
        for one in await diary.fleet.all_of(Seat)
        if (call := calls[one.call_id]).status == "planned"
    }
    lena, tomas = ids["lena"], ids["tomas"]
    assert seats == {
        (lena, "n", TOMORROW_THREE),
        (lena, "n2", TOMORROW_THREE + HOUR),
        (tomas, "n2", TOMORROW_THREE),
    }


async def test_of_two_meetings_at_one_time_one_may_turn_out_to_be_with_another_account(
    diary: Diary,
) -> None:
    calendar = await diary.connects("lena", NORTHWIND, meeting("n2"))
    await diary.reads(calendar)
    diary.put(calendar, meeting("n", company="Halden"))
    await diary.reads(calendar)
    assert await diary.planned() == [("n", TOMORROW_THREE), ("n2", TOMORROW_THREE)]
