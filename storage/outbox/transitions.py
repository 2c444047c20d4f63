"""Change many claimed rows at once: hand them over, settle, release and reschedule them.

Just before a message is sent, its rows are handed over: we record that they are in the message.

Callers pass each row with its claim. A row that has another claim by now stays unchanged.
`restore_claims` and `clear_bundle` are exceptions, because they change rows whatever their claim.
All times are UTC. Nothing here reads the clock.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import Update, case, literal, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import DROPPED, DropReason
from storage.outbox import statements
from storage.outbox.claims import LEASE, RELEASED
from storage.outbox.recipients import RecipientKey, goes_to
from storage.sql.json_rows import JsonRow, dialect_of, parameter
from storage.tables import OPEN, Outbox
from storage.tables.types import EPOCH, MICROSECOND, Moment


@dataclass(frozen=True)
class Handover:
    """The rows of one message. They are claimed under the id `claim`.

    `wordings` maps each row's id to the playbook line that the row uses. For a brief, the value is
    a hash of its text. For a row without a playbook line, it is None. `new_id` identifies the
    message. If `new_id` is 0, the lowest row id identifies it.
    """

    claim: str
    wordings: Mapping[int, str | None]
    new_id: int = 0

    @property
    def bundle(self) -> int:
        """The id by which we can find the message on the platform again."""
        return self.new_id or min(self.wordings)


@dataclass(frozen=True)
class RowOutcome:
    """What became of a row: sent in a message, or dropped for a reason.

    `message` is the platform's id of the message. `wording` is the row's value in
    `Handover.wordings`.
    """

    id: int
    claim: str
    state: Literal["sent", "dropped"]
    reason: DropReason | None = None
    message: str | None = None
    wording: str | None = None


@dataclass(frozen=True)
class Release:
    """A row to release. Nobody claims it before `until`.

    - `tried`: count an attempt.
    - `failed`: count an error of Attune's own.
    - `in_doubt`: the message may have gone out.
    """

    id: int
    claim: str
    until: datetime
    in_doubt: bool
    tried: bool = False
    failed: bool = False


@dataclass(frozen=True)
class Reschedule:
    """A row's new due time, and the recipient's local day at that time."""

    id: int
    claim: str
    due_at: datetime
    day: date


@dataclass(frozen=True)
class ClearedClaim:
    """A row that we tried to send and did not record as sent, and the claim to clear.

    - `in_doubt` is true: the message may have gone out. `clear_claims` clears the claim only if the
      row was not handed over.
    - `in_doubt` is false: `clear_claims` clears the claim.
    """

    id: int
    claim: str
    in_doubt: bool


async def hand_over(
    session: AsyncSession, handovers: Sequence[Handover], *, now: datetime
) -> list[bool]:
    """Record the rows that are about to be sent, with their messages and wordings.

    Return a bool for each handover. It is False if a row is not open any more or has another claim.
    Then the message must not be sent.
    """
    values = [
        {"id": id_, "claim": each.claim, "bundle": each.bundle, "wording": wording}
        for each in handovers
        for id_, wording in each.wordings.items()
    ]
    noted = await _update(session, statements.handing_over, values, now=now)
    handed = [noted.issuperset(each.wordings) for each in handovers]
    pairs = zip(handovers, handed, strict=True)
    if in_part := [id_ for each, whole in pairs if not whole for id_ in each.wordings]:
        await session.exec(
            update(Outbox)
            .where(col(Outbox.id).in_(noted.intersection(in_part)))
            .values(bundle=None)
        )
    return handed


async def settle(session: AsyncSession, outcomes: Iterable[RowOutcome], *, now: datetime) -> None:
    """Record the outcomes of rows: sent or dropped.

    If a row was dropped while its message was being sent, and the message went out, record the row
    as sent. This prevents a second message.
    """
    values = [
        {
            "id": one.id,
            "claim": one.claim,
            "state": one.state,
            "reason": one.reason,
            "message": one.message,
            "wording": one.wording,
        }
        for one in outcomes
    ]
    await _update(session, statements.settling, values, now=now)


async def release(session: AsyncSession, releases: Iterable[Release]) -> None:
    """Release rows, so that they can be claimed again later."""
    values: list[JsonRow] = [
        {
            "id": one.id,
            "claim": one.claim,
            "until": _micros(one.until),
            "doubt": int(one.in_doubt),
            "tried": int(one.tried),
            "failed": int(one.failed),
        }
        for one in releases
    ]
    await _update(session, statements.releasing, values)


async def release_at_shutdown(
    session: AsyncSession,
    ids: Collection[int],
    *,
    claims: Collection[str],
    now: datetime,
    read_back_at: datetime,
) -> None:
    """Release the rows in `ids` that one of `claims` holds.

    Rows that were handed over may have gone out. They can be claimed from `read_back_at` on, when
    we can look for their messages on the platform. The other rows can be claimed at once.
    """
    free = col(Outbox.bundle).is_(None)
    await session.exec(
        update(Outbox)
        .where(col(Outbox.id).in_(ids), col(Outbox.claim).in_(claims), col(Outbox.state) == OPEN)
        .values(
            claim=case((free, None), else_=RELEASED),
            next_at=case((free, literal(now, Moment)), else_=literal(read_back_at, Moment)),
        )
        .execution_options(synchronize_session=False)
    )


async def restore_claims(
    session: AsyncSession, claims: Mapping[int, str], *, now: datetime
) -> None:
    """Give open rows their earlier claims back, with a new lease.

    If the clock jumps past the end of a lease, a process may claim rows again although it is still
    sending them. It then restores the earlier claims. `claims` maps row ids to the earlier claims.
    """
    for row_id, claim in claims.items():
        await session.exec(
            update(Outbox)
            .where(col(Outbox.id) == row_id, col(Outbox.state) == OPEN)
            .values(claim=claim, next_at=now + LEASE)
            .execution_options(synchronize_session=False)
        )


async def reschedule(session: AsyncSession, rows: Iterable[Reschedule]) -> None:
    """Give rows a new due time, and release them."""
    values: list[JsonRow] = [
        {
            "id": one.id,
            "claim": one.claim,
            "due": _micros(one.due_at),
            "day": one.day.isoformat(),
        }
        for one in rows
    ]
    await _update(session, statements.rescheduling, values)


async def clear_claims(session: AsyncSession, rows: Iterable[ClearedClaim]) -> None:
    """Clear the claims of these rows, except rows that were handed over and are in doubt.

    A row that is dropped keeps its claim until we clear it here. If the row were reopened with this
    old claim, it would look as if its message might be on its way.
    """
    values: list[JsonRow] = [
        {"id": one.id, "claim": one.claim, "doubt": int(one.in_doubt)} for one in rows
    ]
    await _update(session, statements.clearing_claims, values)


async def clear_bundle(session: AsyncSession, to: RecipientKey, bundle: int) -> None:
    """Clear the claim and the bundle of dropped rows whose message did not go out.

    The message is composed again without these rows. If one of them is reopened, it must not be
    taken for a part of the new message.
    """
    await session.exec(
        update(Outbox)
        .where(goes_to(to), col(Outbox.state) == DROPPED, col(Outbox.bundle) == bundle)
        .values(claim=None, bundle=None)
        .execution_options(synchronize_session=False)
    )


async def _update(
    session: AsyncSession,
    statement: Callable[[str], Update],
    values: Collection[JsonRow],
    **others: datetime,
) -> set[int]:
    """Run an update of these rows, and return the ids of the rows that it changed."""
    if not values:
        return set()
    connection = await session.connection()
    parameters = {**parameter(values), **others}
    done = await connection.execute(statement(dialect_of(session)), parameters)
    return {id_ for (id_,) in done}


def _micros(moment: datetime) -> int:
    return (moment - EPOCH) // MICROSECOND
