"""Query and add comments on shared reflections. A comment may be just thanks. Times are UTC."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Account, Person, Reflection, ReflectionComment


class Comment(NamedTuple):
    """A comment, and the name of its author."""

    row: ReflectionComment
    by: str


class CommentInContext(NamedTuple):
    """A comment with its author's name, the reflection, and the account of the call."""

    row: ReflectionComment
    by: str
    reflection: Reflection
    account: Account


async def of_reflection(session: AsyncSession, written: Reflection) -> list[Comment]:
    """Return the comments on a reflection, oldest first."""
    wanted = (
        select(ReflectionComment, Person.name)
        .join(Person, col(Person.id) == col(ReflectionComment.author_id))
        .where(
            col(ReflectionComment.tenant) == written.tenant,
            col(ReflectionComment.reflection_id) == written.id,
        )
        .order_by(col(ReflectionComment.id))
    )
    return [Comment(*row) for row in await session.exec(wanted)]


async def for_author(
    session: AsyncSession, author: Person, ids: Collection[int]
) -> list[CommentInContext]:
    """Return the comments with these row ids that are on reflections by this author."""
    wanted = (
        select(ReflectionComment, Person.name, Reflection, Account)
        .join(Person, col(Person.id) == col(ReflectionComment.author_id))
        .join(Reflection, col(Reflection.id) == col(ReflectionComment.reflection_id))
        .join(Account, col(Account.id) == col(Reflection.account_id))
        .where(
            col(ReflectionComment.tenant) == author.tenant,
            col(ReflectionComment.id).in_(ids),
            col(Reflection.author_id) == author.id,
        )
        .order_by(col(ReflectionComment.id))
    )
    return [CommentInContext(*row) for row in await session.exec(wanted)]


async def add(
    session: AsyncSession, written: Reflection, author: Person, text: str, now: datetime
) -> ReflectionComment | None:
    """Add a comment. An empty `text` means thanks.

    Return None if `author` has already commented on the reflection with the same text. The
    reflection must be locked, so that a second press of a button adds nothing.
    """
    said = await _of_author(session, written, author)
    if any(one.text == text for one in said):
        return None
    row = ReflectionComment(
        tenant=written.tenant, reflection_id=written.id, author_id=author.id, text=text, at=now
    )
    session.add(row)
    await session.flush()
    return row


async def _of_author(
    session: AsyncSession, written: Reflection, author: Person
) -> Sequence[ReflectionComment]:
    wanted = select(ReflectionComment).where(
        col(ReflectionComment.tenant) == written.tenant,
        col(ReflectionComment.reflection_id) == written.id,
        col(ReflectionComment.author_id) == author.id,
    )
    return (await session.exec(wanted)).all()
