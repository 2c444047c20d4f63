"""Update the messages about reflections that are no longer shared, or will be deleted."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.composing import updates
from handlers.notices import commented, emptied, updating
from handlers.views.team import team_morning
from storage.conversation import shown_messages
from storage.sales_calls import reflection_comments
from storage.tables import Person, Reflection
from storage.team import teams


async def take_back(
    session: AsyncSession, author: Person, written: Collection[Reflection], now: datetime
) -> None:
    """Empty the messages that show these reflections to others. `now` is in UTC.

    The morning messages of the author's manager are rewritten too. If the author had another
    manager before, that manager's messages were already rewritten when the team changed.
    """
    shared = [one for one in written if one.shared]
    if not shared:
        return
    ids = {one.call_id for one in shared}
    for reader, messages in await shown_messages.take_from_readers(session, author, ids):
        await updates.empty(session, reader, messages, now, rewritten=emptied.REFLECTION_TAKEN_BACK)
    if manager := await teams.manager_of(session, author):
        since = min(one.called_at for one in shared)
        await updating.plan_daily(session, manager, team_morning.KIND, now, since=since)


async def empty_comments(session: AsyncSession, written: Reflection, now: datetime) -> None:
    """Empty the messages with comments on a reflection that will be deleted. `now` is in UTC."""
    ids = {one.row.id for one in await reflection_comments.of_reflection(session, written)}
    await updating.plan(session, written.tenant, (commented.NAME,), ids, now)
