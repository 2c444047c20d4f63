"""The value of a button that undoes a change of the absence."""

from datetime import UTC, datetime

from handlers.registry import Refusal
from storage.tables import Person

UNDO = "away.undo"
CHANGED = "Your absence has changed since then, so I left it alone. “when am i away” shows it."
_DIGITS = 10  # digits of a time in seconds since 1970; enough until the year 2286


def value(person: Person, since: datetime | None, until: datetime | None) -> str:
    """Return the value of a button that sets this absence.

    If the absence on file changes before the button is pressed, the press is refused.
    """
    on_file = person.away_from, person.away_until
    return ":".join((*_numbers(since, until), *_numbers(*on_file)))


def before(person: Person, text: str) -> tuple[datetime | None, datetime | None]:
    """Return when the absence on an *Undo* button begins and ends (UTC).

    Both are None if there was no absence before the change. Raises Refusal if the absence on file
    has changed since the button was shown.
    """
    numbers = text.split(":")
    are_moments = all(one.isdecimal() and len(one) <= _DIGITS for one in numbers)
    if not are_moments or numbers[2:] != _numbers(person.away_from, person.away_until):
        raise Refusal(CHANGED)
    since, until = map(_moment, numbers[:2])
    return since, until


def fits(person: Person, text: str) -> bool:
    """Check whether the absence on file is still the one that an *Undo* button was made for."""
    return text.split(":")[2:] == _numbers(person.away_from, person.away_until)


def _numbers(*moments: datetime | None) -> list[str]:
    """Return each moment in seconds since 1970, or 0 for None."""
    return [str(int(each.timestamp()) if each else 0) for each in moments]


def _moment(seconds: str) -> datetime | None:
    return datetime.fromtimestamp(int(seconds), UTC) if int(seconds) else None
