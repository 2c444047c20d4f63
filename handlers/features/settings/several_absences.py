"""If a line has two or three absences, join them to one, or ask which one to set.

We keep only one absence for each person, and can't join absences between which the person works:

- "thu afternoon and all of friday" → one absence
- "out wed from 3, and off friday" → the question which one to set
"""

from datetime import date

from handlers.cards import Button, Buttons, Card, card_saying
from handlers.features.settings.absence_days import ONE, OTHER_DAYS, days_named, next_working_day
from handlers.registry import Refusal, Turn
from handlers.rhythm_settings import DAY, day_of
from handlers.times import format_day, format_short
from handlers.times.absences import (
    ISO_DAY,
    Absence,
    AwayPart,
    HoursAway,
    code_of,
    part_in,
    part_in_words,
    part_of_day,
)
from handlers.typed.plain_spelling import written_out

WHICH = (
    "I keep only one absence at a time. Which one shall I set? When it is over, tell me the next "
    "one."
)
_MAX = 3
_SEPARATORS = (";", " and ", ",")


def ask(turn: Turn) -> Card | None:
    """Ask which absence to set, if two or three were typed that `joined` can't join.

    Return None in any other case.
    """
    found = _each(turn)
    if not found or joined(turn):
        return None
    buttons = tuple(_button(turn, one, part) for one, part in found)
    return card_saying(WHICH, Buttons((*buttons, OTHER_DAYS)))


def first_day(turn: Turn) -> date:
    """Return the first of the days that `ask` asks about."""
    return min(one.first for one, _ in _each(turn))


def joined(turn: Turn) -> tuple[Absence, AwayPart] | None:
    """Join "thu afternoon and all of friday" to one absence.

    Return the absence, and the part of its first day on which the person is away: the afternoon.

    Return None if `_each` finds no absences, or if they can't be joined, for example because the
    person works between them.
    """
    found = _each(turn)
    if not found:
        return None
    (first, part), *others = found
    if part == "am" or isinstance(part, HoursAway) or any(one for _, one in others):
        return None
    last = first
    for one, _ in others:
        follows = one.first <= next_working_day(turn, (last.last or last.first) + DAY)
        if last.back or not follows or one.first <= last.first:
            return None
        last = one
    return Absence(first.first, last.last or last.first, last.back), part


def _each(turn: Turn) -> list[tuple[Absence, AwayPart]]:
    """Return the two or three absences that were typed.

    Return [] if there is only one, if there are more, or if we can't read one of them.
    """
    typed = written_out(turn.text)
    for joint in _SEPARATORS:
        parts = [one for each in typed.split(joint) if (one := each.strip(" ,;"))]
        found = [_read(turn, one) for one in parts]
        if 1 < len(found) <= _MAX and all(not one.unread for one, _ in found):
            break
    else:
        return []
    is_one = ";" not in typed and not days_named(turn, part_of_day(typed)[0]).unread
    is_one = is_one and not any(part for _, part in found)
    return [] if is_one else found  # "wed and thu" follow each other, so they are one absence


def instead(turn: Turn, one: Absence, part: AwayPart) -> Card:
    """Ask whether to replace the absence on file, which is on other days."""
    since, until = turn.person.away_from or turn.now, turn.person.away_until or turn.now
    on_file = [format_short(at, now=turn.now, zone=turn.person.zone) for at in (since, until)]
    lead = f"You are away from {on_file[0]} until {on_file[1]}, and I keep only one absence."
    lead = f"{lead} Shall I set this one instead?"
    return card_saying(lead, Buttons((_button(turn, one, part), OTHER_DAYS)))


def offered(turn: Turn, days: str) -> Button | None:
    """Return a button that sets the absence on the typed days. If they are unclear, return None."""
    found, part = _read(turn, written_out(days))
    if found.unread:
        return None
    return Button(f"Away: {_days(turn, found, part)}", ONE, _value(turn, found, part))


def chosen(value: str) -> tuple[date, date, AwayPart]:
    """Read a button's value: the first day, the day of return and the part of the first day."""
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
    label = _days(turn, one, part)
    return Button(label[:1].upper() + label[1:], ONE, _value(turn, one, part))


def _value(turn: Turn, one: Absence, part: AwayPart) -> str:
    back = one.back or next_working_day(turn, (one.last or one.first) + DAY)
    return f"{one.first}{code_of(part)}:{back}"


def _days(turn: Turn, one: Absence, part: AwayPart) -> str:
    """Return "Friday from 13:00", "tomorrow" or "Monday to Wednesday"."""
    today, last = day_of(turn.now, turn.person.zone), one.last or one.first
    label = f"{format_day(one.first, today)} {part_in_words(part)}".strip()
    if last > one.first:
        return f"{label} to {format_day(last, today)}"
    return f"{label} until {format_day(one.back, today)}" if one.back else label
