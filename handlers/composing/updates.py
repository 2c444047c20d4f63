"""Update messages that were already sent, so that the cards show things as they are now.

An update is an outbox row that `replaces` a message. When the row is due, the message is composed
again and replaced on the platform.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.composing.to_channel import card_for_channel
from handlers.composing.to_person import card_for_person, week_of
from handlers.knowledge.facts import by_pair as facts_by_pair
from handlers.message import DroppedRow, IncludedRow, Message, MessageBuilder, all_dropped
from handlers.notices import emptied, notice
from handlers.notices.kind import Notice
from handlers.notices.tell import USEFUL
from handlers.nudges import kind
from handlers.nudges.kind import Nudge, NudgeKind
from handlers.playbook.loader import Playbook
from storage import outbox
from storage.tables import Call, Channel, Outbox, Person
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
    """Plan an update, due now, of each message of these kinds about any of these ids.

    Only messages sent at `since` or later are updated. Both times are in UTC.
    """
    found = await outbox.sent_about(session, tenant, kinds, about, since)
    messages = {(row.person_id, row.channel_id, row.message): row for row in found}
    await outbox.add(session, [_update(row, now) for row in messages.values()])


async def plan_for_call(session: AsyncSession, name: str, call: Call, now: datetime) -> None:
    """Plan an update, due now (UTC), of each message with nudges of this kind about a call."""
    found = await outbox.sent_for_call(session, call.tenant, name, call.id)
    messages = {(row.person_id, row.message): row for row in found}
    await outbox.add(session, [_update(row, now) for row in messages.values()])


def _update(row: Outbox, now: datetime) -> Outbox:
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


async def empty(
    session: AsyncSession,
    person: Person,
    messages: Collection[str],
    now: datetime,
    *,
    answered: int | None = None,
) -> None:
    """Plan to empty these messages of a person from now on (UTC), one every `APART`.

    If the messages ask about a call that is answered, `answered` is the id of the call. The
    messages then say that the call is answered.
    """
    await outbox.add(
        session,
        [
            Outbox(
                tenant=person.tenant,
                key=f"{emptied.NAME}:{person.id}:{message}:{now:%Y%m%d%H%M%S%f}",
                kind=emptied.NAME,
                person_id=person.id,
                about=answered,
                day=now.date(),
                due_at=now + number * APART,
                useful_until=now + number * APART + USEFUL,
                next_at=now + number * APART,
                replaces=message,
            )
            for number, message in enumerate(messages)
        ],
    )


async def compose(
    session: AsyncSession, to: Person | Channel, row: Outbox, playbook: Playbook, now: datetime
) -> Message:
    """Compose the new content of the message that a row replaces. `now` is in UTC.

    A message stays as it was if its kind cannot be updated, or if it has parts of other kinds. It
    also stays if there is nothing useful left to show.
    """
    if row.kind == emptied.NAME:  # nothing of the message stays
        made = await emptied.compose(Notice(session, to, (row,), playbook, now))
        return Message(made.card, (IncludedRow(row, None),), replaces=row.replaces)
    rows = await outbox.in_message(session, to, row.replaces or "")
    if {one.kind for one in rows} != {row.kind}:
        return all_dropped([row], "stays as it was")
    sent = Notice(session, to, tuple(rows), playbook, now)
    builder = MessageBuilder()
    if isinstance(to, Person) and (nudge := kind(row.kind)):
        await _add_nudges(builder, to, sent, row, nudge)
    elif (known := notice(row.kind)) and known.updated:
        await builder.add(known.name, known.label, [row], known.updated(sent))
    else:
        return all_dropped([row], "stays as it was")
    if not builder.parts:
        return builder.build(None, ())
    if isinstance(to, Channel):
        card = await card_for_channel(session, to, builder.parts)
    else:
        card = card_for_person(builder.parts)
    return Message(card, tuple(builder.included), replaces=row.replaces)


async def _add_nudges(
    builder: MessageBuilder, person: Person, sent: Notice, row: Outbox, known: NudgeKind
) -> None:
    """Compose each nudge of a sent message again. `row` is the update.

    If one nudge has nothing to show, it was answered, and the whole message stays as it was.
    """
    pairs = [(person, one.call_id) for one in sent.rows if one.call_id is not None]
    facts = await facts_by_pair(sent.session, pairs)
    for one in sent.rows:
        about = facts.get((one.call_id or 0, person.id))
        nudge = Nudge(
            sent.session, one, person, week_of(person), sent.playbook, sent.now, facts=about
        )
        if known.updated is not None:
            await builder.add(known.name, known.label, [one], known.updated(nudge))
    if len(builder.parts) < len(sent.rows):
        builder.parts.clear()
        builder.dropped = [DroppedRow(row, "stays as it was")]
    builder.included = [IncludedRow(row, None)] if builder.parts else []
