"""What becomes of claimed rows: handed over, settled, given back. For many in one statement each.

Every row is named with the claim that holds it: what is no longer held is left as it is. All
times are UTC. Nothing here reads the clock.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Update, case, literal, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.given import Given, dialect_of, rows
from storage.outbox import changes
from storage.outbox.claims import LEASE, UNHELD, RowOutcome, To, goes_to
from storage.tables import OPEN, Outbox
from storage.types import EPOCH, MICROSECOND, Moment


@dataclass(frozen=True)
class Parcel:
    """The rows of one message that a claim holds, with their wordings.

    `name` is what the message is known by, if not by its first row's id.
    """

    mine: str
    wordings: Mapping[int, str | None]
    name: int = 0

    @property
    def bundle(self) -> int:
        """What the message carries, and a read-back looks for."""
        return self.name or min(self.wordings)


@dataclass(frozen=True)
class Release:
    """A row to give back until a time, after so many tries, `failed` of them by our own fault.

    In doubt, its message may have gone out all the same.
    """

    id: int
    until: datetime
    in_doubt: bool
    tried: int = 0
    failed: int = 0


async def hand_over(
    session: AsyncSession, parcels: Sequence[Parcel], *, now: datetime
) -> list[bool]:
    """Note which rows are about to go out in one message, and what it is known by.

    Their wordings are kept too, for should it stay in doubt. False where a claim no longer holds
    all rows of a message as they were: then it may not be sent.
    """
    values = [
        {"id": id_, "mine": parcel.mine, "bundle": parcel.bundle, "wording": wording}
        for parcel in parcels
        for id_, wording in parcel.wordings.items()
    ]
    noted = await _update(session, changes.handing_over, values, now=now)
    handed = [noted.issuperset(parcel.wordings) for parcel in parcels]
    pairs = zip(parcels, handed, strict=True)
    if in_part := [id_ for parcel, whole in pairs if not whole for id_ in parcel.wordings]:
        await session.exec(
            update(Outbox)
            .where(col(Outbox.id).in_(noted.intersection(in_part)))
            .values(bundle=None)
        )
    return handed


async def settle(
    session: AsyncSession, outcomes: Iterable[tuple[str, RowOutcome]], *, now: datetime
) -> int:
    """Write what became of these rows, each with its claim; how many were still held.

    A row that was dropped while its message went out counts as sent: it must not go out again.
    """
    values = [
        {
            "id": outcome.id,
            "mine": mine,
            "state": outcome.state,
            "reason": outcome.reason,
            "message": outcome.message,
            "wording": outcome.wording,
        }
        for mine, outcome in outcomes
    ]
    return len(await _update(session, changes.settling, values, now=now))


async def release(session: AsyncSession, releases: Iterable[tuple[str, Release]]) -> None:
    """Give rows back, each with its claim."""
    values: list[Given] = [
        {
            "id": one.id,
            "mine": mine,
            "until": _micros(one.until),
            "doubt": int(one.in_doubt),
            "tried": one.tried,
            "failed": one.failed,
        }
        for mine, one in releases
    ]
    await _update(session, changes.releasing, values)


async def keep(session: AsyncSession, held: Mapping[int, str], *, now: datetime) -> None:
    """Renew the lease of rows, each under the claim that it has been held with so far."""
    for row_id, mine in held.items():
        await session.exec(
            update(Outbox)
            .where(col(Outbox.id) == row_id, col(Outbox.state) == OPEN)
            .values(claim=mine, next_at=now + LEASE)
            .execution_options(synchronize_session=False)
        )


async def hand_back(
    session: AsyncSession,
    ids: Collection[int],
    *,
    mine: Collection[str],
    now: datetime,
    look_at: datetime,
) -> None:
    """Give up these claims: a row is free at once, or if it was handed over, in doubt.

    What is in doubt is not looked for before `look_at`.
    """
    free = col(Outbox.bundle).is_(None)
    await session.exec(
        update(Outbox)
        .where(col(Outbox.id).in_(ids), col(Outbox.claim).in_(mine), col(Outbox.state) == OPEN)
        .values(
            claim=case((free, None), else_=UNHELD),
            next_at=case((free, literal(now, Moment)), else_=literal(look_at, Moment)),
        )
        .execution_options(synchronize_session=False)
    )


async def let_go(session: AsyncSession, held: Iterable[tuple[str, int, bool]]) -> None:
    """Take claims off what they still hold of these rows, but for those that are in doubt.

    Each is a claim, a row, and whether its message may be out. They were dropped meanwhile, and
    perhaps wanted again since: none of them was in a message.
    """
    values: list[Given] = [
        {"id": id_, "mine": mine, "doubt": int(doubt)} for mine, id_, doubt in held
    ]
    await _update(session, changes.letting_go, values)


async def shift(session: AsyncSession, moved: Iterable[tuple[str, int, datetime, date]]) -> None:
    """Put rows at a later time and its day, each with its claim, as if planned for then."""
    values: list[Given] = [
        {"id": id_, "mine": mine, "due": _micros(due_at), "day": day.isoformat()}
        for mine, id_, due_at, day in moved
    ]
    await _update(session, changes.shifting, values)


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


async def _update(
    session: AsyncSession,
    statement: Callable[[str], Update],
    values: Collection[Given],
    **others: datetime,
) -> set[int]:
    """Change these rows; the ids of those changed."""
    if not values:
        return set()
    connection = await session.connection()
    done = await connection.execute(statement(dialect_of(session)), {**rows(values), **others})
    return {id_ for (id_,) in done}


def _micros(moment: datetime) -> int:
    return (moment - EPOCH) // MICROSECOND
