"""When to ask a server again: pure, so that the same feed and hour give the same answer."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from zlib import crc32

USUAL = timedelta(hours=1)
SLOWEST = timedelta(days=1)  # however often it failed: a feed that comes back is found in a day
LONGEST_WAIT = timedelta(days=7)  # a server that asks for more made a mistake
JITTER = 360  # seconds; feeds that were added together drift apart


def next_poll(
    now: datetime,
    *,
    feed_id: str,
    failures: int = 0,
    retry_after: timedelta | None = None,
    ttl: timedelta | None = None,
) -> datetime:
    """When to ask a feed again, after it was asked at `now`; in the zone of `now`.

    An hour later, or its own `ttl` if that is longer; twice as late with each of the `failures`
    in a row, but within a day. Never before `retry_after` has passed. A few minutes, always the
    same for one `feed_id`, come on top.
    """
    usual = min(max(USUAL, ttl or USUAL), SLOWEST)
    wait = min(usual * (1 << min(failures, 10)), SLOWEST)
    asked = min(retry_after or timedelta(), LONGEST_WAIT)
    return now + max(wait, asked) + timedelta(seconds=crc32(feed_id.encode()) % JITTER)


def wait_asked(retry_after: str | None, date: str | None) -> timedelta | None:
    """How long a server asked to be left alone, from its Retry-After and Date headers.

    Between nothing and a week; None if it did not say, or not so that it can be read. A moment
    is measured from the server's own clock, which is the one it was written by.
    """
    said = (retry_after or "").strip()
    if said.isascii() and said.isdecimal():
        return timedelta(seconds=min(int(said[:10]), LONGEST_WAIT.total_seconds()))
    until, since = _moment(said), _moment(date or "")
    if until is None or since is None:
        return None
    return min(max(until - since, timedelta()), LONGEST_WAIT)


def _moment(header: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(header)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
