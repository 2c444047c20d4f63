"""Read or ask for the days of an absence, in the person's zone, and find the next working day."""

from datetime import date

from handlers.cards import Button, Buttons, Card, card_saying, typed
from handlers.coaching.text.words import shortened
from handlers.registry import Turn
from handlers.rhythm_settings import DAY, date_order_of, day_of, rhythm_of, working_days
from handlers.times import format_day
from handlers.times.absences import Absence, absence
from handlers.times.due import due

ONE = "away.one"  # the action of a button that sets the absence in its value
OTHER_DAYS = Button("Other days…", "rhythm.away")


def ask(turn: Turn, unread: str) -> Card:
    """Ask when the person is away. `unread` has the words that we could not read as days."""
    lead = "Not set yet. When are you away?"
    if unread:
        lead = f"Not set yet: I can't read “{shortened(unread, 60)}” as days. When are you away?"
    today = day_of(turn.now, turn.person.zone)
    days = (today, next_working_day(turn, today + DAY))
    buttons = [
        Button(
            format_day(day, today).capitalize(), ONE, f"{day}:{next_working_day(turn, day + DAY)}"
        )
        for day in days
    ]
    return card_saying(typed(lead), Buttons((*buttons, OTHER_DAYS)))


def days_named(turn: Turn, words: str) -> Absence:
    """Parse the days of an absence, in the person's zone."""
    person, today = turn.person, day_of(turn.now, turn.person.zone)

    def read(typed: str, since: date) -> date | None:
        found = due(typed, today=since, zone=person.zone, order=date_order_of(person))
        return found.day if found and found.day and found.day >= since else None

    return absence(words, today, read)


def next_working_day(turn: Turn, day: date) -> date:
    """Return the first working day on or after `day`, or `day` if there are no working days."""
    return (*working_days(day, 1, rhythm_of(turn.person)), day)[0]
