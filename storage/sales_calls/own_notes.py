"""Query a rep's own notes about accounts. Only the author may read a note.

All times are UTC.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.database.connection import empty_log_after_commit
from storage.read_once import read_once
from storage.sql.locks import for_update
from storage.tables import OwnNote, Person


async def add(
    session: AsyncSession, author: Person, account_id: int, text: str, now: datetime
) -> OwnNote:
    """Add a note. If the author has the same note about the account, return the note on file."""
    if found := await same(session, author.tenant, author.id, account_id, text):
        return found
    note = OwnNote(
        tenant=author.tenant, author_id=author.id, account_id=account_id, text=text, noted_at=now
    )
    session.add(note)
    await session.flush()
    return note


@read_once
async def same(
    session: AsyncSession, tenant: str, author_id: int, account_id: int, text: str
) -> OwnNote | None:
    """Return the author's note about the account with exactly this text, or None."""
    wanted = select(OwnNote).where(
        col(OwnNote.tenant) == tenant,
        col(OwnNote.author_id) == author_id,
        col(OwnNote.account_id) == account_id,
        col(OwnNote.text) == text,
    )
    return (await session.exec(wanted)).first()


async def by_id(
    session: AsyncSession, author: Person, note_id: int, *, locked: bool = False
) -> OwnNote | None:
    """Return this person's note by row id, or None."""
    wanted = select(OwnNote).where(
        col(OwnNote.tenant) == author.tenant,
        col(OwnNote.author_id) == author.id,
        col(OwnNote.id) == note_id,
    )
    return (await session.exec(for_update(wanted, locked=locked))).first()


async def of_account(
    session: AsyncSession, author: Person, account_id: int, limit: int, *, skip: int = 0
) -> Sequence[OwnNote]:
    """Return up to `limit` of a person's notes about an account, newest first.

    The newest `skip` notes are left out.
    """
    wanted = (
        select(OwnNote)
        .where(
            col(OwnNote.tenant) == author.tenant,
            col(OwnNote.author_id) == author.id,
            col(OwnNote.account_id) == account_id,
        )
        .order_by(col(OwnNote.noted_at).desc(), col(OwnNote.id).desc())
        .offset(skip)
        .limit(limit)
    )
    return (await session.exec(wanted)).all()


async def count(session: AsyncSession, author: Person, account_id: int) -> int:
    """Return how many notes a person has about an account."""
    wanted = select(func.count(col(OwnNote.id))).where(
        col(OwnNote.tenant) == author.tenant,
        col(OwnNote.author_id) == author.id,
        col(OwnNote.account_id) == account_id,
    )
    return (await session.exec(wanted)).one()


async def latest(session: AsyncSession, author: Person, limit: int) -> Sequence[OwnNote]:
    """Return a person's notes about all accounts, newest first."""
    wanted = (
        select(OwnNote)
        .where(col(OwnNote.tenant) == author.tenant, col(OwnNote.author_id) == author.id)
        .order_by(col(OwnNote.noted_at).desc(), col(OwnNote.id).desc())
        .limit(limit)
    )
    return (await session.exec(wanted)).all()


async def remove(session: AsyncSession, note: OwnNote) -> None:
    """Delete a note."""
    await session.delete(note)
    await session.flush()
    empty_log_after_commit(session)
