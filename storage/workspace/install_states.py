"""Record which OAuth states of installations were used, so that none is used twice.

Times are UTC.
"""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.sql.unique import insert_once
from storage.tables import InstallState


async def use(
    session: AsyncSession, state: str, cookie: str, now: datetime, expires_at: datetime
) -> bool:
    """Use up a state. Return False if it was used before. `state` and `cookie` are hashes.

    Of two simultaneous calls, exactly one returns True. Expired states are deleted.
    """
    await session.exec(
        delete(InstallState)
        .where(col(InstallState.expires_at) <= now)
        .execution_options(synchronize_session=False)
    )
    row = InstallState(state=state, cookie=cookie, made_at=now, expires_at=expires_at)
    return await insert_once(session, row)
