"""When to read a CRM again, and when to retry a write. Pure. All times are UTC."""

from datetime import datetime, timedelta

from storage.choices import CrmTrouble

USUAL = timedelta(minutes=15)  # from one successful read to the next
MORE = timedelta(minutes=1)  # the pause after a read that left some companies unread
AHEAD = timedelta(days=14)  # we look in the CRM for accounts that have a call within this time
SLOWEST = timedelta(hours=2)  # the longest wait if the trouble may pass by itself
MAX_WAIT = timedelta(days=1)  # the longest wait of all
# These troubles do not pass soon. "limit reached" ends when the CRM's daily limit allows requests
# again. A person has to end the others.
LASTING: tuple[CrmTrouble, ...] = ("no permission", "disconnected", "key missing", "limit reached")


def next_try(
    now: datetime, *, failures: int, trouble: CrmTrouble, wait: timedelta | None
) -> datetime:
    """Return when to try again after `failures` failed reads in a row, the last one at `now`.

    The wait is 15 minutes after the first failure, and doubles with each further failure. It is at
    most two hours, or a day for a trouble in `LASTING`. If the CRM asks for a longer `wait`, we
    wait that long, but at most a day.
    """
    longest = MAX_WAIT if trouble in LASTING else SLOWEST
    usual = min(USUAL * (1 << min(max(failures - 1, 0), 10)), longest)
    return now + max(usual, min(wait or timedelta(), MAX_WAIT))


MAX_ATTEMPTS = 12  # attempts at one write; all of them together take ten hours or more


def retry_after(attempts: int, wait: timedelta | None) -> timedelta:
    """Return how long to wait before another attempt at a write.

    The wait is one minute after the first attempt, and doubles with each further attempt, up to two
    hours. If the CRM asks for a longer `wait`, we wait that long, but at most a day.

    We wait at least a minute, because a slow CRM may write something without answering us in time.
    After a minute, we can see whether the CRM wrote it.
    """
    usual = min(timedelta(minutes=1) * (1 << min(attempts - 1, 10)), SLOWEST)
    return max(usual, min(wait or timedelta(), MAX_WAIT))
