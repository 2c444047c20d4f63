"""The planner, where a call ends early, runs over, overlaps another or is followed by one."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.nudges.plan import CallAhead, PersonWeek, PlannedNudge
from tests.nudges.test_plan import BERLIN, TUESDAY_CALL, call, local, planned, week

MINUTE = timedelta(minutes=1)


def clock(time_of_day: str) -> datetime:
    return local("2026-11-24", time_of_day)


def at(start: str, number: int, until: str = "", **more: Any) -> CallAhead:  # noqa: ANN401
    """A call on Tuesday; it lasts half an hour unless `until` is given."""
    ends = {"ends_at": clock(until)} if until else {}
    return call(clock(start), number, **ends, **more)


def nudge(kind: str, number: int, of: PersonWeek) -> PlannedNudge:
    (found,) = (one for one in planned(of) if (one.kind, one.call_id) == (kind, number))
    return found


def asked(number: int, *calls: CallAhead, **more: Any) -> str:  # noqa: ANN401
    """When the reflection on a call is asked for, in Berlin."""
    due_at = nudge("reflect", number, week(*calls, **more)).due_at
    return f"{due_at.astimezone(ZoneInfo(BERLIN)):%H:%M}"


# The real end.


@pytest.mark.parametrize(
    ("started", "ended", "due"),
    [
        ("", "", "15:35"),
        ("14:58", "15:12", "15:17"),  # earlier than planned
        ("14:58", "15:50", "15:55"),  # later
        ("", "15:50", "15:55"),  # nobody told us of the start
        ("14:58", "", "17:30"),  # nor of the end: at most two hours
        ("15:14", "15:12", "17:30"),  # it began again
        ("14:40", "14:41", "15:35"),  # somebody looked in early
        ("", "18:00", "17:35"),
    ],
)
def test_the_prompt_comes_after_the_real_end(started: str, ended: str, due: str) -> None:
    times: dict[str, Any] = {"started_at": started, "ended_at": ended}
    times = {name: clock(each) for name, each in times.items() if each}
    assert asked(1, at("15:00", 1, **times)) == due


def test_a_prompt_is_useful_for_two_days_from_the_real_end() -> None:
    over = at("15:00", 1, started_at=clock("14:58"), ended_at=clock("15:50"))
    until = nudge("reflect", 1, week(over)).useful_until
    assert until == local("2026-11-26", "15:50")


def test_who_asks_for_it_long_after_the_call_waits_no_longer_if_it_runs_over() -> None:
    running = at("15:00", 1, started_at=clock("14:58"))
    assert asked(1, running, rhythm={"reflect_minutes": 180}) == "18:30"


def test_the_real_end_is_all_that_changes_and_the_key_stays() -> None:
    over = at("15:00", 1, started_at=clock("14:58"), ended_at=clock("15:50"))
    before = {(one.key, one.dropped) for one in planned(week(TUESDAY_CALL))}
    assert {(one.key, one.dropped) for one in planned(week(over))} == before


# Another call.


def test_between_calls_without_a_break_no_prompt_interrupts() -> None:
    day = [at("10:00", 1), at("10:30", 2), at("11:00", 3), at("14:00", 4)]
    assert [asked(number, *day) for number in (1, 2, 3, 4)] == ["11:35", "11:35", "11:35", "14:35"]


def test_a_break_is_long_enough_for_a_prompt() -> None:
    assert asked(1, at("10:00", 1), at("10:46", 2)) == "10:35"
    assert asked(1, at("10:00", 1), at("10:45", 2)) == "11:20"  # she prepares for the next call


def test_of_two_calls_at_once_both_prompts_come_after_the_longer() -> None:
    both = [at("15:00", 1), at("15:00", 2, until="16:00")]
    assert [asked(number, *both) for number in (1, 2)] == ["16:05", "16:05"]


def test_the_prompt_waits_for_a_call_that_runs_over_its_own_time() -> None:
    earlier = at("14:00", 1, until="15:00", started_at=clock("13:58"))
    later = at("14:30", 2, until="15:15")
    assert asked(2, earlier, later) == "17:05"
    earlier = at("14:00", 1, until="15:00", started_at=clock("13:58"), ended_at=clock("15:18"))
    assert asked(2, earlier, later) == "15:20"
    assert asked(1, earlier, later) == "15:23"


def test_the_end_of_another_call_may_be_earlier_than_planned_too() -> None:
    earlier = at("14:00", 1)
    later = at("14:30", 2, until="15:30", started_at=clock("14:31"), ended_at=clock("14:50"))
    assert asked(1, earlier, later) == "14:55"


def test_a_call_that_was_reflected_on_is_over() -> None:
    later = at("14:30", 2, until="15:30", reflected=True)
    assert asked(1, at("14:00", 1), later) == "14:35"


def test_a_prompt_that_quiet_hours_put_off_waits_for_the_first_call_of_the_morning() -> None:
    evening = at("18:45", 1)
    early = call(local("2026-11-25", "07:30"), 2)
    found = nudge("reflect", 1, week(evening, early))
    assert found.due_at == local("2026-11-25", "08:05")


def test_a_brief_comes_before_another_call_that_leaves_no_time_for_it() -> None:
    day = [at("14:00", 1, until="15:00"), at("15:00", 2)]
    found = nudge("brief", 2, week(*day))
    assert (found.due_at, found.dropped) == (clock("13:45"), None)


@pytest.mark.parametrize(
    ("ended", "dropped"),
    [(None, "during another call"), ("15:41", None), ("15:51", "during another call")],
)
def test_no_listening_line_while_another_call_runs_over(
    ended: str | None, dropped: str | None
) -> None:
    real_end: dict[str, Any] = {"ended_at": clock(ended)} if ended else {}
    over = at("15:00", 1, started_at=clock("14:58"), **real_end)
    assert nudge("listen", 2, week(over, at("16:00", 2))).dropped == dropped


def test_an_early_end_leaves_time_for_the_line() -> None:
    short = at("15:00", 1, until="16:00", started_at=clock("14:58"), ended_at=clock("15:30"))
    assert nudge("listen", 2, week(short, at("16:00", 2))).dropped is None


# What is asked the afternoon before.

TOMORROW = call(local("2026-11-25", "15:00"), 9)


def asked_ahead(*calls: CallAhead, **more: Any) -> list[tuple[str, str, str | None]]:  # noqa: ANN401
    """The questions of Tuesday afternoon: their kind, when they come, and why if they do not."""
    found = [
        one
        for one in planned(week(*calls, TOMORROW, **more))
        if (one.kind == "research" or one.key.endswith(":eve"))
        and clock("12:00") < one.due_at < clock("23:59")
    ]
    return [
        (one.kind, f"{one.due_at.astimezone(ZoneInfo(BERLIN)):%H:%M}", one.dropped) for one in found
    ]


@pytest.mark.parametrize(
    ("held", "due"),
    [
        ([at("15:00", 1, until="16:00")], "16:00"),
        ([at("15:45", 1, until="16:30")], "16:35"),
        ([at("15:45", 1, until="16:30"), at("16:30", 2)], "17:05"),
        ([at("15:30", 1, until="16:00", started_at=clock("15:29"))], "18:05"),  # it runs over
        (
            [at("15:30", 1, started_at=clock("15:29"), ended_at=clock("16:10"))],
            "16:15",  # with the prompt for a reflection
        ),
        ([at("15:45", 1, until="16:30", reflected=True)], "16:00"),
    ],
)
def test_the_afternoons_questions_wait_for_the_end_of_a_call(
    held: Sequence[CallAhead], due: str
) -> None:
    assert asked_ahead(*held) == [("research", due, None)]
    in_doubt = (local("2026-11-25", "09:00"),)
    assert sorted(asked_ahead(*held, in_doubt=in_doubt)) == [
        ("agenda", due, None),
        ("research", due, None),
    ]


def test_questions_about_a_call_that_is_planned_during_another_wait_too() -> None:
    late = call(local("2026-11-25", "11:00"), 3, planned_at=clock("17:10"))
    found = nudge("research", 3, week(at("17:00", 1), late))
    assert found.due_at == clock("17:35")


def test_questions_that_would_have_to_wait_until_tomorrow_are_dropped() -> None:
    over_midnight = call(clock("15:50"), 1, ends_at=local("2026-11-25", "00:10"))
    open_all_day = {"quiet_from": time(0), "quiet_to": time(0)}
    assert asked_ahead(over_midnight, rhythm=open_all_day) == [
        ("research", "16:00", "during another call")
    ]


moments = st.integers(0, 8 * 12).map(lambda each: clock("08:00") + 5 * each * MINUTE)
maybe = st.none() | moments


@st.composite
def days(draw: st.DrawFn) -> tuple[CallAhead, ...]:
    found = []
    for number in range(draw(st.integers(1, 6))):
        start = draw(moments)
        length = draw(st.sampled_from((15, 30, 60))) * MINUTE
        times = {"started_at": draw(maybe), "ended_at": draw(maybe)}
        found.append(call(start, number + 1, ends_at=start + length, **times))
    return tuple(found)


@given(days())
def test_no_prompt_during_a_call_and_each_once_in_time(held: Sequence[CallAhead]) -> None:
    open_all_day = {"quiet_from": time(0), "quiet_to": time(0)}
    prompts = [one for one in planned(week(*held, rhythm=open_all_day)) if one.kind == "reflect"]
    assert sorted(one.call_id or 0 for one in prompts) == [each.id for each in held]
    for one in prompts:
        (own,) = (each for each in held if each.id == one.call_id)
        assert not any(other.is_on_at(one.due_at) for other in held if other is not own)
        assert own.over_at <= one.due_at <= max(each.over_at for each in held) + 5 * MINUTE
        assert one.due_at < one.useful_until
        assert one.dropped is None
