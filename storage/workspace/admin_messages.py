"""Store messages that admins write to people. All times are UTC.

A message is a `Draft` of the admin, and is deleted with the admin's other drafts. `about` says to
whom the message goes. `starts_at` is when the admin sent it, or None if it is not sent yet.
"""

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.sql.locks import for_update
from storage.tables import Draft, Person


async def save(session: AsyncSession, author: Person, text: str, whom: str, now: datetime) -> Draft:
    """Add a message that is not sent yet."""
    message = Draft(
        tenant=author.tenant,
        person_id=author.id,
        kind="admin message",
        about=whom,
        words=text,
        made_at=now,
    )
    session.add(message)
    await session.flush()
    return message


async def own(session: AsyncSession, author: Person, message_id: int) -> Draft | None:
    """Lock and return an admin's own message. Return None if the admin has no such message."""
    wanted = select(Draft).where(
        col(Draft.tenant) == author.tenant,
        col(Draft.person_id) == author.id,
        col(Draft.kind) == "admin message",
        col(Draft.id) == message_id,
    )
    return (await session.exec(for_update(wanted))).first()


async def by_id(session: AsyncSession, tenant: str, message_id: int) -> tuple[Draft, str] | None:
    """Return a sent message and its author's name. Return None if there is no such message."""
    wanted = (
        select(Draft, Person.name)
        .join(Person, col(Person.id) == col(Draft.person_id))
        .where(
            col(Draft.tenant) == tenant,
            col(Draft.id) == message_id,
            col(Draft.kind) == "admin message",
            col(Draft.starts_at).is_not(None),
        )
    )
    return (await session.exec(wanted)).first()
