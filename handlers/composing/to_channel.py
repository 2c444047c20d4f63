"""Compose a channel's message from its due outbox rows."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.cards import Card, Note, spans
from handlers.message import DroppedRow, Message, MessageBuilder, Part, RescheduledRow, combine
from handlers.notices import notice
from handlers.notices.hours import hours_of, opening
from handlers.notices.kind import Notice, NoticeKind
from handlers.playbook.loader import Playbook
from handlers.views.marketing.subscription_words import has_voice, how_to_change
from storage.tables import Channel, Outbox, Subscription
from storage.workspace import channels


async def compose(
    session: AsyncSession,
    channel: Channel,
    rows: Sequence[Outbox],
    playbook: Playbook,
    now: datetime,
) -> Message:
    """Compose one message from a channel's due rows. `now` is in UTC."""
    builder = MessageBuilder()
    wanted = await channels.subscriptions(session, channel)
    to_send, rescheduled = _decide(rows, channel, now, builder)
    for known, part in to_send.items():
        if known.audience == "marketing" and not has_voice(wanted):
            builder.dropped += [DroppedRow(row, "not wanted any more") for row in part]
            continue
        about = Notice(session, channel, tuple(part), playbook, now)
        await builder.add(known.name, known.label, part, known.compose(about))
    if not builder.parts:
        return builder.build(None, rescheduled)
    return builder.build(card_for_channel(builder.parts, wanted), rescheduled)


def card_for_channel(parts: Sequence[Part], wanted: Sequence[Subscription]) -> Card:
    """Return one card for a channel, ending with how to change or stop the posts.

    `wanted` are the channel's subscriptions.
    """
    return combine(parts, {parts[-1].name: (Note(spans(how_to_change(wanted))),)})


def _decide(
    rows: Sequence[Outbox], channel: Channel, now: datetime, builder: MessageBuilder
) -> tuple[dict[NoticeKind, list[Outbox]], list[RescheduledRow]]:
    """Return the rows to send now, by kind, and the rows to send later. Drop the others."""
    to_send: dict[NoticeKind, list[Outbox]] = {}
    rescheduled = []
    opens = opening(now, hours_of(channel))
    for row in rows:
        known = notice(row.kind)
        closed = opens > now and known is not None and not known.at_once
        if known is None:
            builder.dropped.append(DroppedRow(row, "unknown kind"))
        elif row.useful_until <= now:
            builder.dropped.append(DroppedRow(row, "too late"))
        elif row.due_at > now:
            # Another transaction rescheduled the row after we claimed it.
            rescheduled.append(RescheduledRow(row, row.due_at))
        elif not closed:
            to_send.setdefault(known, []).append(row)
        elif row.useful_until <= opens:
            builder.dropped.append(DroppedRow(row, "outside the channel's hours"))
        else:
            rescheduled.append(RescheduledRow(row, opens))
    return to_send, rescheduled
