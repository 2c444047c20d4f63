"""Store feeds, and which of their entries were read. Entries become drafts of insights.

All times are UTC.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.sql.due import claim_due
from storage.sql.locks import for_update
from storage.sql.tenants import is_served
from storage.sql.unique import insert, insert_all
from storage.tables import FeedSeen, FeedSource, Insight

LEASE = timedelta(minutes=5)  # how long a claim of a feed holds; reading the feed takes less time


async def of_tenant(session: AsyncSession, tenant: str) -> Sequence[FeedSource]:
    """Return a tenant's feeds in the order in which they were added."""
    wanted = select(FeedSource).where(col(FeedSource.tenant) == tenant).order_by(col(FeedSource.id))
    return (await session.exec(wanted)).all()


async def add(session: AsyncSession, feed: FeedSource) -> bool:
    """Add a feed. Return False if the tenant already has a feed at this address."""
    return await insert(session, feed)


async def remove(session: AsyncSession, tenant: str, feed_id: int) -> bool:
    """Delete a feed, but keep its insights. Return False if the tenant has no such feed."""
    feed = await by_id(session, tenant, feed_id)
    if feed is None:
        return False
    await session.exec(update(Insight).where(col(Insight.feed_id) == feed_id).values(feed_id=None))
    await session.exec(delete(FeedSeen).where(col(FeedSeen.feed_id) == feed_id))
    await session.delete(feed)
    return True


async def by_id(
    session: AsyncSession, tenant: str, feed_id: int, *, locked: bool = False
) -> FeedSource | None:
    """Return a tenant's feed by row id, or None."""
    wanted = select(FeedSource).where(
        col(FeedSource.tenant) == tenant, col(FeedSource.id) == feed_id
    )
    return (await session.exec(for_update(wanted, locked=locked))).first()


async def claim(
    session: AsyncSession, served: Collection[str], now: datetime, limit: int
) -> Sequence[FeedSource]:
    """Claim up to `limit` due feeds for `LEASE`.

    Claim only feeds of the tenants in `served`. A platform in `served` stands for all its tenants.
    """
    due = (
        select(FeedSource.id)
        .where(col(FeedSource.next_at) <= now, is_served(col(FeedSource.tenant), served))
        .order_by(col(FeedSource.next_at))
        .limit(limit)
    )
    ids = await claim_due(session, FeedSource, col(FeedSource.id), due, now + LEASE)
    return (await session.exec(select(FeedSource).where(col(FeedSource.id).in_(ids)))).all()


async def seen(session: AsyncSession, feed: FeedSource, keys: Collection[str]) -> set[str]:
    """Return the keys in `keys` that belong to entries that were read before."""
    wanted = select(FeedSeen.key).where(
        col(FeedSeen.tenant) == feed.tenant,
        col(FeedSeen.feed_id) == feed.id,
        col(FeedSeen.key).in_(keys),
    )
    return set((await session.exec(wanted)).all())


async def mark_seen(session: AsyncSession, feed: FeedSource, keys: Collection[str]) -> None:
    """Store the keys of entries that were read."""
    await insert_all(
        session, [FeedSeen(feed_id=feed.id, key=key, tenant=feed.tenant) for key in sorted(keys)]
    )


async def has_address(session: AsyncSession, tenant: str, url: str) -> bool:
    """Return whether a tenant has a feed at this address."""
    wanted = select(FeedSource.id).where(
        col(FeedSource.tenant) == tenant, col(FeedSource.url) == url
    )
    return (await session.exec(wanted)).first() is not None
