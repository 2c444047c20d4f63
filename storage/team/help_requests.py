"""Query requests for help: a rep's question about a call, for a manager or a colleague."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import and_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import CANCELLED, LEFT, HelpState
from storage.sql.locks import for_update
from storage.tables import Account, Call, HelpRequest, Person, Seat

MAX_HELPERS = 200  # how many colleagues a rep can choose from


class HelpWithCall(NamedTuple):
    """A request for help, with its people and call.

    `seat` is the asker's seat in the call. If the asker gave it up, `seat` is None.
    """

    request: HelpRequest
    asker: Person
    helper: Person
    call: Call
    account: Account
    seat: Seat | None

    @property
    def state(self) -> HelpState:
        """What became of the request."""
        if self.request.withdrawn_at is not None:
            return "withdrawn"
        if self.request.answered_at is not None:
            return "answered"
        if self.call.status == CANCELLED:
            return "cancelled"
        return "left" if self.seat is None else "waiting"


async def by_id(
    session: AsyncSession, tenant: str, request_id: int, *, locked: bool = False
) -> HelpWithCall | None:
    """Return a tenant's request by row id, or None."""
    wanted = select(HelpRequest).where(
        col(HelpRequest.tenant) == tenant, col(HelpRequest.id) == request_id
    )
    found = (await session.exec(for_update(wanted, locked=locked))).first()
    return (await by_ids(session, [found.id])).get(request_id) if found else None


async def by_ids(session: AsyncSession, ids: Collection[int]) -> dict[int, HelpWithCall]:
    """Return requests by row id, oldest first. The caller must check the tenant."""
    if not ids:
        return {}
    own = and_(
        col(Seat.call_id) == col(HelpRequest.call_id),
        col(Seat.person_id) == col(HelpRequest.asker_id),
    )
    wanted = (
        select(HelpRequest, Call, Account, Seat)
        .join(Call, col(Call.id) == col(HelpRequest.call_id))
        .join(Account, col(Account.id) == col(Call.account_id))
        .join(Seat, own, isouter=True)
        .where(col(HelpRequest.id).in_(ids))
        .order_by(col(HelpRequest.id))
    )
    found = (await session.exec(wanted)).all()
    people = await _people(session, [row[0] for row in found])
    return {
        request.id: HelpWithCall(
            request, people[request.asker_id], people[request.helper_id], call, account, seat
        )
        for request, call, account, seat in found
    }


async def _people(session: AsyncSession, requests: Sequence[HelpRequest]) -> dict[int, Person]:
    ids = {one for each in requests for one in (each.asker_id, each.helper_id)}
    wanted = select(Person).where(col(Person.id).in_(ids))
    return {person.id: person for person in (await session.exec(wanted)).all()}


async def of_call(
    session: AsyncSession, call: Call, asker_id: int | None = None
) -> list[HelpWithCall]:
    """Return the requests about a call that were not withdrawn, oldest first.

    With `asker_id`, return only the requests of this person.
    """
    wanted = select(HelpRequest.id).where(
        col(HelpRequest.tenant) == call.tenant,
        col(HelpRequest.call_id) == call.id,
        col(HelpRequest.withdrawn_at).is_(None),
    )
    if asker_id is not None:
        wanted = wanted.where(col(HelpRequest.asker_id) == asker_id)
    return [*(await by_ids(session, (await session.exec(wanted)).all())).values()]


async def ids_by(session: AsyncSession, asker: Person, call_id: int | None = None) -> Sequence[int]:
    """Return the row ids of a person's requests, including those that were withdrawn.

    With `call_id`, return only the requests about this call.
    """
    wanted = select(HelpRequest.id).where(
        col(HelpRequest.tenant) == asker.tenant, col(HelpRequest.asker_id) == asker.id
    )
    if call_id is not None:
        wanted = wanted.where(col(HelpRequest.call_id) == call_id)
    return (await session.exec(wanted)).all()


async def goals_shown(session: AsyncSession, tenant: str, account_id: int) -> dict[int, object]:
    """Return the askers' goals that helpers may see, by request id.

    Only requests about calls with this account count.
    """
    wanted = (
        select(HelpRequest.id, Seat.goal)
        .join(
            Seat,
            and_(
                col(Seat.call_id) == col(HelpRequest.call_id),
                col(Seat.person_id) == col(HelpRequest.asker_id),
            ),
        )
        .where(
            col(HelpRequest.tenant) == tenant,
            col(HelpRequest.shows_goal),
            col(Seat.account_id) == account_id,
        )
    )
    return dict((await session.exec(wanted)).all())


async def waiting_for(session: AsyncSession, helper: Person) -> list[HelpWithCall]:
    """Return the requests that this person has yet to answer, in the order of the calls.

    Requests about past calls are included. A request is left out in these cases:

    - The call is cancelled.
    - The asker has no seat in the call any more.
    - The asker has left the company.
    """
    wanted = (
        select(HelpRequest.id)
        .join(Call, col(Call.id) == col(HelpRequest.call_id))
        .where(
            col(HelpRequest.tenant) == helper.tenant,
            col(HelpRequest.helper_id) == helper.id,
            col(HelpRequest.answered_at).is_(None),
            col(HelpRequest.withdrawn_at).is_(None),
            col(Call.status) != CANCELLED,
        )
    )
    found = (await by_ids(session, (await session.exec(wanted)).all())).values()
    waiting = (one for one in found if one.seat and not _has_left(one.asker))
    return sorted(waiting, key=lambda one: one.call.starts_at)


def _has_left(person: Person) -> bool:
    return person.erased_at is not None or person.standing == LEFT


async def colleagues(session: AsyncSession, person: Person) -> Sequence[Person]:
    """Return up to `MAX_HELPERS` reachable colleagues whom a person can ask, in order of name."""
    wanted = (
        select(Person)
        .where(
            col(Person.tenant) == person.tenant,
            col(Person.id) != person.id,
            col(Person.erased_at).is_(None),
            col(Person.standing) != LEFT,
            col(Person.unreachable).is_(None),
        )
        .order_by(col(Person.name), col(Person.id))
        .limit(MAX_HELPERS)
    )
    return (await session.exec(wanted)).all()
