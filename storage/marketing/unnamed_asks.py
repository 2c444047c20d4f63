"""Find the asks that hide their author and account from marketing."""

from collections.abc import Collection

from sqlalchemy import select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import WITHDRAWN
from storage.tables import Ask


async def of_calls(
    session: AsyncSession, tenant: str, call_ids: Collection[int]
) -> set[tuple[int, int]]:
    """Return the ids of the call and the author of each such ask from these calls.

    Withdrawn asks are left out.
    """
    wanted = select(col(Ask.call_id), col(Ask.author_id)).where(
        col(Ask.tenant) == tenant,
        col(Ask.call_id).in_(call_ids),
        col(Ask.named).is_(False),
        col(Ask.state) != WITHDRAWN,
    )
    rows = await (await session.connection()).execute(wanted)
    return {(call_id, author_id) for call_id, author_id in rows if call_id is not None}
