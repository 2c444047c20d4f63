"""Parse the days of an absence in the person's zone, and find the working day after it."""

from datetime import date

from handlers.registry import Turn
from handlers.rhythm_settings import date_order_of, day_of, rhythm_of, working_days
from handlers.times.absences import Absence, absence
from handlers.times.due import due


def days_named(turn: Turn, words: str) -> Absence:
    """Parse the days of an absence, in the person's zone."""
    person, today = turn.person, day_of(turn.now, turn.person.zone)

    def read(typed: str, since: date) -> date | None:
        found = due(typed, today=since, zone=person.zone, order=date_order_of(person))
        return found.day if found and found.day and found.day >= since else None

    return absence(words, today, read)


def next_working_day(turn: Turn, day: date) -> date:
    """Return the first working day on or after a day, or that day if there is none."""
    return (*working_days(day, 1, rhythm_of(turn.person)), day)[0]
