"""Find and delete what one person has on file about one call. Colleagues' data stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, union
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import WITHDRAWN
from storage.conversation import undos
from storage.customers import accounts, commitments
from storage.database.connection import empty_log_after_commit
from storage.marketing import asks
from storage.rights.holdings import HOLDINGS
from storage.sales_calls import call_seats, calls, reflections
from storage.sources import crm_writes, measured_calls
from storage.tables import (
    Account,
    Ask,
    Call,
    Commitment,
    CrmWrite,
    Guess,
    HelpRequest,
    MeasuredCall,
    OpenTranscript,
    Person,
    Reflection,
    Seat,
)

LISTED = 4  # the person chooses from this many calls at a time


@dataclass(frozen=True)
class OwnOfCall:
    """What a person has on file about a call.

    `ask` is what they passed on to marketing, and `questions` is what they asked colleagues.
    """

    call: Call
    account: Account
    seat: Seat | None  # None if the person has no seat in the call any more
    reflection: Reflection | None
    figures: MeasuredCall | None
    promises: Sequence[Commitment]
    guesses: Sequence[Guess]
    ask: Ask | None
    questions: Sequence[HelpRequest] = ()
    was_sent: bool = False  # whether the person sent something to the CRM


async def find(session: AsyncSession, person: Person, call_id: int) -> OwnOfCall | None:
    """Return what a person has on file about a call, or None if there is nothing to delete."""
    tenant, mine = person.tenant, person.id
    call = await calls.by_id(session, tenant, call_id)
    account = await accounts.by_id(session, tenant, call.account_id) if call else None
    if call is None or account is None:
        return None
    guesses = select(Guess).where(
        col(Guess.tenant) == tenant, col(Guess.call_id) == call_id, col(Guess.person_id) == mine
    )
    own = OwnOfCall(
        call,
        account,
        await call_seats.seat(session, tenant, call_id, mine),
        await reflections.of_call(session, tenant, call_id, mine),
        await measured_calls.of_call(session, person, call_id),
        await commitments.of_call(session, tenant, call_id, mine, locked=True),
        (await session.exec(guesses.order_by(col(Guess.position)))).all(),
        await asks.of_call(session, tenant, call_id, mine, locked=True),
        (await session.exec(select(HelpRequest).where(*_asked(person, call_id)))).all(),
        bool(await crm_writes.of_call(session, person, call_id)),
    )
    goal = own.seat is not None and own.seat.goal
    written = own.reflection or own.figures or own.promises or own.guesses or own.ask
    has = written or goal or own.questions or own.was_sent
    return own if has else None


async def latest(
    session: AsyncSession, person: Person, now: datetime, *, limit: int = LISTED, skip: int = 0
) -> list[OwnOfCall]:
    """Return calls about which the person has something on file, newest first.

    Leave out the first `skip`. A call that begins after `now` is returned only if it has a
    reflection or figures. It can have these if the person moved a past call to a later day.
    """
    written = [
        _of(table, owner, person)
        for table, owner in ((Reflection, "author_id"), (MeasuredCall, "person_id"))
    ]
    noted = [
        _of(table, owner, person)
        for table, owner in (
            (Commitment, "owner_id"),
            (Guess, "person_id"),
            (HelpRequest, "asker_id"),
            (CrmWrite, "person_id"),
        )
    ]
    with_goal = _of(Seat, "person_id", person).where(col(Seat.goal) != "")
    asked = _of(Ask, "author_id", person).where(col(Ask.state) != WITHDRAWN)
    found = (
        select(Call.id)
        .where(
            col(Call.tenant) == person.tenant,
            or_(
                col(Call.id).in_(union(*written)),
                and_(col(Call.starts_at) <= now, col(Call.id).in_(union(*noted, with_goal, asked))),
            ),
        )
        .order_by(col(Call.starts_at).desc(), col(Call.id).desc())
        .offset(skip)
        .limit(limit)
    )
    ids = (await session.exec(found)).all()
    return [own for id_ in ids if (own := await find(session, person, id_))]


def _asked(person: Person, call_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        col(HelpRequest.tenant) == person.tenant,
        col(HelpRequest.call_id) == call_id,
        col(HelpRequest.asker_id) == person.id,
    )


def _of(table: Any, owner: str, person: Person) -> Any:  # noqa: ANN401 - a table, and a query
    """Select the ids of calls for which a table has rows of this person."""
    return select(table.call_id).where(
        col(table.tenant) == person.tenant,
        col(getattr(table, owner)) == person.id,
        col(table.call_id).is_not(None),
    )


async def of_account(
    session: AsyncSession, person: Person, account_id: int, now: datetime
) -> list[OwnOfCall]:
    """Return a person's last calls with an account, newest first, at most `LISTED`.

    Look only at the last `2 * LISTED` calls that began at `now` or earlier. Leave out calls about
    which the person has nothing on file.
    """
    begun = (
        select(Seat.call_id)
        .where(
            col(Seat.tenant) == person.tenant,
            col(Seat.person_id) == person.id,
            col(Seat.account_id) == account_id,
            col(Seat.starts_at) <= now,
        )
        .order_by(col(Seat.starts_at).desc(), col(Seat.call_id).desc())
        .limit(2 * LISTED)
    )
    found: list[OwnOfCall] = []
    for call_id in await session.exec(begun):
        own = await find(session, person, call_id)
        found += [own] if own else []
    return found[:LISTED]


async def delete_reflection(session: AsyncSession, person: Person, own: OwnOfCall) -> None:
    """Delete the person's reflection on the call, and the outcomes that it gave to guesses.

    Also delete the words that the person's *Undo* buttons could bring back, for all calls with this
    account. If the reflection was drafted from a transcript, forget which lines of the draft the
    person kept or dropped. The person can then choose again.
    """
    if own.reflection is not None:
        await session.delete(own.reflection)
    for guess in own.guesses:
        guess.outcome = None
    if own.figures is not None:
        own.figures.drafted = {}
    await undos.forget_account(session, person, own.account.name)
    await session.flush()
    empty_log_after_commit(session)


async def delete_all(session: AsyncSession, person: Person, own: OwnOfCall) -> list[str]:
    """Delete what the person has on file about the call. The caller must withdraw `own.ask`.

    Return the keys of transcripts whose words may still be in memory. The seat keeps its times,
    such as `reflected_at`, so that we do not ask about the call again.
    """
    await delete_reflection(session, person, own)
    for row in (*own.promises, *own.guesses):
        await session.delete(row)
    if own.seat is not None:
        for name, value in HOLDINGS["seat"].empty.items():
            if not name.endswith("_at"):
                setattr(own.seat, name, value)
    await session.exec(delete(HelpRequest).where(*_asked(person, own.call.id)))
    # What was written to the CRM stays there. Attune can no longer undo it.
    sent = col(CrmWrite.tenant) == person.tenant, col(CrmWrite.call_id) == own.call.id
    await session.exec(delete(CrmWrite).where(*sent, col(CrmWrite.person_id) == person.id))
    digest = own.figures.digest if own.figures else ""
    of_call = or_(
        col(OpenTranscript.call_id) == own.call.id,
        col(OpenTranscript.not_call_id) == own.call.id,
        col(OpenTranscript.digest) == digest,
    )
    mine = col(OpenTranscript.tenant) == person.tenant, col(OpenTranscript.person_id) == person.id
    open_questions = (await session.exec(select(OpenTranscript).where(*mine, of_call))).all()
    keys = [row.key for row in open_questions]
    for open_ in open_questions:
        await session.delete(open_)
    if own.figures is not None:
        keys.append(own.figures.key)
        await measured_calls.forget(session, person, own.figures)
    await session.flush()
    return keys
