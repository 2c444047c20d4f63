"""What is on file about many calls, read in a fixed number of queries.

These functions do not check the tenant: callers pass ids of their own tenant only.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple, TypeVar

from sqlalchemy import BigInteger, ColumnElement, FromClause, Text, and_, cast, exists, func, or_
from sqlalchemy import select as plain_select
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.calls import Seated
from storage.choices import LEFT, PLANNED
from storage.json_rows import dialect_of, json_list, json_rows, parameter
from storage.tables import (
    OPEN,
    Account,
    Call,
    CallContact,
    Commitment,
    Contact,
    Finding,
    Guess,
    Person,
    Reflection,
    Seat,
    SetAside,
)
from storage.types import EPOCH, MICROSECOND, Moment

Pair = tuple[int, int]  # a call's id and a person's
Row = TypeVar("Row")
Key = TypeVar("Key")


class CallHistory(NamedTuple):
    """What is on file around a call, as far as one person may read it."""

    met_before: bool  # whether there was an earlier call with the account, not cancelled
    openings: list[str]  # ids of the opening questions of the person's other calls, newest first
    reflections: list[int]  # ids of reflections on the account that they may read, newest first
    with_us: list[str]  # the names of colleagues in the call


async def seated(session: AsyncSession, pairs: Collection[Pair]) -> dict[Pair, Seated]:
    """By (call, person): the seat, the planned call and its account. Others are left out."""
    asked = json_rows(dialect_of(session), call_id=BigInteger(), person_id=BigInteger())
    wanted = (
        select(Seat, Call, Account)
        .select_from(asked)
        .join(Seat, _same(asked))
        .join(Call, col(Call.id) == col(Seat.call_id))
        .join(Account, col(Account.id) == col(Seat.account_id))
        .where(col(Call.status) == PLANNED)
    )
    values = parameter({"call_id": call_id, "person_id": person_id} for call_id, person_id in pairs)
    found = (await session.exec(wanted, params=values)).all()
    return {(seat.call_id, seat.person_id): (seat, call, account) for seat, call, account in found}


def _same(asked: FromClause) -> ColumnElement[bool]:
    return and_(col(Seat.call_id) == asked.c.call_id, col(Seat.person_id) == asked.c.person_id)


async def call_histories(
    session: AsyncSession,
    calls: Iterable[tuple[int, Call]],
    *,
    openings: int,
    reflections: int,
) -> dict[Pair, CallHistory]:
    """The history of each (person id, call), by (call id, person id).

    `openings` and `reflections` limit how many of each are read.
    """
    dialect, big = dialect_of(session), BigInteger()
    asked = json_rows(
        dialect, tenant=Text(), call_id=big, person_id=big, account_id=big, starts_at=big
    )
    met = exists(col(Call.id)).where(
        col(Call.account_id) == asked.c.account_id,
        col(Call.starts_at) < cast(asked.c.starts_at, Moment),
        col(Call.status) == PLANNED,
    )
    opened = (
        select(Seat.opening)
        .where(
            # seat_by_person, the index that has the seats in this order, begins with the tenant
            col(Seat.tenant) == asked.c.tenant,
            col(Seat.person_id) == asked.c.person_id,
            col(Seat.call_id) != asked.c.call_id,
            col(Seat.opening).is_not(None),
        )
        .order_by(col(Seat.starts_at).desc())
        .limit(openings)
        .correlate(asked)
        .subquery()
    )
    may_read = or_(col(Reflection.author_id) == asked.c.person_id, col(Reflection.shared).is_(True))
    read = (
        select(Reflection.id)
        .where(col(Reflection.account_id) == asked.c.account_id, may_read)
        .order_by(col(Reflection.called_at).desc())
        .limit(reflections)
        .correlate(asked)
        .subquery()
    )
    with_us = (
        select(Person.name)
        .join(Seat, col(Seat.person_id) == col(Person.id))
        .where(
            col(Seat.call_id) == asked.c.call_id,
            col(Seat.person_id) != asked.c.person_id,
            col(Person.standing) != LEFT,
        )
        .order_by(col(Person.id))
        .correlate(asked)
        .subquery()
    )
    lists = [
        plain_select(json_list(dialect, values)).scalar_subquery()
        for values in (opened.c.opening, read.c.id, with_us.c.name)
    ]
    wanted = plain_select(asked.c.call_id, asked.c.person_id, met, *lists)
    values = parameter(
        {
            "tenant": call.tenant,
            "call_id": call.id,
            "person_id": person_id,
            "account_id": call.account_id,
            "starts_at": (call.starts_at - EPOCH) // MICROSECOND,
        }
        for person_id, call in calls
    )
    found = await (await session.connection()).execute(wanted, values)
    return {
        (call_id, person_id): CallHistory(
            bool(before), opening or [], reflection or [], names or []
        )
        for call_id, person_id, before, opening, reflection, names in found
    }


async def reflections(session: AsyncSession, ids: Collection[int]) -> dict[int, Reflection]:
    """The reflections with these ids, by id."""
    if not ids:
        return {}
    wanted = select(Reflection).where(col(Reflection.id).in_(ids))
    return {row.id: row for row in (await session.exec(wanted)).all()}


async def coming(session: AsyncSession, calls: Collection[int]) -> dict[int, list[Contact]]:
    """By call: the contacts who are coming to it."""
    wanted = (
        select(CallContact.call_id, Contact)
        .join(Contact, col(CallContact.contact_id) == col(Contact.id))
        .where(col(CallContact.call_id).in_(calls))
        .order_by(col(Contact.id))
    )
    return _grouped((await session.exec(wanted)).all())


async def known_at(session: AsyncSession, accounts: Collection[int]) -> dict[int, list[Contact]]:
    """By account: its contacts, newest first."""
    wanted = (
        select(Contact.account_id, Contact)
        .where(col(Contact.account_id).in_(accounts))
        .order_by(col(Contact.id).desc())
    )
    return _grouped((await session.exec(wanted)).all())


async def guesses(session: AsyncSession, calls: Collection[int]) -> dict[Pair, list[Guess]]:
    """By (call, person): the guesses, in order."""
    wanted = select(Guess).where(col(Guess.call_id).in_(calls)).order_by(col(Guess.position))
    found = (await session.exec(wanted)).all()
    return _grouped(((guess.call_id, guess.person_id), guess) for guess in found)


async def findings(session: AsyncSession, accounts: Collection[int]) -> dict[int, list[Finding]]:
    """By account: the newest finding for each research question, newest first."""
    newest = (
        select(func.max(col(Finding.id)))
        .where(col(Finding.account_id).in_(accounts))
        .group_by(col(Finding.account_id), col(Finding.question_id))
    )
    wanted = (
        select(Finding)
        .where(col(Finding.id).in_(newest))
        .order_by(col(Finding.found_at).desc(), col(Finding.id).desc())
    )
    return _grouped((row.account_id, row) for row in (await session.exec(wanted)).all())


async def set_aside(session: AsyncSession, accounts: Collection[int]) -> dict[int, list[SetAside]]:
    """By account: the research questions that were skipped, for one call or altogether."""
    wanted = select(SetAside).where(col(SetAside.account_id).in_(accounts))
    return _grouped((row.account_id, row) for row in (await session.exec(wanted)).all())


async def promises(
    session: AsyncSession, accounts: Collection[int], *, settled_since: datetime
) -> dict[int, list[Commitment]]:
    """By account: the promises that are open, or were kept or dropped since then (UTC)."""
    wanted = (
        select(Commitment)
        .where(
            col(Commitment.account_id).in_(accounts),
            (col(Commitment.state) == OPEN) | (col(Commitment.settled_at) >= settled_since),
        )
        .order_by(col(Commitment.due_on).is_(None), col(Commitment.due_on), col(Commitment.id))
    )
    return _grouped((row.account_id, row) for row in (await session.exec(wanted)).all())


def _grouped(pairs: Iterable[tuple[Key, Row]]) -> dict[Key, list[Row]]:
    groups: dict[Key, list[Row]] = {}
    for key, row in pairs:
        groups.setdefault(key, []).append(row)
    return groups
