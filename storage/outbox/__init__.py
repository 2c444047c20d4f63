"""The outbox: messages to send, and the record of what was sent.

This module has the queries for features that plan messages. The delivery loop uses `claims`,
`transitions` and `rate_limits`. `bot.delivery` explains the states of a row. If a row only updates
a sent message, its `replaces` is the platform's id of that message. The functions `sent_…`,
`in_message` and `open_until` leave out rows with `replaces`. All times are UTC. Nothing here reads
the clock.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, true, update
from sqlalchemy import select as plain_select
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from storage.choices import DROPPED, DropReason
from storage.outbox import changes
from storage.sql.built_once import built_once
from storage.sql.groups import grouped
from storage.sql.locks import for_update
from storage.sql.unique import insert_all
from storage.tables import OPEN, SENT, Channel, Outbox, Person

PAGE = 200  # read this many rows at a time
ABOUT_CALLS = ("call_moved", "call_changed")  # kinds of notices whose `about` is a call's id


async def open_for_person(session: AsyncSession, tenant: str, person_id: int) -> Sequence[Outbox]:
    """Return a person's open rows, locked until this transaction ends.

    Reads in pages, so that other tasks can run in between.
    """
    wanted = select(Outbox).where(
        col(Outbox.tenant) == tenant, col(Outbox.person_id) == person_id, col(Outbox.state) == OPEN
    )
    found: list[Outbox] = []
    while True:
        after = found[-1].id if found else 0
        page = _locked_in_order(wanted.where(col(Outbox.id) > after).limit(PAGE))
        rows = (await session.exec(page)).all()
        found += rows
        if len(rows) < PAGE:
            return found


def _locked_in_order(wanted: SelectOfScalar[Outbox]) -> SelectOfScalar[Outbox]:
    return for_update(wanted.order_by(col(Outbox.id)))


async def open_rows(session: AsyncSession, tenant: str) -> Sequence[Outbox]:
    """Return all open rows of a tenant."""
    wanted = select(Outbox).where(col(Outbox.tenant) == tenant, col(Outbox.state) == OPEN)
    return (await session.exec(wanted)).all()


async def open_about(session: AsyncSession, tenant: str, kind: str, about: int) -> Sequence[Outbox]:
    """Return the open rows of a kind about one subject, locked."""
    wanted = select(Outbox).where(
        col(Outbox.tenant) == tenant,
        col(Outbox.kind) == kind,
        col(Outbox.about) == about,
        col(Outbox.state) == OPEN,
    )
    return (await session.exec(_locked_in_order(wanted))).all()


async def open_for_channel(
    session: AsyncSession, tenant: str, channel_id: int, kind: str
) -> Sequence[Outbox]:
    """Return a channel's open rows of a kind, locked."""
    wanted = select(Outbox).where(
        col(Outbox.tenant) == tenant,
        col(Outbox.channel_id) == channel_id,
        col(Outbox.state) == OPEN,
        col(Outbox.kind) == kind,
    )
    return (await session.exec(_locked_in_order(wanted))).all()


async def with_keys(session: AsyncSession, tenant: str, keys: Collection[str]) -> dict[str, Outbox]:
    """Return the rows with these keys, in any state, by key."""
    if not keys:
        return {}
    wanted = select(Outbox).where(col(Outbox.tenant) == tenant, col(Outbox.key).in_(keys))
    return {row.key: row for row in (await session.exec(wanted)).all()}


async def sent_about(
    session: AsyncSession,
    tenant: str,
    kinds: Collection[str],
    about: Collection[int],
    since: datetime,
) -> Sequence[Outbox]:
    """Return the rows of these kinds that were sent since `since`, oldest first.

    `about` has the row ids of what the messages are about.
    """
    wanted = select(Outbox).where(
        col(Outbox.tenant) == tenant,
        col(Outbox.about).in_(about),
        col(Outbox.kind).in_(kinds),
        col(Outbox.state) == SENT,
        col(Outbox.message).is_not(None),
        col(Outbox.replaces).is_(None),
        col(Outbox.settled_at) >= since,
    )
    return (await session.exec(wanted.order_by(col(Outbox.id)))).all()


async def sent_for_call(
    session: AsyncSession, tenant: str, kind: str, call_id: int
) -> Sequence[Outbox]:
    """Return the rows that were sent for a call, oldest first. `kind` is a kind of nudge."""
    wanted = select(Outbox).where(
        col(Outbox.tenant) == tenant,
        col(Outbox.call_id) == call_id,
        col(Outbox.kind) == kind,
        col(Outbox.state) == SENT,
        col(Outbox.message).is_not(None),
        col(Outbox.replaces).is_(None),
    )
    return (await session.exec(wanted.order_by(col(Outbox.id)))).all()


async def sent_to(
    session: AsyncSession, person: Person, kind: str | None, since: datetime
) -> Sequence[Outbox]:
    """Return the rows that were sent to a person since `since` (UTC), oldest first.

    `kind` is None for all kinds.
    """
    wanted = select(Outbox).where(
        col(Outbox.tenant) == person.tenant,
        col(Outbox.person_id) == person.id,
        (col(Outbox.kind) == kind) if kind else true(),
        col(Outbox.state) == SENT,
        col(Outbox.message).is_not(None),
        col(Outbox.replaces).is_(None),
        col(Outbox.settled_at) >= since,
    )
    return (await session.exec(wanted.order_by(col(Outbox.id)))).all()


async def of_call(
    session: AsyncSession, tenant: str, person_ids: Collection[int], call_id: int, since: date
) -> Sequence[Outbox]:
    """Return these people's open and sent rows about a call.

    Leave out rows whose `day` is before `since`.
    """
    wanted = select(Outbox).where(
        col(Outbox.tenant) == tenant,
        col(Outbox.person_id).in_(person_ids),
        col(Outbox.state).in_((OPEN, SENT)),
        col(Outbox.day) >= since,
        col(Outbox.call_id) == call_id,
    )
    return (await session.exec(wanted)).all()


async def latest_about(
    session: AsyncSession, tenant: str, kind: str, about: int
) -> dict[int, Outbox]:
    """Return each person's latest row of a kind about a subject, by person id.

    This is the person's open row, locked. If a person has no open row, it is the row that was sent
    last.
    """
    these = (
        col(Outbox.tenant) == tenant,
        col(Outbox.kind) == kind,
        col(Outbox.about) == about,
        col(Outbox.person_id).is_not(None),
    )
    sent = select(Outbox).where(*these, col(Outbox.state) == SENT).order_by(col(Outbox.id))
    waiting = select(Outbox).where(*these, col(Outbox.state) == OPEN)
    rows = [
        *(await session.exec(sent)).all(),
        *(await session.exec(_locked_in_order(waiting))).all(),
    ]
    return {row.person_id: row for row in rows if row.person_id is not None}


async def move_to_call(session: AsyncSession, person: Person, from_call: int, to_call: int) -> None:
    """Move a person's sent messages from the call `from_call` to the call `to_call`.

    Notices of the kinds in `ABOUT_CALLS` are moved even if they are not sent yet. Open nudges stay
    with `from_call`, because the person's nudges are planned again afterwards.
    """
    own = col(Outbox.tenant) == person.tenant, col(Outbox.person_id) == person.id
    sent = col(Outbox.state) == SENT, col(Outbox.call_id) == from_call
    told = col(Outbox.kind).in_(ABOUT_CALLS), col(Outbox.about) == from_call
    rows = update(Outbox).execution_options(synchronize_session=False)
    await session.exec(rows.where(*own, *sent).values(call_id=to_call))
    await session.exec(rows.where(*own, *told).values(about=to_call))


async def in_message(session: AsyncSession, to: Person | Channel, message: str) -> Sequence[Outbox]:
    """Return the rows that were sent to a recipient in the message with this platform id."""
    wanted = select(Outbox).where(
        col(Outbox.tenant) == to.tenant,
        _goes_to(to),
        col(Outbox.state) == SENT,
        col(Outbox.message) == message,
        col(Outbox.replaces).is_(None),
    )
    return (await session.exec(wanted.order_by(col(Outbox.id)))).all()


class OpenRow(NamedTuple):
    """An open row for a person. `day` is in the person's time zone."""

    id: int
    person_id: int
    kind: str
    day: date
    due_at: datetime
    useful_until: datetime
    claim: str | None
    bundle: int | None
    call_id: int | None


class SentRow(NamedTuple):
    """A sent row for a person. `message` is the platform's id of the message that contained it."""

    person_id: int
    settled_at: datetime
    message: str | None
    kind: str
    call_id: int | None


async def sent_since(
    session: AsyncSession, people: Collection[int], since: datetime, kinds: Collection[str]
) -> dict[int, list[SentRow]]:
    """Return the rows of these kinds that were sent since `since`, by person id, oldest first.

    `people` may be of several tenants. This function does not check the tenants, so pass only
    people whose rows the caller has claimed.
    """
    values = {"people": [*people], "since": since, "kinds": [*kinds]}
    found = await (await session.connection()).execute(_sent_since(), values)
    return grouped((row.person_id, row) for row in (SentRow(*each) for each in found))


@built_once
def _sent_since() -> Select[Any]:
    columns = (getattr(Outbox, name) for name in SentRow._fields)
    wanted = plain_select(*columns).where(
        col(Outbox.person_id).in_(bindparam("people")),
        col(Outbox.settled_at) >= bindparam("since"),
        col(Outbox.state) == SENT,
        col(Outbox.replaces).is_(None),
        col(Outbox.kind).in_(bindparam("kinds")),
    )
    return wanted.order_by(col(Outbox.settled_at), col(Outbox.id))


async def dropped_on(
    session: AsyncSession, person: Person, day: date, reason: DropReason
) -> list[str]:
    """Return the kinds of a person's rows that were dropped for this reason.

    Only rows of the day `day` are included, in the order of their `due_at`. `day` is in the
    person's time zone.
    """
    wanted = select(Outbox.kind).where(
        col(Outbox.tenant) == person.tenant,
        col(Outbox.person_id) == person.id,
        col(Outbox.state) == DROPPED,
        col(Outbox.day) == day,
        col(Outbox.reason) == reason,
    )
    return list((await session.exec(wanted.order_by(col(Outbox.due_at)))).all())


async def open_until(
    session: AsyncSession, people: Collection[int], day: date
) -> dict[int, list[OpenRow]]:
    """Return the open rows for days up to `day`, by person id. Days are in the person's time zone.

    `people` may be of several tenants. This function does not check the tenants, so pass only
    people whose rows the caller has claimed.
    """
    values = {"people": [*people], "day": day}
    found = await (await session.connection()).execute(_open_until(), values)
    return grouped((row.person_id, row) for row in (OpenRow(*each) for each in found))


@built_once
def _open_until() -> Select[Any]:
    """Select the open rows of these people up to a day, without updates of sent messages."""
    columns = (getattr(Outbox, name) for name in OpenRow._fields)
    return plain_select(*columns).where(
        col(Outbox.person_id).in_(bindparam("people")),
        col(Outbox.state) == OPEN,
        col(Outbox.day) <= bindparam("day"),
        col(Outbox.replaces).is_(None),
    )


async def drop_open(
    session: AsyncSession, to: Person | Channel, *, reason: DropReason, now: datetime
) -> int:
    """Drop all open rows of a person or a channel, and return how many.

    If `to` is a channel, open updates of its sent messages are not dropped, because such an update
    may remove words that their author has taken back.
    """
    kept = (col(Outbox.replaces).is_(None),) if isinstance(to, Channel) else ()
    done = await session.exec(
        update(Outbox)
        .where(col(Outbox.tenant) == to.tenant, _goes_to(to), col(Outbox.state) == OPEN, *kept)
        .values(state=DROPPED, reason=reason, settled_at=now)
        .execution_options(synchronize_session=False)
    )
    return done.rowcount


def _goes_to(to: Person | Channel) -> ColumnElement[bool]:
    if isinstance(to, Person):
        return col(Outbox.person_id) == to.id
    return col(Outbox.channel_id) == to.id


async def add(session: AsyncSession, rows: Sequence[Outbox]) -> None:
    """Add rows. Leave out rows whose key is already in the outbox."""
    if rows:
        changes.note(session)
    await insert_all(session, rows)
