"""Works out when to read a calendar again. Pure functions; all times are UTC."""

from datetime import datetime, timedelta
from zlib import crc32

from storage.choices import CalendarKind, SourceTrouble

USUAL = timedelta(minutes=15)
SOON = timedelta(minutes=5)  # if its owner has a call within the hour, or if the read is doubted
# Somebody who has not used Attune for so long has left: their secrets are deleted.
GONE = timedelta(days=30)
NEAR = timedelta(hours=1)
JITTER = 5  # a fifth of the interval: spreads calendars that were connected together
SLOWEST = timedelta(hours=2)  # after many failures, so that we notice when a calendar works again
MAX_WAIT = timedelta(days=1)  # a server that asks for more has probably made a mistake
# Only a person can end these, so we ask less and less often: once a day in the end.
LASTING: tuple[SourceTrouble, ...] = (
    "not found",
    "no permission",
    "disconnected",
)
# How long an unchanged .ics file is left alone. Then all of it is read again, because the span that
# is read has moved on, to events that were too far away before. Google's and Microsoft's calendars
# decide this by themselves: see `plain_after` in bot/calendars/rest.py.
BELIEVED = timedelta(hours=6)


def next_read(now: datetime, calendar_id: int, *, near: bool) -> datetime:
    """When to read a calendar again that was read at `now`.

    `near`: its owner has a call soon, or the read is doubted. Up to a fifth of the interval is
    added, always the same for a calendar.
    """
    interval = SOON if near else USUAL
    return now + interval + _jitter(calendar_id, interval)


def next_try(
    now: datetime,
    calendar_id: int,
    *,
    failures: int,
    trouble: SourceTrouble,
    wait: timedelta | None = None,
) -> datetime:
    """When to try a calendar again that could not be read at `now`, `failures` times in a row.

    That is after 15 minutes, doubled for each further failure, up to two hours, or up to a day if
    only a person can end the trouble; but never before `wait` (a day at most) has passed. Up to
    three minutes are added, always the same for a calendar.
    """
    longest = MAX_WAIT if trouble in LASTING else SLOWEST
    usual = min(USUAL * (1 << min(max(failures - 1, 0), 10)), longest)
    asked = min(wait or timedelta(), MAX_WAIT)
    return now + max(usual, asked) + _jitter(calendar_id, USUAL)


def is_to_be_listed(kind: CalendarKind, listed_at: datetime | None, now: datetime) -> bool:
    """Whether to read everything, instead of asking whether something has changed."""
    return listed_at is None or (kind in ("ics", "file") and now - listed_at >= BELIEVED)


def _jitter(calendar_id: int, interval: timedelta) -> timedelta:
    return interval / JITTER * (crc32(str(calendar_id).encode()) % 1000 / 1000)
