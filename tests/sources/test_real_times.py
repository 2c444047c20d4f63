"""Which calls a report of a meeting's start or end belongs to, in any order of reports."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from handlers.nudges.plan import CallAhead
from handlers.sources.calendars.real_times import StartOrEnd, apply, ending, starting
from storage.tables import Call

Report = tuple[StartOrEnd, datetime]


def at(clock: str, day: int = 24) -> datetime:
    return datetime.fromisoformat(f"2026-11-{day}T{clock}").replace(tzinfo=UTC)


def planned(number: int, start: str, minutes: int = 30, *, day: int = 24) -> Call:
    starts_at = at(start, day)
    return Call(
        id=number,
        tenant="teams:A",
        account_id=number,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        planned_at=starts_at,
        zone="UTC",
    )


def seen(call: Call) -> CallAhead:
    """The call as the planner sees it."""
    return CallAhead(
        call.id,
        call.starts_at,
        call.ends_at,
        call.planned_at,
        started_at=call.started_at,
        ended_at=call.ended_at,
    )


def after(call: Call, reports: Sequence[Report]) -> CallAhead:
    for what, moment in reports:
        apply([call], what, moment)
    return seen(call)


def ids(found: Sequence[Call]) -> list[int]:
    return [call.id for call in found]


def test_of_a_series_it_is_the_one_at_that_time() -> None:
    series = [planned(day, "15:00", day=day) for day in (23, 24, 25)]
    assert ids(starting(series, at("14:55"))) == ids(ending(series, at("15:40"))) == [24]


def test_a_meeting_long_before_or_after_its_call_is_not_that_call() -> None:
    held = [planned(1, "15:00")]
    for clock in ("09:00", "14:29", "15:46"):
        assert starting(held, at(clock)) == []
    for clock in ("09:00", "14:29", "17:31"):
        assert ending(held, at(clock)) == []


def test_calls_that_colleagues_planned_separately_are_both_meant() -> None:
    shared = [planned(1, "15:00"), planned(2, "15:05", 45), planned(3, "16:00")]
    assert ids(starting(shared, at("15:01"))) == [1, 2]
    assert ids(ending(shared, at("15:40"))) == [1, 2]


def test_in_one_room_the_call_that_runs_over_ends_and_not_the_next() -> None:
    room = [planned(1, "15:00"), planned(2, "15:30")]
    apply(room, "started", at("14:58"))
    for _ in range(2):  # Teams may say it twice
        apply(room, "ended", at("15:40"))
        assert (room[0].ended_at, room[1].ended_at) == (at("15:40"), None)
    apply(room, "started", at("15:41"))
    apply(room, "ended", at("15:59"))
    assert (room[0].ended_at, room[1].ended_at) == (at("15:40"), at("15:59"))


def test_a_meeting_that_people_join_again_has_begun_again() -> None:
    call = planned(1, "15:00")
    assert after(call, [("started", at("14:58")), ("ended", at("15:10"))]).over_at == at("15:10")
    assert after(call, [("started", at("15:12"))]).is_running
    assert after(call, [("ended", at("15:35"))]).over_at == at("15:35")


def test_somebody_who_looks_in_early_neither_ends_nor_holds_up_a_call() -> None:
    call = planned(1, "15:00")
    looked = after(call, [("started", at("14:40")), ("ended", at("14:41"))])
    assert (looked.is_running, looked.over_at) == (False, at("15:30"))
    assert not looked.is_on_at(at("14:45"))
    held = after(call, [("started", at("14:58")), ("ended", at("15:25"))])
    assert held.over_at == at("15:25")


whats = st.sampled_from(("started", "ended"))
minutes = st.integers(0, 300).map(lambda each: at("13:00") + timedelta(minutes=each))


@given(st.lists(st.tuples(whats, minutes), max_size=8), st.data())
def test_the_order_of_reports_and_their_repeats_make_no_difference(
    reports: list[Report], data: st.DataObject
) -> None:
    plain = after(planned(1, "15:00"), reports)
    repeats = data.draw(st.lists(st.sampled_from(reports), max_size=4)) if reports else []
    mixed = data.draw(st.permutations(reports + repeats))
    assert after(planned(1, "15:00"), mixed) == plain
    assert plain.starts_at < plain.over_at <= at("17:30")
