"""Reroute notices for marketing when a channel is no longer marketing's channel."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.notices import ask_waits, suggested, tell
from storage import outbox
from storage.marketing import asks
from storage.tables import Channel

ABOUT_ASKS = (tell.ASK, ask_waits.NAME)


async def reroute(session: AsyncSession, channel: Channel, now: datetime) -> None:
    """Drop this channel's open notices for marketing, and plan them for the new recipients.

    These notices are about asks and suggestions. We leave a notice alone if it is being sent, or if
    it updates a message. `now` is in UTC.
    """
    for kind in (*ABOUT_ASKS, suggested.NAME):
        for old in await outbox.open_for_channel(session, channel.tenant, channel.id, kind):
            if old.claim is not None or old.replaces is not None:
                continue  # being sent, or an update of a message that was sent
            old.state, old.reason, old.settled_at = "dropped", "not wanted any more", now
            await session.flush()
            about = old.about or 0
            found = kind in ABOUT_ASKS and await asks.by_id(session, channel.tenant, about)
            if found:
                to = await tell.followers(session, found)
            else:
                to = await tell.marketing(session, channel.tenant)
            key = old.key.split(":", 3)[3]  # the part after the kind and "channel:7"
            await tell.tell(session, to, kind, about, now, key=key, due_at=old.due_at)
