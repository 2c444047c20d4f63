"""What to do with a channel's rows whose time has come: post, put off or drop, as things stand."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.cards import Card, Note, spans
from handlers.message import Assembly, Dropped, Message, Part, PutOff, side_by_side
from handlers.notices import notice
from handlers.notices.hours import hours_of, opening
from handlers.notices.kind import Notice, NoticeKind
from handlers.playbook.loader import Playbook
from handlers.views.subscription_cards import has_voice, how_to_change
from storage import channels
from storage.tables import Channel, Outbox


async def post(
    session: AsyncSession,
    channel: Channel,
    rows: Sequence[Outbox],
    playbook: Playbook,
    now: datetime,
) -> Message:
    """Compose what is due to a channel (now: UTC)."""
    made = Assembly()
    wanted = await channels.subscriptions(session, channel)
    going, put_off = _sorted(rows, channel, now, made)
    for known, part in going.items():
        if known.audience == "marketing" and not has_voice(wanted):
            made.dropped += [Dropped(row, "not wanted any more") for row in part]
            continue
        about = Notice(session, channel, tuple(part), playbook, now)
        await made.add(known.name, known.label, part, known.compose(about))
    if not made.parts:
        return made.message(None, put_off)
    return made.message(await in_channel(session, channel, made.parts), put_off)


async def in_channel(session: AsyncSession, channel: Channel, parts: Sequence[Part]) -> Card:
    """One card for a channel, with the way to stop all of it."""
    wanted = await channels.subscriptions(session, channel)
    return side_by_side(parts, {parts[-1].name: (Note(spans(how_to_change(wanted))),)})


def _sorted(
    rows: Sequence[Outbox], channel: Channel, now: datetime, made: Assembly
) -> tuple[dict[NoticeKind, list[Outbox]], list[PutOff]]:
    """What may go out now, by its kind, and what is put off; what is dropped goes to `made`."""
    going: dict[NoticeKind, list[Outbox]] = {}
    put_off = []
    opens = opening(now, hours_of(channel))
    for row in rows:
        known = notice(row.kind)
        held_back = opens > now and known is not None and not known.at_once
        if known is None:
            made.dropped.append(Dropped(row, "unknown kind"))
        elif row.useful_until <= now:
            made.dropped.append(Dropped(row, "too late"))
        elif row.due_at > now:
            put_off.append(PutOff(row, row.due_at))  # moved since it was claimed
        elif not held_back:
            going.setdefault(known, []).append(row)
        elif row.useful_until <= opens:
            made.dropped.append(Dropped(row, "outside the channel's hours"))
        else:
            put_off.append(PutOff(row, opens))
    return going, put_off
