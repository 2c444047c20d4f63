"""Update sent messages on the platform (`handlers.notices.updating.plan` plans most updates).

An update is an outbox row whose `replaces` is the platform's id of the message. When the row is
due, we compose the message again.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, time

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.composing.to_channel import card_for_channel
from handlers.composing.to_person import card_for_person, in_parts, week_of
from handlers.knowledge.gathering import by_pair as facts_by_pair
from handlers.message import (
    DroppedRow,
    IncludedRow,
    Message,
    MessageBuilder,
    RescheduledRow,
    all_dropped,
)
from handlers.notices import emptied, notice
from handlers.notices.kind import Notice
from handlers.notices.tell import USEFUL
from handlers.notices.updating import APART, plan_daily, update_of
from handlers.nudges import agenda, kind
from handlers.nudges.kind import Nudge
from handlers.playbook.loader import Playbook
from handlers.rhythm_settings import at, day_of
from storage import outbox
from storage.sql.groups import grouped
from storage.tables import Call, Channel, Outbox, Person
from storage.workspace import channels

# An update of one of these kinds replaces the whole message with a short note.
REWRITES = {
    known.name: known.compose
    for known in (emptied.KIND, emptied.HIDING, emptied.TAKING_BACK, emptied.REFLECTIONS_BACK)
}


async def plan_for_call(session: AsyncSession, name: str, call: Call, now: datetime) -> None:
    """Plan updates to the messages that contain a nudge about a call.

    `name` is the kind of nudge. The updates are due at `now` (UTC).
    """
    found = await outbox.sent_for_call(session, call.tenant, name, call.id)
    messages = {(row.person_id, row.message): row for row in found}
    await outbox.add(session, [update_of(row, now) for row in messages.values()])


async def plan_agenda(session: AsyncSession, person: Person, now: datetime) -> None:
    """Plan updates of the agendas that were sent to a person today.

    The first update is due at `now` (UTC).
    """
    await plan_daily(session, person, agenda.KIND.name, now)


async def remove_goal_from_agenda(
    session: AsyncSession, person: Person, call: Call, now: datetime
) -> None:
    """Plan to remove a person's goal for a call from the agenda of the call's day.

    Today's agenda is composed again. The agenda of an earlier day is emptied. `now` is in UTC.
    """
    day = day_of(call.starts_at, person.zone)
    if day == day_of(now, person.zone):
        await plan_agenda(session, person, now)
        return
    since = at(day, time(), person.zone)
    sent = await outbox.sent_to(session, person, agenda.KIND.name, since)
    that_day = [
        row for row in sent if row.settled_at and day_of(row.settled_at, person.zone) == day
    ]
    messages = dict.fromkeys(row.message for row in that_day if row.message)
    await empty(session, person, list(messages), now)


async def empty(
    session: AsyncSession,
    person: Person,
    messages: Collection[str],
    now: datetime,
    *,
    answered: int | None = None,
    rewritten: str = emptied.NAME,
) -> None:
    """Plan to replace a person's messages with short notes.

    The first message is replaced at `now` (UTC), and each further one is replaced `APART` after the
    one before it.

    By default, the note says that the message was emptied. If `answered` is the id of a call, the
    note says that the person has reflected on the call. If `rewritten` is `emptied.HIDES`, the note
    says that figures are switched off. If it is `emptied.FIGURE_TAKEN_BACK` or
    `emptied.REFLECTION_TAKEN_BACK`, the note says that a figure or a reflection was taken back.
    """
    await outbox.add(
        session,
        [
            Outbox(
                tenant=person.tenant,
                key=f"{rewritten}:{person.id}:{message}:{now:%Y%m%d%H%M%S%f}",
                kind=rewritten,
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
    """Compose the new content of the sent message that `row` replaces. `now` is in UTC.

    If the row's kind can't be updated, or if there is nothing to show, the message stays as it is.
    If the message has rows of other kinds too, compose all of its parts again. If the message has a
    listening line for an upcoming call, the update waits until the line stops being useful. In a
    channel that is now shared with another company, the message becomes a note without its content.
    """
    if rewrite := REWRITES.get(row.kind):
        made = await rewrite(Notice(session, to, (row,), playbook, now))
        return Message(made.card, (IncludedRow(row, None),), replaces=row.replaces)
    if isinstance(to, Channel) and to.unreachable == channels.SHARED:
        return Message(emptied.shared_channel(), (IncludedRow(row, None),), replaces=row.replaces)
    rows = await outbox.in_message(session, to, row.replaces or "")
    if not rows or not _can_be_updated(row):
        return all_dropped([row], "stays as it was")
    sent = Notice(session, to, tuple(rows), playbook, now)
    builder = MessageBuilder()
    if isinstance(to, Channel):
        await _add_notices(builder, sent, row)
    elif {one.kind for one in rows} == {row.kind} and (known := notice(row.kind)) and known.updated:
        await builder.add(known.name, known.label, [row], known.updated(sent))
    elif waits_until := await _add_parts(builder, to, sent, row):
        return builder.build(None, [RescheduledRow(row, waits_until)])
    if not builder.parts:
        return builder.build(None, ())
    if isinstance(to, Channel):
        card = card_for_channel(builder.parts, await channels.subscriptions(session, to))
    else:
        card = card_for_person(builder.parts)
    return Message(card, tuple(builder.included), replaces=row.replaces)


def _can_be_updated(row: Outbox) -> bool:
    known = kind(row.kind) or notice(row.kind)
    return known is not None and known.updated is not None


async def _add_notices(builder: MessageBuilder, sent: Notice, row: Outbox) -> None:
    """Compose every part of a channel's message again. `row` is the update."""
    by_kind = grouped((one.kind, one) for one in sorted(sent.rows, key=lambda one: one.due_at))
    for name, part in by_kind.items():
        if known := notice(name):
            again = replace(sent, rows=tuple(part))
            await builder.add(name, known.label, part, (known.updated or known.compose)(again))
    _update_only(builder, row)


def _update_only(builder: MessageBuilder, row: Outbox) -> None:
    """Report only `row` as included or dropped. The message's other rows were already sent."""
    builder.included = [IncludedRow(row, None)] if builder.parts else []
    builder.dropped = [] if builder.parts else [DroppedRow(row, "stays as it was")]


async def _add_parts(
    builder: MessageBuilder, person: Person, sent: Notice, row: Outbox
) -> datetime | None:
    """Compose every part of a person's sent message again. `row` is the update.

    If the update is of a nudge that has nothing to show any more, drop the update. If the message
    has a listening line for an upcoming call, composing the message again would choose a different
    line. In that case, return when the line stops being useful (UTC), and leave `builder` empty.
    """
    lines = [one for one in sent.rows if (its := kind(one.kind)) and its.lines]
    if coming := [one.useful_until for one in lines if one.useful_until > sent.now]:
        return max(coming)
    pairs = [(person, one.call_id) for one in sent.rows if one.call_id is not None]
    facts = await facts_by_pair(sent.session, pairs)
    stays = False
    for part in in_parts(sorted(sent.rows, key=lambda one: (one.useful_until, one.id))):
        name, before = part[0].kind, len(builder.parts)
        about = facts.get((part[0].call_id or 0, person.id))
        nudge = Nudge(
            sent.session, part[0], person, week_of(person), sent.playbook, sent.now, facts=about
        )
        if known := kind(name):
            await builder.add(name, known.label, part, (known.updated or known.compose)(nudge))
            stays |= name == row.kind and len(builder.parts) == before
        elif told := notice(name):
            again = Notice(sent.session, person, part, sent.playbook, sent.now)
            await builder.add(name, told.label, part, (told.updated or told.compose)(again))
    if stays:
        builder.parts.clear()
    _update_only(builder, row)
    return None
