"""Decide when to read a feed again, and how long a server asks us to wait. Pure functions."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from zlib import crc32

USUAL = timedelta(hours=1)
SLOWEST = timedelta(days=1)  # the longest wait, unless Retry-After is longer
MAX_WAIT = timedelta(days=7)  # a longer Retry-After is probably a mistake
JITTER = 360  # seconds; spreads feeds that were added at the same time


def next_poll(
    now: datetime,
    *,
    feed_id: str,
    failures: int = 0,
    retry_after: timedelta | None = None,
    ttl: timedelta | None = None,
) -> datetime:
    """Return when to read a feed again after a read at `now`. The result has the zone of `now`.

    The wait is an hour, or `ttl` if `ttl` is longer. The wait doubles with each failure in a row,
    up to a day. If the server asks for a longer wait in `retry_after`, we wait that long, up to a
    week. Each feed also has a fixed delay of up to six minutes, which depends on its `feed_id`.
    """
    usual = min(max(USUAL, ttl or USUAL), SLOWEST)
    wait = min(usual * (1 << min(failures, 10)), SLOWEST)
    asked = min(retry_after or timedelta(), MAX_WAIT)
    return now + max(wait, asked) + timedelta(seconds=crc32(feed_id.encode()) % JITTER)


def requested_wait(retry_after: str | None, date: str | None) -> timedelta | None:
    """Return how long a server asks us to wait, from its Retry-After and Date headers.

    Retry-After has a number of seconds, or a time. We compare the time with Date, because both come
    from the server's clock. The result is between zero and a week. Return None if a header that we
    need is missing or malformed.
    """
    value = (retry_after or "").strip()
    if value.isascii() and value.isdecimal():
        return timedelta(seconds=min(int(value[:10]), MAX_WAIT.total_seconds()))
    until, since = _moment(value), _moment(date or "")
    if until is None or since is None:
        return None
    return min(max(until - since, timedelta()), MAX_WAIT)


def _moment(header: str) -> datetime | None:
    """Parse a date in an HTTP header. Return None if it can't be read."""
    try:
        moment = parsedate_to_datetime(header)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
