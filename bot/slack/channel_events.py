"""Convert Slack's events about channels to changes in the database."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.platform.payload import Json, maybe
from handlers.notices import channel_news
from storage.workspace.channels import ARCHIVED, SHARED

Change = Callable[[AsyncSession], Awaitable[None]]

# Events after which we no longer post in a channel, and the reason to store.
CLOSING = {
    "channel_archive": ARCHIVED,
    "channel_deleted": "channel_not_found",
    "channel_shared": SHARED,
    "group_archive": ARCHIVED,
    "group_deleted": "channel_not_found",
}


def channel_of(event: Json) -> str:
    """Return the id of the channel that an event is about, or ""."""
    return maybe(event, "channel") or maybe(event, "channel", "id")


def change_for(event: Json, tenant: str, bot: str, now: datetime) -> Change | None:
    """Return the change to store for an event, or None.

    `bot` is our own user's id. `now` is in UTC.
    """
    channel = channel_of(event)
    closed = partial(channel_news.closed, tenant=tenant, external=channel, now=now)
    match event:
        case {"type": "channel_rename", "channel": {"name": str(name)}}:
            return partial(channel_news.renamed, tenant=tenant, external=channel, name=f"#{name}")
        case {"type": str(kind)} if kind in CLOSING:
            return partial(closed, why=CLOSING[kind])
        case {"type": "member_left_channel", "user": user} if bot and user == bot:
            return partial(closed, why="removed")
        case {"type": "channel_unshared"} if not event.get("is_ext_shared"):
            return partial(channel_news.unshared, tenant=tenant, external=channel, now=now)
        case _:
            return None
