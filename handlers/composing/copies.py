"""Messages that are out follow what they are about: every copy of a card says the same.

A row of the outbox that `replaces` a message is no message of its own. When its time comes, what
stands in that message is composed as things are now, and takes its place.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.composing.to_channel import in_channel
from handlers.composing.to_person import to_person
from handlers.message import Assembly, Message, none_of
from handlers.notices import notice
from handlers.notices.kind import Notice
from handlers.notices.tell import USEFUL
from handlers.playbook.loader import Playbook
from storage import outbox
from storage.tables import Channel, Outbox, Person
from storage.types import EPOCH


async def follow(
    session: AsyncSession,
    tenant: str,
    kinds: Collection[str],
    about: Collection[int],
    now: datetime,
    *,
    since: datetime = EPOCH,
) -> None:
    """Bring messages of these kinds about one of these, out since then, up to date (now: UTC)."""
    found = await outbox.sent_about(session, tenant, kinds, about, since)
    messages = {(row.person_id, row.channel_id, row.message): row for row in found}
    await outbox.add(session, [_copy(row, now) for row in messages.values()])


def _copy(row: Outbox, now: datetime) -> Outbox:
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
    """What is to stand in the message that a row replaces (now: UTC)."""
    rows = await outbox.in_message(session, to, row.replaces or "")
    known = notice(row.kind)
    if known is None or known.again is None or {one.kind for one in rows} != {row.kind}:
        return none_of([row], "stays as it was")
    made = Assembly()
    shown = known.again(Notice(session, to, tuple(rows), playbook, now))
    await made.add(known.name, known.label, [row], shown)
    if not made.parts:
        return made.message(None, ())
    if isinstance(to, Channel):
        card = await in_channel(session, to, made.parts)
    else:
        card = to_person(made.parts)
    return replace(Message(card, tuple(made.sent), (), ()), replaces=row.replaces)
