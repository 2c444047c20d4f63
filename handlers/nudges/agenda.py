"""The agenda, one message each morning: calls, promises due, and calls without a reflection."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.cards import Card
from handlers.message import Composed, NoLongerUseful
from handlers.nudges import agenda_today, doubts, reflect
from handlers.nudges.kind import Nudge, NudgeKind
from handlers.nudges.plan import PersonWeek, PlannedNudge, after_calls, first_after
from handlers.nudges.plan import plan as plan_week
from handlers.nudges.rows import row
from handlers.playbook.loader import Playbook
from handlers.rhythm_settings import (
    DAY,
    at,
    day_of,
    is_first_of_week,
    working_day_before,
    working_day_up_to,
    working_days,
)
from handlers.views import agenda_card
from handlers.views.agenda_card import Today
from storage.tables import Outbox, Person

USEFUL = timedelta(hours=4)  # an agenda that is delayed for longer is not sent
# The key of a row that only asks about meetings ends in `EVE` or `SOON`. With `EVE`, the row asks
# in the afternoon about meetings on the next morning. With `SOON`, the row asks about a meeting
# that begins soon.
EVE = ":eve"
SOON = ":soon"
ANSWERED_IN = timedelta(minutes=15)  # time to answer a question before the brief is due
MORNINGS = 10  # plan agendas for overdue promises this many working days ahead


def plan(week: PersonWeek) -> Iterator[PlannedNudge]:
    """Plan an agenda at 08:30 (settable) on each working day that has a reason for an agenda.

    The reasons are:

    - a call on that day
    - a call without a reflection, on the previous working day or on a day off since then
    - a promise (see `_with_promises`)
    - a meeting in doubt, which may or may not be a call with a customer (see `_with_doubts`)

    If a meeting in doubt begins in the morning, ask about it the afternoon before, because an
    answer to the morning's agenda might come too late for the brief. Shortly before the brief of a
    meeting in doubt would be due, ask about the meeting if we have not asked yet.
    """
    with_calls = {day_of(call.starts_at, week.zone) for call in week.calls}
    reasons = (with_calls, _with_promises(week), _with_reflections(week), _with_doubts(week))
    for day in sorted(set().union(*reasons)):
        if day.weekday() in week.rhythm.work_days:
            yield _agenda_on(week, day)
    for day in _mornings_in_doubt(week):
        eve = at(working_day_before(day, week.rhythm), week.rhythm.research_at, week.zone)
        key, until = f"agenda:{week.person_id}:{day}{EVE}", at(day, time(), week.zone)
        yield after_calls(PlannedNudge(key, "agenda", eve, until), week)
    lead = timedelta(minutes=week.rhythm.brief_minutes) + ANSWERED_IN
    for start in sorted(set(week.in_doubt)):
        day = day_of(start, week.zone)
        if _agenda_on(week, day).due_at < start - lead and day.weekday() in week.rhythm.work_days:
            key = f"agenda:{week.person_id}:{start:%Y%m%d%H%M}{SOON}"
            yield PlannedNudge(key, "agenda", start - lead, start)


def asks_only(key: str) -> bool:
    """Return whether the row with this key only asks about meetings, and shows no agenda."""
    return key.endswith((EVE, SOON))


def _agenda_on(week: PersonWeek, day: date) -> PlannedNudge:
    """Return the plan for the agenda of this day."""
    due_at = at(day, week.rhythm.agenda_at, week.zone)
    return PlannedNudge(f"agenda:{week.person_id}:{day}", "agenda", due_at, due_at + USEFUL)


def _with_promises(week: PersonWeek) -> set[date]:
    """Return the working days on which promises are a reason for an agenda.

    A promise is a reason on its due day. If the due day is a day off, the promise is a reason on
    the last working day before the due day. An overdue promise is a reason on the first working day
    after its due day, on the first working day of each week, and on the first working day after an
    absence.
    """
    due = {working_day_up_to(day, week.rhythm) for day in week.promise_days}
    if not due or week.today is None:
        return due
    ahead = working_days(week.today, MORNINGS, week.rhythm)
    back = []
    if week.away_until is not None:
        back = working_days(day_of(week.away_until, week.zone), MORNINGS, week.rhythm)
    overdue = {day for day in (*ahead, *back) if is_first_of_week(day, week.rhythm)}
    overdue |= {day for day in ahead if working_day_before(day, week.rhythm) in due}
    return due | {day for day in (*overdue, *back[:1]) if day > min(due)}


def _with_reflections(week: PersonWeek) -> set[date]:
    """Return the working day after each call that has no reflection yet.

    Leave out calls during an absence. If the person has muted requests for reflections, return an
    empty set.
    """
    if reflect.KIND.name in week.rhythm.muted:
        return set()
    days = {
        day_of(call.starts_at, week.zone)
        for call in week.calls
        if not call.reflected and not week.missed(call)
    }
    return {next_day for day in days for next_day in working_days(day + DAY, 1, week.rhythm)}


def _with_doubts(week: PersonWeek) -> set[date]:
    """Return the day of each meeting in doubt, and the working day before that day."""
    days = {day_of(start, week.zone) for start in week.in_doubt}
    return days | {working_day_before(day, week.rhythm) for day in days}


def _mornings_in_doubt(week: PersonWeek) -> set[date]:
    return {day_of(one, week.zone) for one in week.in_doubt if doubts.is_in_morning(one, week.zone)}


async def compose(nudge: Nudge) -> Composed:
    """Compose the agenda, or only the questions about meetings in doubt (see `asks_only`).

    Raises NoLongerUseful if there is nothing to show.
    """
    if asks_only(nudge.row.key):
        return await _questions(nudge)
    today = await agenda_today.read_today(
        nudge.session, nudge.person, nudge.playbook, nudge.now, asking=True
    )
    if not (today.ahead or today.open or today.unreflected or today.in_doubt or today.invited):
        raise NoLongerUseful("nothing due today")
    return Composed(
        agenda_card.card(nudge.person, today, nudge.now),
        follow_ups=_next(nudge, today),
        asked_about=(
            *(meeting for one in today.in_doubt for meeting in doubts.to_note(one)),
            *(meeting for one in today.invited for meeting in one.meetings),
        ),
    )


async def _questions(nudge: Nudge, *, asked_since: datetime | None = None) -> Composed:
    """Compose the questions that were not asked yet.

    With `asked_since` (UTC), compose the questions that were asked at this time or later and are
    still open. Raises NoLongerUseful if there are no such questions.
    """
    session, person, now = nudge.session, nudge.person, nudge.now
    until = nudge.row.useful_until
    if nudge.row.key.endswith(SOON):
        asked = await doubts.at_start(session, person, until, now, asked_since=asked_since)
    else:
        day = day_of(until, person.zone)
        asked = await doubts.of_morning(session, person, day, now, asked_since=asked_since)
    if not asked:
        raise NoLongerUseful("answered already")
    return Composed(
        agenda_card.card(person, Today(day_of(now, person.zone), (), (), (), asked), now),
        asked_about=tuple(alike for one in asked for alike in one.alike),
        label="these questions and the morning agenda",
    )


def _next(nudge: Nudge, today: Today) -> tuple[Outbox, ...]:
    """Plan later agendas about the open promises in today's agenda. Return their outbox rows."""
    days = frozenset(promise.due_on for promise, _ in today.open if promise.due_on)
    week = replace(
        nudge.week,
        promise_days=days,
        calls=(),
        in_doubt=(),
        today=day_of(nudge.now, nudge.person.zone) + DAY,
    )
    return tuple(row(nudge.person, wanted, nudge.now) for wanted in plan_week(week, [plan]))


async def today_card(
    session: AsyncSession, person: Person, playbook: Playbook, now: datetime
) -> Card:
    """Return the agenda's card as it is at `now` (UTC), even if the agenda is empty."""
    return agenda_card.card(
        person, await agenda_today.read_today(session, person, playbook, now), now
    )


async def updated(nudge: Nudge) -> Composed:
    """Return the current content of an agenda that was sent.

    Raises NoLongerUseful in these cases:

    - The row is an agenda that was not sent today.
    - The row only asks about meetings, and none of its questions is still open.
    """
    if asks_only(nudge.row.key):
        return await _questions(nudge, asked_since=nudge.row.handed_at or nudge.now)
    zone, sent_at = nudge.person.zone, nudge.row.settled_at
    if sent_at is None or day_of(sent_at, zone) != day_of(nudge.now, zone):
        raise NoLongerUseful("stays as it was")
    return await again(nudge.session, nudge.person, nudge.playbook, nudge.now)


async def again(
    session: AsyncSession, person: Person, playbook: Playbook, now: datetime
) -> Composed:
    """Return the agenda that was sent earlier today, as it is at `now` (UTC)."""
    return Composed(await today_card(session, person, playbook, now))


KIND = NudgeKind(
    "agenda",
    "the morning agenda",
    plan,
    compose,
    rank=4,
    repeat=True,
    daily=True,
    updated=updated,
    on_return=partial(first_after, _agenda_on),
)
