"""The agenda, one message each morning: calls, promises due, and calls without a reflection."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.cards import Card
from handlers.knowledge import invited_calls, situations
from handlers.message import Composed, NoLongerUseful
from handlers.nudges import doubts, reflect
from handlers.nudges.kind import Nudge, NudgeKind
from handlers.nudges.plan import PersonWeek, PlannedNudge, after_calls, is_away
from handlers.nudges.plan import plan as plan_week
from handlers.nudges.rows import row
from handlers.playbook.loader import Playbook
from handlers.rhythm_settings import (
    DAY,
    Rhythm,
    at,
    day_of,
    is_first_of_week,
    rhythm_of,
    working_day_before,
    working_day_up_to,
    working_days,
)
from handlers.views import agenda_card
from handlers.views.agenda_card import Today
from storage import outbox
from storage.customers import commitments
from storage.sales_calls import own_calls
from storage.sales_calls.own_calls import Seated
from storage.tables import Commitment, Outbox, Person

USEFUL = timedelta(hours=4)
EVE = ":eve"  # ends the key of a row that asks in the afternoon about the next morning
SOON = ":soon"  # ends the key of a row that asks about a meeting that begins soon
ANSWERED_IN = timedelta(minutes=15)  # time to answer a question before the brief is due
_A_WEEK = 6 * DAY  # the agenda shows a customer's promise until it is a week overdue
MORNINGS = 10  # plan agendas for overdue promises this many working days ahead


def plan(week: PersonWeek) -> Iterator[PlannedNudge]:
    """Plan an agenda at 08:30 (settable) on each working day that has a reason for an agenda.

    The reasons are:

    - a call on that day
    - a call since the previous working day that has no reflection yet
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
            yield _wanted(week, day)
    for day in _mornings_in_doubt(week):
        eve = at(working_day_before(day, week.rhythm), week.rhythm.research_at, week.zone)
        key, until = f"agenda:{week.person_id}:{day}{EVE}", at(day, time(), week.zone)
        yield after_calls(PlannedNudge(key, "agenda", eve, until), week)
    lead = timedelta(minutes=week.rhythm.brief_minutes) + ANSWERED_IN
    for start in sorted(set(week.in_doubt)):
        day = day_of(start, week.zone)
        if _wanted(week, day).due_at < start - lead and day.weekday() in week.rhythm.work_days:
            key = f"agenda:{week.person_id}:{start:%Y%m%d%H%M}{SOON}"
            yield PlannedNudge(key, "agenda", start - lead, start)


def asks_only(key: str) -> bool:
    """Return whether the row with this key only asks about meetings, and shows no agenda."""
    return key.endswith((EVE, SOON))


def _wanted(week: PersonWeek, day: date) -> PlannedNudge:
    due_at = at(day, week.rhythm.agenda_at, week.zone)
    return PlannedNudge(f"agenda:{week.person_id}:{day}", "agenda", due_at, due_at + USEFUL)


def _with_promises(week: PersonWeek) -> set[date]:
    """Return the working days on which promises are a reason for an agenda.

    A promise is a reason on its due day or, if that is a day off, on the last working day before
    that. An overdue promise is a reason on the next working day, on the first working day of each
    week, and on the first working day after an absence.
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

    Leave out calls during an absence, and all calls if requests for reflections are muted.
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
    today = await _today(nudge.session, nudge.person, nudge.playbook, nudge.now, asking=True)
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
    """Compose new questions, or those that were asked from `asked_since` on and are still open.

    Raises NoLongerUseful if there are none.
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
    """Return the rows of the next agendas about the open promises that this one shows."""
    days = frozenset(promise.due_on for promise, _ in today.open if promise.due_on)
    week = replace(
        nudge.week,
        promise_days=days,
        calls=(),
        in_doubt=(),
        today=day_of(nudge.now, nudge.person.zone) + DAY,
    )
    return tuple(row(nudge.person, wanted, nudge.now) for wanted in plan_week(week, [plan]))


def on_return(week: PersonWeek, back_at: datetime) -> Iterator[PlannedNudge]:
    """Plan the first agenda after an absence that ends at `back_at` (UTC)."""
    ahead = working_days(day_of(back_at, week.zone), 2, week.rhythm)
    mornings = (_wanted(week, day) for day in ahead)
    yield from [one for one in mornings if one.useful_until > back_at][:1]


async def today_card(
    session: AsyncSession, person: Person, playbook: Playbook, now: datetime
) -> Card:
    """Return the agenda's card as it is at `now` (UTC), even if the agenda is empty."""
    return agenda_card.card(person, await _today(session, person, playbook, now), now)


async def updated(nudge: Nudge) -> Composed:
    """Return an agenda that was sent, as it is now.

    Raises NoLongerUseful if the agenda was sent on another day, or if it had only questions and
    none of them is open.
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


async def _today(
    session: AsyncSession,
    person: Person,
    playbook: Playbook,
    now: datetime,
    *,
    asking: bool = False,
) -> Today:
    """Find today's remaining calls, promises due, calls without a reflection, and questions.

    With `asking`, include new questions about meetings, and the calls that were planned without
    asking the rep. The calls without a reflection began on the last working day or later, but
    before today. Of these, leave out internal calls, calls during an absence, and calls that the
    rep was already asked about today. Leave out customers' open promises due before `_fresh_since`.
    """
    rhythm, today = rhythm_of(person), day_of(now, person.zone)
    this_morning = at(today, time(), person.zone)
    ahead = await own_calls.planned_for(
        session,
        person.tenant,
        person.id,
        since=now,
        until=at(today + DAY, time(), person.zone),
    )
    due = await commitments.of_owner(
        session,
        person.tenant,
        person.id,
        due_by=_last_day_covered(today, rhythm),
        settled_since=this_morning,
    )
    ended = await own_calls.planned_for(
        session,
        person.tenant,
        person.id,
        since=at(working_day_before(today, rhythm), time(), person.zone),
        until=this_morning,
    )
    unreflected = [seated for seated in ended if _to_look_back_on(person, rhythm, seated)]
    unreflected = await situations.with_customers(session, unreflected, playbook)
    asked = await _asked_since(session, person, unreflected, this_morning)
    fresh = _fresh_since(person, rhythm, today)
    return Today(
        today,
        ahead,
        [row for row in due if not _is_stale(row[0], fresh)],
        [seated for seated in unreflected if seated not in asked],
        await doubts.of_day(session, person, now, _last_day_covered(today, rhythm), new=asking),
        await invited_calls.to_tell(session, person, now) if asking else (),
    )


def _is_stale(promise: Commitment, fresh: date) -> bool:
    is_theirs = promise.side == "theirs" and promise.state == "open"
    return is_theirs and promise.due_on is not None and promise.due_on < fresh


def _fresh_since(person: Person, rhythm: Rhythm, today: date) -> date:
    """Return the earliest due day of the customers' promises that today's agenda shows.

    This is six days ago or, just after a longer absence, the first day of the absence. On the first
    working day of a week, the agenda shows all promises, so return the earliest possible date.
    """
    if is_first_of_week(today, rhythm):
        return date.min
    last = min(working_day_before(today, rhythm), today - _A_WEEK)
    if person.away_from is None or person.away_until is None:
        return last
    if day_of(person.away_until, person.zone) < working_day_before(today, rhythm):
        return last
    return min(last, day_of(person.away_from, person.zone))


def _to_look_back_on(person: Person, rhythm: Rhythm, seated: Seated) -> bool:
    seat, call = seated.seat, seated.call
    away = is_away(call.starts_at, person.away_from, person.away_until)
    return not (seat.reflected_at or away or reflect.KIND.name in rhythm.muted)


async def _asked_since(
    session: AsyncSession, person: Person, unreflected: Sequence[Seated], since: datetime
) -> list[Seated]:
    keys = {
        reflect.key(person.id, one.call.id, one.call.starts_at): one.call.id for one in unreflected
    }
    sent = await outbox.with_keys(session, person.tenant, keys)
    asked = {
        keys[key]
        for key, row in sent.items()
        if row.state == "sent" and row.settled_at is not None and row.settled_at >= since
    }
    return [seated for seated in unreflected if seated.call.id in asked]


def _last_day_covered(today: date, rhythm: Rhythm) -> date:
    """Return the day before the next working day, such as Sunday for a Friday.

    Today's agenda shows the promises that are due by that day.
    """
    day = today
    while (day + DAY).weekday() not in rhythm.work_days and day < today + 6 * DAY:
        day += DAY
    return day


KIND = NudgeKind(
    "agenda",
    "the morning agenda",
    plan,
    compose,
    rank=4,
    repeat=True,
    daily=True,
    updated=updated,
    on_return=on_return,
)
