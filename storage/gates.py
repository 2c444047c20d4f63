"""When nothing may be sent to a workspace or a channel. All times are UTC."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import BigInteger, func, or_, type_coerce, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.claims import UNHELD
from storage.given import dialect_of
from storage.tables import OPEN, Gate, Outbox
from storage.types import MICROSECOND

PACE = timedelta(seconds=1)  # a platform takes about one message a second a channel


class Turn(NamedTuple):
    """A message that is to go to a tenant's channel or person at a time."""

    tenant: str
    channel: str
    at: datetime

    @property
    def key(self) -> str:
        """What its gate is known by."""
        return f"{self.tenant}/{self.channel}"


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


async def pass_gates(session: AsyncSession, wanted: Sequence[Turn]) -> list[datetime]:
    """For each, when it may go out: its own time where nothing is in the way.

    Each that may has its channel's next second reserved, so that no two messages share it, also
    where several processes ask at once.
    """
    if not wanted:
        return []
    closed = await _closed(session, wanted)
    times = [max(turn.at, *(closed.get(key, turn.at) for key in _keys(turn))) for turn in wanted]
    free = {turn.key: turn for turn, time in zip(wanted, times, strict=True) if time <= turn.at}
    reserved = await _reserve(session, free.values())
    answers = []
    for turn, time in zip(wanted, times, strict=True):
        if time <= turn.at and turn.key not in reserved:
            answers.append(turn.at + PACE)  # taken: by another process, or by one before it here
            continue
        reserved.discard(turn.key)
        answers.append(time)
    return answers


async def _closed(session: AsyncSession, wanted: Sequence[Turn]) -> dict[str, datetime]:
    keys = {key for turn in wanted for key in _keys(turn)}
    first = min(turn.at for turn in wanted)
    shut = select(Gate.key, Gate.free_at).where(col(Gate.key).in_(keys), col(Gate.free_at) > first)
    return dict((await session.exec(shut)).all())


def _keys(turn: Turn) -> tuple[str, str]:
    return turn.tenant, turn.key


async def _reserve(session: AsyncSession, turns: Iterable[Turn]) -> set[str]:
    """The keys of those of these turns that are ours now."""
    # In order, so that two processes that want the same ones cannot wait for each other.
    values = [
        {"key": turn.key, "tenant": turn.tenant, "free_at": turn.at + PACE}
        for turn in sorted(turns, key=lambda turn: turn.key)
    ]
    if not values:
        return set()
    insert = _insert(session)
    free_at, next_at = (
        type_coerce(moment, BigInteger) for moment in (col(Gate.free_at), insert.excluded.free_at)
    )
    taking = insert.on_conflict_do_update(
        index_elements=["key"],
        set_={"free_at": insert.excluded.free_at},
        where=free_at <= next_at - PACE // MICROSECOND,
    ).returning(col(Gate.key))
    done = await (await session.connection()).execute(taking, values)
    return {key for (key,) in done}


def _insert(session: AsyncSession) -> "sqlite.Insert | postgresql.Insert":
    if dialect_of(session) == "sqlite":
        return sqlite.insert(Gate)
    return postgresql.insert(Gate)
