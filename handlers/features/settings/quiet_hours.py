"""Send nothing in some hours of a day: "no pings 3 to 4", "nothing before 9 tomorrow"."""

from datetime import time

from handlers.cards import Buttons, Reply, card_saying
from handlers.features import access
from handlers.features.settings import absence_days, absence_joined, absences, rhythm_forms
from handlers.features.settings.absence_days import OTHER_DAYS, days_named
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import at, day_of
from handlers.times import format_day

OVER = "That time is over."
ONLY_ONE = (
    "I changed nothing: I keep only one absence or break at a time, and you have one at another "
    "time. “when am i away” shows it."
)


def register(registry: Registry) -> None:
    """Register the answer to typed words."""
    registry.intent("quiet hours", answer)


async def answer(turn: Turn) -> Reply:
    """Send nothing in the typed hours. They are kept like an absence, and can be undone.

    The words are the day, or "" for today, and two times: "tomorrow|00:00|09:00". Raises Refusal if
    the times can't be read.
    """
    days, since_clock, until_clock = (*turn.text.split("|"), "", "")[:3]
    zone, today = turn.person.zone, day_of(turn.now, turn.person.zone)
    found = days_named(turn, days) if days else None
    if found and found.unread:
        return absence_days.ask(turn, found.unread)
    day = found.first if found else today
    try:
        clocks = time.fromisoformat(since_clock), time.fromisoformat(until_clock)
    except ValueError:
        raise Refusal(absences.NO_TIME) from None
    since, until = (at(day, clock, zone) for clock in clocks)
    if until <= turn.now:
        return access.private(turn, card_saying(OVER, Buttons((OTHER_DAYS,))))
    if rhythm_forms.lost_by(turn, since, until):
        return access.private(turn, card_saying(ONLY_ONE, Buttons((OTHER_DAYS,))))
    since = max(since, turn.now)
    if both := absence_joined.with_on_file(turn, since, until):
        return await absences.change(turn, *both)
    hours = f"from {clocks[0]:%H:%M} to {clocks[1]:%H:%M}" if clocks[0] > time() else ""
    when = f"{format_day(day, today)} {hours or f'before {clocks[1]:%H:%M}'}"
    return await absences.change(turn, since, until, f"Nothing is sent {when}.")
