"""Handle what a platform reports about a channel: renamed, closed to Attune, or open again.

`external` is the platform's id of the channel.
"""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.notices import insights, rerouting, tell, voice_digest
from handlers.views.marketing.subscription_words import has_voice
from storage import outbox
from storage.tables import Channel
from storage.workspace import channels
from storage.workspace.channels import ARCHIVED, SHARED


async def renamed(session: AsyncSession, *, tenant: str, external: str, name: str) -> None:
    """Save a channel's new name."""
    channel = await channels.find(session, tenant, external, locked=True)
    if channel is not None:
        channel.name = name


async def closed(
    session: AsyncSession, *, tenant: str, external: str, why: str, now: datetime
) -> None:
    """Stop posting in a channel for the reason `why`, and tell the person who subscribed it.

    If the channel is already closed, do nothing. `now` is in UTC.
    """
    channel = await channels.find(session, tenant, external, locked=True)
    if channel is None or channel.unreachable:
        return
    channel.unreachable = why
    await rerouting.reroute(session, channel, now)
    await outbox.drop_open(session, channel, reason="unreachable", now=now)
    if await channels.subscriptions(session, channel):
        await tell.lost(session, channel, now)


async def reopened(session: AsyncSession, *, tenant: str, external: str, now: datetime) -> None:
    """Resume posting in a channel that was closed because it was shared with another company.

    If the channel has subscriptions, plan its posts again. `now` is in UTC.
    """
    channel = await channels.find(session, tenant, external, locked=True)
    if channel is not None and channel.unreachable == SHARED:
        await reopen(session, channel, now)


async def looked_at(
    session: AsyncSession, *, tenant: str, external: str, name: str, why: str | None, now: datetime
) -> None:
    """Save what the platform says about a channel now. `now` is in UTC.

    `why` is the reason why we cannot post there, or None if we can. If `name` is "", the channel
    keeps its name.

    If `why` is None, reopen a channel that was closed because it was archived, or because it was
    shared with another company.
    """
    if name:
        await renamed(session, tenant=tenant, external=external, name=name)
    if why:
        await closed(session, tenant=tenant, external=external, why=why, now=now)
        return
    channel = await channels.find(session, tenant, external, locked=True)
    if channel is not None and channel.unreachable in (ARCHIVED, SHARED):
        await reopen(session, channel, now)


async def reopen(session: AsyncSession, channel: Channel, now: datetime) -> None:
    """Resume posting in a channel that was closed to Attune. `now` is in UTC.

    If the channel has subscriptions, plan these posts:

    - a post that says what the channel gets
    - the posts that were dropped because the channel was closed, if they are not due yet
    """
    channel.unreachable = None
    await session.flush()
    wanted = await channels.subscriptions(session, channel)
    if not wanted:
        return
    await insights.replan_channel(session, channel, now)
    if has_voice(wanted):
        await voice_digest.plan(session, channel.tenant, now)
    await tell.subscribed(session, channel, now)
