"""The loop's way to due rows: claimed by lease, with what goes out in one message with them.

What becomes of them is written in `settling`. All times are UTC. Nothing here reads the clock.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Integer, Update, and_, bindparam, false, func, or_, update
from sqlalchemy import select as plain_select
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import OPEN, Channel, Outbox, Person
from storage.types import Moment

LEASE = timedelta(seconds=60)
TOGETHER = timedelta(minutes=5)  # what falls due to one recipient within this shares a message
DAY = timedelta(days=1)
To = tuple[int | None, int | None]  # a person's id, or a channel's
UNHELD = "released"  # a claim nobody holds: the row's last message may have gone out
Recipient = TypeVar("Recipient", Person, Channel)


class Held(NamedTuple):
    """A row as it was when it was claimed."""

    id: int
    tenant: str
    kind: str
    person_id: int | None
    channel_id: int | None
    due_at: datetime
    useful_until: datetime
    doubt: bool
    bundle: int | None
    handed_at: datetime | None
    wording: str | None
    attempts: int
    failures: int
    replaces: str | None = None

    @property
    def to(self) -> To:
        """To whom it goes."""
        return self.person_id, self.channel_id


class Whom(NamedTuple):
    """A person or a channel that rows go to."""

    id: int
    tenant: str
    external: str
    zone: str
    address: str | None
    unreachable: str | None
    channel: bool


@dataclass(frozen=True)
class RowOutcome:
    """What became of a row: sent, in a message and with a wording, or dropped for a reason."""

    id: int
    state: str
    reason: str | None = None
    message: str | None = None
    wording: str | None = None


_TABLE, _PERSON, _CHANNEL = (
    SQLModel.metadata.tables[name] for name in ("outbox", "person", "channel")
)
_HELD = tuple(_TABLE.c[name] for name in Held._fields)


async def next_due(session: AsyncSession, whose: Collection[str]) -> datetime | None:
    """When the next row of these tenants or platforms wants attention."""
    wanted = (
        select(Outbox.next_at)
        .where(col(Outbox.state) == OPEN, _of(whose))
        .order_by(col(Outbox.next_at))
        .limit(1)
    )
    return (await session.exec(wanted)).first()


def _of(whose: Collection[str]) -> ColumnElement[bool]:
    """Whose rows: a tenant's, `slack:T1`, or those of all tenants on a platform, `slack`."""
    tenant = col(Outbox.tenant)
    return or_(
        false(),
        *(tenant == each if ":" in each else tenant.startswith(f"{each}:") for each in whose),
    )


async def claim(
    session: AsyncSession,
    *,
    now: datetime,
    by: datetime | None = None,
    mine: str,
    most: int,
    whose: Collection[str],
    busy: Collection[str] = (),
    share: int | None = None,
) -> list[Held]:
    """Take up to `most` due rows for this worker, up to `share` of them of one tenant.

    A row that was handed over before and never settled comes with `doubt` set. Tenants in `busy`
    have enough in flight; `whose` are the tenants, or whole platforms, that are served. What falls
    due `by` then is taken too, unless it was put back to wait for its time.
    """
    given = {
        "now": now,
        "by": by or now,
        "lease": now + LEASE,
        "mine": mine,
        "most": most,
        "share": share or most,
        "busy": list(busy),
    }
    statement = _claiming(tuple(sorted(whose)))
    taken = await (await session.connection()).execute(statement, given)
    return [Held(*row) for row in taken]


@cache  # making it takes longer than the database takes for it
def _claiming(whose: tuple[str, ...]) -> Update:
    now, by, lease = (bindparam(name, type_=Moment()) for name in ("now", "by", "lease"))
    row = _TABLE.c
    # What waits for a later time than it is due by was put back: then that time holds.
    ready = or_(row.next_at <= now, row.next_at == row.due_at)
    first = (
        plain_select(row.id, row.tenant, row.next_at)
        .where(row.state == OPEN, row.next_at <= by, ready, _of(whose))
        .where(row.tenant.not_in(bindparam("busy", expanding=True)))
        .order_by(row.next_at)
        .limit(bindparam("most", type_=Integer()))
        .with_for_update(skip_locked=True)
        .cte("first")  # PostgreSQL reads one that locks rows just once
    )
    turn = func.row_number().over(partition_by=first.c.tenant, order_by=first.c.next_at)
    turns = plain_select(first.c.id, turn.label("turn")).subquery("turns")
    share = bindparam("share", type_=Integer())
    wanted = plain_select(turns.c.id).where(turns.c.turn <= share)
    doubt = and_(row.claim.is_not(None), row.bundle.is_not(None))
    return (
        update(_TABLE)
        .where(row.id.in_(wanted))
        .values(claim=bindparam("mine"), doubt=doubt, next_at=lease)
        .returning(*_HELD)
    )


async def claim_companions(
    session: AsyncSession, rows: Iterable[Held], *, now: datetime, by: datetime, mine: str
) -> list[Held]:
    """Take what goes out in one message with these rows.

    That is what is due `by` then to the same channel, or falls due to the same person within five
    minutes.
    With a row in doubt it is the rest of its message, so that the whole is found, or sent again.
    """
    people: set[int] = set()
    channels: set[int] = set()
    messages: set[tuple[To, int | None]] = set()
    for row in rows:
        if row.doubt:
            messages.add((row.to, row.bundle))
        elif row.replaces:
            continue  # what is brought up to date takes nothing along
        elif row.person_id is not None:
            people.add(row.person_id)
        elif row.channel_id is not None:
            channels.add(row.channel_id)
    until = now + TOGETHER
    taken: list[Held] = []
    if people:
        # Nobody's day is more than one ahead of UTC's: the index need not give the whole week.
        days = _TABLE.c.day <= (until + DAY).date()
        which = [_TABLE.c.person_id.in_(people), days, *_unclaimed(until)]
        taken += await _take_open(session, which, mine=mine, now=now, doubt=False)
    if channels:
        which = [_TABLE.c.channel_id.in_(channels), *_unclaimed(by)]
        taken += await _take_open(session, which, mine=mine, now=now, doubt=False)
    for to, message in messages:
        rest = [
            goes_to(to),
            _TABLE.c.claim.is_not(None),
            _TABLE.c.claim != mine,
            _TABLE.c.bundle == message,
            _TABLE.c.next_at <= now,
        ]
        taken += await _take_open(session, rest, mine=mine, now=now, doubt=True)
    return taken


def _unclaimed(until: datetime) -> list[ColumnElement[bool]]:
    return [_TABLE.c.claim.is_(None), _TABLE.c.due_at <= until, _TABLE.c.next_at <= until]


def goes_to(to: To) -> ColumnElement[bool]:
    """Whether a row goes to this person or channel."""
    person_id, channel_id = to
    if person_id is not None:
        return col(Outbox.person_id) == person_id
    return col(Outbox.channel_id) == channel_id


async def _take_open(
    session: AsyncSession,
    which: Sequence[ColumnElement[bool]],
    *,
    mine: str,
    now: datetime,
    doubt: bool,
) -> list[Held]:
    # What another process is taking at this moment is left to it: waiting could go in circles.
    free = plain_select(_TABLE.c.id).where(_TABLE.c.state == OPEN, *which)
    free = free.with_for_update(skip_locked=True)
    taken = await (await session.connection()).execute(
        update(_TABLE)
        .where(_TABLE.c.id.in_(plain_select(free.cte("free").c.id)))
        .values(claim=mine, doubt=doubt, next_at=now + LEASE)
        .returning(*_HELD)
    )
    return [Held(*row) for row in taken]


async def recipients(session: AsyncSession, rows: Collection[Held]) -> dict[To, Whom]:
    """Whom these rows go to."""
    people = {row.person_id for row in rows} - {None}
    channels = {row.channel_id for row in rows} - {None}
    connection = await session.connection()
    found: dict[To, Whom] = {}
    for table, ids in ((_PERSON, people), (_CHANNEL, channels)):
        if not ids:
            continue
        known, is_channel = table.c, table is _CHANNEL
        address = known.external if is_channel else known.address
        columns = (known.id, known.tenant, known.external, known.zone, address, known.unreachable)
        for row in await connection.execute(plain_select(*columns).where(known.id.in_(ids))):
            whom = Whom(*row, is_channel)
            found[(None, whom.id) if is_channel else (whom.id, None)] = whom
    return found


async def held(
    session: AsyncSession, claims: Iterable[tuple[int, str]]
) -> list[tuple[Outbox, Person | Channel]]:
    """Those of these (row, claim) that the claim still holds, as they are now, by due time."""
    by_id = dict(claims)
    wanted = (
        select(Outbox)
        .where(col(Outbox.id).in_(by_id), col(Outbox.state) == OPEN)
        .order_by(col(Outbox.due_at), col(Outbox.id))
    )
    rows = [row for row in (await session.exec(wanted)).all() if row.claim == by_id[row.id]]
    people = await _with_ids(session, Person, {row.person_id for row in rows} - {None})
    channels = await _with_ids(session, Channel, {row.channel_id for row in rows} - {None})
    return [
        (row, people[row.person_id] if row.person_id else channels[row.channel_id]) for row in rows
    ]


async def _with_ids(
    session: AsyncSession, table: type[Recipient], ids: Collection[int | None]
) -> dict[int | None, Recipient]:
    if not ids:
        return {}
    found = (await session.exec(select(table).where(col(table.id).in_(ids)))).all()
    return {one.id: one for one in found}
