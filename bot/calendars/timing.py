"""Decide when to read a calendar again. All functions are pure, and all times are UTC."""

from datetime import datetime, timedelta
from zlib import crc32

from storage.choices import CalendarKind, SourceTrouble

USUAL = timedelta(minutes=15)  # how long to wait after a read
# How long to wait if a call begins within `NEAR`, or if too many known meetings were missing in the
# last read.
SOON = timedelta(minutes=5)
# If a person has not been able to use Attune for this long, for example because they left, we
# disconnect their calendars.
GONE = timedelta(days=30)
NEAR = timedelta(hours=1)
JITTER = 5  # up to a fifth of the interval is added, so that not all calendars are read at once
SLOWEST = timedelta(hours=2)  # the longest wait after failures that may pass by themselves
MAX_WAIT = timedelta(days=1)  # a server that asks for more has probably made a mistake
# Only a person can fix these troubles, so the wait grows to a day.
LASTING: tuple[SourceTrouble, ...] = (
    "not found",
    "no permission",
    "disconnected",
)
# After this time, we read the whole calendar even if it has not changed. We read only events up to
# a certain time from now, so an event that was too far ahead before may now be near enough.
FULL_READ_AFTER = timedelta(hours=6)
# For calendars of these kinds, `RestCalendar.plain_after` says when to read the whole calendar.
READ_IN_FULL_BY_THEMSELVES: frozenset[CalendarKind] = frozenset(("google", "microsoft"))


def next_read(now: datetime, calendar_id: int, *, near: bool) -> datetime:
    """Return when to read a calendar again after a read at `now`.

    `near` means that the owner has a call soon, or that we doubted the last read because too many
    known meetings were missing. The interval gets a jitter that depends only on `calendar_id`.
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
    """Return when to try again after `failures` failed reads in a row, the last one at `now`.

    - The wait is 15 minutes after the first failure, and doubles with each further failure.
    - It grows up to two hours, or up to a day if only a person can fix the trouble.
    - If the server asks for a longer `wait`, we wait that long, but at most a day.
    - We add up to three minutes, which depend only on `calendar_id`.
    """
    longest = MAX_WAIT if trouble in LASTING else SLOWEST
    usual = min(USUAL * (1 << min(max(failures - 1, 0), 10)), longest)
    asked = min(wait or timedelta(), MAX_WAIT)
    return now + max(usual, asked) + _jitter(calendar_id, USUAL)


def is_full_read_due(kind: CalendarKind, listed_at: datetime | None, now: datetime) -> bool:
    """Check whether to read the whole calendar, even if nothing in it has changed.

    `listed_at` is when we last stored the events of this calendar. If it is None, we must read the
    whole calendar.
    """
    if listed_at is None:
        return True
    return kind not in READ_IN_FULL_BY_THEMSELVES and now - listed_at >= FULL_READ_AFTER


def _jitter(calendar_id: int, interval: timedelta) -> timedelta:
    return interval / JITTER * (crc32(str(calendar_id).encode()) % 1000 / 1000)
