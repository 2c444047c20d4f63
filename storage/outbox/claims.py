"""How the delivery loop claims due rows: under a lease, with the rows that share their message.

`settling` records what became of them. All times are UTC. Nothing here reads the clock.
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
TOGETHER = timedelta(minutes=5)  # a person's rows due within this time share one message
DAY = timedelta(days=1)
To = tuple[int | None, int | None]  # a person's id, or a channel's
UNHELD = "released"  # the claim of a row in doubt that no worker holds
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
        """Its recipient."""
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
    """The earliest `next_at` of the open rows of these tenants or platforms; None without any."""
    wanted = (
        select(Outbox.next_at)
        .where(col(Outbox.state) == OPEN, _of(whose))
        .order_by(col(Outbox.next_at))
        .limit(1)
    )
    return (await session.exec(wanted)).first()


def _of(whose: Collection[str]) -> ColumnElement[bool]:
    """Rows of the given tenants (`slack:T1`), or of all tenants on a platform (`slack`)."""
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
    limit: int,
    whose: Collection[str],
    busy: Collection[str] = (),
    share: int | None = None,
) -> list[Held]:
    """Claim up to `limit` due rows for the claim `mine`, at most `share` of them from one tenant.

    `whose` names the tenants, or whole platforms, to claim for; tenants in `busy` are skipped. A
    row due after `now` but not after `by` is claimed early, unless it was released to wait for a
    later time. A row that was handed over and never settled comes back with `doubt` set.
    """
    given = {
        "now": now,
        "by": by or now,
        "lease": now + LEASE,
        "mine": mine,
        "limit": limit,
        "share": share or limit,
        "busy": list(busy),
    }
    statement = _claiming(tuple(sorted(whose)))
    taken = await (await session.connection()).execute(statement, given)
    return [Held(*row) for row in taken]


@cache  # building the statement takes longer than the database takes to run it
def _claiming(whose: tuple[str, ...]) -> Update:
    now, by, lease = (bindparam(name, type_=Moment()) for name in ("now", "by", "lease"))
    row = _TABLE.c
    # next_at differs from due_at in a row that was released or claimed: wait until next_at then.
    ready = or_(row.next_at <= now, row.next_at == row.due_at)
    first = (
        plain_select(row.id, row.tenant, row.next_at)
        .where(row.state == OPEN, row.next_at <= by, ready, _of(whose))
        .where(row.tenant.not_in(bindparam("busy", expanding=True)))
        .order_by(row.next_at)
        .limit(bindparam("limit", type_=Integer()))
        .with_for_update(skip_locked=True)
        .cte("first")  # PostgreSQL evaluates a CTE that locks rows only once
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
    """Claim the rows that go out in one message with these.

    Those are the rows due to the same person within five minutes of `now`, or to the same channel
    until `by`. For a row in doubt they are the other rows of its message, so that all of it is
    reconciled or sent again. A row that updates a sent message (`replaces`) has no companions.
    """
    people: set[int] = set()
    channels: set[int] = set()
    messages: set[tuple[To, int | None]] = set()
    for row in rows:
        if row.doubt:
            messages.add((row.to, row.bundle))
        elif row.replaces:
            continue  # an update of a sent message goes out alone
        elif row.person_id is not None:
            people.add(row.person_id)
        elif row.channel_id is not None:
            channels.add(row.channel_id)
    until = now + TOGETHER
    taken: list[Held] = []
    if people:
        # No local date is more than a day ahead of UTC's. This keeps the index range short.
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
    # Skip rows that another process is claiming: waiting for its locks could deadlock.
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
    """The recipients of these rows, by `Held.to`."""
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
    """The rows, of these (row id, claim) pairs, that are open and still held by that claim.

    Freshly read, each with its recipient, ordered by due time.
    """
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
