"""Claim due rows for the delivery loop, together with the rows that go into the same messages.

A claim is a lease: after its end, another process may claim the rows.

`transitions` records what becomes of claimed rows. `bot.delivery` explains when a row is handed
over, and when it is in doubt. All times are UTC. Nothing here reads the clock.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Text,
    Update,
    and_,
    bindparam,
    func,
    or_,
    true,
    tuple_,
    update,
)
from sqlalchemy import select as plain_select
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from storage.outbox.recipients import RecipientKey, goes_to
from storage.sql.built_once import built_once
from storage.sql.json_rows import dialect_of, json_rows, parameter
from storage.tables import OPEN, Channel, Outbox, Person
from storage.tables.types import Moment

LEASE = timedelta(seconds=60)
DAY = timedelta(days=1)
# A row is in doubt if its message may have gone out. If no worker holds such a row, its `claim` has
# this value.
RELEASED = "released"
PersonOrChannel = TypeVar("PersonOrChannel", Person, Channel)


class ClaimedRow(NamedTuple):
    """An outbox row that was just claimed."""

    id: int
    tenant: str
    kind: str
    person_id: int | None
    channel_id: int | None
    due_at: datetime
    useful_until: datetime
    doubt: bool  # whether its message may have gone out
    bundle: int | None  # our id for the message in which it was handed over
    handed_at: datetime | None
    wording: str | None
    attempts: int
    failures: int
    replaces: str | None = None

    @property
    def to(self) -> RecipientKey:
        """The recipient."""
        return self.person_id, self.channel_id


_TABLE = SQLModel.metadata.tables["outbox"]
_COLUMNS = tuple(_TABLE.c[name] for name in ClaimedRow._fields)
_UNTIL, _LEASE_END = (bindparam(name, type_=Moment()) for name in ("until", "lease_end"))
_UNCLAIMED = (_TABLE.c.claim.is_(None), _TABLE.c.due_at <= _UNTIL, _TABLE.c.next_at <= _UNTIL)


async def claim_due(
    session: AsyncSession,
    tenants: Collection[str],
    *,
    now: datetime,
    due_by: datetime | None = None,
    claim: str,
    each: int,
) -> list[ClaimedRow]:
    """Claim up to `each` due rows per tenant, earliest first, under the id `claim`.

    If `due_by` is after `now`, also claim rows that become due by `due_by`. A row that was released
    to wait until a later time is not claimed before that time. If a row was handed over, but nobody
    recorded what became of it, its `doubt` is true.
    """
    values = {
        "now": now,
        "due_by": due_by or now,
        "lease_end": now + LEASE,
        "claim": claim,
        "each": each,
        **parameter({"tenant": tenant} for tenant in tenants),
    }
    return await _claim(session, _claiming(dialect_of(session)), values)


@built_once
def _claiming(dialect: str) -> Update:
    """Build the statement of `claim_due`."""
    now, due_by, lease_end = (
        bindparam(name, type_=Moment()) for name in ("now", "due_by", "lease_end")
    )
    of, due, row = json_rows(dialect, tenant=Text()), _TABLE.alias("due").c, _TABLE.c
    # If next_at differs from due_at, the row was released or claimed, and waits until next_at.
    ready = or_(due.next_at <= now, due.next_at == due.due_at)
    # Read only as many rows of a tenant as we claim, in index order. PostgreSQL needs a comparison
    # of pairs for this. With the two comparisons that we use for SQLite, PostgreSQL would read
    # every tenant's rows if one tenant had most of them.
    theirs = (due.tenant == of.c.tenant, due.next_at <= due_by)
    if dialect == "postgresql":
        by = tuple_(due.tenant, due.next_at) <= tuple_(of.c.tenant, due_by)
        theirs = (due.tenant >= of.c.tenant, by)
    earliest = (
        plain_select(due.id)
        .where(due.state == OPEN, *theirs, ready)
        .order_by(due.tenant, due.next_at)
        .limit(bindparam("each", type_=Integer()))
        .with_for_update(skip_locked=True)
        .correlate(of)
    )
    if dialect == "sqlite":  # SQLite has no LATERAL
        wanted = plain_select(row.id).join_from(of, _TABLE, row.id.in_(earliest))
        is_wanted: ColumnElement[bool] = row.id.in_(wanted.correlate(None))
    else:
        every = earliest.lateral("every")
        first = plain_select(every.c.id).join_from(of, every, true())
        # We use a CTE because PostgreSQL evaluates a CTE with a lock only once. It may evaluate a
        # plain subquery once for each row. With IN instead of an array, it would read the whole
        # table.
        wanted = plain_select(first.cte("first").c.id)
        is_wanted = row.id == func.any(func.array(wanted.scalar_subquery()))
    doubt = and_(row.claim.is_not(None), row.bundle.is_not(None))
    return (
        update(_TABLE)
        .where(is_wanted)
        .values(claim=bindparam("claim"), doubt=doubt, next_at=lease_end)
        .returning(*_COLUMNS)
    )


async def claim_companions(
    session: AsyncSession,
    rows: Iterable[ClaimedRow],
    *,
    now: datetime,
    due_by: datetime,
    window: timedelta,
    claim: str,
) -> list[ClaimedRow]:
    """Claim the rows that go out in one message with `rows`.

    - With a row to a person: unclaimed rows to that person that are due by `now` + `window`.
    - With a row to a channel: unclaimed rows to that channel that are due by `due_by`.
    - With a row in doubt: the other rows of its message, because we ask the platform for the whole
      message, and send the whole message again if it is not there.
    - With a row that updates a sent message (`replaces`): no other rows.
    """
    wanted = _companions(rows)
    until = now + window
    taken: list[ClaimedRow] = []
    mine = {"claim": claim, "lease_end": now + LEASE}
    if wanted.people:
        # No local date is more than a day ahead of UTC.
        values = {"people": [*wanted.people], "until": until, "last_day": (until + DAY).date()}
        taken += await _claim(session, _to_people(), values | mine)
    if wanted.channels:
        values = {"channels": [*wanted.channels], "until": due_by}
        taken += await _claim(session, _to_channels(), values | mine)
    for to, message in wanted.messages:
        rest = [
            goes_to(to),
            _TABLE.c.claim.is_not(None),
            _TABLE.c.claim != claim,
            _TABLE.c.bundle == message,
            _TABLE.c.next_at <= now,
        ]
        taken += await _claim(session, _claiming_free(rest, doubt=True), mine)
    return taken


class _Companions(NamedTuple):
    """Which further rows go out with the claimed rows.

    people: unclaimed rows to the people with these ids
    channels: unclaimed rows to the channels with these ids
    messages: the other rows of these messages in doubt
    """

    people: set[int]
    channels: set[int]
    messages: set[tuple[RecipientKey, int | None]]  # the recipient and the bundle


def _companions(rows: Iterable[ClaimedRow]) -> _Companions:
    found = _Companions(set(), set(), set())
    for row in rows:
        if row.doubt:
            found.messages.add((row.to, row.bundle))
        elif row.replaces:
            continue  # goes out alone
        elif row.person_id is not None:
            found.people.add(row.person_id)
        elif row.channel_id is not None:
            found.channels.add(row.channel_id)
    return found


@built_once
def _to_people() -> Update:
    of = _TABLE.c.person_id.in_(bindparam("people", expanding=True))
    # The condition on the day keeps the index range short.
    return _claiming_free([of, _TABLE.c.day <= bindparam("last_day", type_=Date()), *_UNCLAIMED])


@built_once
def _to_channels() -> Update:
    of = _TABLE.c.channel_id.in_(bindparam("channels", expanding=True))
    return _claiming_free([of, *_UNCLAIMED])


def _claiming_free(which: Sequence[ColumnElement[bool]], *, doubt: bool = False) -> Update:
    """Build a statement that claims open rows if they meet the conditions `which`.

    Rows that another process has locked are left out, because waiting for them could deadlock.
    """
    free = plain_select(_TABLE.c.id).where(_TABLE.c.state == OPEN, *which)
    free = free.with_for_update(skip_locked=True)
    return (
        update(_TABLE)
        .where(_TABLE.c.id.in_(plain_select(free.cte("free").c.id)))
        .values(claim=bindparam("claim"), doubt=doubt, next_at=_LEASE_END)
        .returning(*_COLUMNS)
    )


async def _claim(
    session: AsyncSession, statement: Update, values: Mapping[str, Any]
) -> list[ClaimedRow]:
    taken = await (await session.connection()).execute(statement, values)
    return [ClaimedRow(*row) for row in taken]


async def still_claimed(
    session: AsyncSession, claims: Mapping[int, str]
) -> list[tuple[Outbox, Person | Channel]]:
    """Read claimed rows again, each with its recipient, in the order of their due times.

    `claims` maps the id of each row to the id of its claim. A row is left out if it is no longer
    open, or if it now has another claim.
    """
    found = (await session.exec(_open_rows(), params={"ids": [*claims]})).all()
    rows = [row for row in found if row.claim == claims[row.id]]
    people = await _with_ids(session, Person, {row.person_id for row in rows} - {None})
    channels = await _with_ids(session, Channel, {row.channel_id for row in rows} - {None})
    return [
        (row, people[row.person_id] if row.person_id else channels[row.channel_id]) for row in rows
    ]


@built_once
def _open_rows() -> SelectOfScalar[Outbox]:
    return (
        select(Outbox)
        .where(col(Outbox.id).in_(bindparam("ids")), col(Outbox.state) == OPEN)
        .order_by(col(Outbox.due_at), col(Outbox.id))
    )


async def _with_ids(
    session: AsyncSession, table: type[PersonOrChannel], ids: Collection[int | None]
) -> dict[int | None, PersonOrChannel]:
    if not ids:
        return {}
    found = (await session.exec(_having_ids(table), params={"ids": [*ids]})).all()
    return {one.id: one for one in found}


@built_once
def _having_ids(table: type[PersonOrChannel]) -> SelectOfScalar[PersonOrChannel]:
    return select(table).where(col(table.id).in_(bindparam("ids")))
