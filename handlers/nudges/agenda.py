"""The morning's one message: the day's calls, what is promised, what still wants a reflection."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers import agenda_card
from handlers.cards import Card
from handlers.message import Composed, OfNoUse
from handlers.nudges.kind import Kind, Nudge
from handlers.nudges.plan import REFLECT_WITHIN, Wanted, Week
from handlers.rhythm_settings import (
    DAY,
    Rhythm,
    at,
    day_of,
    rhythm_of,
    working_day_before,
    working_day_up_to,
)
from storage import calls, commitments
from storage.calls import Seated
from storage.tables import Account, Commitment, Person

USEFUL = timedelta(hours=4)


def plan(week: Week) -> Iterator[Wanted]:
    """08:30 on a working day that has calls or promises due (the time is the person's choice)."""
    with_calls = {day_of(call.starts_at, week.zone) for call in week.calls}
    with_promises = {working_day_up_to(day, week.rhythm) for day in week.promise_days}
    for day in sorted(with_calls | with_promises):
        if day.weekday() in week.rhythm.work_days:
            due_at = at(day, week.rhythm.agenda_at, week.zone)
            yield Wanted(f"agenda:{week.person_id}:{day}", "agenda", due_at, due_at + USEFUL, day)


async def compose(nudge: Nudge) -> Composed:
    """The day as it stands now."""
    ahead, due, unreflected = await _today(nudge.session, nudge.person, nudge.now)
    if not ahead and not due:
        raise OfNoUse("nothing due today")
    return Composed(agenda_card.card(nudge.person, ahead, due, unreflected, nudge.now))


async def today_card(session: AsyncSession, person: Person, now: datetime) -> Card:
    """The same card at any time (UTC), also with nothing on it."""
    return agenda_card.card(person, *await _today(session, person, now), now)


async def _today(
    session: AsyncSession, person: Person, now: datetime
) -> tuple[list[Seated], list[tuple[Commitment, Account]], list[Seated]]:
    """Calls still to come today, promises due, and calls since the last agenda to reflect on."""
    rhythm, today = rhythm_of(person), day_of(now, person.zone)
    midnight = at(today + DAY, time(), person.zone)
    since = at(working_day_before(today, rhythm), rhythm.agenda_at, person.zone)
    ahead = await calls.of_person(session, person.tenant, person.id, since=now, until=midnight)
    due = await commitments.open_for_owner(
        session, person.tenant, person.id, due_by=_last_day_covered(today, rhythm)
    )
    ended = await calls.of_person(
        session, person.tenant, person.id, since=since - DAY, until=at(today, time(), person.zone)
    )
    unreflected = [
        seated
        for seated in ended
        if seated[0].reflected_at is None
        and since < seated[1].ends_at <= now < seated[1].ends_at + REFLECT_WITHIN
    ]
    return ahead, due, unreflected


def _last_day_covered(today: date, rhythm: Rhythm) -> date:
    """What falls due on the days off ahead is said on the working day before them."""
    day = today
    while (day + DAY).weekday() not in rhythm.work_days and day < today + 6 * DAY:
        day += DAY
    return day


KIND = Kind("agenda", "the morning agenda", plan, compose, rank=4, repeat=True)
