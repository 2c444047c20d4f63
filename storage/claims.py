"""The loop's side of the outbox: rows claimed by lease, handed over, and settled.

All times are UTC. Nothing here reads the clock.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import OPEN, Channel, Outbox, Person

LEASE = timedelta(seconds=60)
TOGETHER = timedelta(minutes=5)  # what falls due to one recipient within this shares a message
To = tuple[int | None, int | None]  # a person's id, or a channel's

UNHELD = "released"  # a claim nobody holds: the row's last message may have gone out


@dataclass(frozen=True)
class Outcome:
    """What became of a row: sent, in a message and with a wording, or dropped for a reason."""

    id: int
    state: str
    reason: str | None = None
    message: str | None = None
    wording: str | None = None


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

    That is what is due to the same channel, or falls due to the same person within five minutes.
    With a row in doubt it is the rest of its message, so that the whole is found, or sent again.
    """
    latest: dict[To, datetime] = {}
    messages: set[tuple[To, int | None]] = set()
    for row in rows:
        if row.doubt:
            messages.add((to_of(row), row.bundle))
        else:
            latest[to_of(row)] = max(row.due_at, latest.get(to_of(row), now))
    taken = []
    for to, due_at in latest.items():
        until = now if to[0] is None else due_at + TOGETHER
        together = (
            col(Outbox.claim).is_(None),
            col(Outbox.due_at) <= until,
            col(Outbox.next_at) <= until,
        )
        taken += await _take(session, to, together, mine=mine, now=now, doubt=False)
    for to, message in messages:
        rest = (
            col(Outbox.claim).is_not(None),
            col(Outbox.claim) != mine,
            col(Outbox.bundle) == message,
            col(Outbox.next_at) <= now,
        )
        taken += await _take(session, to, rest, mine=mine, now=now, doubt=True)
    return taken


def to_of(row: Outbox) -> To:
    """To whom a row goes: a person's id or a channel's."""
    return row.person_id, row.channel_id


def goes_to(to: To) -> ColumnElement[bool]:
    """Whether a row goes to this person or channel."""
    person_id, channel_id = to
    if person_id is not None:
        return col(Outbox.person_id) == person_id
    return col(Outbox.channel_id) == channel_id


async def _take(
    session: AsyncSession,
    to: To,
    which: Iterable[ColumnElement[bool]],
    *,
    mine: str,
    now: datetime,
    doubt: bool,
) -> list[int]:
    taken = await session.exec(
        update(Outbox)
        .where(goes_to(to), col(Outbox.state) == OPEN, *which)
        .values(claim=mine, doubt=doubt, next_at=now + LEASE)
        .returning(col(Outbox.id))
        .execution_options(synchronize_session=False)
    )
    return [row[0] for row in taken.all()]


async def claimed(
    session: AsyncSession, ids: Collection[int], *, mine: str
) -> list[tuple[Outbox, Person | Channel]]:
    """Those of these rows that this claim still holds, with whom they are for."""
    wanted = (
        select(Outbox, Person, Channel)
        .join(Person, col(Person.id) == col(Outbox.person_id), isouter=True)
        .join(Channel, col(Channel.id) == col(Outbox.channel_id), isouter=True)
        .where(col(Outbox.id).in_(ids), col(Outbox.claim) == mine, col(Outbox.state) == OPEN)
        .order_by(col(Outbox.due_at), col(Outbox.id))
        .execution_options(populate_existing=True)
    )
    # An outer join leaves one of the two empty, which its type does not tell.
    found: Iterable[tuple[Outbox, Person | None, Channel]] = (await session.exec(wanted)).all()
    return [(row, channel if person is None else person) for row, person, channel in found]


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


async def never_out(session: AsyncSession, to: To, bundle: int) -> None:
    """Forget a message that was read back in vain, where its rows were dropped meanwhile.

    Wanted again, they must not be taken for part of the message that goes out in its place.
    """
    await session.exec(
        update(Outbox)
        .where(
            goes_to(to),
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
