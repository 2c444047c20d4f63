"""Find what the agenda says about today."""

from collections.abc import Sequence
from datetime import date, datetime, time

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.knowledge import invited_calls, situations
from handlers.nudges import doubts, reflect
from handlers.nudges.plan import is_away
from handlers.playbook.loader import Playbook
from handlers.rhythm_settings import (
    DAY,
    Rhythm,
    at,
    day_of,
    is_first_of_week,
    rhythm_of,
    working_day_before,
)
from handlers.views.agenda_card import Today
from storage import outbox
from storage.customers import commitments
from storage.sales_calls import own_calls
from storage.sales_calls.own_calls import Seated
from storage.tables import Commitment, Person

# If a customer's promise is overdue for longer than this, the agenda usually leaves it out.
# `_fresh_since` has the exceptions.
_SHOWN_OVERDUE = 6 * DAY


async def read_today(
    session: AsyncSession,
    person: Person,
    playbook: Playbook,
    now: datetime,
    *,
    asking: bool = False,
) -> Today:
    """Find today's remaining calls, promises due, calls without a reflection, and questions.

    With `asking`, also find

    - new questions about meetings
    - the calls that were planned without asking the rep

    The calls without a reflection began on the last working day or later, but before today. We
    leave out internal calls, calls during an absence, and calls that the rep was already asked
    about today. If the rep has stopped the reflection questions, the list of calls without a
    reflection is empty.

    We also leave out customers' open promises that were due before `_fresh_since`.
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
        due_by=last_day_covered(today, rhythm),
        settled_since=this_morning,
    )
    fresh = _fresh_since(person, rhythm, today)
    return Today(
        today,
        ahead,
        [row for row in due if not _is_stale(row[0], fresh)],
        await _unreflected(session, person, playbook, today),
        await doubts.of_day(session, person, now, last_day_covered(today, rhythm), new=asking),
        await invited_calls.to_tell(session, person, now) if asking else (),
    )


async def _unreflected(
    session: AsyncSession, person: Person, playbook: Playbook, today: date
) -> list[Seated]:
    """Return the calls from before today about which the agenda asks for a reflection."""
    rhythm, this_morning = rhythm_of(person), at(today, time(), person.zone)
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
    return [seated for seated in unreflected if seated not in asked]


def _is_stale(promise: Commitment, fresh: date) -> bool:
    is_theirs = promise.side == "theirs" and promise.state == "open"
    return is_theirs and promise.due_on is not None and promise.due_on < fresh


def _fresh_since(person: Person, rhythm: Rhythm, today: date) -> date:
    """Return the earliest due day of the customers' promises that today's agenda shows.

    Usually, this is six days ago. Just after an absence that began earlier than that, it is the
    first day of the absence. On the first working day of a week, the agenda shows all promises, so
    return the earliest possible date.
    """
    if is_first_of_week(today, rhythm):
        return date.min
    last = min(working_day_before(today, rhythm), today - _SHOWN_OVERDUE)
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
    """Return the calls for which a request for a reflection was sent at or after `since`."""
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


def last_day_covered(today: date, rhythm: Rhythm) -> date:
    """Return the day before the next working day, such as Sunday for a Friday.

    Today's agenda shows the promises that are due on the returned day or earlier.
    """
    day = today
    while (day + DAY).weekday() not in rhythm.work_days and day < today + 6 * DAY:
        day += DAY
    return day
