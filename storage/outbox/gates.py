"""When nothing may be sent to a workspace or a channel. All times are UTC."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple

from sqlalchemy import BigInteger, Text, Update, case, func, literal, or_, type_coerce, update
from sqlalchemy import select as plain_select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.given import Given, dialect_of, given, rows
from storage.outbox.claims import UNHELD
from storage.tables import OPEN, Gate
from storage.types import EPOCH, MICROSECOND, Moment

_TABLE = SQLModel.metadata.tables["outbox"]
PACE = timedelta(seconds=1)  # a platform takes about one message a second a channel


class Slot(NamedTuple):
    """A message that is to go to a tenant's channel or person at a time."""

    tenant: str
    channel: str
    at: datetime

    @property
    def key(self) -> str:
        """What its gate is known by."""
        return f"{self.tenant}/{self.channel}"


async def close_gates(session: AsyncSession, pauses: Mapping[str, datetime]) -> None:
    """Send nothing to these workspaces before a time: due rows wait there, out of others' way."""
    if not pauses:
        return
    insert, dialect = _insert(session), dialect_of(session)
    later = func.max if dialect == "sqlite" else func.greatest
    free_at = later(col(Gate.free_at), insert.excluded.free_at)
    closing = insert.on_conflict_do_update(index_elements=["key"], set_={"free_at": free_at})
    # In order, so that two processes that close the same ones cannot wait for each other.
    gates = [
        {"key": tenant, "tenant": tenant, "free_at": until}
        for tenant, until in sorted(pauses.items())
    ]
    connection = await session.connection()
    await connection.execute(closing, gates)
    values: list[Given] = [
        {"tenant": tenant, "until": (until - EPOCH) // MICROSECOND}
        for tenant, until in pauses.items()
    ]
    await connection.execute(_pushing(dialect), rows(values))


@cache
def _pushing(dialect: str) -> Update:
    row, pause = _TABLE.c, given(dialect, tenant=Text(), until=BigInteger())
    # What another process holds it meets the gate with; waiting for it could go in circles.
    free = or_(row.claim.is_(None), row.claim == UNHELD)
    waiting = (
        plain_select(row.id, pause.c.until)
        .where(row.tenant == pause.c.tenant, row.state == OPEN, row.next_at < pause.c.until, free)
        .with_for_update(skip_locked=True, of=_TABLE)
        .cte("waiting")
    )
    return update(_TABLE).where(row.id == waiting.c.id).values(next_at=waiting.c.until)


async def reopen(session: AsyncSession, tenant: str, now: datetime) -> None:
    """A workspace's pause is over before its time: what it held back is due again."""
    gate = await session.get(Gate, tenant)
    if gate is None or gate.free_at <= now:
        return
    row = _TABLE.c
    free = or_(row.claim.is_(None), row.claim == UNHELD)
    held_back = (row.next_at > now, row.next_at > row.due_at, row.next_at <= gate.free_at)
    await (await session.connection()).execute(
        update(_TABLE)
        .where(row.tenant == tenant, row.state == OPEN, free, *held_back)
        .values(next_at=case((row.due_at > now, row.due_at), else_=literal(now, Moment())))
    )
    await session.delete(gate)


async def pass_gates(session: AsyncSession, wanted: Sequence[Slot]) -> list[datetime]:
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


async def _closed(session: AsyncSession, wanted: Sequence[Slot]) -> dict[str, datetime]:
    keys = {key for turn in wanted for key in _keys(turn)}
    first = min(turn.at for turn in wanted)
    shut = select(Gate.key, Gate.free_at).where(col(Gate.key).in_(keys), col(Gate.free_at) > first)
    return dict((await session.exec(shut)).all())


def _keys(turn: Slot) -> tuple[str, str]:
    return turn.tenant, turn.key


async def _reserve(session: AsyncSession, turns: Iterable[Slot]) -> set[str]:
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
