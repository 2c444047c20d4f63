"""Find and delete what one person has on file about one call. Colleagues' data stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import accounts, asks, calls, commitments, reflections, transcripts
from storage.database.connection import leave_no_words
from storage.rights.holdings import HOLDINGS
from storage.tables import (
    Account,
    Ask,
    Call,
    Commitment,
    Guess,
    HelpRequest,
    MeasuredCall,
    OpenTranscript,
    Person,
    Reflection,
    Seat,
)

LISTED = 4  # offer this many calls
LATELY = timedelta(days=60)  # offer older calls only if they have a reflection or figures


@dataclass(frozen=True)
class OwnOfCall:
    """What a person has on file about a call. `ask` is what they passed on to marketing."""

    call: Call
    account: Account
    seat: Seat | None  # None if the person has left the call
    reflection: Reflection | None
    figures: MeasuredCall | None
    promises: Sequence[Commitment]
    guesses: Sequence[Guess]
    ask: Ask | None


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
        await calls.seat(session, tenant, call_id, mine),
        await reflections.of_call(session, tenant, call_id, mine),
        await transcripts.of_call(session, person, call_id),
        await commitments.of_call(session, tenant, call_id, mine, locked=True),
        (await session.exec(guesses.order_by(col(Guess.position)))).all(),
        await asks.of_call(session, tenant, call_id, mine, locked=True),
    )
    return own if own.reflection or own.figures or own.promises or own.guesses else None


async def latest(session: AsyncSession, person: Person, now: datetime) -> list[OwnOfCall]:
    """Return the last calls before `now` about which the person has something on file, newest
    first.
    """
    written = await reflections.last_of(session, person.tenant, person.id, LISTED)
    measured = await transcripts.latest(session, person, LISTED)
    at = {one.call_id: one.called_at for one, _ in written}
    at |= {one.call_id: one.called_at for one in measured}
    begun = await transcripts.calls_between(session, person, now - LATELY, now, limit=LISTED)
    at |= {one.call.id: one.call.starts_at for one in begun}
    found: list[OwnOfCall] = []
    for call_id in sorted(at, key=lambda call_id: (at[call_id], call_id), reverse=True):
        own = await find(session, person, call_id)
        found += [own] if own else []
    return found[:LISTED]


async def of_account(
    session: AsyncSession, person: Person, account_id: int, now: datetime
) -> list[OwnOfCall]:
    """Return the last calls with an account about which the person has something on file."""
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


async def delete_reflection(session: AsyncSession, own: OwnOfCall) -> None:
    """Delete the reflection, and the outcomes that it gave to guesses.

    Also forget which lines of the draft the person kept or dropped, so that they can choose again.
    """
    if own.reflection is not None:
        await session.delete(own.reflection)
    for guess in own.guesses:
        guess.outcome = None
    if own.figures is not None:
        own.figures.drafted = {}
    await session.flush()
    leave_no_words(session)


async def delete_all(session: AsyncSession, person: Person, own: OwnOfCall) -> list[str]:
    """Delete everything of the person except `own.ask`, which the caller withdraws.

    Return the keys of transcripts whose words may still be in memory. The seat keeps the times of
    the brief and the reflection, so that we do not ask again.
    """
    await delete_reflection(session, own)
    for row in (*own.promises, *own.guesses):
        await session.delete(row)
    if own.seat is not None:
        for name, value in HOLDINGS["seat"].empty.items():
            if not name.endswith("_at"):
                setattr(own.seat, name, value)
    asked = col(HelpRequest.tenant) == person.tenant, col(HelpRequest.call_id) == own.call.id
    await session.exec(delete(HelpRequest).where(*asked, col(HelpRequest.asker_id) == person.id))
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
        await transcripts.forget(session, person, own.figures)
    await session.flush()
    return keys
