"""The value of a button that acts on a call: the call's id, and the start that the person saw.

Somebody may move the call before the button is pressed. The button then has to ask again.
"""

from datetime import UTC, datetime

from handlers.times import format_short
from storage.tables import Call, Person

_AT = "@"  # not a colon, because a colon ends the part of a button's value that names the call
_DIGITS = 11  # a time in seconds has at most this many digits


def value(call: Call) -> str:
    """Return the value for a call that is shown with its start: "12@1764075600"."""
    return f"{call.id}{_AT}{int(call.starts_at.timestamp())}"


def read(text: str) -> tuple[str, datetime | None]:
    """Return the call's id, and the start that was shown (UTC). A missing start is None."""
    call_id, _, seconds = text.partition(_AT)
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) <= _DIGITS):
        return call_id, None
    return call_id, datetime.fromtimestamp(int(seconds), UTC)


def moved_sentence(name: str, call: Call, shown: datetime, person: Person, now: datetime) -> str:
    """Say that a call has moved since its start was `shown`. Times are in UTC.

    `name` is the account's name.
    """
    was = format_short(shown, now=now, zone=person.zone)
    when = format_short(call.starts_at, now=now, zone=person.zone)
    return f"Your call with {name} has moved from {was} to {when}."
