"""Find the calls from which a rep passed something on to marketing without names."""

from collections.abc import Collection

from sqlalchemy import select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import WITHDRAWN
from storage.tables import Ask


async def of_calls(
    session: AsyncSession, tenant: str, call_ids: Collection[int]
) -> set[tuple[int, int]]:
    """Find the asks from these calls that marketing reads without names.

    Return the ids of each ask's call and author. Withdrawn asks don't count.
    """
    wanted = select(col(Ask.call_id), col(Ask.author_id)).where(
        col(Ask.tenant) == tenant,
        col(Ask.call_id).in_(call_ids),
        col(Ask.named).is_(False),
        col(Ask.state) != WITHDRAWN,
    )
    rows = await (await session.connection()).execute(wanted)
    return {(call_id, author_id) for call_id, author_id in rows if call_id is not None}
