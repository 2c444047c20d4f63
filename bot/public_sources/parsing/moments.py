"""Read dates and times in the forms that web pages and registers use."""

from datetime import UTC, date, datetime


def moment(written: object) -> datetime | None:
    """Convert an ISO date or time to UTC. If it has no zone, it is taken as UTC.

    Return None for any other value, and for years before 1990.
    """
    if not isinstance(written, str):
        return None
    try:
        read = datetime.fromisoformat(written.strip()[:40])
        aware = read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return aware if aware.year >= 1990 else None  # earlier dates are defaults or mistakes


def of_milliseconds(written: object) -> datetime | None:
    """Convert milliseconds since 1970 to a time in UTC. Return None for any other value."""
    if isinstance(written, bool) or not isinstance(written, int):
        return None
    try:
        return datetime.fromtimestamp(written / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def day(written: object) -> date | None:
    """Return the day (UTC) of an ISO date or time. Return None wherever `moment` does."""
    found = moment(written)
    return found.date() if found else None
