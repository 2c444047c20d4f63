"""When nothing may be sent to a workspace or a channel. All times are UTC."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import OPEN, Gate, Outbox

PACE = timedelta(seconds=1)  # a platform takes about one message a second a channel


async def close_gate(session: AsyncSession, tenant: str, until: datetime) -> None:
    """Send nothing to a workspace before a time: its due rows wait there, out of others' way."""
    gate = await session.get(Gate, tenant)
    until = max(until, gate.free_at) if gate else until
    await session.merge(Gate(key=tenant, tenant=tenant, free_at=until))
    await session.exec(
        update(Outbox)
        .where(col(Outbox.tenant) == tenant, col(Outbox.state) == OPEN, col(Outbox.next_at) < until)
        .values(next_at=until)
        .execution_options(synchronize_session=False)
    )


async def pass_gates(
    session: AsyncSession, wanted: Sequence[tuple[str, str]], now: datetime
) -> list[datetime]:
    """For each (tenant, channel), when a message may go out; `now` where it may at once.

    Each that may has its channel's next second reserved, so that no two messages share it.
    """
    keys = {key for pair in wanted for key in (pair[0], f"{pair[0]}/{pair[1]}")}
    rows = (await session.exec(select(Gate).where(col(Gate.key).in_(keys)))).all()
    gates = {gate.key: gate for gate in rows}
    times = []
    for tenant, channel in wanted:
        key = f"{tenant}/{channel}"
        free_at = max((gates[name].free_at for name in (tenant, key) if name in gates), default=now)
        times.append(max(free_at, now))
        if free_at <= now:
            gates[key] = await session.merge(Gate(key=key, tenant=tenant, free_at=now + PACE))
    return times
