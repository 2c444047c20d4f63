"""Remember handled requests. If a platform repeats a request, the repeat has no effect."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from storage.sql.unique import insert_once
from storage.tables import HandledRequest


async def first_time(session: AsyncSession, tenant: str, request_id: str, now: datetime) -> bool:
    """Record a request at `now` (UTC). Return False if it was recorded before."""
    return await insert_once(session, HandledRequest(tenant=tenant, request_id=request_id, at=now))
