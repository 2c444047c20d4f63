"""Say what becomes of marketing's posts when a rep takes something back."""

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.coaching.text.words import shortened
from handlers.notices import tell
from storage.tables import Ask
from storage.workspace import channels
from storage.workspace.channels import DELETED, SHARED

ASK = "Taken back."
REPLY = "Your reply has been taken back."
# If Channel.unreachable has one of these values, each post in the channel is changed or gone:
# - None: Attune can post in the channel, so it can change its posts.
# - SHARED: Attune can change its posts in a shared channel.
# - DELETED: the posts are gone with the channel.
GONE_OR_CHANGED = (None, SHARED, DELETED)


async def of_ask(session: AsyncSession, ask: Ask) -> str:
    """Say that an ask was taken back, and what becomes of marketing's posts about it."""
    return await _what_happened(
        session, ask, ASK, "It is removed from marketing's posts and digests,"
    )


async def of_reply(session: AsyncSession, ask: Ask) -> str:
    """Say that a reply in the conversation about an ask was taken back."""
    return await _what_happened(session, ask, REPLY, "It is removed from marketing's posts,")


async def _what_happened(session: AsyncSession, ask: Ask, done: str, removed: str) -> str:
    """Say that posts were changed, or name the channels where they may stay as they were."""
    found = await channels.that_got_or_will_get(session, ask.tenant, tell.ASK, ask.id)
    closed = [one for one in found if one.unreachable not in GONE_OR_CHANGED]
    if not closed:
        return f"{done} {removed} but someone may have read it."
    names = " and ".join(shortened(one.name, 40) for one in closed)
    return (
        f"{done} Attune can't post in {names} any more, so what it posted there may stay. Ask "
        "somebody there to delete it."
    )
