"""Query and change the seats of our people in calls, and their guesses about the calls.

A seat says that one of our people is in a call. The seat also has that person's goal for the call.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import bindparam, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from storage.sql.built_once import built_once
from storage.sql.groups import grouped
from storage.tables import Call, Guess, Person, Seat

SeatKey = tuple[int, int]  # the row ids of a call and of one of our people in the call


async def seat(session: AsyncSession, tenant: str, call_id: int, person_id: int) -> Seat | None:
    """Return a person's seat in a call, or None."""
    values = {"tenant": tenant, "call": call_id, "person": person_id}
    return (await session.exec(_seat(), params=values)).first()


@built_once
def _seat() -> SelectOfScalar[Seat]:
    return select(Seat).where(
        col(Seat.tenant) == bindparam("tenant"),
        col(Seat.call_id) == bindparam("call"),
        col(Seat.person_id) == bindparam("person"),
    )


async def take_seat(session: AsyncSession, call: Call, person_id: int) -> Seat:
    """Return a person's seat in a call. If there is none, add one."""
    row = await seat(session, call.tenant, call.id, person_id)
    if row is None:
        row = Seat(
            call_id=call.id,
            person_id=person_id,
            tenant=call.tenant,
            account_id=call.account_id,
            starts_at=call.starts_at,
            opened=False if str(person_id) in call.kept_by.split() else None,
        )
        session.add(row)
        await session.flush()
    return row


async def give_up_seat(session: AsyncSession, call: Call, seat: Seat) -> None:
    """Delete a person's seat.

    If the person hides the call from their manager, store the person in `call.kept_by`. If the
    person takes a seat in this call again, `take_seat` hides the call from the manager again.
    """
    others = [one for one in call.kept_by.split() if one != str(seat.person_id)]
    mine = [str(seat.person_id)] if seat.opened is False else []
    call.kept_by = " ".join([*others, *mine])
    await session.delete(seat)


async def copy_hidden(session: AsyncSession, from_: Call, to: Call) -> None:
    """If a person hides an old call from their manager, also hide the new call.

    `from_` is the old call. `to` is the new call, which now stands for the same meeting. If a
    person has already decided whether their manager sees `to`, that decision stays.
    """
    seats = await seats_of(session, from_.tenant, from_.id)
    kept = {*from_.kept_by.split(), *(str(one.person_id) for one in seats if one.opened is False)}
    if not kept:
        return
    there = {str(one.person_id): one for one in await seats_of(session, to.tenant, to.id)}
    for id_ in kept & there.keys():
        if there[id_].opened is None:
            there[id_].opened = False
    to.kept_by = " ".join(sorted({*to.kept_by.split(), *(kept - there.keys())}))
    await session.flush()


async def move_seat(session: AsyncSession, person_id: int, from_: Call, to: Call) -> None:
    """Move a person's seat, with the person's goal and guesses, to another call."""
    old = await seat(session, from_.tenant, from_.id, person_id)
    if old is None:
        return
    there = {"call_id": to.id, "account_id": to.account_id, "starts_at": to.starts_at}
    await session.delete(old)
    session.add(Seat(**old.model_dump() | there))
    await session.exec(
        update(Guess)
        .where(
            col(Guess.tenant) == from_.tenant,
            col(Guess.call_id) == from_.id,
            col(Guess.person_id) == person_id,
        )
        .values(call_id=to.id)
    )
    await session.flush()


async def seats_of(session: AsyncSession, tenant: str, call_id: int) -> Sequence[Seat]:
    """Return our people's seats in a call."""
    wanted = select(Seat).where(col(Seat.tenant) == tenant, col(Seat.call_id) == call_id)
    return (await session.exec(wanted)).all()


async def guesses(session: AsyncSession, seats: Collection[SeatKey]) -> dict[SeatKey, list[Guess]]:
    """Return the guesses of each seat, ordered by position. Seats without guesses are left out.

    The caller must check the tenant.
    """
    values = {
        "calls": [*{call_id for call_id, _ in seats}],
        "people": [*{person_id for _, person_id in seats}],
    }
    rows = await session.exec(_guesses(), params=values)
    found = ((guess.call_id, guess.person_id, guess) for guess in rows)
    return grouped(
        ((call_id, person_id), guess)
        for call_id, person_id, guess in found
        if (call_id, person_id) in seats
    )


@built_once
def _guesses() -> SelectOfScalar[Guess]:
    return (
        select(Guess)
        .where(
            col(Guess.call_id).in_(bindparam("calls")),
            col(Guess.person_id).in_(bindparam("people")),
        )
        .order_by(col(Guess.position))
    )


async def people_of(session: AsyncSession, tenant: str, call_id: int) -> Sequence[Person]:
    """Return our people who have a seat in a call."""
    wanted = (
        select(Person)
        .join(Seat, col(Seat.person_id) == col(Person.id))
        .where(col(Seat.tenant) == tenant, col(Seat.call_id) == call_id)
        .order_by(col(Person.id))
    )
    return (await session.exec(wanted)).all()


async def people_with_seats(session: AsyncSession, call_ids: Collection[int]) -> set[int]:
    """Return the row ids of the people who have a seat in any of these calls.

    The tenant is not checked, so pass only calls that the caller's transaction has changed.
    """
    if not call_ids:
        return set()
    wanted = select(Seat.person_id).where(col(Seat.call_id).in_(call_ids))
    return set((await session.exec(wanted)).all())


async def goals(
    session: AsyncSession, tenant: str, person_id: int, call_ids: Sequence[int]
) -> dict[int, str]:
    """Return a person's goals by call id. A goal may be "".

    Calls in which the person has no seat are left out.
    """
    wanted = select(Seat.call_id, Seat.goal).where(
        col(Seat.tenant) == tenant,
        col(Seat.person_id) == person_id,
        col(Seat.call_id).in_(call_ids),
    )
    return dict((await session.exec(wanted)).all())


async def people_in(
    session: AsyncSession, tenant: str, call_ids: Collection[int]
) -> list[tuple[int, int, str]]:
    """Return our people in these calls: the call id, the person id, and the name."""
    wanted = (
        select(Seat.call_id, Person.id, Person.name)
        .join(Person, col(Person.id) == col(Seat.person_id))
        .where(col(Seat.tenant) == tenant, col(Seat.call_id).in_(call_ids))
        .order_by(col(Seat.call_id), col(Person.id))
    )
    return list((await session.exec(wanted)).all())
