"""Asks: what marketing is to answer, and the talk about each. All times are UTC."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Ask, AskNote


async def by_id(session: AsyncSession, tenant: str, ask_id: int) -> Ask | None:
    """The ask with this row id, if it is in this tenant."""
    wanted = select(Ask).where(col(Ask.tenant) == tenant, col(Ask.id) == ask_id)
    return (await session.exec(wanted)).first()


async def of_call(session: AsyncSession, tenant: str, call_id: int, author_id: int) -> Ask | None:
    """What an author passed on from a call."""
    wanted = select(Ask).where(
        col(Ask.tenant) == tenant,
        col(Ask.call_id) == call_id,
        col(Ask.author_id) == author_id,
        col(Ask.insight_id).is_(None),
    )
    return (await session.exec(wanted)).first()


async def notes(session: AsyncSession, ask: Ask) -> Sequence[AskNote]:
    """The talk about an ask, oldest first."""
    wanted = (
        select(AskNote)
        .where(col(AskNote.tenant) == ask.tenant, col(AskNote.ask_id) == ask.id)
        .order_by(col(AskNote.id))
    )
    return (await session.exec(wanted)).all()


async def note_by_id(session: AsyncSession, tenant: str, note_id: int) -> AskNote | None:
    """The note with this row id, if it is in this tenant."""
    wanted = select(AskNote).where(col(AskNote.tenant) == tenant, col(AskNote.id) == note_id)
    return (await session.exec(wanted)).first()


async def not_closed(session: AsyncSession, tenant: str, most: int) -> Sequence[Ask]:
    """What marketing still owes an answer or an outcome, the oldest first."""
    wanted = (
        select(Ask)
        .where(col(Ask.tenant) == tenant, col(Ask.closed_at).is_(None))
        .order_by(col(Ask.asked_at))
        .limit(most)
    )
    return (await session.exec(wanted)).all()


async def between(
    session: AsyncSession, tenant: str, since: datetime, until: datetime
) -> Sequence[Ask]:
    """What was asked in [since, until), the oldest first."""
    wanted = (
        select(Ask)
        .where(
            col(Ask.tenant) == tenant,
            col(Ask.asked_at) >= since,
            col(Ask.asked_at) < until,
            col(Ask.state) != "withdrawn",
        )
        .order_by(col(Ask.asked_at))
    )
    return (await session.exec(wanted)).all()


async def of_author(session: AsyncSession, tenant: str, author_id: int, most: int) -> Sequence[Ask]:
    """What somebody asked last, the newest first."""
    wanted = (
        select(Ask)
        .where(
            col(Ask.tenant) == tenant,
            col(Ask.author_id) == author_id,
            col(Ask.state) != "withdrawn",
        )
        .order_by(col(Ask.asked_at).desc())
        .limit(most)
    )
    return (await session.exec(wanted)).all()


async def open_about(session: AsyncSession, tenant: str, insight_id: int) -> Sequence[Ask]:
    """Questions about an insight that nobody has answered yet."""
    wanted = select(Ask).where(
        col(Ask.tenant) == tenant,
        col(Ask.insight_id) == insight_id,
        col(Ask.closed_at).is_(None),
    )
    return (await session.exec(wanted)).all()
