"""The ids of calls for one meeting in several people's calendars.

The first call for a meeting has the meeting's own id, `CalendarEvent.source_id`. If one person's
copy of the meeting differs, in its time for example, that person has another call. The id of this
call has two lines: the meeting's id, then the person's row id and the time when the id was made.
"""

from datetime import datetime

_SEPARATOR = "\n"  # an id from a calendar has one line


def of_own(meeting: str, person_id: int, now: datetime) -> str:
    """Return a new id for a call that belongs to one person's copy of a meeting."""
    return f"{meeting}{_SEPARATOR}{person_id}:{now:%Y%m%d%H%M%S%f}"


def meeting_of(source_id: str | None) -> str:
    """Return the id of a call's meeting, or "" for None."""
    return (source_id or "").partition(_SEPARATOR)[0]
