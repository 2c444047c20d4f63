"""Updates messages that were already sent, so that their cards show things as they are now.

An update is an outbox row that `replaces` a message: when it is due, that message is composed again
and replaced on the platform.
"""

from collections.abc import Collection
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.composing.to_channel import card_for_channel
from handlers.composing.to_person import card_for_person
from handlers.message import Message, MessageBuilder, all_dropped
from handlers.notices import notice
from handlers.notices.kind import Notice
from handlers.notices.tell import USEFUL
from handlers.playbook.loader import Playbook
from storage import outbox
from storage.tables import Channel, Outbox, Person
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
    """Plan an update, due now, of each message of these kinds about any of these ids.

    Only messages sent at `since` or later are updated. Both times are UTC.
    """
    found = await outbox.sent_about(session, tenant, kinds, about, since)
    messages = {(row.person_id, row.channel_id, row.message): row for row in found}
    await outbox.add(session, [_update(row, now) for row in messages.values()])


def _update(row: Outbox, now: datetime) -> Outbox:
    return Outbox(
        tenant=row.tenant,
        key=f"copy:{row.id}:{now:%Y%m%d%H%M%S%f}",
        kind=row.kind,
        person_id=row.person_id,
        channel_id=row.channel_id,
        about=row.about,
        day=now.date(),
        due_at=now,
        useful_until=now + USEFUL,
        next_at=now,
        replaces=row.message,
    )


async def compose(
    session: AsyncSession, to: Person | Channel, row: Outbox, playbook: Playbook, now: datetime
) -> Message:
    """Compose the new content of the message that a row replaces (now: UTC).

    A message stays as it was if its kind cannot be updated, if it has parts of other kinds, or if
    there is nothing useful left to show.
    """
    rows = await outbox.in_message(session, to, row.replaces or "")
    known = notice(row.kind)
    if known is None or known.updated is None or {one.kind for one in rows} != {row.kind}:
        return all_dropped([row], "stays as it was")
    builder = MessageBuilder()
    shown = known.updated(Notice(session, to, tuple(rows), playbook, now))
    await builder.add(known.name, known.label, [row], shown)
    if not builder.parts:
        return builder.build(None, ())
    if isinstance(to, Channel):
        card = await card_for_channel(session, to, builder.parts)
    else:
        card = card_for_person(builder.parts)
    return Message(card, tuple(builder.included), replaces=row.replaces)
