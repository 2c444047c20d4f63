"""Places and lengths in a call, in words."""

from datetime import timedelta

from handlers.transcripts.records import Spot

# A place in a call is a number from 0 (the beginning) to 1 (the end). A place from 0.45 to 0.55 is
# "about halfway".
_HALFWAY = (0.45, 0.55)
_BEGINNING, _END = 0.05, 0.95


def place(spot: Spot) -> str:
    """Return a place in a call: "12:40" or, if the transcript has no times, "about halfway"."""
    return clock(spot.at) if spot.at is not None else part(spot.part)


def at_place(spot: Spot) -> str:
    """Return a place in a call, within a sentence: "at 12:40" or "about halfway"."""
    return f"at {place(spot)}" if spot.at is not None else place(spot)


def clock(at: timedelta) -> str:
    """Return a time from the beginning of a call, or a length: "12:40", "1:02:03"."""
    minutes, seconds = divmod(max(round(at.total_seconds()), 0), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def part(before: float) -> str:
    """Return a place in a call in words.

    `before` is the part of the call before the place, from 0 to 1.
    """
    if before < _BEGINNING:
        return "at the beginning"
    if before > _END:
        return "at the end"
    if _HALFWAY[0] <= before <= _HALFWAY[1]:
        return "about halfway"
    return f"in the {third(before)} third"


def third(before: float) -> str:
    """Return the third of a call that a place is in: "first", "middle" or "last"."""
    return "first" if before < 1 / 3 else "middle" if before < 2 / 3 else "last"


def duration(length: timedelta) -> str:
    """Return "3 min 10 s", "45 s" or "1 h 5 min"."""
    seconds = round(length.total_seconds())
    if seconds < 60:
        return f"{seconds} s"
    minutes, seconds = divmod(seconds, 60)
    if minutes < 60:
        return f"{minutes} min {seconds} s" if seconds else f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"
