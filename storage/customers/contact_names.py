"""Rename contacts on file, and in the lines of reflections that name them as speakers."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Contact, Reflection

LIMIT = 500  # rename a speaker in at most this many reflections


async def rename(session: AsyncSession, contact: Contact, name: str) -> None:
    """Rename a contact, also as a speaker in the account's newest reflections.

    Only the name at the start of a line, before its words ("Jana: …"), is replaced.
    """
    before, contact.name = f"{contact.name}: ", name
    wanted = (
        select(Reflection)
        .where(
            col(Reflection.tenant) == contact.tenant,
            col(Reflection.account_id) == contact.account_id,
            col(Reflection.heard).contains(before, autoescape=True),
        )
        .order_by(col(Reflection.id).desc())
        .limit(LIMIT)
    )
    for one in await session.exec(wanted):
        lines = (
            f"{name}: {line.removeprefix(before)}" if line.startswith(before) else line
            for line in one.heard.split("\n")
        )
        one.heard = "\n".join(lines)
    await session.flush()
