"""Query channels, the tags to which channels subscribe, and the posts in channels."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, or_, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from storage.choices import DROPPED, MAY_HAVE_GONE_OUT
from storage.sql.built_once import built_once
from storage.sql.groups import grouped
from storage.sql.locks import for_update
from storage.sql.unique import insert_all
from storage.tables import OPEN, SENT, Channel, Outbox, Policy, Subscription
from storage.workspace import policies

ANY = "*"  # a subscription with this value matches all values of the tag
# Values of Channel.unreachable. Each has its own sentence in handlers.notices.channel_lost. If the
# platform does not find a channel, it was deleted, or it is private and we are not in it.
ARCHIVED = "is_archived"
DELETED = "deleted"
NOT_FOUND = frozenset({"channel_not_found", "ConversationNotFound"})
SHARED = "shared with another company"

Tag = tuple[str, str]  # the name, and the value as storage.spelling.comparable returns it


async def find(
    session: AsyncSession, tenant: str, external: str, *, locked: bool = False
) -> Channel | None:
    """Return the channel with this platform id, or None if it was never subscribed."""
    wanted = select(Channel).where(col(Channel.tenant) == tenant, col(Channel.external) == external)
    return (await session.exec(for_update(wanted, locked=locked))).first()


async def by_id(
    session: AsyncSession, tenant: str, channel_id: int, *, locked: bool = False
) -> Channel | None:
    """Return a tenant's channel by row id, or None."""
    wanted = select(Channel).where(col(Channel.tenant) == tenant, col(Channel.id) == channel_id)
    return (await session.exec(for_update(wanted, locked=locked))).first()


async def ids(session: AsyncSession, tenant: str) -> Sequence[int]:
    """Return the row ids of every channel that was ever subscribed."""
    return (await session.exec(select(Channel.id).where(col(Channel.tenant) == tenant))).all()


async def subscriptions(session: AsyncSession, channel: Channel) -> Sequence[Subscription]:
    """Return the tags that a channel subscribes to.

    The same query reads the tenant's policy, so that `policies.of` need not query it afterwards.
    """
    its = {"tenant": channel.tenant, "channel_id": channel.id}
    rows = (await session.exec(_subscriptions(), params=its)).all()
    if rows:
        policies.was_read(session, channel.tenant, rows[0][1])
    return [subscription for subscription, _ in rows]


@built_once
def _subscriptions() -> Select[Subscription, Policy]:
    return (
        select(Subscription, Policy)
        .outerjoin(Policy, col(Policy.tenant) == col(Subscription.tenant))
        .where(
            col(Subscription.tenant) == bindparam("tenant"),
            col(Subscription.channel_id) == bindparam("channel_id"),
        )
        .order_by(col(Subscription.tag), col(Subscription.value))
    )


async def set_subscriptions(
    session: AsyncSession, channel: Channel, wanted: Iterable[Subscription]
) -> None:
    """Replace the tags that a channel subscribes to."""
    before = (
        col(Subscription.tenant) == channel.tenant,
        col(Subscription.channel_id) == channel.id,
    )
    await session.exec(delete(Subscription).where(*before))
    await insert_all(session, list(wanted))


def with_any_value(tags: Collection[Tag]) -> set[Tag]:
    """Return the tags. For each tag, also return a tag with the same name and the value ANY.

    A channel gets a post about `tags` if it subscribes to at least one of the returned tags.
    """
    return {*tags, *((name, ANY) for name, _ in tags)}


async def subscribed_to(
    session: AsyncSession, tenant: str, tags: Collection[Tag]
) -> Sequence[Channel]:
    """Return the reachable channels that get posts about these tags (see `with_any_value`)."""
    subscribed = select(Subscription.channel_id).where(
        col(Subscription.tenant) == tenant,
        tuple_(col(Subscription.tag), col(Subscription.value)).in_(with_any_value(tags)),
    )
    wanted = (
        select(Channel)
        .where(col(Channel.id).in_(subscribed), col(Channel.unreachable).is_(None))
        .order_by(col(Channel.name))
    )
    return (await session.exec(wanted)).all()


async def post_times(
    session: AsyncSession, to: Collection[Channel], kind: str, since: datetime
) -> dict[int, list[datetime]]:
    """Return the times (UTC) of posts of a kind, by channel id.

    - For each open post, the time when it is due.
    - For each post sent after `since`, the time when it was sent.
    """
    wanted = select(Outbox.channel_id, Outbox.due_at, Outbox.settled_at).where(
        col(Outbox.channel_id).in_({one.id for one in to}),
        col(Outbox.kind) == kind,
        col(Outbox.replaces).is_(None),
        or_(
            col(Outbox.state) == OPEN,
            (col(Outbox.state) == SENT) & (col(Outbox.settled_at) > since),
        ),
    )
    found = (await session.exec(wanted)).all()
    return grouped(
        (channel_id or 0, settled_at or due_at) for channel_id, due_at, settled_at in found
    )


async def that_got(
    session: AsyncSession, tenant: str, kind: str, about: Collection[int]
) -> dict[int, list[Channel]]:
    """Return the channels that got a post of this kind about each subject, by subject id."""
    # SQLite would read all of the tenant's messages if we compared Outbox.tenant here, and all
    # messages to the channel if we joined without `+ 0`.
    wanted = (
        select(Outbox.about, Channel)
        .join(Channel, col(Channel.id) == col(Outbox.channel_id) + 0)
        .where(
            col(Channel.tenant) == tenant,
            col(Outbox.about).in_(about),
            col(Outbox.kind) == kind,
            col(Outbox.state) == SENT,
            col(Outbox.message).is_not(None),
            col(Outbox.replaces).is_(None),
        )
        .order_by(col(Channel.name))
    )
    found = (await session.exec(wanted)).all()
    return grouped((number or 0, channel) for number, channel in found)


async def that_got_or_will_get(
    session: AsyncSession, tenant: str, kind: str, about: int
) -> Sequence[Channel]:
    """Return the channels that got, or will get, a post of this kind about a subject."""
    of_kind = (
        col(Outbox.tenant) == tenant,
        col(Outbox.about) == about,
        col(Outbox.kind) == kind,
        col(Outbox.replaces).is_(None),
    )
    # Two queries, because each state has its own index.
    open_ = select(Outbox.channel_id).where(*of_kind, col(Outbox.state) == OPEN)
    sent = select(Outbox.channel_id).where(*of_kind, col(Outbox.state) == SENT)
    ids = {*(await session.exec(open_)).all(), *(await session.exec(sent)).all()} - {None}
    if not ids:
        return ()
    wanted = select(Channel).where(col(Channel.tenant) == tenant, col(Channel.id).in_(ids))
    return (await session.exec(wanted.order_by(col(Channel.name)))).all()


async def open_post_times(
    session: AsyncSession, tenant: str, kind: str, about: int
) -> Sequence[datetime]:
    """Return when (UTC) the open posts of this kind about a subject are due."""
    wanted = select(Outbox.due_at).where(
        col(Outbox.tenant) == tenant,
        col(Outbox.about) == about,
        col(Outbox.kind) == kind,
        col(Outbox.state) == OPEN,
        col(Outbox.channel_id).is_not(None),
        col(Outbox.replaces).is_(None),
    )
    return (await session.exec(wanted)).all()


async def dropped_before_due(
    session: AsyncSession, channel: Channel, kind: str, now: datetime
) -> set[int]:
    """Return the subjects of posts that were dropped because Attune could not post in a channel.

    Look only at posts of this kind whose due time is after `now` (UTC).
    """
    wanted = select(Outbox.about).where(
        col(Outbox.tenant) == channel.tenant,
        col(Outbox.channel_id) == channel.id,
        col(Outbox.kind) == kind,
        col(Outbox.state) == DROPPED,
        col(Outbox.reason) == "unreachable",
        col(Outbox.replaces).is_(None),
        col(Outbox.due_at) > now,
    )
    return {about for about in (await session.exec(wanted)).all() if about is not None}


async def delete_dropped(session: AsyncSession, tenant: str, keys: Collection[str]) -> None:
    """Delete dropped outbox rows with these keys, so that the posts can be planned again.

    Rows that a worker has claimed stay. Rows whose message may have gone out stay too.
    """
    unsaid = (
        col(Outbox.state) == DROPPED,
        col(Outbox.claim).is_(None),
        col(Outbox.reason).not_in(MAY_HAVE_GONE_OUT),
    )
    await session.exec(
        delete(Outbox)
        .where(col(Outbox.tenant) == tenant, col(Outbox.key).in_(keys), *unsaid)
        .execution_options(synchronize_session=False)
    )
