"""Find meetings that got a new id in the calendar. Pure.

- If the zone or the time of a whole series changes, each instance gets another id.
- If "this and following" meetings are changed, they become a series with a new UID.
- If the organizer changes, or a meeting is deleted and re-created, the meeting has a new UID, but
  the same title and guests.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from handlers.sources.records import CalendarEvent
from storage.tables import SeenMeeting

NEAR = timedelta(days=4)  # a pair may be this far apart, such as Monday and Friday of one week

Pair = tuple[SeenMeeting, CalendarEvent]


def successors(gone: Sequence[SeenMeeting], new: Sequence[CalendarEvent]) -> list[Pair]:
    """Return pairs of a meeting that is gone and the new event that replaces it.

    Make the pairs that are closest in time first. Leave out meetings that no event replaces.
    """
    taken: set[str] = set()
    pairs: list[Pair] = []
    for _, _, meeting, event in sorted(_possible(gone, new), key=lambda one: one[:2]):
        if not taken & {meeting.source_id, event.source_id}:
            taken |= {meeting.source_id, event.source_id}
            pairs.append((meeting, event))
    return pairs


def _possible(
    gone: Iterable[SeenMeeting], new: Sequence[CalendarEvent]
) -> Iterator[tuple[timedelta, str, SeenMeeting, CalendarEvent]]:
    """Yield each possible pair, with the time between the two and a key to sort by."""
    on = [(event, event.likeness) for event in new if event.state == "on"]
    for meeting in gone:
        for event, likeness in on:
            if meeting.series and meeting.series == event.series:
                apart = abs(_original_start(meeting) - (event.original_start or event.starts_at))
            elif event.title.strip() and meeting.likeness == likeness:
                apart = abs(meeting.starts_at - event.starts_at)
            else:
                continue
            if apart <= NEAR:
                yield apart, f"{meeting.source_id} {event.source_id}", meeting, event


def _original_start(meeting: SeenMeeting) -> datetime:
    """Return the start (UTC) that the series gives this meeting, even if the meeting was moved.

    The meeting's `source_id` ends with this start.
    """
    stamp = meeting.source_id.rpartition("/")[2]
    return datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
