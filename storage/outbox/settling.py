"""Changes claimed rows: hands them over, settles, releases and reschedules them, in bulk.

Every row is named with the claim that holds it, and a row that this claim no longer holds is left
unchanged. All times are UTC. Nothing here reads the clock.
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
    """The rows of one message that a claim holds, with their wordings (playbook line ids).

    `name` identifies the message; 0 means that its lowest row id does.
    """

    mine: str
    wordings: Mapping[int, str | None]
    name: int = 0

    @property
    def bundle(self) -> int:
        """The id that the message carries and that a read-back searches for."""
        return self.name or min(self.wordings)


@dataclass(frozen=True)
class Release:
    """A row to release: nobody claims it again before `until`.

    `tried` and `failed` (a failure of our own) are added to the row's counts. `in_doubt` says that
    its message may have gone out.
    """

    id: int
    until: datetime
    in_doubt: bool
    tried: int = 0
    failed: int = 0


async def hand_over(
    session: AsyncSession, parcels: Sequence[Parcel], *, now: datetime
) -> list[bool]:
    """Record which rows are about to be sent in which message, with their wordings.

    Returns one answer for each parcel. False means that the claim no longer holds all its rows:
    then the message must not be sent.
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
    """Write what became of these rows, each with its claim. Returns how many were still held.

    A row that was dropped while its message went out becomes sent, so that it is not sent again.
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
    """Release rows, each with its claim."""
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
    """Renew the lease of these rows, under the claims (by row id) that they had before."""
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
    """Release rows at shutdown: a row is free at once or, if it was handed over, in doubt.

    A row in doubt is not reconciled before `look_at`.
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
    """Remove claims from the rows they still hold, except from rows in doubt.

    Each item is (claim, row id, whether its message may have gone out). Such rows were dropped
    while they were claimed, and may have been reopened since; they were not sent.
    """
    values: list[Given] = [
        {"id": id_, "mine": mine, "doubt": int(doubt)} for mine, id_, doubt in held
    ]
    await _update(session, changes.letting_go, values)


async def shift(session: AsyncSession, moved: Iterable[tuple[str, int, datetime, date]]) -> None:
    """Reschedule rows: each is (claim, row id, new due time, the recipient's local day then)."""
    values: list[Given] = [
        {"id": id_, "mine": mine, "due": _micros(due_at), "day": day.isoformat()}
        for mine, id_, due_at, day in moved
    ]
    await _update(session, changes.shifting, values)


async def never_out(session: AsyncSession, to: To, bundle: int) -> None:
    """Clear claim and bundle of the dropped rows of a message that did not go out.

    If such a row is reopened, it must not be taken for part of the message sent instead.
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
    """Run the statement for these rows. Returns the ids of the rows it changed."""
    if not values:
        return set()
    connection = await session.connection()
    done = await connection.execute(statement(dialect_of(session)), {**rows(values), **others})
    return {id_ for (id_,) in done}


def _micros(moment: datetime) -> int:
    return (moment - EPOCH) // MICROSECOND
