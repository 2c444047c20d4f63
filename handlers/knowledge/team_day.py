"""What a manager may read about the people in a team: calls, shared reflections and promises.

This is only what people have opened to their manager, and what every colleague may read (see
`handlers.features.team.rights`). All times are UTC.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.knowledge.opened import is_open, may_read
from handlers.rhythm_settings import (
    DAY,
    at,
    day_of,
    is_first_of_week,
    rhythm_of,
    working_day_before,
)
from storage.tables import Account, Call, Person, Reflection
from storage.team import help_requests, team_days
from storage.team.help_requests import HelpWithCall
from storage.team.team_days import Promised

MAX_NEW = 50  # read at most this many new reflections
# The first message of a week names the promises that became overdue in the last four weeks.
FOUR_WEEKS = 28 * DAY


@dataclass(frozen=True)
class OpenedCall:
    """An upcoming call, and the people of the team who are in it and opened it to their manager."""

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
class Morning:
    """What a manager hears about the teams in the morning. `day` is the date in the zone `zone`.

    - `asked`: requests for help that wait for the manager's answer
    - `calls`: the opened calls for the rest of the day
    - `overdue`: all overdue promises to customers, oldest first. The message says how many there
      are.
    - `newly_overdue`: the promises in `overdue` that became overdue since the last working day. In
      the first message of a week, these are the promises that became overdue in the last four
      weeks.
    - `new`: shared reflections that were written after the manager's previous morning message was
      due. That message was due on the last working day before `day`.
    """

    day: date
    zone: str
    asked: Sequence[HelpWithCall]
    calls: Sequence[OpenedCall]
    overdue: Sequence[Promised]
    newly_overdue: Sequence[Promised]
    new: Sequence[SharedReflection]
    praise: "Praise | None"

    @property
    def overdue_named(self) -> list[Promised]:
        """The oldest overdue promise, then all newly overdue promises.

        The message names only these, so that it stays short.
        """
        new = {one.promise.id for one in self.newly_overdue}
        oldest = [one for one in self.overdue[:1] if one.promise.id not in new]
        return [*oldest, *self.newly_overdue]

    @property
    def is_worth_sending(self) -> bool:
        """Whether to send the message. Older overdue promises alone are not enough."""
        return bool(self.asked or self.calls or self.newly_overdue or self.new or self.praise)


@dataclass(frozen=True)
class Praise:
    """Something good that the person `who` did. One of `kept` and `heard` is set.

    - `kept`: a promise to a customer that the person kept
    - `heard`: a shared reflection in which the person wrote down something unexpected
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
    """Return reflections that these people wrote since `since` and shared, newest call first."""
    known = _by_id(reports)
    rows = await team_days.shared(session, tenant, known, since=since, limit=limit, skip=skip)
    return [
        SharedReflection(written, account, known[written.author_id])
        for written, account in rows
        if may_read(written, known)
    ]


async def we_owe(session: AsyncSession, tenant: str, reports: Sequence[Person]) -> list[Promised]:
    """Return these people's open promises to customers, by due day."""
    return await team_days.open_promises(session, tenant, _by_id(reports), "ours")


async def they_owe(session: AsyncSession, tenant: str, reports: Sequence[Person]) -> list[Promised]:
    """Return customers' open promises to these people, by due day."""
    return await team_days.open_promises(session, tenant, _by_id(reports), "theirs")


def overdue(promises: Sequence[Promised], today: date, *, since: date = date.min) -> list[Promised]:
    """Return the promises that were due on `since` or later, and before `today`."""
    return [one for one in promises if one.promise.due_on and since <= one.promise.due_on < today]


async def praise(
    session: AsyncSession,
    tenant: str,
    reports: Sequence[Person],
    new: Sequence[SharedReflection],
    since: datetime,
) -> Praise | None:
    """Return one thing that is worth praising. Return None if there is nothing.

    If a reflection in `new` tells of a surprise, return this reflection. Otherwise, return the
    last promise to a customer that one of these people has kept since `since`.
    """
    for one in new:
        if one.reflection.surprise.strip():
            return Praise(one.author, heard=one)
    known = _by_id(reports)
    kept = await team_days.last_kept(session, tenant, known, since)
    return Praise(kept.owner, kept=kept) if kept else None


async def morning(
    session: AsyncSession, manager: Person, reports: Sequence[Person], now: datetime
) -> Morning:
    """Gather what the manager of these people hears in the morning. `now` is in UTC."""
    tenant, zone, rhythm = manager.tenant, manager.zone, rhythm_of(manager)
    day = day_of(now, zone)
    before = working_day_before(day, rhythm)
    since = at(before, rhythm.team_at, zone)
    new = await shared_reflections(session, tenant, reports, since=since, limit=MAX_NEW)
    late_since = day - FOUR_WEEKS if is_first_of_week(day, rhythm) else before
    owed = await we_owe(session, tenant, reports)
    return Morning(
        day,
        zone,
        await help_requests.waiting_for(session, manager),
        await opened_calls(session, tenant, reports, now, at(day + DAY, time(), zone)),
        overdue(owed, day),
        overdue(owed, day, since=late_since),
        new,
        await praise(session, tenant, reports, new, since),
    )


def _by_id(people: Sequence[Person]) -> Mapping[int, Person]:
    return {one.id: one for one in people}
