"""Rate limits: until when nothing may be sent to a workspace, a channel or a person.

All times are UTC. Nothing here reads the clock.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import BigInteger, bindparam, case, func, literal, or_, type_coerce, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from storage.outbox.claims import RELEASED
from storage.sql.built_once import built_once
from storage.sql.json_rows import dialect_of
from storage.tables import OPEN, RateLimit
from storage.tables.types import MICROSECOND, Moment

_TABLE = SQLModel.metadata.tables["outbox"]
PACE = timedelta(seconds=1)  # platforms accept about one message a second in a channel


class SendTime(NamedTuple):
    """When to send a message, and to which channel or person (by platform id)."""

    tenant: str
    recipient: str
    at: datetime

    @property
    def key(self) -> str:
        """The key of the recipient's rate limit."""
        return f"{self.tenant}/{self.recipient}"


async def pause(session: AsyncSession, pauses: Mapping[str, datetime]) -> None:
    """Pause these workspaces until the given times. Their rows are not claimed meanwhile.

    If a workspace is already paused for longer, the longer pause stays.
    """
    if not pauses:
        return
    insert, dialect = _insert(dialect_of(session)), dialect_of(session)
    later = func.max if dialect == "sqlite" else func.greatest
    free_at = later(col(RateLimit.free_at), insert.excluded.free_at)
    pausing = insert.on_conflict_do_update(index_elements=["key"], set_={"free_at": free_at})
    # Sorted, so that two processes can't deadlock.
    limits = [
        {"key": tenant, "tenant": tenant, "free_at": until}
        for tenant, until in sorted(pauses.items())
    ]
    await (await session.connection()).execute(pausing, limits)


async def end_pause(session: AsyncSession, tenant: str, now: datetime) -> None:
    """End a workspace's pause early.

    Workers can then claim the rows that wait for the end of the pause: overdue rows now, and other
    rows when they are due.
    """
    limit = await session.get(RateLimit, tenant)
    if limit is None or limit.free_at <= now:
        return
    row = _TABLE.c
    free = or_(row.claim.is_(None), row.claim == RELEASED)
    postponed = (row.next_at > now, row.next_at > row.due_at, row.next_at <= limit.free_at)
    await (await session.connection()).execute(
        update(_TABLE)
        .where(row.tenant == tenant, row.state == OPEN, free, *postponed)
        .values(next_at=case((row.due_at > now, row.due_at), else_=literal(now, Moment())))
    )
    await session.delete(limit)


async def reserve(session: AsyncSession, wanted: Sequence[SendTime]) -> list[datetime]:
    """Return when each message may be sent: at its wanted time, or later.

    A message that may be sent at its wanted time reserves one second (`PACE`), which begins at this
    time. During this second, no process may send the recipient another message. A message that must
    wait reserves nothing.
    """
    if not wanted:
        return []
    limits = await _limits(session, wanted)
    times = [max(each.at, *(limits.get(key, each.at) for key in _keys(each))) for each in wanted]
    free = {each.key: each for each, time in zip(wanted, times, strict=True) if time <= each.at}
    reserved = await _reserve(session, free.values())
    answers = []
    for each, time in zip(wanted, times, strict=True):
        if time <= each.at and each.key not in reserved:
            # Another process, or an earlier message in `wanted`, has reserved this time.
            answers.append(each.at + PACE)
            continue
        reserved.discard(each.key)
        answers.append(time)
    return answers


async def _limits(session: AsyncSession, wanted: Sequence[SendTime]) -> dict[str, datetime]:
    """Return the rate limits that may delay one of these messages, by key."""
    keys = {key for each in wanted for key in _keys(each)}
    first = min(each.at for each in wanted)
    found = await session.exec(_later(), params={"keys": [*keys], "first": first})
    return dict(found.all())


@built_once
def _later() -> Select[str, datetime]:
    return select(RateLimit.key, RateLimit.free_at).where(
        col(RateLimit.key).in_(bindparam("keys")), col(RateLimit.free_at) > bindparam("first")
    )


def _keys(wanted: SendTime) -> tuple[str, str]:
    return wanted.tenant, wanted.key


async def _reserve(session: AsyncSession, wanted: Iterable[SendTime]) -> set[str]:
    """For each message, reserve one second from its wanted time, if this second is still free.

    Return the keys (`SendTime.key`) of the messages for which a second was reserved.
    """
    # Sorted, so that two processes can't deadlock.
    values = [
        {"key": each.key, "tenant": each.tenant, "free_at": each.at + PACE}
        for each in sorted(wanted, key=lambda each: each.key)
    ]
    if not values:
        return set()
    reserving = _reserving(dialect_of(session))
    done = await (await session.connection()).execute(reserving, values)
    return {key for (key,) in done}


@built_once
def _reserving(dialect: str) -> ReturningInsert[str]:
    """Return a statement that reserves a second, unless another message has reserved it."""
    insert = _insert(dialect)
    free_at, next_at = (
        type_coerce(moment, BigInteger)
        for moment in (col(RateLimit.free_at), insert.excluded.free_at)
    )
    return insert.on_conflict_do_update(
        index_elements=["key"],
        set_={"free_at": insert.excluded.free_at},
        where=free_at <= next_at - PACE // MICROSECOND,
    ).returning(col(RateLimit.key))


def _insert(dialect: str) -> "sqlite.Insert | postgresql.Insert":
    if dialect == "sqlite":
        return sqlite.insert(RateLimit)
    return postgresql.insert(RateLimit)
