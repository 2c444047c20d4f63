"""Parse what Teams reports about a meeting: that it began, or that it ended."""

from collections.abc import Mapping
from datetime import UTC, datetime

from bot.platform.payload import Json, Malformed, maybe
from bot.teams.activity import tenant_of
from bot.teams.payload import text
from handlers.sources.calendars.real_times import MeetingReport, StartOrEnd

# The events of a meeting: what happened, and the field with the time.
MEETING_EVENTS: Mapping[str, tuple[StartOrEnd, str]] = {
    "application/vnd.microsoft.meetingStart": ("started", "StartTime"),
    "application/vnd.microsoft.meetingEnd": ("ended", "EndTime"),
}


def meeting_report(activity: Json) -> MeetingReport | None:
    """Return when a meeting began or ended, or None for another event.

    Raises Malformed if a field is missing or invalid.
    """
    what, field_name = MEETING_EVENTS.get(maybe(activity, "name"), (None, ""))
    if what is None:
        return None
    return MeetingReport(
        tenant=f"teams:{tenant_of(activity)}",
        join_url=text(activity, "value", "JoinUrl"),
        what=what,
        at=_moment(activity, "value", field_name),
    )


def _moment(activity: Json, *path: str) -> datetime:
    """Parse a time in an activity. Raises Malformed if it is missing or invalid."""
    try:
        found = datetime.fromisoformat(text(activity, *path))
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Malformed(".".join(path)) from error
