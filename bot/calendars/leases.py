"""Claim calendars that are due, so that only one process at a time reads a calendar."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.calendars import timing
from bot.calendars.kinds import CalendarOwner
from handlers.admission import Admission
from storage.choices import CalendarKind
from storage.meetings import calendars
from storage.sealing import NoKey
from storage.tables import CalendarConnection, Person
from storage.workspace import people

CALENDARS_PER_CLAIM = 32  # few enough to read all of them before the lease ends
UNUSED_WAIT = timedelta(days=1)  # until the next claim, if the owner does not use Attune


@dataclass(frozen=True)
class Leased:
    """A calendar that is claimed until `lease` (UTC). `secret` is None if no key decrypts it.

    `cursor` is what the last read returned, or "" if everything is to be read.
    """

    id: int
    tenant: str
    kind: CalendarKind
    owner: CalendarOwner
    lease: datetime
    secret: str | None = field(repr=False)
    cursor: str = field(repr=False)


async def claim(
    session: AsyncSession, served: Collection[str], admission: Admission, now: datetime
) -> list[Leased]:
    """Claim calendars that are due at `now` (UTC), and decrypt their secrets.

    Only calendars of the tenants in `served` are claimed. A platform in `served` means all its
    tenants. A calendar whose owner does not use Attune is put off for a day. Such a calendar is
    disconnected after 30 days without a read, so that we keep no secrets of people who have left.
    """
    claimed = await calendars.claim(session, served, now, CALENDARS_PER_CLAIM)
    leased = [await _leased(session, calendar, admission, now) for calendar in claimed]
    return [one for one in leased if one is not None]


async def still_ours(
    session: AsyncSession, leased: Leased, admission: Admission
) -> tuple[CalendarConnection, Person] | None:
    """Lock the calendar, and return it with its owner. Return None if our claim has ended.

    A claim ends if the calendar is disconnected, made due again or claimed by another process, or
    if the owner stops using Attune.
    """
    calendar = await calendars.by_id(session, leased.tenant, leased.id, locked=True)
    if calendar is None or calendar.next_at != leased.lease:
        return None
    owner = await people.by_id(session, calendar.tenant, calendar.person_id)
    return (calendar, owner) if owner and _uses_attune(owner, admission) else None


async def _leased(
    session: AsyncSession, calendar: CalendarConnection, admission: Admission, now: datetime
) -> Leased | None:
    """Decrypt the secret of a claimed calendar. If the owner does not use Attune, return None."""
    secret, cursor = None, ""
    try:
        calendars.renew_seals(session, calendar)
        secret = calendars.secret(session, calendar)
        if not timing.is_full_read_due(calendar.kind, calendar.listed_at, now):
            cursor = calendars.cursor(session, calendar)
    except NoKey:
        secret = None
    owner = await people.by_id(session, calendar.tenant, calendar.person_id)
    if owner is None or not _uses_attune(owner, admission):
        calendar.next_at = now + UNUSED_WAIT
        if (calendar.read_at or calendar.connected_at) <= now - timing.GONE:
            await calendars.disconnect(session, calendar)
        return None
    return Leased(
        calendar.id,
        calendar.tenant,
        calendar.kind,
        CalendarOwner(owner.zone, owner.email, owner.id),
        calendar.next_at,
        secret,
        cursor,
    )


def _uses_attune(owner: Person, admission: Admission) -> bool:
    return not owner.unreachable and admission.admits(owner.standing)
