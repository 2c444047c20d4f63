"""End expired shares of figures, and empty the messages that show these figures."""

from datetime import datetime

from handlers.composing import updates
from handlers.notices import emptied, figure_shared
from storage.conversation import shown_messages
from storage.database.connection import Database
from storage.team import coaching


async def end_shares(database: Database, tenant: str, now: datetime) -> None:
    """End the expired shares of one tenant. `now` is in UTC."""
    async with database.write(tenant) as session:
        for row, rep, viewer in await coaching.expired_shares(session, tenant, now):
            row.ended_at = row.until
            await session.flush()
            await figure_shared.end(session, [row], now)
            showing = await shown_messages.take_from_viewer(session, viewer, rep)
            await updates.empty(session, viewer, showing, now, rewritten=emptied.FIGURE_TAKEN_BACK)
