"""Convert Slack's events about channels to changes in the database.

Slack's events may be late, repeated or out of order. So an event only tells us to ask Slack what
the channel is like now. We believe the event itself in two cases: if Slack does not answer, or if
the event says that the channel was deleted.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.platform.payload import Json, maybe
from bot.slack.channels import ChannelFacts
from handlers.notices import channel_news
from storage.workspace.channels import ARCHIVED, DELETED, SHARED

Change = Callable[[AsyncSession], Awaitable[None]]

LEFT, RENAMED, UNSHARED = "member_left_channel", "channel_rename", "channel_unshared"
REMOVED = "removed"
DELETIONS = frozenset({"channel_deleted", "group_deleted"})  # a deleted channel never comes back
# Events after which we no longer post in a channel, and the reason to store.
CLOSING = {
    "channel_archive": ARCHIVED,
    "channel_deleted": DELETED,
    "channel_shared": SHARED,
    "group_archive": ARCHIVED,
    "group_deleted": DELETED,
    LEFT: REMOVED,
}


def channel_of(event: Json) -> str:
    """Return the id of the channel that an event is about, or ""."""
    return maybe(event, "channel") or maybe(event, "channel", "id")


def may_change_posts(event: Json, bot: str) -> bool:
    """Check whether an event is about a channel's name, or about whether we can post there.

    `bot` is our own user's id.
    """
    kind = event.get("type")
    if kind == LEFT:
        return bool(bot) and event.get("user") == bot
    return kind in CLOSING or kind in (RENAMED, UNSHARED)


def change_for(
    event: Json, found: ChannelFacts | None, tenant: str, now: datetime
) -> Change | None:
    """Return the change to store after an event, or None if there is nothing to store.

    Call this only for an event for which `may_change_posts` is true.

    `found` is what Slack says about the channel now, or None if Slack does not tell us. `now` is
    in UTC.
    """
    channel, kind = channel_of(event), str(event.get("type"))
    if found is None or kind in DELETIONS:
        return _as_reported(event, tenant, now)
    why = ARCHIVED if found.archived else SHARED if found.shared else None
    if kind == LEFT and not found.member:
        why = why or REMOVED
    # Everybody can see the list of subscriptions, so leave out a private channel's name.
    name = "" if found.private else f"#{found.name}"
    return partial(
        channel_news.looked_at, tenant=tenant, external=channel, name=name, why=why, now=now
    )


def _as_reported(event: Json, tenant: str, now: datetime) -> Change | None:
    """Return the change to store if we believe the event, or None if there is nothing to store."""
    channel = channel_of(event)
    match event:
        case {"type": "channel_rename", "channel": {"name": str(name)}}:
            return partial(channel_news.renamed, tenant=tenant, external=channel, name=f"#{name}")
        case {"type": str(kind)} if kind in CLOSING:
            why = CLOSING[kind]
            return partial(channel_news.closed, tenant=tenant, external=channel, why=why, now=now)
        case {"type": "channel_unshared"} if not event.get("is_ext_shared"):
            return partial(channel_news.reopened, tenant=tenant, external=channel, now=now)
        case _:
            return None
