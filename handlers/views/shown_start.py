"""The value of a button that acts on a call: the call's id, and the start that the person saw.

If somebody moves the call before the button is pressed, the two starts differ, and
`access.own_call` raises CallMoved.
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
    """Return the call's id and the start that was shown (UTC). A missing start is None."""
    call_id, _, seconds = text.partition(_AT)
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) <= _DIGITS):
        return call_id, None
    return call_id, datetime.fromtimestamp(int(seconds), UTC)


def moved_sentence(name: str, call: Call, shown: datetime, person: Person, now: datetime) -> str:
    """Say from when to when a call has moved.

    `name` is the account's name. `shown` is the start that the person saw. Times are in UTC.
    """
    was = format_short(shown, now=now, zone=person.zone)
    when = format_short(call.starts_at, now=now, zone=person.zone)
    return f"Your call with {name} has moved from {was} to {when}."
