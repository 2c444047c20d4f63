"""The outbox: what is to be pushed, claimed by lease, sent, and settled. Rows are the truth.

All times are UTC. Nothing here reads the clock.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import OPEN, Gate, Outbox, Person

LEASE = timedelta(seconds=60)
PACE = timedelta(seconds=1)  # a platform takes about one message a second a channel
TOGETHER = timedelta(minutes=5)  # what falls due to one person within this shares a message
UNHELD = "released"  # a claim nobody holds: the row's last message may have gone out


@dataclass(frozen=True)
class Outcome:
    """What became of a row: sent, in a message and with a wording, or dropped for a reason."""

    id: int
    state: str
    reason: str | None = None
    message: str | None = None
    wording: str | None = None


async def open_of_person(session: AsyncSession, tenant: str, person_id: int) -> Sequence[Outbox]:
    """A person's open rows."""
    wanted = select(Outbox).where(
        col(Outbox.tenant) == tenant, col(Outbox.person_id) == person_id, col(Outbox.state) == OPEN
    )
    return (await session.exec(wanted)).all()


async def with_keys(session: AsyncSession, tenant: str, keys: Collection[str]) -> dict[str, Outbox]:
    """The rows with these keys, in whatever state, by key."""
    if not keys:
        return {}
    wanted = select(Outbox).where(col(Outbox.tenant) == tenant, col(Outbox.key).in_(keys))
    return {row.key: row for row in (await session.exec(wanted)).all()}


async def next_due(session: AsyncSession, platforms: Collection[str]) -> datetime | None:
    """When the next row of a tenant on these platforms wants attention."""
    wanted = (
        select(Outbox.next_at)
        .where(col(Outbox.state) == OPEN, _on(platforms))
        .order_by(col(Outbox.next_at))
        .limit(1)
    )
    return (await session.exec(wanted)).first()


def _on(platforms: Collection[str]) -> ColumnElement[bool]:
    return or_(*(col(Outbox.tenant).startswith(f"{name}:") for name in platforms))


async def claim(
    session: AsyncSession,
    *,
    now: datetime,
    mine: str,
    most: int,
    platforms: Collection[str],
    busy: Collection[str] = (),
) -> list[int]:
    """Take up to `most` due rows for this worker; their ids.

    A row that was claimed before and never settled comes with `doubt` set. Tenants in `busy` have
    enough in flight; only tenants on these platforms are served.
    """
    due = (
        select(Outbox.id)
        .where(col(Outbox.state) == OPEN, col(Outbox.next_at) <= now, _on(platforms))
        .order_by(col(Outbox.next_at))
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    if busy:
        due = due.where(col(Outbox.tenant).not_in(busy))
    taken = await session.exec(
        update(Outbox)
        .where(col(Outbox.id).in_(due))
        .values(
            claim=mine,
            doubt=col(Outbox.claim).is_not(None),
            next_at=now + LEASE,
            attempts=col(Outbox.attempts) + 1,
        )
        .returning(col(Outbox.id))
        .execution_options(synchronize_session=False)
    )
    return [row[0] for row in taken.all()]


async def claim_companions(
    session: AsyncSession, rows: Iterable[Outbox], *, now: datetime, mine: str
) -> None:
    """Take what falls due to the same people within five minutes: it goes out in one message."""
    latest: dict[int, datetime] = {}
    for row in rows:
        if not row.doubt:
            latest[row.person_id] = max(row.due_at, latest.get(row.person_id, row.due_at))
    for person_id, due_at in latest.items():
        await session.exec(
            update(Outbox)
            .where(
                col(Outbox.person_id) == person_id,
                col(Outbox.state) == OPEN,
                col(Outbox.claim).is_(None),
                col(Outbox.due_at) <= due_at + TOGETHER,
                col(Outbox.next_at) <= due_at + TOGETHER,
            )
            .values(claim=mine, next_at=now + LEASE, attempts=col(Outbox.attempts) + 1)
            .execution_options(synchronize_session=False)
        )


async def claimed(session: AsyncSession, mine: str) -> Sequence[tuple[Outbox, Person]]:
    """The rows this claim holds, with whom they are for."""
    wanted = (
        select(Outbox, Person)
        .join(Person, col(Person.id) == col(Outbox.person_id))
        .where(col(Outbox.claim) == mine, col(Outbox.state) == OPEN)
        .order_by(col(Outbox.due_at), col(Outbox.id))
        .execution_options(populate_existing=True)
    )
    return (await session.exec(wanted)).all()


async def bundle(session: AsyncSession, ids: Collection[int], *, mine: str) -> None:
    """Note that these rows go out in one message, known by the first one's id."""
    await session.exec(
        update(Outbox)
        .where(col(Outbox.id).in_(ids), col(Outbox.claim) == mine)
        .values(bundle=min(ids))
        .execution_options(synchronize_session=False)
    )


async def settle(
    session: AsyncSession, outcomes: Iterable[Outcome], *, mine: str, now: datetime
) -> int:
    """Write what became of the rows this claim still holds; how many those were."""
    written = 0
    for outcome in outcomes:
        done = await session.exec(
            update(Outbox)
            .where(
                col(Outbox.id) == outcome.id,
                col(Outbox.claim) == mine,
                col(Outbox.state) == OPEN,
            )
            .values(
                state=outcome.state,
                reason=outcome.reason,
                message=outcome.message,
                wording=outcome.wording,
                settled_at=now,
                claim=None,
            )
            .execution_options(synchronize_session=False)
        )
        written += done.rowcount
    return written


async def release(
    session: AsyncSession,
    ids: Collection[int],
    *,
    mine: str,
    until: datetime,
    in_doubt: bool = False,
) -> None:
    """Give rows back until a time. In doubt, their message may have gone out all the same."""
    await session.exec(
        update(Outbox)
        .where(col(Outbox.id).in_(ids), col(Outbox.claim) == mine, col(Outbox.state) == OPEN)
        .values(claim=UNHELD if in_doubt else None, next_at=until)
        .execution_options(synchronize_session=False)
    )


async def shift(
    session: AsyncSession, row_id: int, *, mine: str, due_at: datetime, day: date
) -> None:
    """Put a row this claim holds at a later time, as if it had been planned for it."""
    await session.exec(
        update(Outbox)
        .where(col(Outbox.id) == row_id, col(Outbox.claim) == mine, col(Outbox.state) == OPEN)
        .values(claim=None, due_at=due_at, next_at=due_at, day=day)
        .execution_options(synchronize_session=False)
    )


async def close_gate(session: AsyncSession, tenant: str, until: datetime) -> None:
    """Send nothing to a workspace before a time: its due rows wait there, out of others' way."""
    await session.merge(Gate(key=tenant, tenant=tenant, free_at=until))
    await session.exec(
        update(Outbox)
        .where(col(Outbox.tenant) == tenant, col(Outbox.state) == OPEN, col(Outbox.next_at) < until)
        .values(next_at=until)
        .execution_options(synchronize_session=False)
    )


async def pass_gates(
    session: AsyncSession, wanted: Sequence[tuple[str, str]], now: datetime
) -> dict[tuple[str, str], datetime]:
    """For each (tenant, channel), when a message may go out; `now` where it may at once.

    Each that may has its channel's next second reserved, so that no two workers share it.
    """
    keys = {key for pair in wanted for key in (pair[0], f"{pair[0]}/{pair[1]}")}
    rows = (await session.exec(select(Gate).where(col(Gate.key).in_(keys)))).all()
    gates = {gate.key: gate for gate in rows}
    times = {}
    for tenant, channel in wanted:
        key = f"{tenant}/{channel}"
        free_at = max((gates[name].free_at for name in (tenant, key) if name in gates), default=now)
        times[tenant, channel] = max(free_at, now)
        if free_at <= now:
            gates[key] = await session.merge(Gate(key=key, tenant=tenant, free_at=now + PACE))
    return times


async def sent_on(session: AsyncSession, tenant: str, person_id: int, day: date) -> int:
    """How many messages went out to a person on their own day."""
    wanted = select(func.count(func.distinct(col(Outbox.message)))).where(
        col(Outbox.tenant) == tenant,
        col(Outbox.person_id) == person_id,
        col(Outbox.state) == "sent",
        col(Outbox.day) == day,
    )
    return (await session.exec(wanted)).one()


async def open_on(
    session: AsyncSession, tenant: str, person_id: int, day: date
) -> Sequence[Outbox]:
    """What is still to go out to a person on their own day."""
    wanted = select(Outbox).where(
        col(Outbox.tenant) == tenant,
        col(Outbox.person_id) == person_id,
        col(Outbox.state) == OPEN,
        col(Outbox.day) == day,
    )
    return (await session.exec(wanted)).all()


async def last_wordings(
    session: AsyncSession, tenant: str, person_id: int, most: int
) -> Sequence[str]:
    """The ids of the playbook lines last sent to a person, newest first."""
    wanted = (
        select(col(Outbox.wording))
        .where(
            col(Outbox.tenant) == tenant,
            col(Outbox.person_id) == person_id,
            col(Outbox.wording).is_not(None),
        )
        .order_by(col(Outbox.settled_at).desc())
        .limit(most)
    )
    return [wording for wording in (await session.exec(wanted)).all() if wording]


async def drop_all(
    session: AsyncSession, tenant: str, person_id: int, *, reason: str, now: datetime
) -> None:
    """Drop all that is to go out to a person."""
    await session.exec(
        update(Outbox)
        .where(
            col(Outbox.tenant) == tenant,
            col(Outbox.person_id) == person_id,
            col(Outbox.state) == OPEN,
        )
        .values(state="dropped", reason=reason, settled_at=now)
        .execution_options(synchronize_session=False)
    )
