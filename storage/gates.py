"""When nothing may be sent to a workspace or a channel. All times are UTC."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, or_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.claims import UNHELD
from storage.given import dialect_of
from storage.tables import OPEN, Gate, Outbox

PACE = timedelta(seconds=1)  # a platform takes about one message a second a channel


async def close_gate(session: AsyncSession, tenant: str, until: datetime) -> None:
    """Send nothing to a workspace before a time: its due rows wait there, out of others' way."""
    insert = _insert(session).values(key=tenant, tenant=tenant, free_at=until)
    later = func.max if dialect_of(session) == "sqlite" else func.greatest
    free_at = later(col(Gate.free_at), insert.excluded.free_at)
    closing = insert.on_conflict_do_update(index_elements=["key"], set_={"free_at": free_at})
    await (await session.connection()).execute(closing)
    # What another process holds it meets the gate with; waiting for it could go in circles.
    waiting = (
        select(Outbox.id)
        .where(
            col(Outbox.tenant) == tenant,
            col(Outbox.state) == OPEN,
            col(Outbox.next_at) < until,
            or_(col(Outbox.claim).is_(None), col(Outbox.claim) == UNHELD),
        )
        .with_for_update(skip_locked=True)
        .cte("waiting")
    )
    await session.exec(
        update(Outbox)
        .where(col(Outbox.id).in_(select(waiting.c.id)))
        .values(next_at=until)
        .execution_options(synchronize_session=False)
    )


async def pass_gates(
    session: AsyncSession, wanted: Sequence[tuple[str, str]], now: datetime
) -> list[datetime]:
    """For each (tenant, channel), when a message may go out; `now` where it may at once.

    Each that may has its channel's next second reserved, so that no two messages share it, also
    where several processes ask at once.
    """
    closed = await _closed(session, wanted, now)
    times = [
        max(closed.get(tenant, now), closed.get(_key(tenant, channel), now))
        for tenant, channel in wanted
    ]
    free = {pair for pair, time in zip(wanted, times, strict=True) if time <= now}
    reserved = await _reserve(session, free, now)
    answers = []
    for pair, time in zip(wanted, times, strict=True):
        if time <= now and pair not in reserved:
            answers.append(now + PACE)  # taken: by another process, or by one before it here
            continue
        reserved.discard(pair)
        answers.append(time)
    return answers


async def _closed(
    session: AsyncSession, wanted: Iterable[tuple[str, str]], now: datetime
) -> dict[str, datetime]:
    keys = {key for tenant, channel in wanted for key in (tenant, _key(tenant, channel))}
    shut = select(Gate.key, Gate.free_at).where(col(Gate.key).in_(keys), col(Gate.free_at) > now)
    return dict((await session.exec(shut)).all())


async def _reserve(
    session: AsyncSession, pairs: Iterable[tuple[str, str]], now: datetime
) -> set[tuple[str, str]]:
    """Those of these channels whose next second is ours now."""
    by_key = {_key(*pair): pair for pair in pairs}
    if not by_key:
        return set()
    # In order, so that two processes that want the same ones cannot wait for each other.
    values = [
        {"key": key, "tenant": by_key[key][0], "free_at": now + PACE} for key in sorted(by_key)
    ]
    insert = _insert(session)
    taking = insert.on_conflict_do_update(
        index_elements=["key"],
        set_={"free_at": insert.excluded.free_at},
        where=col(Gate.free_at) <= now,
    ).returning(col(Gate.key))
    done = await (await session.connection()).execute(taking, values)
    return {by_key[key] for (key,) in done}


def _insert(session: AsyncSession) -> "sqlite.Insert | postgresql.Insert":
    if dialect_of(session) == "sqlite":
        return sqlite.insert(Gate)
    return postgresql.insert(Gate)


def _key(tenant: str, channel: str) -> str:
    return f"{tenant}/{channel}"
