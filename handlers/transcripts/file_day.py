"""Store and find the day of a call, if the name of the transcript's file has a day but no time.

Until we find the call, we store the day as a line of its own in the title of the transcript.
"""

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_LENGTH = len("2026-11-19")


def with_day(title: str, day: date | None, beside: str) -> str:
    """Put together the title in the file, the day, and what the rep wrote with the file."""
    return "\n".join(filter(None, (title, day.isoformat() if day else "", beside))).strip()


def day_in(title: str) -> date | None:
    """Return the day in a title from `with_day`, or None."""
    for line in title.splitlines():
        if len(line) == _LENGTH:
            with suppress(ValueError):
                return date.fromisoformat(line)
    return None


def span_of(day: date, zone: str) -> tuple[datetime, datetime]:
    """Return the first and the last moment of a day in this time zone."""
    starts = datetime.combine(day, time(), ZoneInfo(zone))
    ends = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))
    return starts, ends - timedelta(microseconds=1)
