"""If a message's time is in the quiet hours, say when it comes instead, or that it doesn't come."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from handlers.nudges import agenda, team
from handlers.rhythm_settings import DAY, Rhythm, at, quiet_until

_ANY_DAY, _ZONE = date(2026, 1, 5), "UTC"  # quiet hours are the same on each day


def sentences(rhythm: Rhythm, *, leads: bool) -> Iterator[str]:
    """Say when a message that is due in the quiet hours comes instead, or that it does not come.

    The messages are the agenda, the message with questions and “The team's morning”. Yield nothing
    about a message that is not due in the quiet hours, or that the person has stopped. `leads` is
    whether the person leads a team, and so gets “The team's morning”.
    """
    questions_until = DAY - _since_midnight(rhythm.research_at)
    for kind, what, clock, useful in (
        ("agenda", "The agenda", rhythm.agenda_at, agenda.USEFUL),
        ("research", "The message with questions", rhythm.research_at, questions_until),
        ("team", "The team's morning", rhythm.team_at, team.USEFUL),
    ):
        if kind not in rhythm.muted and (kind != "team" or leads):
            yield from _delay_of(what, clock, useful, rhythm)


def _delay_of(what: str, clock: time, useful: timedelta, rhythm: Rhythm) -> Iterator[str]:
    """Say when a message that is due at `clock` comes, if `clock` is in the quiet hours.

    A message that would be delayed by `useful` or more does not come.
    """
    due = at(_ANY_DAY, clock, _ZONE)
    until = quiet_until(due, rhythm, _ZONE)
    if until is None or until == due:
        return
    waits = f"{what} at {clock:%H:%M} is in the quiet hours"
    if until - due < useful:
        yield f"{waits}, so it comes at {until:%H:%M}."
    else:
        yield f"{waits}, and {until:%H:%M} is too late for it, so it doesn't come."


def _since_midnight(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute)
