"""The planner: which nudges, when, and why one is dropped. It is pure, so times are given."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handlers.nudges import KINDS, kind
from handlers.nudges.plan import (
    CallAhead,
    OpenNudge,
    PersonWeek,
    PlannedNudge,
    count_messages,
    over_day_limit,
    plan,
)
from handlers.nudges.rows import row
from handlers.rhythm_settings import Rhythm, at, day_of, quiet_until
from storage.tables import Person

BERLIN = "Europe/Berlin"
LONG_BEFORE = timedelta(days=7)
HALF_AN_HOUR = timedelta(minutes=30)
ALL_DAY_OPEN = {"quiet_from": time(0), "quiet_to": time(0)}


def local(day: str, clock: str, zone: str = BERLIN) -> datetime:
    """The moment (UTC) of this local day and time."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def call(starts_at: datetime, number: int = 1, **changes: Any) -> CallAhead:  # noqa: ANN401 - any of its fields
    values = {"planned_at": starts_at - LONG_BEFORE, "ends_at": starts_at + HALF_AN_HOUR} | changes
    return CallAhead(number, starts_at, **values)


def week(*calls: CallAhead, zone: str = BERLIN, **changes: Any) -> PersonWeek:  # noqa: ANN401 - any of its fields
    rhythm = Rhythm().changed(changes.pop("rhythm", {}))
    return PersonWeek(1, zone, rhythm, calls, **changes)


def planned(of: PersonWeek) -> list[PlannedNudge]:
    return list(plan(of, [kind.plan for kind in KINDS]))


def only(kind: str, of: PersonWeek) -> PlannedNudge:
    """The one nudge of this kind; of agendas the first, since a reflection is asked once more."""
    found = [wanted for wanted in planned(of) if wanted.kind == kind]
    assert len(found) == 1 or kind == "agenda"
    return found[0]


def mornings(of: PersonWeek) -> list[str]:
    """The days that have an agenda."""
    return [
        str(day_of(wanted.due_at, of.zone)) for wanted in planned(of) if wanted.kind == "agenda"
    ]


def kinds(wanted: Iterable[PlannedNudge]) -> list[str]:
    return sorted(each.kind for each in wanted)


TUESDAY_CALL = call(local("2026-11-24", "15:00"))


# When each kind is due, and until when it is useful.


@pytest.mark.parametrize(
    ("kind", "due_at", "useful_until"),
    [
        ("agenda", ("2026-11-24", "08:30"), ("2026-11-24", "12:30")),
        ("research", ("2026-11-23", "16:00"), ("2026-11-24", "00:00")),
        ("brief", ("2026-11-24", "14:00"), ("2026-11-24", "15:00")),
        ("listen", ("2026-11-24", "14:50"), ("2026-11-24", "15:00")),
        ("reflect", ("2026-11-24", "15:35"), ("2026-11-26", "15:30")),
    ],
)
def test_defaults(kind: str, due_at: tuple[str, str], useful_until: tuple[str, str]) -> None:
    wanted = only(kind, week(TUESDAY_CALL))
    assert (wanted.due_at, wanted.useful_until) == (local(*due_at), local(*useful_until))
    assert wanted.dropped is None


def test_the_times_are_the_persons_choice() -> None:
    chosen = {
        "agenda_at": time(9, 15),
        "research_at": time(17, 0),
        "brief_minutes": 30,
        "listen_minutes": 5,
        "reflect_minutes": 20,
    }
    mine = week(TUESDAY_CALL, rhythm=chosen)
    assert {name: only(name, mine).due_at for name in kinds(planned(mine))} == {
        "agenda": local("2026-11-24", "09:15"),
        "research": local("2026-11-23", "17:00"),
        "brief": local("2026-11-24", "14:30"),
        "listen": local("2026-11-24", "14:55"),
        "reflect": local("2026-11-24", "15:50"),
    }


def test_nothing_is_planned_for_an_empty_week() -> None:
    assert planned(week()) == []


def test_who_leads_a_team_has_a_message_on_each_working_morning() -> None:
    friday = date(2026, 11, 27)
    found = planned(week(leads=True, today=friday, rhythm={"work_days": {0, 4}}))
    assert kinds(found) == ["team"] * 10
    assert [one.due_at for one in found][:3] == [
        local(day, "08:45") for day in ("2026-11-27", "2026-11-30", "2026-12-04")
    ]
    assert found[0].useful_until == local("2026-11-27", "12:45")
    later = planned(week(leads=True, today=friday, rhythm={"team_at": time(10)}))
    assert later[0].due_at == local("2026-11-27", "10:00")
    assert planned(week(leads=True, today=friday, rhythm={"muted": {"team"}})) == []


def test_after_a_long_absence_the_mornings_of_a_team_go_on() -> None:
    away = week(leads=True, today=date(2026, 11, 23), away_until=local("2027-01-11", "08:00"))
    first = next(one.due_at for one in planned(away) if not one.dropped)
    assert first == local("2027-01-11", "08:45")


# The agenda.


def test_one_agenda_for_all_of_a_days_calls_and_promises() -> None:
    more = call(local("2026-11-24", "10:00"), 2)
    held = week(TUESDAY_CALL, more, promise_days=frozenset({date(2026, 11, 24)}))
    assert only("agenda", held).due_at == local("2026-11-24", "08:30")


def test_a_promise_alone_makes_an_agenda() -> None:
    (agenda,) = planned(week(promise_days=frozenset({date(2026, 11, 25)})))
    assert (agenda.kind, agenda.due_at) == ("agenda", local("2026-11-25", "08:30"))


def test_a_promise_due_at_the_weekend_is_said_on_friday() -> None:
    (agenda,) = planned(week(promise_days=frozenset({date(2026, 11, 28), date(2026, 11, 29)})))
    assert agenda.due_at == local("2026-11-27", "08:30")


def test_no_agenda_on_a_day_off_but_the_call_has_its_own_nudges() -> None:
    saturday = call(local("2026-11-28", "15:00"))
    assert mornings(week(saturday)) == ["2026-11-30"]  # to ask once more for a reflection
    reflected = week(replace(saturday, reflected=True))
    assert kinds(planned(reflected)) == ["brief", "listen", "research"]


@pytest.mark.parametrize(
    ("day", "asked"),
    [
        ("2026-11-23", "2026-11-24"),
        ("2026-11-27", "2026-11-30"),
        ("2026-11-28", "2026-11-30"),
        ("2026-11-29", "2026-11-30"),
    ],
)
def test_a_reflection_is_asked_once_more_on_the_next_working_day(day: str, asked: str) -> None:
    held = call(local(day, "15:00"))
    assert [morning for morning in mornings(week(held)) if morning > day] == [asked]
    assert asked not in mornings(week(replace(held, reflected=True)))


def test_an_overdue_promise_is_said_the_morning_after_and_each_monday() -> None:
    held: dict[str, Any] = {"promise_days": frozenset({date(2026, 11, 25)})}
    wednesday = mornings(week(today=date(2026, 11, 23), **held))
    assert wednesday == ["2026-11-25", "2026-11-26", "2026-11-30"]
    later = mornings(week(today=date(2026, 12, 4), **held))
    assert later == ["2026-11-25", "2026-12-07", "2026-12-14"]
    tuesday_to_friday = {"work_days": [1, 2, 3, 4]}
    longer = mornings(week(today=date(2026, 11, 27), rhythm=tuesday_to_friday, **held))
    assert longer == ["2026-11-25", "2026-12-01", "2026-12-08", "2026-12-15"]


# Research: the working day before.


def test_mondays_questions_come_on_friday() -> None:
    monday = call(local("2026-11-30", "15:00"))
    assert only("research", week(monday)).due_at == local("2026-11-27", "16:00")


def test_working_days_are_the_persons_own() -> None:
    sunday_to_thursday = {"work_days": [6, 0, 1, 2, 3]}
    sunday = call(local("2026-11-29", "15:00"))
    held = week(sunday, rhythm=sunday_to_thursday)
    assert only("research", held).due_at == local("2026-11-26", "16:00")
    assert only("agenda", held).due_at == local("2026-11-29", "08:30")


def test_somebody_who_works_on_no_day_is_asked_the_day_before() -> None:
    held = week(TUESDAY_CALL, rhythm={"work_days": []})
    assert only("research", held).due_at == local("2026-11-23", "16:00")
    assert "agenda" not in kinds(planned(held))


def test_one_message_for_all_of_tomorrows_calls_until_that_day_begins() -> None:
    first = call(local("2026-11-24", "10:00"), 2)
    midnight = local("2026-11-24", "00:00")
    assert only("research", week(TUESDAY_CALL, first)).useful_until == midnight


def test_nothing_is_looked_up_on_the_day_of_the_call() -> None:
    for clock, expected in (("23:59", 1), ("00:00", 0), ("09:00", 0)):
        day = "2026-11-23" if expected else "2026-11-24"
        late = call(local("2026-11-24", "15:00"), planned_at=local(day, clock))
        assert kinds(planned(week(late))).count("research") == expected


def test_a_call_planned_after_that_gets_its_questions_at_once() -> None:
    late = local("2026-11-23", "16:10")
    second = call(local("2026-11-24", "11:00"), 2, planned_at=late)
    found = [w for w in planned(week(TUESDAY_CALL, second)) if w.kind == "research"]
    assert [(w.due_at, w.call_id) for w in found] == [
        (late, 2),
        (local("2026-11-23", "16:00"), None),
    ]


def test_no_questions_at_once_for_who_has_just_seen_the_brief() -> None:
    late = local("2026-11-23", "17:00")
    briefed = call(local("2026-11-24", "15:00"), planned_at=late, briefed_at=late)
    assert "research" not in kinds(planned(week(briefed)))


# Brief, listen, reflect.


def test_a_call_nearer_than_the_lead_gets_its_nudges_at_once() -> None:
    starts_at = local("2026-11-24", "15:00")
    just_now = starts_at - timedelta(minutes=4)
    near = week(call(starts_at, planned_at=just_now))
    assert only("brief", near).due_at == just_now
    assert only("listen", near).due_at == just_now


def test_a_brief_read_since_it_was_due_is_not_sent() -> None:
    due = local("2026-11-24", "14:00")
    read = week(call(TUESDAY_CALL.starts_at, briefed_at=due))
    read_before = week(call(TUESDAY_CALL.starts_at, briefed_at=due - timedelta(seconds=1)))
    assert "brief" not in kinds(planned(read))
    assert "brief" in kinds(planned(read_before))


@pytest.mark.parametrize(
    ("other", "brief_at"),
    [
        (("14:00", "14:30"), "14:35"),  # begins as the brief would come
        (("13:45", "14:15"), "14:20"),
        (("14:00", "14:50"), "13:45"),  # leaves no time to read
        (("13:30", "15:00"), "13:15"),
        (("13:00", "14:00"), "14:00"),  # has just ended
        (("14:15", "14:45"), "14:00"),  # comes later
    ],
)
def test_a_brief_does_not_come_during_another_call(other: tuple[str, str], brief_at: str) -> None:
    begins, ends = (local("2026-11-24", clock) for clock in other)
    of = week(TUESDAY_CALL, call(begins, 2, ends_at=ends))
    briefs = {one.call_id: one for one in planned(of) if one.kind == "brief"}
    assert briefs[1].due_at == local("2026-11-24", brief_at)
    assert briefs[2].due_at == begins - timedelta(hours=1)


def test_a_brief_comes_at_once_for_a_call_planned_during_another() -> None:
    begins = local("2026-11-24", "14:00")
    late = replace(TUESDAY_CALL, planned_at=local("2026-11-24", "14:10"))
    of = week(late, call(begins, 2, ends_at=local("2026-11-24", "14:50")))
    assert next(one for one in planned(of) if one.key.startswith("brief:1:1:")).due_at == (
        late.planned_at
    )


@pytest.mark.parametrize(
    ("next_call", "asked_at"), [("15:45", "16:20"), ("15:40", "16:15"), ("15:50", "15:35")]
)
def test_no_reflection_is_asked_for_just_before_another_call(next_call: str, asked_at: str) -> None:
    of = week(TUESDAY_CALL, call(local("2026-11-24", next_call), 2))
    first = next(one for one in planned(of) if one.kind == "reflect" and one.call_id == 1)
    assert first.due_at == local("2026-11-24", asked_at)


def test_no_reflection_is_asked_for_twice() -> None:
    assert "reflect" not in kinds(planned(week(call(TUESDAY_CALL.starts_at, reflected=True))))


def test_a_moved_call_has_nudges_of_its_own() -> None:
    before = {wanted.key for wanted in planned(week(TUESDAY_CALL))}
    moved = call(local("2026-11-24", "16:00"), planned_at=local("2026-11-24", "10:00"))
    after = {wanted.key for wanted in planned(week(moved))}
    assert {key.split(":")[0] for key in before & after} == {"agenda"}


def test_keys_are_the_same_every_time_and_differ_from_person_to_person() -> None:
    mine = {wanted.key for wanted in planned(week(TUESDAY_CALL))}
    yours = {
        wanted.key
        for wanted in plan(
            PersonWeek(2, BERLIN, Rhythm(), (TUESDAY_CALL,)), [k.plan for k in KINDS]
        )
    }
    assert mine == {wanted.key for wanted in planned(week(TUESDAY_CALL))}
    assert len(mine) == 6
    assert not mine & yours


# Muted, quiet hours, away, snoozed.


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_each_kind_is_muted_by_itself(kind: str) -> None:
    everything = kinds(planned(week(TUESDAY_CALL)))
    left = kinds(planned(week(TUESDAY_CALL, rhythm={"muted": [kind]})))
    if kind == "reflect":  # nor does an agenda come to ask once more
        everything.remove("agenda")
    assert left == [name for name in everything if name != kind]


@pytest.mark.parametrize("away_until", [None, local("2026-11-25", "08:00", "Asia/Tokyo")])
def test_a_nudge_counts_for_the_reps_own_day(away_until: datetime | None) -> None:
    tokyo = "Asia/Tokyo"
    early = call(local("2026-11-24", "08:00", tokyo))  # still 23 November in UTC
    wanted = only("reflect", week(early, zone=tokyo, away_until=away_until))
    assert wanted.dropped == ("away" if away_until else None)
    person = Person(id=1, tenant="slack:T1", external="U1", name="Ana", zone=tokyo)
    assert row(person, wanted, early.planned_at).day == date(2026, 11, 24)


def test_quiet_hours_shift_what_is_still_of_use_to_their_end() -> None:
    evening = call(local("2026-11-24", "18:40"))
    assert only("reflect", week(evening)).due_at == local("2026-11-25", "07:30")


@pytest.mark.parametrize(
    ("start", "due_at"),
    [
        (("2026-11-24", "20:00"), ("2026-11-24", "18:55")),
        (("2026-11-24", "23:30"), ("2026-11-24", "18:55")),
        (("2026-11-25", "00:30"), ("2026-11-24", "18:55")),
        (("2026-11-24", "07:00"), ("2026-11-23", "18:55")),
        (("2026-11-23", "07:00"), ("2026-11-20", "18:55")),  # a Monday: on Friday
        (("2026-11-28", "20:00"), ("2026-11-28", "18:55")),  # a Saturday
    ],
)
def test_the_brief_of_a_call_in_quiet_hours_comes_before_they_begin(
    start: tuple[str, str], due_at: tuple[str, str]
) -> None:
    brief = only("brief", week(call(local(*start))))
    assert (brief.due_at, brief.dropped) == (local(*due_at), None)


def test_quiet_hours_drop_what_would_come_too_late_and_say_so() -> None:
    early = call(local("2026-11-24", "07:30"), planned_at=local("2026-11-23", "18:56"))
    for name in ("brief", "listen"):
        wanted = only(name, week(early))
        assert wanted.dropped == "quiet hours"
    assert only("reflect", week(early)).dropped is None


def test_the_brief_of_an_early_call_comes_when_the_night_is_over() -> None:
    early = call(local("2026-11-24", "08:00"))
    assert only("brief", week(early)).due_at == local("2026-11-24", "07:30")


def test_the_first_quiet_minute_is_quiet_and_the_last_is_not() -> None:
    rhythm = Rhythm()
    night = local("2026-11-24", "19:00")
    morning = local("2026-11-25", "07:30")
    assert quiet_until(night - timedelta(microseconds=1), rhythm, BERLIN) is None
    assert quiet_until(night, rhythm, BERLIN) == morning
    assert quiet_until(morning - timedelta(microseconds=1), rhythm, BERLIN) == morning
    assert quiet_until(morning, rhythm, BERLIN) is None


def test_quiet_hours_may_lie_within_a_day_or_be_none() -> None:
    siesta = Rhythm(quiet_from=time(13), quiet_to=time(15))
    assert quiet_until(local("2026-11-24", "14:00"), siesta, BERLIN) == local("2026-11-24", "15:00")
    assert quiet_until(local("2026-11-24", "22:00"), siesta, BERLIN) is None
    none = Rhythm().changed(ALL_DAY_OPEN)
    assert quiet_until(local("2026-11-24", "03:00"), none, BERLIN) is None


def test_nothing_while_away_and_on_the_way_back_what_is_still_of_use() -> None:
    away: dict[str, Any] = {
        "away_from": local("2026-11-24", "12:00"),
        "away_until": local("2026-11-25", "08:00"),
    }
    held = week(TUESDAY_CALL, **away)
    found = {name: only(name, held) for name in kinds(planned(held))}
    assert found["agenda"].due_at == local("2026-11-24", "08:30")  # before they leave
    assert (found["brief"].dropped, found["listen"].dropped) == ("away", "away")
    assert found["reflect"].dropped == "away"
    assert mornings(held) == ["2026-11-24"]


def test_a_call_before_an_absence_is_looked_back_on_after_it() -> None:
    away: dict[str, Any] = {
        "away_from": local("2026-11-24", "15:10"),
        "away_until": local("2026-11-25", "08:00"),
    }
    assert only("reflect", week(TUESDAY_CALL, **away)).due_at == local("2026-11-25", "08:00")


@pytest.mark.parametrize(
    ("start", "asked"),
    [
        (("2026-11-26", "20:00"), ("2026-11-27", "07:30")),
        (("2026-11-27", "20:00"), ("2026-11-30", "08:00")),
        (("2026-11-28", "15:00"), ("2026-11-28", "15:35")),
        (("2026-11-28", "20:00"), ("2026-11-30", "08:00")),
    ],
)
def test_what_the_night_puts_off_is_asked_on_a_working_day(
    start: tuple[str, str], asked: tuple[str, str]
) -> None:
    reflect = only("reflect", week(call(local(*start))))
    assert (reflect.due_at, reflect.dropped) == (local(*asked), None)
    assert reflect.useful_until >= reflect.due_at + timedelta(hours=4)


def test_whoever_works_on_no_day_is_asked_all_the_same() -> None:
    friday = call(local("2026-11-27", "20:00"))
    reflect = only("reflect", week(friday, rhythm={"work_days": []}))
    assert reflect.due_at == local("2026-11-28", "08:00")


def test_snoozed_until_a_time() -> None:
    snoozed: dict[str, Any] = {"snoozed_until": local("2026-11-24", "14:55")}
    held = week(TUESDAY_CALL, **snoozed)
    found = {name: only(name, held) for name in kinds(planned(held))}
    assert found["brief"].due_at == found["listen"].due_at == local("2026-11-24", "14:55")
    assert found["agenda"].dropped == "snoozed"


def test_an_absence_that_ends_in_the_night_goes_on_until_morning() -> None:
    away: dict[str, Any] = {
        "away_from": local("2026-11-24", "15:10"),
        "away_until": local("2026-11-24", "23:00"),
    }
    assert only("reflect", week(TUESDAY_CALL, **away)).due_at == local("2026-11-25", "07:30")


def test_an_absence_to_come_does_not_hide_what_the_platform_says_now() -> None:
    coming: dict[str, Any] = {
        "away_from": local("2026-12-01", "00:00"),
        "away_until": local("2026-12-05", "08:00"),
        "absent_until": local("2026-11-24", "14:55"),
    }
    assert only("brief", week(TUESDAY_CALL, **coming)).due_at == local("2026-11-24", "14:55")


# Days on which the clocks change: the wall clock counts, in both hemispheres.


@pytest.mark.parametrize(
    ("zone", "day", "hour_utc"),
    [
        (BERLIN, "2026-03-30", 6),  # a Monday; summer time began on the day before
        (BERLIN, "2026-10-26", 7),
        ("America/New_York", "2026-03-09", 12),
        ("Australia/Sydney", "2026-04-06", 22),
        ("Australia/Sydney", "2026-10-05", 21),
    ],
)
def test_the_agenda_keeps_its_hour_when_the_clocks_change(
    zone: str, day: str, hour_utc: int
) -> None:
    agenda = only("agenda", week(call(local(day, "15:00", zone)), zone=zone))
    assert agenda.due_at.astimezone(ZoneInfo(zone)).isoformat()[:16] == f"{day}T08:30"
    assert (agenda.due_at.hour, agenda.due_at.minute) == (hour_utc, 30)


@pytest.mark.parametrize(
    ("zone", "friday", "monday", "hours"),
    [
        (BERLIN, "2026-03-27", "2026-03-30", 55),
        (BERLIN, "2026-10-23", "2026-10-26", 57),
        ("Australia/Sydney", "2026-04-03", "2026-04-06", 57),
        ("Australia/Sydney", "2026-10-02", "2026-10-05", 55),
    ],
)
def test_a_weekend_with_a_change_of_clocks_is_an_hour_shorter_or_longer(
    zone: str, friday: str, monday: str, hours: int
) -> None:
    research = only("research", week(call(local(monday, "15:00", zone)), zone=zone))
    assert research.due_at == local(friday, "16:00", zone)
    assert research.useful_until - research.due_at == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("zone", "night", "hours"),
    [
        (BERLIN, "2026-03-28", 11.5),
        (BERLIN, "2026-10-24", 13.5),
        ("Australia/Sydney", "2026-04-04", 13.5),
        ("Australia/Sydney", "2026-10-03", 11.5),
    ],
)
def test_the_night_of_the_change_is_shorter_or_longer(zone: str, night: str, hours: float) -> None:
    start = local(night, "19:00", zone)
    assert quiet_until(start, Rhythm(), zone) == start + timedelta(hours=hours)


def test_a_time_that_the_clocks_skip_comes_as_long_after_the_gap_began() -> None:
    assert at(date(2026, 3, 29), time(2, 30), BERLIN) == local("2026-03-29", "03:30")


@pytest.mark.parametrize(
    ("zone", "day"), [(BERLIN, "2026-10-25"), ("Australia/Sydney", "2026-04-05")]
)
def test_both_passes_of_a_repeated_hour_are_quiet(zone: str, day: str) -> None:
    first = local(day, "02:30", zone)
    morning = local(day, "07:30", zone)
    for moment in (first, first + timedelta(hours=1)):
        assert moment.astimezone(ZoneInfo(zone)).hour == 2
        assert quiet_until(moment, Rhythm(), zone) == morning


def test_the_day_is_the_persons_own() -> None:
    assert day_of(datetime(2026, 11, 23, 23, 30, tzinfo=UTC), "Asia/Tokyo") == date(2026, 11, 24)


# At most so many messages a day.


def of_today(*nudges: tuple[str, str]) -> list[OpenNudge]:
    return [
        OpenNudge(number, rank(name), local("2026-11-24", clock))
        for number, (name, clock) in enumerate(nudges, start=1)
    ]


def rank(name: str) -> int:
    known = kind(name)
    assert known is not None
    return known.rank


def cut(nudges: list[OpenNudge], limit: int, sent: int = 0) -> list[int]:
    return sorted(over_day_limit(nudges, sent, limit))


ONE_OF_EACH = of_today(
    ("agenda", "08:30"),
    ("brief", "09:00"),
    ("listen", "10:00"),
    ("reflect", "11:00"),
    ("research", "16:00"),
)


def test_each_kind_has_a_rank_of_its_own() -> None:
    assert len({known.rank for known in KINDS}) == len(KINDS)


def test_nothing_is_cut_up_to_the_most() -> None:
    assert cut(ONE_OF_EACH, 5) == []


def test_the_listening_line_is_cut_first_and_the_brief_last() -> None:
    gone = [set(cut(ONE_OF_EACH, limit)) for limit in (4, 3, 2, 1, 0)]
    assert gone == [{3}, {3, 5}, {3, 4, 5}, {1, 3, 4, 5}, {1, 2, 3, 4, 5}]


def test_what_was_sent_counts() -> None:
    assert cut(ONE_OF_EACH, 10, sent=6) == [3]
    assert cut(ONE_OF_EACH, 10, sent=12) == [1, 2, 3, 4, 5]


def test_the_latest_of_a_kind_is_cut_first() -> None:
    assert cut(of_today(("brief", "09:00"), ("brief", "15:00"), ("brief", "11:00")), 2) == [2]


def test_what_goes_out_together_counts_once() -> None:
    back_to_back = of_today(("reflect", "10:05"), ("listen", "10:10"), ("brief", "12:00"))
    assert cut(back_to_back, 2) == []
    assert cut(back_to_back, 1) == [1, 2]


def test_a_line_that_costs_no_message_of_its_own_stays() -> None:
    shared = of_today(("brief", "10:00"), ("listen", "10:03"), ("research", "16:00"))
    assert cut(shared, 1) == [3]


def test_five_minutes_are_counted_from_the_first() -> None:
    start = local("2026-11-24", "10:00")
    assert count_messages(start + timedelta(minutes=n) for n in (0, 5)) == 1
    assert count_messages(start + timedelta(minutes=n) for n in (0, 5, 6)) == 2
    assert count_messages(start + timedelta(minutes=n) for n in (8, 4, 0)) == 2
    assert count_messages([]) == 0
