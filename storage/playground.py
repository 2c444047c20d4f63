"""Query the posts on the playground's page, and the offset of the playground's clock."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, or_
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from storage.sql import search
from storage.sql.built_once import built_once
from storage.tables import Account, CalendarConnection, Person, PlaygroundClock, PlaygroundPost
from storage.tables.types import MICROSECOND
from storage.workspace import audit


async def add(session: AsyncSession, post: PlaygroundPost) -> PlaygroundPost:
    """Add a post, and return it with its id."""
    session.add(post)
    await session.flush()
    return post


async def by_id(session: AsyncSession, tenant: str, post_id: int) -> PlaygroundPost | None:
    """Return a tenant's post by id, or None.

    Also return None for a post that was emptied because a person was erased.
    """
    values = {"tenant": tenant, "id": post_id}
    return (await session.exec(_with_id(), params=values)).first()


async def is_in_a_post(session: AsyncSession, tenant: str, words: str) -> bool:
    """Check whether a post of the tenant has this text in its HTML."""
    wanted = select(PlaygroundPost.id).where(
        col(PlaygroundPost.tenant) == tenant,
        col(PlaygroundPost.html).contains(words, autoescape=True),
    )
    return (await session.exec(wanted.limit(1))).first() is not None


@built_once
def _with_id() -> SelectOfScalar[PlaygroundPost]:
    return select(PlaygroundPost).where(
        col(PlaygroundPost.tenant) == bindparam("tenant"),
        col(PlaygroundPost.id) == bindparam("id"),
        col(PlaygroundPost.place) != "",
    )


async def change(
    session: AsyncSession, tenant: str, post_id: int, html: str
) -> PlaygroundPost | None:
    """Replace the HTML of a post, and return the post. Return None if there is no such post."""
    post = await by_id(session, tenant, post_id)
    if post is not None:
        post.html = html
        post.edits += 1
    return post


async def with_any_text(
    session: AsyncSession, tenant: str, place: str, author: str, words: Collection[str]
) -> Sequence[int]:
    """Return the ids of an author's posts in a place.

    A post counts if its HTML contains at least one of the texts in `words`.
    """
    if not words:
        return []
    wanted = select(PlaygroundPost.id).where(
        col(PlaygroundPost.tenant) == tenant,
        col(PlaygroundPost.place) == place,
        col(PlaygroundPost.author) == author,
        or_(*(col(PlaygroundPost.html).contains(word, autoescape=True) for word in words)),
    )
    return (await session.exec(wanted.order_by(col(PlaygroundPost.id)))).all()


async def by_bundle(
    session: AsyncSession, tenant: str, bundle: int, since: datetime
) -> PlaygroundPost | None:
    """Return the post with this `Outbox.bundle`, if it was posted at or after `since` (UTC)."""
    wanted = select(PlaygroundPost).where(
        col(PlaygroundPost.tenant) == tenant,
        col(PlaygroundPost.bundle) == bundle,
        col(PlaygroundPost.said_at) >= since,
    )
    return (await session.exec(wanted)).first()


async def latest(
    session: AsyncSession,
    tenant: str,
    place: str,
    *,
    reader: str,
    limit: int,
    before: int | None = None,
) -> Sequence[PlaygroundPost]:
    """Return the last `limit` posts that a reader may see in a place, oldest first.

    With `before`, return only posts with a lower id.
    """
    wanted = select(PlaygroundPost).where(
        col(PlaygroundPost.tenant) == tenant,
        col(PlaygroundPost.place) == place,
        col(PlaygroundPost.audience).in_(("", reader)),
    )
    if before is not None:
        wanted = wanted.where(col(PlaygroundPost.id) < before)
    newest_first = wanted.order_by(col(PlaygroundPost.id).desc()).limit(limit)
    return (await session.exec(newest_first)).all()[::-1]


async def newest_id(session: AsyncSession, tenant: str) -> int:
    """Return the id of the newest post in any place, or 0."""
    wanted = (
        select(PlaygroundPost.id)
        .where(col(PlaygroundPost.tenant) == tenant)
        .order_by(col(PlaygroundPost.id).desc())
        .limit(1)
    )
    return (await session.exec(wanted)).first() or 0


async def posted_after(
    session: AsyncSession, tenant: str, post_id: int
) -> Sequence[PlaygroundPost]:
    """Return every post with a higher id, in any place and for any reader, oldest first."""
    wanted = (
        select(PlaygroundPost)
        .where(col(PlaygroundPost.tenant) == tenant, col(PlaygroundPost.id) > post_id)
        .order_by(col(PlaygroundPost.id))
    )
    return (await session.exec(wanted)).all()


async def clock_offset(session: AsyncSession, tenant: str) -> timedelta | None:
    """Return how far the playground's clock is ahead of the real time.

    Return None if the playground has never been started.
    """
    row = await session.get(PlaygroundClock, tenant)
    return None if row is None else timedelta(microseconds=row.ahead_us)


async def set_clock_offset(session: AsyncSession, tenant: str, offset: timedelta) -> None:
    """Store how far the playground's clock is ahead of the real time."""
    await session.merge(PlaygroundClock(tenant=tenant, ahead_us=offset // MICROSECOND))


async def started_at(session: AsyncSession, tenant: str) -> datetime | None:
    """Return when the demo's first account was created (UTC).

    Return None if there are no accounts, or if the demo's calendars were removed.
    """
    of_demo = select(CalendarConnection.id).where(
        col(CalendarConnection.tenant) == tenant,
        col(CalendarConnection.kind) == "ics",
        col(CalendarConnection.secret) == "",
    )
    wanted = select(func.min(col(Account.created_at))).where(
        col(Account.tenant) == tenant, of_demo.exists()
    )
    return (await session.exec(wanted)).first()


async def own_calendars(
    session: AsyncSession, tenant: str
) -> Sequence[tuple[Person, CalendarConnection]]:
    """Return the calendars that visitors have connected, each with the owner."""
    wanted = (
        select(Person, CalendarConnection)
        .where(
            col(CalendarConnection.tenant) == tenant,
            col(CalendarConnection.person_id) == col(Person.id),
            col(CalendarConnection.secret) != "",
        )
        .order_by(col(CalendarConnection.id))
    )
    return (await session.exec(wanted)).all()


async def delete_all(session: AsyncSession, tenant: str) -> None:
    """Delete all of a tenant's data, including the playground's clock and posts."""
    connection = await session.connection()
    await audit.allow_deletion(session)
    for table in reversed(SQLModel.metadata.sorted_tables):
        if "tenant" in table.c:
            await connection.execute(table.delete().where(table.c.tenant == tenant))
    await search.delete_all(session, tenant)
    await search.forget_deleted(session)
