"""Say when a promise that was just saved is shown to the rep again."""

from datetime import date

from handlers.nudges import agenda
from handlers.nudges.plan import is_away
from handlers.registry import Turn
from handlers.rhythm_settings import at, rhythm_of, working_day_up_to

THAT_MORNING = "Your agenda will show it that morning."
THE_DAY_BEFORE = "Your agenda will show it on the last working day before that."
LISTED = "/promises lists it."


def again(turn: Turn, due_on: date | None) -> str:
    """Say in which agenda a promise is shown again.

    It is the agenda of the due day or, if the due day is a day off, of the last working day before
    the due day. If the promise has no due day, or if this agenda won't be sent, name /promises
    instead.
    """
    rhythm, person = rhythm_of(turn.person), turn.person
    if due_on is None or agenda.KIND.name in rhythm.muted:
        return LISTED
    day = working_day_up_to(due_on, rhythm)
    morning = at(day, rhythm.agenda_at, person.zone)
    if morning <= turn.now or is_away(morning, person.away_from, person.away_until):
        return LISTED
    return THAT_MORNING if day == due_on else THE_DAY_BEFORE
