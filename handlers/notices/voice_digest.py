"""The weekly digest of what buyers said, on Mondays: themes, quotes, competitors, open asks."""

from dataclasses import replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.knowledge import buyer_voice
from handlers.knowledge.buyer_voice import WEEK
from handlers.knowledge.tags import VOICE
from handlers.message import Composed, NoLongerUseful
from handlers.notices import tell, updating
from handlers.notices.hours import digest_time, hours_of
from handlers.notices.kind import Notice, NoticeKind
from handlers.notices.tell import row
from handlers.rhythm_settings import day_of
from handlers.views.marketing import ask_cards, voice_card
from handlers.views.marketing.subscription_words import has_voice
from storage import outbox
from storage.marketing import asks
from storage.tables import Channel, Outbox
from storage.workspace import channels
from storage.workspace.channels import ANY

NAME = "voice_digest"
ANY_VOICE = (VOICE, ANY)  # the tag of a channel that gets the digest


async def plan(session: AsyncSession, tenant: str, now: datetime) -> None:
    """Plan the next digest for each channel with the tag `voice`. `now` is in UTC."""
    listening = await channels.subscribed_to(session, tenant, [ANY_VOICE])
    rows = [_next_digest(channel, now) for channel in listening]
    await channels.delete_dropped(session, tenant, [one.key for one in rows])
    await outbox.add(session, rows)


async def update_sent(session: AsyncSession, tenant: str, since: datetime, now: datetime) -> None:
    """Plan updates of the digests that were sent at `since` or later. Times are in UTC."""
    where = await channels.ids(session, tenant)
    await updating.plan(session, tenant, (NAME,), where, now, since=since)


def _next_digest(channel: Channel, now: datetime) -> Outbox:
    due_at = digest_time(now, hours_of(channel), "weekly")
    key = f"{channel.id}:{day_of(due_at, channel.zone)}"
    return row(channel, NAME, channel.id, due_at=due_at, now=now, key=key, useful=WEEK / 2)


async def compose(notice: Notice) -> Composed:
    """Show last week's quotes, recent themes and competitors, and open asks.

    An open ask is shown if marketing should have answered it by now, or if somebody in marketing
    has taken it on. If there is any open ask, even one that is not shown, also plan next week's
    digest.

    Raises NoLongerUseful if the channel no longer subscribes to what buyers said, or if there is
    nothing to show.
    """
    channel = notice.to
    if not isinstance(channel, Channel):
        raise NoLongerUseful("not a channel")
    if not has_voice(await channels.subscriptions(notice.session, channel)):
        raise NoLongerUseful("not wanted any more")
    return await _digest(notice, channel)


async def _digest(notice: Notice, channel: Channel) -> Composed:
    """Compose the digest as of `notice.now`. Raises NoLongerUseful if there is nothing to show."""
    # Include only asks that this channel got. Other asks were not written for its members.
    voice = await buyer_voice.gather(
        notice.session,
        channel,
        notice.now,
        only=asks.went_to(channel, tell.ASK),
        competitors=notice.playbook.competitors,
    )
    owing = bool(voice.waiting or voice.taken_up)
    if not (voice.week.asked or owing):
        raise NoLongerUseful("nothing was said")
    follow_ups = (_next_digest(channel, notice.now),) if voice.any_open else ()
    return Composed(voice_card.card(voice), follow_ups=follow_ups)


async def updated(notice: Notice) -> Composed:
    """Show the sent digest again, but leave out what somebody has taken back since then.

    If nothing is left, say that the content was taken back. Raises NoLongerUseful if the digest was
    not sent to a channel.
    """
    then = notice.rows[0].handed_at or notice.now
    channel = notice.to
    if not isinstance(channel, Channel):
        raise NoLongerUseful("not a channel")
    try:
        return await _digest(replace(notice, now=then), channel)
    except NoLongerUseful:
        return Composed(ask_cards.taken_back())


KIND = NoticeKind(NAME, "the weekly voice of the customer", compose, "channel", updated=updated)
