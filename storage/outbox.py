"""The outbox: what is to be pushed, claimed by lease, sent, and settled. Rows are the truth.

All times are UTC. Nothing here reads the clock.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, update
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

    A row that was handed over before and never settled comes with `doubt` set. Tenants in `busy`
    have enough in flight; only tenants on these platforms are served.
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
            doubt=and_(col(Outbox.claim).is_not(None), col(Outbox.bundle).is_not(None)),
            next_at=now + LEASE,
        )
        .returning(col(Outbox.id))
        .execution_options(synchronize_session=False)
    )
    return [row[0] for row in taken.all()]


async def claim_companions(
    session: AsyncSession, rows: Iterable[Outbox], *, now: datetime, mine: str
) -> list[int]:
    """Take what goes out in one message with these rows; the ids taken.

    That is what falls due to the same person within five minutes. With a row in doubt it is the
    rest of the message it was in, so that the whole of it is found, or sent again.
    """
    latest: dict[int, datetime] = {}
    messages: set[tuple[int, int | None]] = set()
    for row in rows:
        if row.doubt:
            messages.add((row.person_id, row.bundle))
        else:
            latest[row.person_id] = max(row.due_at, latest.get(row.person_id, now))
    taken = []
    for person_id, due_at in latest.items():
        together = (
            col(Outbox.claim).is_(None),
            col(Outbox.due_at) <= due_at + TOGETHER,
            col(Outbox.next_at) <= due_at + TOGETHER,
        )
        taken += await _take(session, person_id, together, mine=mine, now=now, doubt=False)
    for person_id, message in messages:
        rest = (
            col(Outbox.claim).is_not(None),
            col(Outbox.claim) != mine,
            col(Outbox.bundle) == message,
            col(Outbox.next_at) <= now,
        )
        taken += await _take(session, person_id, rest, mine=mine, now=now, doubt=True)
    return taken


async def _take(
    session: AsyncSession,
    person_id: int,
    which: Iterable[ColumnElement[bool]],
    *,
    mine: str,
    now: datetime,
    doubt: bool,
) -> list[int]:
    taken = await session.exec(
        update(Outbox)
        .where(col(Outbox.person_id) == person_id, col(Outbox.state) == OPEN, *which)
        .values(claim=mine, doubt=doubt, next_at=now + LEASE)
        .returning(col(Outbox.id))
        .execution_options(synchronize_session=False)
    )
    return [row[0] for row in taken.all()]


async def claimed(
    session: AsyncSession, ids: Collection[int], *, mine: str
) -> Sequence[tuple[Outbox, Person]]:
    """Those of these rows that this claim still holds, with whom they are for."""
    wanted = (
        select(Outbox, Person)
        .join(Person, col(Person.id) == col(Outbox.person_id))
        .where(col(Outbox.id).in_(ids), col(Outbox.claim) == mine, col(Outbox.state) == OPEN)
        .order_by(col(Outbox.due_at), col(Outbox.id))
        .execution_options(populate_existing=True)
    )
    return (await session.exec(wanted)).all()


async def hand_over(
    session: AsyncSession, wordings: Mapping[int, str | None], *, mine: str, now: datetime
) -> bool:
    """Note which rows are about to go out in one message, known by the first one's id.

    Their wordings are kept too, for should it stay in doubt. False if this claim no longer holds
    all of them as they were: then nothing may be sent.
    """
    noted = 0
    for row_id, wording in wordings.items():
        done = await session.exec(
            update(Outbox)
            .where(col(Outbox.id) == row_id, col(Outbox.claim) == mine, col(Outbox.state) == OPEN)
            .values(bundle=min(wordings), wording=wording, handed_at=now)
            .execution_options(synchronize_session=False)
        )
        noted += done.rowcount
    return noted == len(wordings)


async def settle(
    session: AsyncSession, outcomes: Iterable[Outcome], *, mine: str, now: datetime
) -> int:
    """Write what became of the rows this claim still holds; how many those were.

    A row that was dropped while its message went out counts as sent: it must not go out again.
    """
    written = 0
    for outcome in outcomes:
        held = [col(Outbox.id) == outcome.id, col(Outbox.claim) == mine]
        left: dict[str, None] = {"claim": None}
        if outcome.state != "sent":
            held.append(col(Outbox.state) == OPEN)
            left["bundle"] = None
        done = await session.exec(
            update(Outbox)
            .where(*held)
            .values(
                state=outcome.state,
                reason=outcome.reason,
                message=outcome.message,
                wording=outcome.wording,
                settled_at=now,
                **left,
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
    in_doubt: bool,
    tried: int = 0,
    failed: int = 0,
) -> None:
    """Give rows back until a time, after so many tries, of which so many failed by our own fault.

    In doubt, their message may have gone out all the same.
    """
    left = {"claim": UNHELD} if in_doubt else {"claim": None, "bundle": None, "wording": None}
    await session.exec(
        update(Outbox)
        .where(col(Outbox.id).in_(ids), col(Outbox.claim) == mine, col(Outbox.state) == OPEN)
        .values(
            next_at=until,
            attempts=col(Outbox.attempts) + tried,
            failures=col(Outbox.failures) + failed,
            **left,
        )
        .execution_options(synchronize_session=False)
    )


async def let_go(session: AsyncSession, ids: Collection[int], *, mine: str, in_doubt: bool) -> None:
    """Take this claim off what it still holds of these rows, but for those that are in doubt.

    They were dropped meanwhile, and perhaps wanted again since: none of them was in a message.
    """
    held = [col(Outbox.id).in_(ids), col(Outbox.claim) == mine]
    if in_doubt:
        held.append(col(Outbox.bundle).is_(None))  # never handed over
    await session.exec(
        update(Outbox)
        .where(*held)
        .values(claim=None, bundle=None, next_at=col(Outbox.due_at))
        .execution_options(synchronize_session=False)
    )


async def never_out(session: AsyncSession, person_id: int, bundle: int) -> None:
    """Forget a message that was read back in vain, where its rows were dropped meanwhile.

    Wanted again, they must not be taken for part of the message that goes out in its place.
    """
    await session.exec(
        update(Outbox)
        .where(
            col(Outbox.person_id) == person_id,
            col(Outbox.state) == "dropped",
            col(Outbox.bundle) == bundle,
        )
        .values(claim=None, bundle=None)
        .execution_options(synchronize_session=False)
    )


async def shift(
    session: AsyncSession, row_id: int, *, mine: str, due_at: datetime, day: date
) -> None:
    """Put a row this claim holds at a later time, as if it had been planned for it."""
    await session.exec(
        update(Outbox)
        .where(col(Outbox.id) == row_id, col(Outbox.claim) == mine, col(Outbox.state) == OPEN)
        .values(claim=None, bundle=None, due_at=due_at, next_at=due_at, day=day)
        .execution_options(synchronize_session=False)
    )


async def close_gate(session: AsyncSession, tenant: str, until: datetime) -> None:
    """Send nothing to a workspace before a time: its due rows wait there, out of others' way."""
    gate = await session.get(Gate, tenant)
    until = max(until, gate.free_at) if gate else until
    await session.merge(Gate(key=tenant, tenant=tenant, free_at=until))
    await session.exec(
        update(Outbox)
        .where(col(Outbox.tenant) == tenant, col(Outbox.state) == OPEN, col(Outbox.next_at) < until)
        .values(next_at=until)
        .execution_options(synchronize_session=False)
    )


async def pass_gates(
    session: AsyncSession, wanted: Sequence[tuple[str, str]], now: datetime
) -> list[datetime]:
    """For each (tenant, channel), when a message may go out; `now` where it may at once.

    Each that may has its channel's next second reserved, so that no two messages share it.
    """
    keys = {key for pair in wanted for key in (pair[0], f"{pair[0]}/{pair[1]}")}
    rows = (await session.exec(select(Gate).where(col(Gate.key).in_(keys)))).all()
    gates = {gate.key: gate for gate in rows}
    times = []
    for tenant, channel in wanted:
        key = f"{tenant}/{channel}"
        free_at = max((gates[name].free_at for name in (tenant, key) if name in gates), default=now)
        times.append(max(free_at, now))
        if free_at <= now:
            gates[key] = await session.merge(Gate(key=key, tenant=tenant, free_at=now + PACE))
    return times


async def sent_between(
    session: AsyncSession, tenant: str, person_id: int, since: datetime, until: datetime
) -> int:
    """How many messages went out to a person in [since, until)."""
    wanted = select(func.count(func.distinct(col(Outbox.message)))).where(
        col(Outbox.tenant) == tenant,
        col(Outbox.person_id) == person_id,
        col(Outbox.state) == "sent",
        col(Outbox.settled_at) >= since,
        col(Outbox.settled_at) < until,
    )
    return (await session.exec(wanted)).one()


async def open_by(
    session: AsyncSession, tenant: str, person_id: int, day: date
) -> Sequence[Outbox]:
    """What is still to go out to a person by the end of their own day, overdue rows included."""
    wanted = select(Outbox).where(
        col(Outbox.tenant) == tenant,
        col(Outbox.person_id) == person_id,
        col(Outbox.state) == OPEN,
        col(Outbox.day) <= day,
    )
    return (await session.exec(wanted)).all()


async def last_wordings(
    session: AsyncSession, tenant: str, person_id: int, most: int
) -> Sequence[str]:
    """The ids of the playbook lines last sent to a person, newest first.

    One whose message is in doubt counts: it may have gone out.
    """
    worded = select(col(Outbox.wording)).where(
        col(Outbox.tenant) == tenant,
        col(Outbox.person_id) == person_id,
        col(Outbox.wording).is_not(None),
    )
    in_doubt = worded.where(col(Outbox.state) == OPEN)
    settled = (
        worded.where(col(Outbox.settled_at).is_not(None))
        .order_by(col(Outbox.settled_at).desc())
        .limit(most)
    )
    found = [*(await session.exec(in_doubt)).all(), *(await session.exec(settled)).all()]
    return [wording for wording in found[:most] if wording]


async def drop_all(
    session: AsyncSession, tenant: str, person_id: int, *, reason: str, now: datetime
) -> int:
    """Drop all that is to go out to a person; how many rows those were."""
    done = await session.exec(
        update(Outbox)
        .where(
            col(Outbox.tenant) == tenant,
            col(Outbox.person_id) == person_id,
            col(Outbox.state) == OPEN,
        )
        .values(state="dropped", reason=reason, settled_at=now)
        .execution_options(synchronize_session=False)
    )
    return done.rowcount
