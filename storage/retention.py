"""Forgets what is no longer needed, in small steps."""

from datetime import datetime, timedelta

from sqlalchemy import delete, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Delivered, Draft, Gate

STEP = 5000  # rows a transaction
REQUESTS_KEPT = timedelta(days=2)  # platforms repeat within minutes
DRAFTS_KEPT = timedelta(days=30)


async def prune(session: AsyncSession, now: datetime) -> int:
    """Delete one step of each kind of old row (now: UTC); how many went."""
    requests = (
        select(Delivered.tenant, Delivered.request_id)
        .where(col(Delivered.at) < now - REQUESTS_KEPT)
        .limit(STEP)
    )
    drafts = select(Draft.id).where(col(Draft.made_at) < now - DRAFTS_KEPT).limit(STEP)
    gates = select(Gate.key).where(col(Gate.free_at) < now - REQUESTS_KEPT).limit(STEP)
    gone = 0
    for statement in (
        delete(Delivered).where(
            tuple_(col(Delivered.tenant), col(Delivered.request_id)).in_(requests)
        ),
        delete(Draft).where(col(Draft.id).in_(drafts)),
        delete(Gate).where(col(Gate.key).in_(gates)),
    ):
        done = await session.exec(statement.execution_options(synchronize_session=False))
        gone += done.rowcount
    return gone
