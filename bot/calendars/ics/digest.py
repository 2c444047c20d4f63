"""Check whether a calendar's file has changed, and find the owner's addresses in it."""

from collections.abc import Iterable
from hashlib import sha256

from bot.calendars.ics.lines import read, unfolded
from storage import mail

# Lines that begin like this say when the file was made. Some services write a new time for each
# request.
_NOISE = (b"DTSTAMP:", b"DTSTAMP;")


def digest(body: bytes) -> str:
    """Return a hash that ignores when the file was made. This is slow: call it in a thread."""
    made, rest = sha256(), memoryview(body)
    start = 0
    while (found := _noise(body, start)) >= 0:
        made.update(rest[start:found])
        end = body.find(b"\n", found + 1)
        start = len(body) if end < 0 else end
    made.update(rest[start:])
    return made.hexdigest()


def owners_in(body: bytes, known: Iterable[str]) -> tuple[str, ...]:
    """Return the owner's addresses that occur in the file.

    `known` has the addresses that we know to be the owner's. If the calendar's name is an address,
    this address is the owner's too. This is slow: call it in a thread.
    """
    whole = b"\n".join(unfolded(body)).lower()
    found = [one for one in known if one.encode() in whole]
    start = whole.find(b"\nx-wr-calname")
    if start >= 0:
        line = whole[start + 1 :].partition(b"\n")[0]
        found += [email] if (email := mail.normalised(read(line).text)) else []
    return tuple(found)


def _noise(body: bytes, start: int) -> int:
    """Return the position of the line break before the next line to ignore, or -1."""
    found = body.find(b"\nDTSTAMP", start)
    while found >= 0 and not body.startswith(_NOISE, found + 1):
        found = body.find(b"\nDTSTAMP", found + 1)
    return found
