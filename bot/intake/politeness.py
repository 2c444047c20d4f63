"""Works out when to read a feed again. Pure functions."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from zlib import crc32

USUAL = timedelta(hours=1)
SLOWEST = timedelta(days=1)  # also after many failures, so that we notice when a feed works again
MAX_WAIT = timedelta(days=7)  # a longer Retry-After is probably a mistake
JITTER = 360  # seconds; spreads feeds that were added together


def next_poll(
    now: datetime,
    *,
    feed_id: str,
    failures: int = 0,
    retry_after: timedelta | None = None,
    ttl: timedelta | None = None,
) -> datetime:
    """When to read a feed again after reading it at `now`; in the zone of `now`.

    That is after an hour, or after its `ttl` if longer, doubled for each of the `failures` in a
    row, up to a day; but never before `retry_after` (at most a week) has passed. Up to six minutes
    are added, always the same for a `feed_id`.
    """
    usual = min(max(USUAL, ttl or USUAL), SLOWEST)
    wait = min(usual * (1 << min(failures, 10)), SLOWEST)
    asked = min(retry_after or timedelta(), MAX_WAIT)
    return now + max(wait, asked) + timedelta(seconds=crc32(feed_id.encode()) % JITTER)


def requested_wait(retry_after: str | None, date: str | None) -> timedelta | None:
    """How long a server asked us to wait, from its Retry-After and Date headers.

    Between zero and a week. A time in Retry-After is compared with Date, because both are by the
    server's clock. None if there is no Retry-After, or if it or a Date it needs cannot be read.
    """
    value = (retry_after or "").strip()
    if value.isascii() and value.isdecimal():
        return timedelta(seconds=min(int(value[:10]), MAX_WAIT.total_seconds()))
    until, since = _moment(value), _moment(date or "")
    if until is None or since is None:
        return None
    return min(max(until - since, timedelta()), MAX_WAIT)


def _moment(header: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(header)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
