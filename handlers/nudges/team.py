"""The team's morning: one message for a manager about the team's day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from handlers.knowledge import team_day
from handlers.message import Composed, NoLongerUseful
from handlers.nudges.kind import Nudge, NudgeKind
from handlers.nudges.plan import PersonWeek, PlannedNudge, first_after
from handlers.nudges.plan import plan as plan_week
from handlers.nudges.rows import row
from handlers.rhythm_settings import DAY, at, day_of, working_days
from handlers.views.team import team_morning
from storage.tables import Outbox
from storage.team import teams

USEFUL = timedelta(hours=4)  # a message that is overdue by more than this is not sent
MORNINGS = 10  # plan this many working days ahead; when a message is composed, plan again


def plan(week: PersonWeek) -> Iterator[PlannedNudge]:
    """Plan a message at 08:45 (settable) on each working day of somebody who leads a team."""
    if not week.leads or week.today is None:
        return
    firsts = [week.today]
    if week.away_until is not None:
        firsts.append(max(week.today, day_of(week.away_until, week.zone)))
    days = {day for first in firsts for day in working_days(first, MORNINGS, week.rhythm)}
    yield from (_morning_on(week, day) for day in sorted(days))


def _morning_on(week: PersonWeek, day: date) -> PlannedNudge:
    due_at = at(day, week.rhythm.team_at, week.zone)
    return PlannedNudge(f"team:{week.person_id}:{day}", "team", due_at, due_at + USEFUL)


async def compose(nudge: Nudge) -> Composed:
    """Compose the message from what the manager may see now, and plan the next messages.

    Raises NoLongerUseful if there is nothing to say.
    """
    reports = await teams.reports(nudge.session, nudge.person)
    if not reports:
        raise NoLongerUseful("nothing due today")
    found = await team_day.morning(nudge.session, nudge.person, reports, nudge.now)
    if not found.is_worth_sending:
        raise NoLongerUseful("nothing due today", _next(nudge))
    return Composed(team_morning.card(found), follow_ups=_next(nudge))


async def updated(nudge: Nudge) -> Composed:
    """Compose today's message as things are now. Empty a message from an earlier day."""
    day = nudge.row.day
    if day != day_of(nudge.now, nudge.person.zone):
        return Composed(team_morning.emptied(day))
    reports = await teams.reports(nudge.session, nudge.person)
    found = await team_day.morning(nudge.session, nudge.person, reports, nudge.now)
    return Composed(team_morning.card(found) if reports else team_morning.nothing_left(day))


def _next(nudge: Nudge) -> tuple[Outbox, ...]:
    """Plan the messages of the next working days."""
    week = replace(nudge.week, leads=True, today=day_of(nudge.now, nudge.person.zone) + DAY)
    return tuple(row(nudge.person, wanted, nudge.now) for wanted in plan_week(week, [plan]))


KIND = NudgeKind(
    team_morning.KIND,
    "the team's morning",
    plan,
    compose,
    rank=6,
    daily=True,
    updated=updated,
    on_return=partial(first_after, _morning_on),
)
