"""Find the account, or the call, that a person and Attune have just talked about.

`handlers.features.customers.account_in_talk` uses this to decide which account a line belongs to.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.conversation import call_planned, just_said, offers
from storage.conversation.shown_messages import PROMPT
from storage.sales_calls import own_notes
from storage.tables import (
    SENT,
    Account,
    Call,
    Commitment,
    Outbox,
    Person,
    Reflection,
    Seat,
    ShownMessage,
)

LATELY = timedelta(hours=1)  # a typed line may be about what was talked about in the last hour
# What the person last wrote about, acted on or was shown stays the subject for this long, even if
# Attune then sends a message unasked. But if the message asks how a call went, that call is the
# subject at once.
STILL_ABOUT = timedelta(minutes=10)
# A report counts only if its call took place at most this long before `since`. (`since` is a
# parameter of `latest`.)
REPORTED_WITHIN = timedelta(days=2)


class Talked(NamedTuple):
    """What the person and Attune talked about, and when (UTC): one call, or one account.

    If they talked about neither, or about several calls, both ids are None.
    """

    at: datetime
    call_id: int | None = None
    account_id: int | None = None


async def account_of(session: AsyncSession, person: Person, since: datetime) -> Account | None:
    """Return the account that the person and Attune talked about last, after `since` (UTC).

    These count:

    - a message from Attune
    - a report, a note or a promise by the person
    - a call that the person planned, moved or cancelled
    - a line in which the person named an account

    Return None if there was none of these, or if the last one was a message that is not about a
    single call, such as the agenda.
    """
    return await account_talked_about(session, person, await latest(session, person, since))


async def account_talked_about(
    session: AsyncSession, person: Person, last: Talked | None
) -> Account | None:
    """Return the account that `last` is about: the account itself, or the account of the call.

    `last` is what `latest` returned. Return None if it is None or has no ids.
    """
    call_id, account_id = (last.call_id, last.account_id) if last else (None, None)
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
    """Return the id of the call that was talked about last, after `since` (UTC).

    A note, a promise or a line about an account does not say which call is meant. If one of these
    came last, return the call with this account that was planned or shown at the very moment of the
    note, the promise or the line. For example, Attune's answer to the line may have shown a call.

    Return None if there is no such call, or if the last message was not about a single call.
    """
    last = await latest(session, person, since)
    if last is None or last.account_id is None:
        return last.call_id if last else None
    for shown in (
        await _planned(session, person, since),
        await _read(session, person),
        await _shown(session, person),
    ):
        of_line = shown is not None and shown.at >= last.at
        account = await account_talked_about(session, person, shown) if of_line else None
        if shown and account and account.id == last.account_id:
            return shown.call_id
    return None


async def of_own_lines(session: AsyncSession, person: Person, since: datetime) -> Talked | None:
    """Return what the person's own lines were about last, after `since` (UTC)."""
    own = (
        await _reported(session, person, since),
        await _noted(session, person),
        await _promised(session, person),
        await _named(session, person, since),
    )
    return _last(own, since)


async def latest(session: AsyncSession, person: Person, since: datetime) -> Talked | None:
    """Return what was talked about last, after `since` (UTC)."""
    # If several have the same time, the last one in `own` counts. For example, a call that was
    # moved wins over a note that was saved at the same time.
    own = (
        await _read(session, person),
        await _shown(session, person),
        await _reported(session, person, since),
        await _noted(session, person),
        await _promised(session, person),
        await _named(session, person, since),
        await _planned(session, person, since),
        await _moved(session, person, since),
    )
    last = _last(own, since)
    sent, is_prompt = await _sent(session, person, since)
    if sent and (last is None or sent.at - last.at > (timedelta() if is_prompt else STILL_ABOUT)):
        last = sent
    return last


def _last(found: Iterable[Talked | None], since: datetime) -> Talked | None:
    """Return the item with the latest time, or None if no item has a time at `since` or later.

    If several items have the latest time, return the one that comes last in `found`.
    """
    last = None
    for one in found:
        if one and one.at >= since and (last is None or one.at >= last.at):
            last = one
    return last


async def _moved(session: AsyncSession, person: Person, since: datetime) -> Talked | None:
    """Return the call that the person has just moved or cancelled."""
    offered = await offers.latest(session, person, since)
    call_id = offered.changed_call if offered else None
    return Talked(offered.made_at, call_id) if offered and call_id is not None else None


async def _planned(session: AsyncSession, person: Person, since: datetime) -> Talked | None:
    """Return the call that the person planned last with a typed line."""
    planned = await call_planned.latest(session, person, since)
    return Talked(*planned) if planned else None


async def _named(session: AsyncSession, person: Person, since: datetime) -> Talked | None:
    """Return the account that the person named last in a typed line."""
    named = await just_said.account(session, person, since)
    return Talked(named[0], None, named[1]) if named else None


async def _noted(session: AsyncSession, person: Person) -> Talked | None:
    """Return the account of the newest of the person's private notes (`own_notes`)."""
    return next(
        (
            Talked(one.noted_at, None, one.account_id)
            for one in await own_notes.latest(session, person, 1)
        ),
        None,
    )


async def _promised(session: AsyncSession, person: Person) -> Talked | None:
    """Return the account of the person's newest open promise that belongs to no call."""
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
    row = (await session.exec(wanted)).first()
    return Talked(row[0], None, row[1]) if row else None


async def _reported(session: AsyncSession, person: Person, since: datetime) -> Talked | None:
    """Return the call that the person reported on last."""
    wanted = (
        select(Reflection.written_at, Reflection.call_id)
        .where(
            col(Reflection.tenant) == person.tenant,
            col(Reflection.author_id) == person.id,
            col(Reflection.called_at) >= since - REPORTED_WITHIN,  # an index finds these few rows
        )
        .order_by(col(Reflection.written_at).desc(), col(Reflection.id).desc())
        .limit(1)
    )
    row = (await session.exec(wanted)).first()
    return Talked(row[0], row[1]) if row else None


async def _sent(
    session: AsyncSession, person: Person, since: datetime
) -> tuple[Talked | None, bool]:
    """Return the last message that Attune sent unasked, and whether it asked how a call went.

    If the message was not about a single call, `call_id` is None.
    """
    wanted = (
        select(Outbox.settled_at, Outbox.call_id, Outbox.message, Outbox.kind)
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
        return None, False
    at, _, message, kind = rows[0]
    about = {call for _, call, of, _ in rows if of == message}
    return Talked(at, about.pop() if len(about) == 1 else None), kind == PROMPT


async def _shown(session: AsyncSession, person: Person) -> Talked | None:
    """Return the call of the newest message that showed something about a call."""
    wanted = (
        select(ShownMessage.shown_at, ShownMessage.call_id)
        .where(col(ShownMessage.tenant) == person.tenant, col(ShownMessage.person_id) == person.id)
        .order_by(col(ShownMessage.shown_at).desc(), col(ShownMessage.id).desc())
        .limit(1)
    )
    row = (await session.exec(wanted)).first()
    return Talked(*row) if row else None


async def _read(session: AsyncSession, person: Person) -> Talked | None:
    """Return the call of the brief that the person read last."""
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
    return Talked(row[0], row[1]) if row and row[0] else None
