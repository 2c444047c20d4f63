"""Tells a channel what it will get from now on, or that its subscription has ended."""

from handlers.cards import Card, Paragraph, spans
from handlers.message import Composed, NoLongerUseful
from handlers.notices import tell
from handlers.notices.kind import Notice, NoticeKind
from handlers.views.subscription_cards import what
from storage import channels, people
from storage.tables import Channel


async def compose(notice: Notice) -> Composed:
    """Who subscribed the channel, and to what. Raises NoLongerUseful if nothing is subscribed."""
    channel = notice.to
    if not isinstance(channel, Channel):
        raise NoLongerUseful("not a channel")
    wanted = await channels.subscriptions(notice.session, channel)
    if not wanted:
        raise NoLongerUseful("unsubscribed")
    person = await people.by_id(notice.session, channel.tenant, channel.subscribed_by)
    name = person.name if person else "Someone"
    lead = f"{name} subscribed this channel to {what(wanted)}."
    return Composed(Card(lead, (Paragraph(spans(lead)),)))


async def stopped(notice: Notice) -> Composed:
    """Who ended the subscription. Raises NoLongerUseful if there is one again."""
    channel = notice.to
    if not isinstance(channel, Channel) or await channels.subscriptions(notice.session, channel):
        raise NoLongerUseful("subscribed again")
    person = await people.by_id(notice.session, channel.tenant, channel.subscribed_by)
    lead = f"{person.name if person else 'Someone'} ended this channel's subscription to Attune."
    return Composed(Card(lead, (Paragraph(spans(lead)),)))


KIND = NoticeKind(
    tell.SUBSCRIBED,
    "what a channel subscribes to",
    compose,
    "channel",
    at_once=True,
    updated=compose,
)
STOPPED = NoticeKind(tell.STOPPED, "the end of a subscription", stopped, "channel", at_once=True)
