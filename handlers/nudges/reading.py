"""Record that a brief was read, and plan the person's nudges again if necessary."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.nudges.brief import brief_due_at
from handlers.nudges.plan import CallAhead, PersonWeek
from handlers.nudges.research import is_planned_late
from handlers.rhythm_settings import rhythm_of
from storage import plan_changes
from storage.tables import Call, Person, Seat


def note_read(session: AsyncSession, person: Person, seat: Seat, call: Call, now: datetime) -> None:
    """Record that the person reads a call's brief at `now` (UTC).

    We plan the nudges again only if reading the brief can make one of these messages superfluous:

    - the brief itself, if it is due
    - the research questions about a call that was planned late

    In most cases it can't, and planning costs more than showing the brief.
    """
    planned_at = max(call.planned_at, seat.joined_at or call.planned_at)
    read_before = seat.briefed_at is not None and seat.briefed_at >= planned_at
    seat.briefed_at = now
    ahead = CallAhead(call.id, call.starts_at, call.ends_at, planned_at)
    week = PersonWeek(person.id, person.zone, rhythm_of(person))
    first_read_late = not read_before and is_planned_late(ahead, week)
    if first_read_late or brief_due_at(ahead, week) <= now:
        plan_changes.note_person(session, person.id)
