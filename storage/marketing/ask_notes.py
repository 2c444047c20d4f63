"""Query what was written about asks: answers, follow-ups and replies.

An ask is a question or a buyer's words that a rep passes on to marketing.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Ask, AskNote, Person


class Answered(NamedTuple):
    """A note by marketing, the ask that it answers, and the name of the note's author."""

    note: AskNote
    ask: Ask
    by: str


async def of_ask(session: AsyncSession, ask: Ask) -> Sequence[AskNote]:
    """Return the conversation about an ask, oldest note first."""
    wanted = (
        select(AskNote)
        .where(col(AskNote.tenant) == ask.tenant, col(AskNote.ask_id) == ask.id)
        .order_by(col(AskNote.id))
    )
    return (await session.exec(wanted)).all()


async def touched_by(
    session: AsyncSession, tenant: str, person_id: int
) -> tuple[set[int], set[int]]:
    """Return two sets of ids: asks that a person made or wrote about, and the person's notes."""
    made = select(Ask.id).where(col(Ask.tenant) == tenant, col(Ask.author_id) == person_id)
    written = select(AskNote.ask_id, AskNote.id).where(
        col(AskNote.tenant) == tenant, col(AskNote.author_id) == person_id
    )
    notes_ = (await session.exec(written)).all()
    touched = {*(await session.exec(made)).all(), *(ask_id for ask_id, _ in notes_)}
    return touched, {note_id for _, note_id in notes_}


async def of_notes(session: AsyncSession, tenant: str, note_ids: Collection[int]) -> set[int]:
    """Return the ids of the asks that these notes are about."""
    wanted = select(AskNote.ask_id).where(
        col(AskNote.tenant) == tenant, col(AskNote.id).in_(note_ids)
    )
    return set((await session.exec(wanted)).all())


async def notes_on(session: AsyncSession, tenant: str, ask_ids: Collection[int]) -> set[int]:
    """Return the ids of the notes about these asks."""
    wanted = select(AskNote.id).where(
        col(AskNote.tenant) == tenant, col(AskNote.ask_id).in_(ask_ids)
    )
    return set((await session.exec(wanted)).all())


async def note_by_id(session: AsyncSession, tenant: str, note_id: int) -> AskNote | None:
    """Return a note of the tenant by row id, or None if there is no such note."""
    wanted = select(AskNote).where(col(AskNote.tenant) == tenant, col(AskNote.id) == note_id)
    return (await session.exec(wanted)).first()


async def answers(session: AsyncSession, note_ids: Collection[int]) -> dict[int, Answered]:
    """Return these notes of marketing by row id, each with its ask and its author's name.

    This query does not filter by tenant. So the ids must come from a query of one tenant's rows,
    such as `call_histories.read`.
    """
    if not note_ids:
        return {}
    wanted = (
        select(AskNote, Ask, Person.name)
        .join(Ask, col(Ask.id) == col(AskNote.ask_id))
        .join(Person, col(Person.id) == col(AskNote.author_id))
        .where(col(AskNote.id).in_(note_ids))
    )
    return {row[0].id: Answered(*row) for row in (await session.exec(wanted)).all()}
