"""Query reflections, and find the people who have data about calls."""

from collections.abc import Collection, Sequence

from sqlalchemy import bindparam, union
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from storage.sql.built_once import built_once
from storage.sql.locks import for_update
from storage.tables import (
    Account,
    Call,
    Guess,
    HelpRequest,
    MeasuredCall,
    OwnNote,
    Person,
    Reflection,
    Seat,
)


async def of_call(
    session: AsyncSession, tenant: str, call_id: int, author_id: int
) -> Reflection | None:
    """Return an author's reflection on a call, or None."""
    values = {"tenant": tenant, "call": call_id, "author": author_id}
    return (await session.exec(_of_call(), params=values)).first()


@built_once
def _of_call() -> SelectOfScalar[Reflection]:
    return select(Reflection).where(
        col(Reflection.tenant) == bindparam("tenant"),
        col(Reflection.call_id) == bindparam("call"),
        col(Reflection.author_id) == bindparam("author"),
    )


async def by_id(
    session: AsyncSession, tenant: str, reflection_id: int, *, locked: bool = False
) -> Reflection | None:
    """Return a tenant's reflection by row id, or None."""
    wanted = select(Reflection).where(
        col(Reflection.tenant) == tenant, col(Reflection.id) == reflection_id
    )
    return (await session.exec(for_update(wanted, locked=locked))).first()


async def shared_by(session: AsyncSession, author: Person) -> Sequence[Reflection]:
    """Return the reflections that an author shares."""
    wanted = select(Reflection).where(
        col(Reflection.tenant) == author.tenant,
        col(Reflection.author_id) == author.id,
        col(Reflection.shared).is_(True),
    )
    return (await session.exec(wanted)).all()


async def has_colleague_reflected(session: AsyncSession, call: Call, person_id: int) -> bool:
    """Return whether anybody but this person has reflected on a call."""
    wanted = (
        select(Reflection.id)
        .where(
            col(Reflection.tenant) == call.tenant,
            col(Reflection.call_id) == call.id,
            col(Reflection.author_id) != person_id,
        )
        .limit(1)
    )
    return (await session.exec(wanted)).first() is not None


async def last_of(
    session: AsyncSession, tenant: str, author_id: int, limit: int
) -> list[tuple[Reflection, Account]]:
    """Return the newest `limit` reflections of an author, newest first, with their accounts."""
    wanted = (
        select(Reflection, Account)
        .join(Account, col(Account.id) == col(Reflection.account_id))
        .where(col(Reflection.tenant) == tenant, col(Reflection.author_id) == author_id)
        .order_by(col(Reflection.called_at).desc())
        .limit(limit)
    )
    return list((await session.exec(wanted)).all())


async def by_ids(session: AsyncSession, ids: Collection[int]) -> dict[int, Reflection]:
    """Return reflections by row id.

    The ids must come from a query that checks the tenant and the reader.
    """
    if not ids:
        return {}
    wanted = select(Reflection).where(col(Reflection.id).in_(ids))
    return {row.id: row for row in (await session.exec(wanted)).all()}


async def people_with_data(session: AsyncSession, tenant: str) -> Sequence[Person]:
    """Return a tenant's people who have reflections, notes, guesses, figures or goals.

    Also return those who asked for help with a call, and those whom they asked. Erased people are
    left out.
    """
    owners = union(
        *(
            select(owner).where(col(table.tenant) == tenant)
            for table, owner in (
                (Reflection, col(Reflection.author_id)),
                (OwnNote, col(OwnNote.author_id)),
                (Guess, col(Guess.person_id)),
                (MeasuredCall, col(MeasuredCall.person_id)),
                (HelpRequest, col(HelpRequest.asker_id)),
                (HelpRequest, col(HelpRequest.helper_id)),
            )
        ),
        select(col(Seat.person_id)).where(col(Seat.tenant) == tenant, col(Seat.goal) != ""),
    )
    wanted = select(Person).where(
        col(Person.tenant) == tenant, col(Person.id).in_(owners), col(Person.erased_at).is_(None)
    )
    return (await session.exec(wanted.order_by(col(Person.id)))).all()
