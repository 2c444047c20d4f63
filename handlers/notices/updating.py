"""Plan updates of messages that were sent. `handlers.composing.updates` composes them."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.notices.tell import USEFUL
from storage import outbox
from storage.tables import Outbox
from storage.tables.types import EPOCH


async def plan(
    session: AsyncSession,
    tenant: str,
    kinds: Collection[str],
    about: Collection[int],
    now: datetime,
    *,
    since: datetime = EPOCH,
) -> None:
    """Plan updates of the messages of these kinds that are about any of these ids.

    The updates are due now. Only messages sent at `since` or later are updated. Times are in UTC.
    """
    found = await outbox.sent_about(session, tenant, kinds, about, since)
    messages = {(row.person_id, row.channel_id, row.message): row for row in found}
    await outbox.add(session, [update_of(row, now) for row in messages.values()])


def update_of(row: Outbox, now: datetime) -> Outbox:
    """Return a row that updates the message that `row` was sent in. It is due at `now` (UTC)."""
    return Outbox(
        tenant=row.tenant,
        key=f"copy:{row.id}:{now:%Y%m%d%H%M%S%f}",
        kind=row.kind,
        person_id=row.person_id,
        channel_id=row.channel_id,
        about=row.about,
        call_id=row.call_id,
        day=now.date(),
        due_at=now,
        useful_until=now + USEFUL,
        next_at=now,
        replaces=row.message,
    )
