"""Store and query what people said about their meetings."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import MeetingAnswer, Person


async def by_subject(
    session: AsyncSession, person: Person, subjects: Iterable[str]
) -> dict[str, MeetingAnswer]:
    """Return a person's answers about these subjects (see `MeetingAnswer.about`)."""
    wanted = select(MeetingAnswer).where(
        col(MeetingAnswer.tenant) == person.tenant,
        col(MeetingAnswer.person_id) == person.id,
        col(MeetingAnswer.about).in_(list(subjects)),
    )
    return {one.about: one for one in (await session.exec(wanted)).all()}


async def with_account(
    session: AsyncSession, person: Person, account_id: int
) -> Sequence[MeetingAnswer]:
    """Return a person's answers whose `account_id` is this account (see `MeetingAnswer`)."""
    wanted = select(MeetingAnswer).where(
        col(MeetingAnswer.tenant) == person.tenant,
        col(MeetingAnswer.person_id) == person.id,
        col(MeetingAnswer.account_id) == account_id,
    )
    return (await session.exec(wanted)).all()


async def remember(session: AsyncSession, answer: MeetingAnswer) -> None:
    """Store an answer. It replaces the person's earlier answer about the subject."""
    await session.merge(answer)
    await session.flush()


async def forget(session: AsyncSession, person: Person, subject: str) -> None:
    """Delete a person's answer about this subject."""
    await session.exec(
        delete(MeetingAnswer).where(
            col(MeetingAnswer.tenant) == person.tenant,
            col(MeetingAnswer.person_id) == person.id,
            col(MeetingAnswer.about) == subject,
        )
    )
