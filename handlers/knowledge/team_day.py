"""What a manager may read about the people in a team: calls, shared reflections and promises.

Everything here is what somebody opened to their manager, or what every colleague may read (see
`handlers.features.team.rights`). All times are UTC.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.knowledge.opened import is_open, may_read
from storage import team_days
from storage.tables import Account, Call, Person, Reflection
from storage.team_days import Promised


@dataclass(frozen=True)
class OpenedCall:
    """A coming call, and who of the team is in it and has opened it."""

    call: Call
    account: Account
    people: tuple[Person, ...]


@dataclass(frozen=True)
class SharedReflection:
    """A reflection that its author shared."""

    reflection: Reflection
    account: Account
    author: Person


@dataclass(frozen=True)
class Praise:
    """Something good that somebody did: a promise that was kept, or a surprise that was heard.

    One of `kept` and `heard` is set.
    """

    who: Person
    kept: Promised | None = None
    heard: SharedReflection | None = None


async def opened_calls(
    session: AsyncSession, tenant: str, reports: Sequence[Person], since: datetime, until: datetime
) -> list[OpenedCall]:
    """Return the calls in [since, until) that these people opened, earliest first."""
    known = _by_id(reports)
    found: dict[int, OpenedCall] = {}
    for seat, call, account in await team_days.planned(session, tenant, known, since, until):
        person = known[seat.person_id]
        if is_open(seat, person):
            before = found[call.id].people if call.id in found else ()
            found[call.id] = OpenedCall(call, account, (*before, person))
    return list(found.values())


async def shared_reflections(
    session: AsyncSession,
    tenant: str,
    reports: Sequence[Person],
    *,
    since: datetime,
    limit: int,
    skip: int = 0,
) -> list[SharedReflection]:
    """Return the shared reflections that these people wrote since then, newest call first."""
    known = _by_id(reports)
    rows = await team_days.shared(session, tenant, known, since=since, limit=limit, skip=skip)
    return [
        SharedReflection(written, account, known[written.author_id])
        for written, account in rows
        if may_read(written, known)
    ]


async def we_owe(session: AsyncSession, tenant: str, reports: Sequence[Person]) -> list[Promised]:
    """Return the open promises of these people to customers, by due day."""
    return await team_days.open_promises(session, tenant, _by_id(reports), "ours")


async def they_owe(session: AsyncSession, tenant: str, reports: Sequence[Person]) -> list[Promised]:
    """Return the open promises of customers to these people, by due day."""
    return await team_days.open_promises(session, tenant, _by_id(reports), "theirs")


def overdue(promises: Sequence[Promised], today: date) -> list[Promised]:
    """Return the promises whose day has passed."""
    return [one for one in promises if one.promise.due_on and one.promise.due_on < today]


async def praise(
    session: AsyncSession,
    tenant: str,
    reports: Sequence[Person],
    new: Sequence[SharedReflection],
    since: datetime,
) -> Praise | None:
    """Return one thing that is worth praising, or None.

    A surprise in one of the `new` reflections comes first, and then the last promise that was kept.
    """
    for one in new:
        if one.reflection.surprise.strip():
            return Praise(one.author, heard=one)
    known = _by_id(reports)
    kept = await team_days.last_kept(session, tenant, known, since)
    return Praise(known[kept.promise.owner_id], kept=kept) if kept else None


def _by_id(people: Sequence[Person]) -> Mapping[int, Person]:
    return {one.id: one for one in people}
