"""Plan updates of messages that were sent. `handlers.composing.updates` composes them."""

from collections.abc import Collection
from datetime import datetime, time, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.notices.tell import USEFUL
from handlers.rhythm_settings import at, day_of
from storage import outbox
from storage.tables import Outbox, Person
from storage.tables.types import EPOCH

APART = timedelta(seconds=1)  # chats accept one message a second


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


async def plan_daily(
    session: AsyncSession,
    person: Person,
    kind: str,
    now: datetime,
    *,
    since: datetime | None = None,
) -> None:
    """Plan updates of the messages of a kind that were sent to a person today.

    If `since` is before today, also update messages that were sent at `since` or later. Newer
    messages are updated before older ones. The first update is due at `now`, and each further
    update `APART` later. Times are in UTC.
    """
    midnight = at(day_of(now, person.zone), time(), person.zone)
    found = await outbox.sent_to(session, person, kind, min(since or now, midnight))
    await outbox.add(
        session,
        [update_of(row, now + number * APART) for number, row in enumerate(reversed(found))],
    )


def update_of(row: Outbox, now: datetime) -> Outbox:
    """Return a new row that updates the message of `row`. It is due at `now` (UTC)."""
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
