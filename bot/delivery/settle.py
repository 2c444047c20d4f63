"""Writes the results of many bundles in one transaction."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.base.metrics import Metrics
from bot.delivery.bundles import Result
from handlers.notices import tell
from handlers.rhythm_settings import day_of
from storage import outbox
from storage.outbox import rate_limits, transitions
from storage.outbox.transitions import ClearedClaim, Release, Reschedule
from storage.tables import Channel, Person


async def settle(
    session: AsyncSession, results: Sequence[Result], now: datetime, metrics: Metrics
) -> Counter[str]:
    """Settle, reschedule and release rows, and close gates (now: UTC).

    Returns how many rows were `sent`, `dropped`, `put off` and `retried`.
    """
    outcomes = [one for each in results for one in each.outcomes]
    await transitions.settle(session, outcomes, now=now)
    await transitions.reschedule(
        session,
        [
            Reschedule(row_id, each.bundle.claim, until, day_of(until, each.bundle.to.zone))
            for each in results
            for row_id, until in each.put_off
        ],
    )
    await transitions.release(session, [one for each in results for one in _released(each)])
    await transitions.clear_claims(
        session,
        [
            ClearedClaim(row.id, each.bundle.claim, each.in_doubt)
            for each in results
            if not _all_sent(each)
            for row in each.bundle.rows
        ],
    )
    counts: Counter[str] = Counter()
    for result in results:
        if result.address or result.unreachable:
            dropped = await _remember(session, result, now)
            counts["dropped"] += dropped
            if dropped:
                metrics.unreachable(result.bundle.to.tenant, dropped)
        counts.update(outcome.state for outcome in result.outcomes)
        counts["put off"] += len(result.put_off)
        counts["retried"] += len(result.bundle.rows) if result.retry_at else 0
    await rate_limits.pause(session, _closed(results))
    return counts


def _released(result: Result) -> list[Release]:
    if result.retry_at is None:
        return []
    tried, failed = not result.paused, result.failed
    return [
        Release(row.id, result.bundle.claim, result.retry_at, result.in_doubt, tried, failed)
        for row in result.bundle.rows
    ]


def _all_sent(result: Result) -> bool:
    sent = {outcome.id for outcome in result.outcomes if outcome.state == "sent"}
    return all(row.id in sent for row in result.bundle.rows)


def _closed(results: Sequence[Result]) -> dict[str, datetime]:
    """By workspace: until when nothing may be sent to it (UTC)."""
    closed: dict[str, datetime] = {}
    for result in results:
        tenant, until = result.bundle.to.tenant, result.close_until
        if until is not None:
            closed[tenant] = max(until, closed.get(tenant, until))
    return closed


async def _remember(session: AsyncSession, result: Result, now: datetime) -> int:
    """Store a recipient's new address, or that they cannot be reached; then drop their open rows.

    Returns how many rows were dropped.
    """
    whom = result.bundle.to
    to: Person | Channel | None = await session.get(Channel if whom.channel else Person, whom.id)
    if to is None:
        return 0
    if isinstance(to, Person):
        to.address = result.address or to.address
    if not result.unreachable:
        return 0
    to.unreachable = result.unreachable
    if isinstance(to, Channel):
        await tell.lost(session, to, now)
    return await outbox.drop_all(session, to, reason="unreachable", now=now)
