"""Gates: until when nothing may be sent to a workspace, a channel or a person. Times are UTC."""

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
PACE = timedelta(seconds=1)  # platforms accept about one message a second in a channel


class Slot(NamedTuple):
    """A message to a channel or person of a tenant, and the time it is to be sent."""

    tenant: str
    channel: str
    at: datetime

    @property
    def key(self) -> str:
        """The key of the gate of this channel or person."""
        return f"{self.tenant}/{self.channel}"


async def close_gates(session: AsyncSession, pauses: Mapping[str, datetime]) -> None:
    """Send nothing to these workspaces before the given times; their due rows wait until then.

    A gate that is closed for longer already stays so.
    """
    if not pauses:
        return
    insert, dialect = _insert(session), dialect_of(session)
    later = func.max if dialect == "sqlite" else func.greatest
    free_at = later(col(Gate.free_at), insert.excluded.free_at)
    closing = insert.on_conflict_do_update(index_elements=["key"], set_={"free_at": free_at})
    # Sorted, so that two processes that close the same gates cannot deadlock.
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
    # Rows that a worker holds meet the gate when they are sent; waiting for them could deadlock.
    free = or_(row.claim.is_(None), row.claim == UNHELD)
    waiting = (
        plain_select(row.id, pause.c.until)
        .where(row.tenant == pause.c.tenant, row.state == OPEN, row.next_at < pause.c.until, free)
        .with_for_update(skip_locked=True, of=_TABLE)
        .cte("waiting")
    )
    return update(_TABLE).where(row.id == waiting.c.id).values(next_at=waiting.c.until)


async def reopen(session: AsyncSession, tenant: str, now: datetime) -> None:
    """End a workspace's pause before its time: the rows it held back are due again."""
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
    """When each message may be sent: at its own time, or later if a gate is closed.

    A message that may be sent at its time has the next second of its channel reserved, so that no
    two messages share it, not even across processes.
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
            answers.append(turn.at + PACE)  # taken by another process or an earlier message here
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
    """The keys of the slots that this call reserved."""
    # Sorted, so that two processes that want the same slots cannot deadlock.
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
