"""Record many attempts to deliver messages in one transaction."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.base.metrics import Metrics
from bot.delivery.writes import Writes
from handlers.notices import tell
from storage import outbox, plan_changes
from storage.outbox import rate_limits, transitions
from storage.tables import Channel, Person
from storage.workspace import people


async def record(
    session: AsyncSession, found: Sequence[Writes], now: datetime, metrics: Metrics
) -> Counter[str]:
    """Store the outcomes in the outbox, update the recipients, and pause workspaces.

    `now` is in UTC. Return how many rows were `sent`, `dropped`, `rescheduled` and `retried`.
    """
    await transitions.settle(session, [one for each in found for one in each.outcomes], now=now)
    await transitions.reschedule(session, [one for each in found for one in each.rescheduled])
    await transitions.release(session, [one for each in found for one in each.releases])
    await transitions.clear_claims(session, [one for each in found for one in each.cleared])
    counts: Counter[str] = Counter()
    for each in found:
        if each.new_address or each.unreachable:
            dropped = await _record_recipient(session, each, now)
            counts["dropped"] += dropped
            if dropped:
                metrics.unreachable(each.to.tenant, dropped)
        counts.update(one.state for one in each.outcomes)
        counts["rescheduled"] += len(each.rescheduled)
        counts["retried"] += len(each.releases)
    await rate_limits.pause(session, _pauses(found))
    return counts


def _pauses(found: Iterable[Writes]) -> dict[str, datetime]:
    """Return the time when the pause of each workspace ends, by tenant."""
    pauses: dict[str, datetime] = {}
    for each in found:
        tenant, until = each.to.tenant, each.paused_until
        if until is not None:
            pauses[tenant] = max(until, pauses.get(tenant, until))
    return pauses


async def _record_recipient(session: AsyncSession, found: Writes, now: datetime) -> int:
    """Store what an attempt found out about its recipient, a person or a channel.

    - Store the new address of a person.
    - Store why the recipient is unreachable, and drop the open rows of the outbox for the
      recipient.

    Return the number of dropped rows.
    """
    table = Channel if found.to.is_channel else Person
    to: Person | Channel | None = await session.get(table, found.to.id)
    if to is None:
        return 0
    if isinstance(to, Person):
        to.address = found.new_address or to.address
    if not found.unreachable:
        return 0
    was_reachable, to.unreachable = to.unreachable is None, found.unreachable
    if isinstance(to, Channel):
        if was_reachable:
            await tell.lost(session, to, now)
    elif found.left:
        people.mark_left(to, now)
    dropped = await outbox.drop_open(session, to, reason="unreachable", now=now)
    await plan_changes.discard(session)
    return dropped
