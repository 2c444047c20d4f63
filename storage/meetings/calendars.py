"""Find, connect and claim calendars, and store their secrets.

All times are UTC. Secrets are encrypted with the database's keys. Only this module and
`storage.upkeep.resealing` decrypt them.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import delete, func, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import CalendarKind
from storage.database.connection import sealer_of
from storage.meetings import calendar_sign_ins
from storage.sealing import NoKey, place
from storage.sql.due import claim_due
from storage.sql.locks import for_update
from storage.sql.tenants import is_served
from storage.tables import CalendarConnection, MetGuest, Person, SeenMeeting

log = structlog.get_logger()

LEASE = timedelta(minutes=5)  # longer than it takes to read one calendar
# The kinds whose secret is a token that we revoke when the owner disconnects the calendar.
REVOKED: frozenset[CalendarKind] = frozenset(("google", "microsoft"))


@dataclass(frozen=True)
class CalendarCount:
    """How many calendars there are, and how many can't be read.

    `failing_since` is when the first of the failing calendars began to fail (UTC), or None if no
    calendar fails.
    """

    number: int
    failing: int
    failing_since: datetime | None


async def of_person(
    session: AsyncSession, person: Person, *, locked: bool = False
) -> Sequence[CalendarConnection]:
    """Return a person's calendars in the order in which they were connected."""
    wanted = (
        select(CalendarConnection)
        .where(
            col(CalendarConnection.tenant) == person.tenant,
            col(CalendarConnection.person_id) == person.id,
        )
        .order_by(col(CalendarConnection.id))
    )
    return (await session.exec(for_update(wanted, locked=locked))).all()


async def awaits_report(session: AsyncSession, person: Person) -> bool:
    """Return whether a person will get a report when one of their calendars is next read.

    After a calendar gets a new secret (`replace_secret`), its first reading reports to the person
    what changed in the calendar.
    """
    wanted = select(CalendarConnection.id).where(
        col(CalendarConnection.tenant) == person.tenant,
        col(CalendarConnection.person_id) == person.id,
        col(CalendarConnection.read_at).is_(None),
        col(CalendarConnection.listed_at).is_not(None),
    )
    return (await session.exec(wanted.limit(1))).first() is not None


async def by_id(
    session: AsyncSession, tenant: str, calendar_id: int, *, locked: bool = False
) -> CalendarConnection | None:
    """Return a tenant's calendar by row id, or None."""
    wanted = select(CalendarConnection).where(
        col(CalendarConnection.tenant) == tenant, col(CalendarConnection.id) == calendar_id
    )
    return (await session.exec(for_update(wanted, locked=locked))).first()


async def connect(
    session: AsyncSession,
    person: Person,
    now: datetime,
    *,
    kind: CalendarKind,
    secret: str,
    label: str,
) -> CalendarConnection:
    """Store a new calendar that is due now. Raises storage.sealing.NoKey without a key."""
    calendar = CalendarConnection(
        tenant=person.tenant,
        person_id=person.id,
        kind=kind,
        label=label,
        secret="",
        connected_at=now,
        next_at=now,
    )
    session.add(calendar)
    await session.flush()  # the encrypted secret needs the id
    store_secret(session, calendar, secret)
    await session.flush()
    return calendar


def secret(session: AsyncSession, calendar: CalendarConnection) -> str:
    """Return what gives access to a calendar.

    - the secret web address of an ICS calendar
    - the refresh token of a Google or Microsoft calendar
    - the text of a calendar file
    - "" for a demo calendar

    Raises NoKey.
    """
    sealed = calendar.secret
    return sealer_of(session).open(sealed, _place(calendar, "secret")) if sealed else ""


def cursor(session: AsyncSession, calendar: CalendarConnection) -> str:
    """Return where to continue reading, or "" to read everything. Raises NoKey."""
    sealed = calendar.cursor
    return sealer_of(session).open(sealed, _place(calendar, "cursor")) if sealed else ""


def store_secret(session: AsyncSession, calendar: CalendarConnection, secret: str) -> None:
    """Encrypt a calendar's secret, and set it. Raises NoKey.

    The function `secret` lists what a secret can be.
    """
    where = _place(calendar, "secret")
    calendar.secret = sealer_of(session).seal(secret, where) if secret else ""


def store_cursor(session: AsyncSession, calendar: CalendarConnection, cursor: str) -> None:
    """Store where to continue reading, or "" to read everything. Raises NoKey."""
    where = _place(calendar, "cursor")
    calendar.cursor = sealer_of(session).seal(cursor, where) if cursor else ""


def renew_seals(session: AsyncSession, calendar: CalendarConnection) -> None:
    """Encrypt the secret and the cursor with the current key, if an older key encrypted the secret.

    Raises NoKey.
    """
    if calendar.secret and not sealer_of(session).is_current(calendar.secret):
        store_secret(session, calendar, secret(session, calendar))
        store_cursor(session, calendar, cursor(session, calendar))


def replace_secret(
    session: AsyncSession, calendar: CalendarConnection, now: datetime, *, secret: str
) -> None:
    """Store a new secret for a connected calendar, and make the calendar due now. Raises NoKey."""
    store_secret(session, calendar, secret)
    calendar.failures, calendar.failing_since, calendar.trouble = 0, None, None
    calendar.cursor, calendar.next_at = "", now
    # Because `read_at` is None, the next reading reports to the owner. The report says what changed
    # after `listed_at`, when the events were last stored. So we don't clear `listed_at`.
    calendar.read_at = None


async def count(session: AsyncSession, platforms: Iterable[str]) -> CalendarCount:
    """Count the calendars of people on these platforms, and the calendars that can't be read."""
    failing = col(CalendarConnection.failing_since)
    wanted = select(func.count(), func.count(failing), func.min(failing)).where(
        or_(*(col(CalendarConnection.tenant).startswith(f"{one}:") for one in platforms))
    )
    return CalendarCount(*(await session.exec(wanted)).one())


def is_of_demo(calendar: CalendarConnection) -> bool:
    """Return whether this is one of the playground's own calendars. These have no secret."""
    is_playground = calendar.tenant.startswith("playground:")
    return is_playground and calendar.kind == "ics" and not calendar.secret


async def disconnect(session: AsyncSession, calendar: CalendarConnection) -> None:
    """Delete a calendar, the meetings seen in it, and the guests of past meetings.

    Calls from the calendar stay. If the calendar has a token, we store the token so that a chore
    can revoke it (see `calendar_sign_ins.take_expired`).
    """
    await _store_token_to_revoke(session, calendar)
    await session.exec(
        delete(SeenMeeting).where(
            col(SeenMeeting.tenant) == calendar.tenant, col(SeenMeeting.calendar_id) == calendar.id
        )
    )
    await session.exec(
        delete(MetGuest).where(
            col(MetGuest.tenant) == calendar.tenant, col(MetGuest.calendar_id) == calendar.id
        )
    )
    await session.delete(calendar)
    await session.flush()


async def claim(
    session: AsyncSession, served: Collection[str], now: datetime, limit: int
) -> Sequence[CalendarConnection]:
    """Claim up to `limit` due calendars, and return them. The claim ends after `LEASE`.

    `served` has tenants or platforms. Only calendars of their people are claimed.
    """
    due = (
        select(CalendarConnection.id)
        .where(
            col(CalendarConnection.next_at) <= now,
            is_served(col(CalendarConnection.tenant), served),
        )
        .order_by(col(CalendarConnection.next_at))
        .limit(limit)
    )
    ids = await claim_due(session, CalendarConnection, col(CalendarConnection.id), due, now + LEASE)
    claimed = select(CalendarConnection).where(col(CalendarConnection.id).in_(ids))
    return (await session.exec(claimed)).all()


async def decide_calls_again(session: AsyncSession, person: Person, now: datetime) -> None:
    """Make a person's calendars due now (UTC), to decide again which meetings are calls.

    Meetings that are over stay as they are. If a calendar's server asked us to wait, the calendar
    is read after the wait.
    """
    for calendar in await of_person(session, person, locked=True):
        _read_soon(calendar, now)
        calendar.listed_at = None
        await session.exec(
            update(SeenMeeting)
            .where(
                col(SeenMeeting.tenant) == calendar.tenant,
                col(SeenMeeting.calendar_id) == calendar.id,
                col(SeenMeeting.ends_at) > now,
            )
            .values(fingerprint="")
        )
    await session.flush()


async def read_soon(session: AsyncSession, tenant: str, calendar_id: int, now: datetime) -> None:
    """Make a calendar due now (UTC), to be read in full.

    If the calendar's server asked us to wait, the calendar is read after the wait.
    """
    if calendar := await by_id(session, tenant, calendar_id, locked=True):
        _read_soon(calendar, now)


async def is_connected(session: AsyncSession, kind: CalendarKind, label: str) -> bool:
    """Return whether anybody in any tenant has connected a calendar of this kind and label.

    The label is the address of the Google or Microsoft account.
    """
    same = select(CalendarConnection.id).where(
        col(CalendarConnection.kind) == kind, col(CalendarConnection.label) == label
    )
    return (await session.exec(same)).first() is not None


def _read_soon(calendar: CalendarConnection, now: datetime) -> None:
    calendar.cursor = ""
    if calendar.trouble != "asked to wait":
        calendar.next_at = now


async def _store_token_to_revoke(session: AsyncSession, calendar: CalendarConnection) -> None:
    """Store the calendar's token as an expired sign-in, so that a chore revokes it.

    Do nothing if the calendar's secret is not a token that we revoke.
    """
    if calendar.kind not in REVOKED:
        return
    try:
        token = secret(session, calendar)
    except NoKey:
        log.warning(
            "calendar disconnected, but its token cannot be revoked: "
            "the key to decrypt it is missing",
            calendar=calendar.id,
        )
        return
    old = calendar_sign_ins.SignIn(
        calendar.tenant,
        calendar.person_id,
        calendar.kind,
        token,
        calendar.connected_at,
        calendar.label,
    )
    await calendar_sign_ins.store_to_revoke(session, old)


def _place(calendar: CalendarConnection, column: str) -> str:
    return place(calendar.tenant, "calendarconnection", calendar.id, column)
