"""Tell a channel what posts it will get, or that its subscription has ended."""

from handlers.cards import card_saying
from handlers.message import Composed, NoLongerUseful
from handlers.notices import tell
from handlers.notices.kind import Notice, NoticeKind
from handlers.views.marketing.subscription_words import what
from storage.tables import Channel
from storage.workspace import channels, people


async def compose(notice: Notice) -> Composed:
    """Say who subscribed the channel, and to which posts.

    Raises NoLongerUseful if the channel has no subscription now.
    """
    channel = notice.to
    if not isinstance(channel, Channel):
        raise NoLongerUseful("not a channel")
    wanted = await channels.subscriptions(notice.session, channel)
    if not wanted:
        raise NoLongerUseful("unsubscribed")
    person = await people.by_id(notice.session, channel.tenant, channel.subscribed_by)
    name = person.name if person else "Someone"
    lead = f"{name} subscribed this channel to {what(wanted)}."
    return Composed(card_saying(lead))


async def stopped(notice: Notice) -> Composed:
    """Say who ended the subscription. Raises NoLongerUseful if there is a new subscription."""
    channel = notice.to
    if not isinstance(channel, Channel) or await channels.subscriptions(notice.session, channel):
        raise NoLongerUseful("subscribed again")
    person = await people.by_id(notice.session, channel.tenant, channel.subscribed_by)
    lead = f"{person.name if person else 'Someone'} ended this channel's subscription to Attune."
    return Composed(card_saying(lead))


KIND = NoticeKind(
    tell.SUBSCRIBED,
    "what a channel subscribes to",
    compose,
    "channel",
    at_once=True,
    updated=compose,
)
STOPPED = NoticeKind(tell.STOPPED, "the end of a subscription", stopped, "channel", at_once=True)
