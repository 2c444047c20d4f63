"""Count due rows that are still unsent, for metrics and health checks. All times are UTC."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, case, func, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.sql.tenants import is_of
from storage.tables import OPEN, Outbox, RateLimit

# A lease and the wait for a retry are shorter than this, unless a platform asks us to wait longer.
# Rows with a longer wait are not counted.
NEXT_AT_WITHIN = timedelta(hours=1)


@dataclass(frozen=True)
class Backlog:
    """How many due rows are ready to be claimed, and how many are waiting.

    A row waits while it is being sent, until its next retry, or while its workspace is paused.
    `oldest` is the earliest due time of the ready rows.
    """

    ready: int = 0
    waiting: int = 0
    oldest: datetime | None = None


async def backlog(session: AsyncSession, served: Collection[str], now: datetime) -> Backlog:
    """Count the due rows of these tenants or platforms.

    This reads every open row whose `next_at` has passed or is within the next hour.
    """
    soon, free_at = now + NEXT_AT_WITHIN, col(RateLimit.free_at)
    is_ready = and_(col(Outbox.next_at) <= now, or_(free_at.is_(None), free_at <= now))
    wanted = (
        select(
            func.count(case((is_ready, 1))),
            func.count(case((~is_ready, 1))),
            func.min(case((is_ready, col(Outbox.due_at)))),
        )
        .join(RateLimit, col(RateLimit.key) == col(Outbox.tenant), isouter=True)
        .where(
            col(Outbox.state) == OPEN,
            col(Outbox.next_at) <= soon,
            or_(free_at.is_(None), free_at <= soon),
            col(Outbox.due_at) <= now,
            is_of(col(Outbox.tenant), served),
        )
    )
    ready, waiting, oldest = (await session.exec(wanted)).one()
    return Backlog(ready, waiting, oldest)
