"""The ids of the calls that stand for one meeting in several people's calendars. Pure.

A call has its meeting's id, as `CalendarEvent.source_id`. If people's copies of the meeting say
different things, further calls stand for it too. Their ids have a second line.
"""

from datetime import datetime

_APART = "\n"  # an id from a calendar has one line


def of_own(meeting: str, person_id: int, now: datetime) -> str:
    """A new id for a call that stands for one person's copy of a meeting."""
    return f"{meeting}{_APART}{person_id}:{now:%Y%m%d%H%M%S%f}"


def meeting_of(source_id: str | None) -> str:
    """The id of the meeting that a call with this id stands for; "" for None."""
    return (source_id or "").partition(_APART)[0]
