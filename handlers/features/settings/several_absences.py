"""Ask which of several absences to set: "out wed from 3, and off friday". We keep only one."""

from datetime import date

from handlers.cards import Button, Buttons, Card, card_saying
from handlers.features.settings.absence_days import days_named, next_working_day
from handlers.registry import Refusal, Turn
from handlers.rhythm_settings import DAY, day_of
from handlers.times import format_day, format_short
from handlers.times.absences import (
    ISO_DAY,
    Absence,
    AwayPart,
    code_of,
    part_in,
    part_in_words,
    part_of_day,
)
from handlers.typed.plain_spelling import written_out

ONE = "away.one"
WHICH = (
    "I keep only one absence at a time. Which one shall I set? Tell me the other one when it is "
    "over."
)
_MAX = 3
_OTHER_DAYS = Button("Other days…", "rhythm.away")
_SEPARATORS = (";", " and ", ",")


def ask(turn: Turn) -> Card | None:
    """Return the question, or None if the typed days are a single absence."""
    typed = written_out(turn.text)
    found: list[tuple[Absence, AwayPart]] = []
    for joint in _SEPARATORS:
        parts = [one.strip() for one in typed.split(joint) if one.strip()]
        found = [_read(turn, one) for one in parts]
        if 1 < len(found) <= _MAX and all(not one.unread for one, _ in found):
            break
    else:
        return None
    if ";" not in typed and not days_named(turn, part_of_day(typed)[0]).unread:
        return None  # "wed and thu" are two days in a row
    buttons = tuple(_button(turn, one, part) for one, part in found)
    return card_saying(WHICH, Buttons((*buttons, _OTHER_DAYS)))


def instead(turn: Turn, one: Absence, part: AwayPart) -> Card:
    """Ask whether to replace the absence on file, which is on other days."""
    since, until = turn.person.away_from or turn.now, turn.person.away_until or turn.now
    on_file = [format_short(at, now=turn.now, zone=turn.person.zone) for at in (since, until)]
    lead = f"You are away from {on_file[0]} until {on_file[1]}, and I keep only one absence."
    lead = f"{lead} Shall I set this one instead?"
    return card_saying(lead, Buttons((_button(turn, one, part), _OTHER_DAYS)))


def chosen(value: str) -> tuple[date, date, AwayPart]:
    """Return the first day, the day of return and the part of the first day on a button."""
    first, _, back = value.partition(":")
    try:
        days = date.fromisoformat(first[:ISO_DAY]), date.fromisoformat(back)
    except ValueError:
        raise Refusal("I can't read those days. Type them again.") from None
    return *days, part_in(first[ISO_DAY:])


def _read(turn: Turn, words: str) -> tuple[Absence, AwayPart]:
    days, part = part_of_day(words)
    return days_named(turn, days), part


def _button(turn: Turn, one: Absence, part: AwayPart) -> Button:
    today, last = day_of(turn.now, turn.person.zone), one.last or one.first
    back = one.back or next_working_day(turn, last + DAY)
    label = f"{format_day(one.first, today)} {part_in_words(part)}".strip()
    if last > one.first:
        label = f"{label} to {format_day(last, today)}"
    elif one.back:
        label = f"{label} until {format_day(one.back, today)}"
    return Button(label[:1].upper() + label[1:], ONE, f"{one.first}{code_of(part)}:{back}")
