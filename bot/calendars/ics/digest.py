"""Tells whether a calendar's file has changed."""

from hashlib import sha256

# The moment at which the file was made: in some calendars it differs each time they are asked.
_NOISE = (b"DTSTAMP:", b"DTSTAMP;")


def digest(body: bytes) -> str:
    """The same for two files that differ only in when they were made.

    Call it in a thread. It works in many short steps, so that the event loop can run in between.
    """
    made, rest = sha256(), memoryview(body)
    start = 0
    while (found := _noise(body, start)) >= 0:
        made.update(rest[start:found])
        end = body.find(b"\n", found + 1)
        start = len(body) if end < 0 else end
    made.update(rest[start:])
    return made.hexdigest()


def _noise(body: bytes, start: int) -> int:
    """Where the next line that does not count begins; -1 if there is none."""
    found = body.find(b"\nDTSTAMP", start)
    while found >= 0 and not body.startswith(_NOISE, found + 1):
        found = body.find(b"\nDTSTAMP", found + 1)
    return found
