"""Decide when to look at a source again. All functions are pure."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from zlib import crc32

from handlers.sources.public.public import Looked, Tried
from storage.choices import PublicSource

FIRST_WAIT = timedelta(hours=1)  # after a failure; each further failure in a row doubles it
LONGEST_WAIT = timedelta(days=7)
SOONEST = timedelta(hours=1)  # two looks at one account are at least this far apart
# Each look is delayed by less than this many seconds. The delay depends on the account. So we look
# at accounts at different moments, even if they were all added at the same moment.
SPREAD = 600


def after(
    source: PublicSource,
    every: timedelta,
    looked: Looked,
    before: Tried | None,
    *,
    now: datetime,
    account_id: int,
    domains: tuple[str, ...] = (),
) -> Tried:
    """Return what to remember of a look at a source. `before` is what we remembered until now.

    `every` is the usual time between two looks. If the look failed, the result has the leads (to
    other sources) from `before`.
    """
    failures = (before.failures if before else 0) + 1 if looked.outcome == "failed" else 0
    wait = every
    if failures:
        wait = min(FIRST_WAIT * (1 << min(failures - 1, 10)), max(every, FIRST_WAIT), LONGEST_WAIT)
    wait = max(wait, min(looked.wait or timedelta(), LONGEST_WAIT))
    spread = timedelta(seconds=crc32(f"{source}:{account_id}".encode()) % SPREAD)
    earlier = before.found_at if before else None
    return Tried(
        source=source,
        outcome=looked.outcome,
        at=now,
        next_at=now + wait + spread,
        where=looked.where,
        found_at=now if looked.outcome == "found" else earlier,
        failures=failures,
        leads=before.leads if before and failures else looked.leads,
        domains=domains,
    )


def is_due(before: Tried | None, domains: Collection[str], now: datetime) -> bool:
    """Return whether a source is due. Every source is due if the account's domains have changed."""
    return before is None or set(before.domains) != set(domains) or before.next_at <= now


def lost_domain(before: Tried | None, domains: Collection[str]) -> bool:
    """Return whether the account has lost a domain since the last look.

    In that case, what we know may be about another company, for example one with the same name.
    """
    return before is not None and not set(before.domains) <= set(domains)


def next_look(tried: Iterable[Tried], now: datetime) -> datetime:
    """Return when the first source of an account is due, but no sooner than `SOONEST` from now."""
    return max(min((one.next_at for one in tried), default=now), now + SOONEST)
