"""Find the account, or the call, that the last message to a person was about."""

from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.conversation import drafts
from storage.sales_calls import own_notes
from storage.tables import (
    SENT,
    Account,
    Call,
    Commitment,
    Outbox,
    Person,
    Seat,
    ShownMessage,
)

LATELY = timedelta(hours=1)  # a typed line may be about the account of a message this recent


async def account_of(session: AsyncSession, person: Person, since: datetime) -> Account | None:
    """Return the account of the last message that the person got or asked for after `since`.

    A note or a promise about an account that the person saved after `since` counts too, and so does
    a call that the person has just moved. `since` is in UTC. Return None if there is no such
    message, or if it was not about a single call, like the morning's agenda.
    """
    call_id, account_id = await _latest(session, person, since)
    if account_id is not None:
        there = select(Account).where(
            col(Account.tenant) == person.tenant, col(Account.id) == account_id
        )
        return (await session.exec(there)).first()
    if call_id is None:
        return None
    wanted = (
        select(Account)
        .join(Call, col(Call.account_id) == col(Account.id))
        .where(col(Account.tenant) == person.tenant, col(Call.id) == call_id)
    )
    return (await session.exec(wanted)).first()


async def call_of(session: AsyncSession, person: Person, since: datetime) -> int | None:
    """Return the id of the call of the last message. Return None if it was about no single call."""
    call_id, _ = await _latest(session, person, since)
    return call_id


async def _latest(
    session: AsyncSession, person: Person, since: datetime
) -> tuple[int | None, int | None]:
    """Return the call id and the account id of the last message. At most one of them is set."""
    sent = await _sent(session, person, since)
    moved = await _moved(session, person, since)
    found = (await _shown(session, person), await _read(session, person), moved)
    asked = [one for one in found if one]
    at, call_id = max((one for one in asked if one[0] >= since), default=(since, None))
    if sent and sent[0] > at:
        at, call_id = sent
    noted = [(n.noted_at, n.account_id) for n in await own_notes.latest(session, person, 1)]
    promised = await _promised(session, person)
    kept = [*noted, promised] if promised else noted
    kept_at, account_id = max((one for one in kept if one[0] >= since), default=(since, None))
    if moved and moved[0] == max(at, kept_at):  # a note saved with the move does not hide it
        return moved[1], None
    return (None, account_id) if account_id is not None and kept_at >= at else (call_id, None)


async def _moved(
    session: AsyncSession, person: Person, since: datetime
) -> tuple[datetime, int] | None:
    """Return which call the person has just moved, and when."""
    offered = await drafts.offered(session, person, since)
    call_id = drafts.call_moved(offered) if offered else None
    return (offered.made_at, call_id) if offered and call_id is not None else None


async def _promised(session: AsyncSession, person: Person) -> tuple[datetime, int] | None:
    """Return when the person last noted an open promise outside a call, and its account."""
    wanted = (
        select(Commitment.made_at, Commitment.account_id)
        .where(
            col(Commitment.tenant) == person.tenant,
            col(Commitment.owner_id) == person.id,
            col(Commitment.call_id).is_(None),
            col(Commitment.settled_at).is_(None),  # so that an index finds the few open ones
        )
        .order_by(col(Commitment.made_at).desc(), col(Commitment.id).desc())
        .limit(1)
    )
    return (await session.exec(wanted)).first()


async def _sent(
    session: AsyncSession, person: Person, since: datetime
) -> tuple[datetime, int | None] | None:
    """Return when Attune last sent a message unasked, and the call of that message.

    The call is None if the message was about several calls or about none.
    """
    wanted = (
        select(Outbox.settled_at, Outbox.call_id, Outbox.message)
        .where(
            col(Outbox.person_id) == person.id,
            col(Outbox.settled_at) >= since,
            col(Outbox.state) == SENT,
        )
        .order_by(col(Outbox.settled_at).desc(), col(Outbox.id).desc())
        .limit(20)
    )
    rows = (await session.exec(wanted)).all()
    if not rows or rows[0][0] is None:
        return None
    at, _, message = rows[0]
    about = {call for _, call, of in rows if of == message}
    return at, about.pop() if len(about) == 1 else None


async def _shown(session: AsyncSession, person: Person) -> tuple[datetime, int] | None:
    wanted = (
        select(ShownMessage.shown_at, ShownMessage.call_id)
        .where(col(ShownMessage.tenant) == person.tenant, col(ShownMessage.person_id) == person.id)
        .order_by(col(ShownMessage.shown_at).desc(), col(ShownMessage.id).desc())
        .limit(1)
    )
    return (await session.exec(wanted)).first()


async def _read(session: AsyncSession, person: Person) -> tuple[datetime, int] | None:
    """Return when the person last read a brief, and the call of that brief."""
    wanted = (
        select(Seat.briefed_at, Seat.call_id)
        .where(
            col(Seat.tenant) == person.tenant,
            col(Seat.person_id) == person.id,
            col(Seat.briefed_at).is_not(None),
        )
        .order_by(col(Seat.briefed_at).desc(), col(Seat.call_id).desc())
        .limit(1)
    )
    row = (await session.exec(wanted)).first()
    return (row[0], row[1]) if row and row[0] else None
