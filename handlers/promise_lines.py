"""Promises as people jot them down: one a line, the day at the end if there is one."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from handlers.times import Understood, split

MOST_LINES = 20
_NOON = "12:00"
_JOINERS = ("by", "until", "till", "on", "due", "for", ",", "-", "–", "(")


@dataclass(frozen=True)
class Jotted:
    """A promise as typed, less its day, and that day."""

    text: str
    due_on: date | None


def jotted(text: str, *, today: date, zone: str) -> list[Jotted]:
    """The promises in a field: "pricing for 40 seats by Friday" is due on the coming Friday."""
    lines = [line.strip(" \t-•*") for line in text.splitlines()]
    filled = [line for line in lines if line]
    kept = filled[:MOST_LINES]
    if len(filled) > MOST_LINES:  # nothing typed is lost: the rest stays together as one
        kept[-1] = "; ".join(filled[MOST_LINES - 1 :])
    return [_one(line, today, zone) for line in kept]


def shown(text: str, due_on: date | None) -> str:
    """A promise as a line that `jotted` reads back."""
    return f"{text} by {due_on.isoformat()}" if due_on else text


def _one(line: str, today: date, zone: str) -> Jotted:
    # With a time put behind it, a day at the end of the line reads as a moment.
    midnight = datetime.combine(today, time(), ZoneInfo(zone)).astimezone(UTC)
    text, reading = split(f"{line.rstrip(' .')} {_NOON}", now=midnight, zone=zone)
    text = text.strip()
    if not isinstance(reading, Understood) or not text or text == line.rstrip(" ."):
        return Jotted(line, None)
    words = text.split()
    while len(words) > 1 and words[-1].lower() in _JOINERS:
        words.pop()
    due_on = reading.starts_at.astimezone(ZoneInfo(zone)).date()
    return Jotted(text[: text.rindex(words[-1]) + len(words[-1])].rstrip(" ,"), due_on)
