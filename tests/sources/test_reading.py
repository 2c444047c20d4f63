"""A calendar is read again and again: what becomes of the calls and the nudges."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from handlers import planning
from handlers.nudges.schedule import replan_changed
from handlers.request import Means
from handlers.sources.doubts import CONFIRMED_AFTER
from storage import calendars, calls, people, source_ids
from storage.tables import Call, Seat
from tests.delivery.world import A
from tests.sources.diary import DAY, HOUR, MINUTE, TOMORROW_THREE, Diary, meeting, moved, opened

WEEK = 7 * DAY
LISTEN = timedelta(minutes=10)


@pytest.fixture(params=["sqlite", "postgresql"])
async def diary(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Diary]:
    """An empty diary, on both databases."""
    async with opened(request.param, tmp_path) as made:
        yield made


NORTHWIND = meeting("n")
HALDEN = meeting("h", TOMORROW_THREE + 2 * HOUR, "Halden")
KESTREL = meeting("k", TOMORROW_THREE + DAY, "Kestrel")


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


async def test_a_call_that_has_begun_is_left_alone(diary: Diary) -> None:
    calendar = await diary.connects("lena", NORTHWIND, HALDEN, KESTREL)
    await diary.reads(calendar)
    diary.passes(NORTHWIND.starts_at + MINUTE - diary.now)
    diary.drop(calendar, NORTHWIND)
    assert await diary.reads(calendar) == {}
    assert ("n", NORTHWIND.starts_at) in await diary.planned()


@pytest.mark.parametrize("reflected", [False, True])
async def test_a_meeting_that_moves_after_its_time_moves_its_call_unless_it_took_place(
    diary: Diary, *, reflected: bool
) -> None:
    calendar = await diary.connects("lena", NORTHWIND, HALDEN, KESTREL)
    await diary.reads(calendar)
    await diary.until(NORTHWIND.starts_at + 40 * MINUTE)
    assert diary.told().count("Northwind: how did it go?") == 1
    [call] = [one for one in await diary.fleet.all_of(Call) if one.source_id == "n"]
    if reflected:
        await diary.fleet.asks(0, "lena", Means.BUTTON, "reflect.tap", f"{call.id}:yes")
    diary.put(calendar, moved(NORTHWIND, WEEK))
    assert await diary.reads(calendar) == ({"planned": 1} if reflected else {"moved": 1})
    starts = [starts_at for name, starts_at in await diary.planned() if name in ("", "n")]
    was_at = [NORTHWIND.starts_at] if reflected else []
    assert starts == [*was_at, NORTHWIND.starts_at + WEEK]
    await diary.until(NORTHWIND.starts_at + WEEK + 40 * MINUTE)
    asked = [summary for summary in diary.told() if summary == "Northwind: how did it go?"]
    assert len(asked) == 1
    answered = [said for said in diary.told() if said.startswith("You have reflected on Northwind")]
    assert len(answered) == reflected  # the question about the old time says so


async def test_each_colleagues_call_moves_late_when_their_own_calendar_says_so(
    diary: Diary,
) -> None:
    theirs = [await diary.connects(who, NORTHWIND) for who in ("lena", "tomas")]
    for calendar in theirs:
        await diary.reads(calendar)
    await diary.until(NORTHWIND.starts_at + 40 * MINUTE)
    for number, calendar in enumerate(theirs):
        diary.put(calendar, moved(NORTHWIND, WEEK))
        await diary.reads(calendar)
        at = sorted({starts_at for _, starts_at in await diary.planned()})
        assert at == [NORTHWIND.starts_at, NORTHWIND.starts_at + WEEK][number:]
    assert len(await diary.planned()) == 1
    seats: list[Seat] = await diary.fleet.all_of(Seat)
    assert len({one.call_id for one in seats}) == 1
    await diary.until(diary.now + MINUTE)
    for who in ("lena", "tomas"):
        assert "Northwind: how did it go?" not in diary.told(who)


async def test_a_move_that_is_taken_back_after_the_question_asks_it_again_in_place(
    diary: Diary,
) -> None:
    calendar = await diary.connects("lena", NORTHWIND)
    await diary.reads(calendar)
    await diary.until(NORTHWIND.starts_at + 40 * MINUTE)
    asked = diary.told()
    for event in (moved(NORTHWIND, WEEK), NORTHWIND):
        diary.put(calendar, event)
        await diary.reads(calendar)
    await diary.until(diary.now + MINUTE)
    assert diary.told()[: len(asked)] == asked
    assert diary.told().count("Northwind: how did it go?") == 1


async def test_a_call_that_is_moved_by_hand_after_its_time_is_asked_about_once(
    diary: Diary,
) -> None:
    calendar = await diary.connects("lena", NORTHWIND)
    await diary.reads(calendar)
    await diary.until(NORTHWIND.starts_at + 40 * MINUTE)
    fields = {"when": "tomorrow 17:00", "minutes": "30"}
    await diary.fleet.asks(0, "lena", Means.FORM, "call", "1", fields=fields)
    await diary.until(diary.now + MINUTE)
    assert "Northwind: how did it go?" not in diary.told()
    await diary.until(NORTHWIND.starts_at + 2 * DAY)
    assert diary.told().count("Northwind: how did it go?") == 1


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


@pytest.mark.parametrize("again", [True, False])
async def test_a_first_read_leaves_what_the_rep_has_moved_or_tells_of_the_move(
    diary: Diary, *, again: bool
) -> None:
    """A second calendar that has nothing new moves no call; one that is connected again does."""
    first = await diary.connects("lena", NORTHWIND)
    await diary.connects("lena", HALDEN)
    await diary.reads(first)
    by_hand = NORTHWIND.starts_at + HOUR
    async with diary.database.write() as session:
        call, lena = await calls.from_source(session, A, "n"), await people.find(session, A, "lena")
        assert call
        assert lena
        await planning.move(
            session, lena, call, diary.now, starts_at=by_hand, ends_at=None, zone="Europe/Berlin"
        )
        await replan_changed(session, diary.now)
    if again:
        await diary.disconnects(first)
    diary.passes(HOUR)
    anew = await diary.connects("lena", NORTHWIND)
    await diary.reads(anew)
    await diary.until(diary.now + MINUTE)
    assert await diary.planned() == [("n", NORTHWIND.starts_at if again else by_hand)]
    assert bool(diary.told("lena")) is again


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


async def test_a_call_that_was_typed_becomes_the_meetings(diary: Diary) -> None:
    await diary.fleet.asks(0, "lena", Means.COMMAND, "prep", "Northwind tomorrow 15:00")
    calendar = await diary.connects("lena", NORTHWIND, HALDEN, KESTREL)
    assert await diary.reads(calendar) == {"planned": 2, "updated": 1}
    diary.drop(calendar, NORTHWIND)
    assert await diary.reads(calendar) == {"cancelled": 1}


async def test_single_moved_is_the_same_call_with_its_nudges_at_the_new_time(diary: Diary) -> None:
    weeks = [meeting("s", TOMORROW_THREE + number * WEEK, series=True) for number in range(3)]
    calendar = await diary.connects("lena", *weeks)
    await diary.reads(calendar)
    diary.put(calendar, moved(weeks[1], HOUR))
    assert await diary.reads(calendar) == {"moved": 1}
    assert sorted(due for state, due in await diary.rows("listen") if state == "open") == [
        weeks[0].starts_at - LISTEN,
        weeks[1].starts_at + HOUR - LISTEN,
        weeks[2].starts_at - LISTEN,
    ]
    assert await diary.rows("call_moved") == []  # next week: nothing to say


async def test_a_move_that_matters_is_told_once_with_the_time_of_the_brief(diary: Diary) -> None:
    calendar = await diary.connects("lena", NORTHWIND)
    await diary.reads(calendar)
    await diary.until(NORTHWIND.starts_at - 5 * HOUR)
    diary.put(calendar, moved(NORTHWIND, HOUR))
    for _ in range(2):
        await diary.reads(calendar)
        await diary.until(diary.now + MINUTE)
    said = "Northwind has moved from 15:00 to 16:00. Your brief comes at 15:00."
    assert diary.told()[-1] == said
    assert diary.told().count(said) == 1


async def test_a_move_to_tomorrow_after_the_brief_says_the_day(diary: Diary) -> None:
    calendar = await diary.connects("lena", NORTHWIND)
    await diary.reads(calendar)
    await diary.until(NORTHWIND.starts_at - HOUR / 2)
    diary.put(calendar, moved(NORTHWIND, DAY))
    await diary.reads(calendar)
    await diary.until(diary.now + MINUTE)
    assert diary.told()[-1] == (
        "Northwind has moved from Wednesday 25 November 15:00 to Thursday 26 November 15:00. "
        "Your brief comes at 14:00."
    )


async def test_a_move_from_next_week_is_told_if_a_message_about_it_was_sent(diary: Diary) -> None:
    """The questions came on Tuesday for Wednesday, and the call moves to next week on Tuesday."""
    calendar = await diary.connects("lena", NORTHWIND)
    await diary.reads(calendar)
    await diary.until(NORTHWIND.starts_at - 22 * HOUR)
    assert "sent" in [state for state, _ in await diary.rows("research")]
    diary.put(calendar, moved(NORTHWIND, WEEK))
    await diary.reads(calendar)
    await diary.until(diary.now + MINUTE)
    assert diary.told()[-1] == (
        "Northwind has moved from Wednesday 25 November 15:00 to Wednesday 2 December 15:00. "
        "Your brief comes at 14:00."
    )


async def test_each_is_told_of_a_move_when_their_own_calendar_shows_it(diary: Diary) -> None:
    first = await diary.connects("lena", NORTHWIND)
    second = await diary.connects("tomas", NORTHWIND)
    for calendar in (first, second):
        await diary.reads(calendar)
    await diary.until(NORTHWIND.starts_at - 4 * HOUR)
    diary.put(first, moved(NORTHWIND, HOUR))
    await diary.reads(first)
    await diary.until(diary.now + MINUTE)
    assert diary.told("tomas")[-1:] != diary.told("lena")[-1:]
    diary.put(second, moved(NORTHWIND, HOUR))
    assert await diary.reads(second) == {"moved": 1}
    await diary.until(diary.now + MINUTE)
    said = "Northwind has moved from 15:00 to 16:00. Your brief comes at 15:00."
    for who in ("lena", "tomas"):
        assert diary.told(who).count(said) == 1
        assert not any("moved your call" in one for one in diary.told(who))


async def test_a_meeting_that_moves_while_its_brief_is_on_its_way_is_briefed_once_later(
    diary: Diary,
) -> None:
    calendar = await diary.connects("lena", NORTHWIND)
    await diary.reads(calendar)
    brief = NORTHWIND.starts_at - HOUR

    async def moves() -> None:
        diary.put(calendar, moved(NORTHWIND, 2 * HOUR))
        await diary.reads(calendar, 1)

    await diary.until(brief - MINUTE)
    diary.fleet.messenger.before_composing = moves
    await diary.until(brief)
    assert dict(await diary.rows("brief")) == {"dropped": brief, "open": brief + 2 * HOUR}
    await diary.until(brief + 2 * HOUR)
    assert dict(await diary.rows("brief")) == {"dropped": brief, "sent": brief + 2 * HOUR}
    assert sum("Northwind, today" in one for one in diary.told()) <= 1


async def test_a_meeting_cancelled_while_its_line_is_on_its_way_gets_none(diary: Diary) -> None:
    calendar = await diary.connects("lena", NORTHWIND, HALDEN, KESTREL)
    await diary.reads(calendar)

    async def is_cancelled() -> None:
        diary.put(calendar, replace(NORTHWIND, state="cancelled"))
        await diary.reads(calendar, 1)

    await diary.until(NORTHWIND.starts_at - LISTEN - MINUTE)
    before = len(diary.told())
    diary.fleet.messenger.before_composing = is_cancelled
    await diary.until(NORTHWIND.starts_at)
    assert diary.told()[before:] == [
        "Your call with Northwind, Wednesday 25 November 15:00, was cancelled in the calendar."
    ]


async def test_who_joins_a_call_within_the_hour_is_briefed_at_once(diary: Diary) -> None:
    first = await diary.connects("lena", NORTHWIND)
    await diary.reads(first)
    await diary.until(NORTHWIND.starts_at - HOUR / 3)
    second = await diary.connects("tomas", NORTHWIND)
    assert await diary.reads(second) == {"joined": 1}
    await diary.until(diary.now)
    assert ("sent", NORTHWIND.starts_at - HOUR / 3) in await diary.rows("brief")
    assert len(diary.told("tomas")) == 1


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


async def test_who_has_no_calendar_with_a_call_is_told_of_every_move(diary: Diary) -> None:
    later = moved(KESTREL, 3 * DAY)
    calendar = await diary.connects("lena", later)
    await diary.reads(calendar)
    await diary.fleet.asks(0, "tomas", Means.BUTTON, "prep.join", "1")
    diary.put(calendar, moved(later, HOUR))
    await diary.reads(calendar)
    await diary.until(diary.now + MINUTE)
    said = "Kestrel has moved from 15:00 to 16:00 on Sunday 29 November. Your brief comes at 15:00."
    joined = "tomas has joined your call with Kestrel, Sunday 29 November 16:00."
    assert (diary.told("lena"), diary.told("tomas")) == ([joined], [said])


async def test_a_call_that_was_cancelled_and_is_invited_anew_for_later_today_is_told(
    diary: Diary,
) -> None:
    calendar = await diary.connects("lena", NORTHWIND, HALDEN, KESTREL)
    await diary.reads(calendar)
    await diary.until(NORTHWIND.starts_at - 5 * HOUR)
    diary.drop(calendar, NORTHWIND)
    await diary.reads(calendar)
    await diary.until(diary.now + 30 * MINUTE)
    diary.put(calendar, moved(replace(NORTHWIND, uid="n2"), HOUR))
    await diary.reads(calendar)
    await diary.until(diary.now + MINUTE)
    assert diary.told()[-1] == "Northwind has moved to 16:00. Your brief comes at 15:00."


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


@pytest.mark.parametrize("then", ["moves away", "is no call", "moves nearby"])
async def test_what_a_colleague_is_to_be_told_is_withdrawn_if_it_no_longer_concerns_them(
    diary: Diary, then: str
) -> None:
    """Tomas has a call with Northwind on the same day, and it is not told before Lena's changes."""
    await diary.fleet.asks(0, "tomas", Means.COMMAND, "prep", "Northwind tomorrow 9:00")
    calendar = await diary.connects("lena")
    await diary.reads(calendar)
    diary.passes(HOUR)
    await connected_earlier(diary, calendar)
    diary.put(calendar, NORTHWIND)
    assert await diary.reads(calendar) == {"planned": 1}
    assert [state for state, _ in await diary.rows("colleague_plans")] == ["open"]
    if then == "is no call":
        await diary.says("lena", "meeting:n", is_call=False)
        diary.put(calendar, replace(NORTHWIND, title="Northwind"))
    else:
        diary.put(calendar, moved(NORTHWIND, 6 * DAY if then == "moves away" else HOUR))
    await diary.reads(calendar)
    await diary.until(diary.now + MINUTE)
    is_told = then == "moves nearby"
    said = "lena also has a call with Northwind: Wednesday 25 November 16:00."
    assert diary.told("tomas") == ([said] if is_told else [])
    states = {state for state, _ in await diary.rows("colleague_plans")}
    assert states == {"sent" if is_told else "dropped"}


async def connected_earlier(diary: Diary, calendar: int) -> None:
    """The first read of a calendar is over: colleagues are told of what later ones find."""
    async with diary.database.write() as session:
        row = await calendars.by_id(session, A, calendar)
        assert row is not None
        row.read_at = diary.now


async def test_a_call_that_moves_back_and_forth_is_told_once_and_again_when_it_has_settled(
    diary: Diary,
) -> None:
    """Both calendars show each move; the last one says 15:00 again, after they were told 16:00."""
    both = [await diary.connects(who, NORTHWIND) for who in ("lena", "tomas")]
    for calendar in both:
        await diary.reads(calendar)
    await diary.until(NORTHWIND.starts_at - 5 * HOUR)
    before = {who: len(diary.told(who)) for who in ("lena", "tomas")}

    async def says(*hours: int, delivered: bool = True) -> None:
        for each in hours:
            for calendar in both:
                diary.put(calendar, moved(NORTHWIND, each * HOUR))
                await diary.reads(calendar)
            diary.passes(5 * MINUTE)
        if delivered:
            await diary.until(diary.now)

    await says(1, 0, 2, 0, delivered=False)  # in quiet hours, say: nobody was told
    assert await diary.rows("call_moved") != []
    await diary.until(diary.now)
    assert {who: len(diary.told(who)) for who in before} == before
    await says(2, 1)
    said = ["Northwind has moved from 15:00 to 16:00. Your brief comes at 15:00."]
    assert [diary.told(who)[before[who] :] for who in before] == [said, said]
    for _ in range(2):
        await says(0)
        await says(1)
    await says(0)
    assert [diary.told(who)[before[who] :] for who in before] == [said, said]
    await diary.until(diary.now + HOUR / 2)
    said += ["Northwind has moved from 16:00 to 15:00. Your brief comes at 14:00."]
    assert [diary.told(who)[before[who] :] for who in before] == [said, said]
