"""Store and query whom people met in past meetings in their calendars. Times are UTC."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Select,
    bindparam,
    exists,
    not_,
    union,
)
from sqlalchemy import select as plain_select
from sqlalchemy.orm import Mapped
from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import mail
from storage.choices import PLANNED
from storage.customers import suppressed_names
from storage.sql.built_once import built_once
from storage.sql.unique import insert_all
from storage.tables import (
    AccountDomain,
    CalendarConnection,
    Call,
    Contact,
    MeetingAnswer,
    MetGuest,
    Person,
    Seat,
)

Item = TypeVar("Item")

KEPT_FOR = timedelta(days=92)  # keep the guests of a meeting for this long after it started
ROWS_PER_STATEMENT = 500  # how many rows to write in one statement


class Met(NamedTuple):
    """A guest from outside our company in a past meeting. `address` is normalised."""

    starts_at: datetime
    address: str


async def note(
    session: AsyncSession,
    calendar: CalendarConnection,
    found: Collection[Met],
    *,
    since: datetime,
    now: datetime,
) -> None:
    """Store whom a calendar's owner has met.

    `found` has the guests of all meetings that began at `since` or later.

    - Delete the stored guests who are not in `found` and whose meeting began at `since` or later.
    - Delete the guests of meetings older than `KEPT_FOR`.
    - Do not store guests who were erased.
    """
    erased = await suppressed_names.among(session, calendar.tenant, {one.address for one in found})
    found = {one for one in found if one.address not in erased}
    rows = await session.exec(
        select(MetGuest).where(
            col(MetGuest.tenant) == calendar.tenant, col(MetGuest.calendar_id) == calendar.id
        )
    )
    stored = {(row.starts_at, row.address): row.id for row in rows}
    gone = [
        id_
        for (at, address), id_ in stored.items()
        if at < now - KEPT_FOR or (at >= since and (at, address) not in found)
    ]
    new = sorted(one for one in found if one not in stored and one.starts_at >= now - KEPT_FOR)
    for some in _parts(gone):
        await session.exec(delete(MetGuest).where(col(MetGuest.id).in_(some)))
    for part in _parts(new):
        await insert_all(
            session,
            [
                MetGuest(
                    tenant=calendar.tenant,
                    calendar_id=calendar.id,
                    starts_at=starts_at,
                    address=address,
                    company=mail.company_of(address),
                )
                for starts_at, address in part
            ],
        )


async def with_accounts(
    session: AsyncSession, wanted: Iterable[tuple[Person, int]]
) -> Mapping[tuple[int, int], list[Met]]:
    """For each person id and account id, return the guests from the account whom the person met.

    The guests of the oldest meeting come first. A guest is from an account if the account has the
    guest's mail domain, if a contact of the account has the guest's address, or if the person told
    Attune that the guest is from the account. Leave out a meeting if the person's call with the
    account at that time was cancelled or missed.

    The result may also have pairs that are not in `wanted`: a person in `wanted`, and an account
    that is wanted for somebody else.
    """
    pairs = {(person.tenant, person.id, account_id) for person, account_id in wanted}
    if not pairs:
        return {}
    values = {
        "tenants": [*{tenant for tenant, _, _ in pairs}],
        "people": [*{person_id for _, person_id, _ in pairs}],
        "accounts": [*{account_id for _, _, account_id in pairs}],
    }
    found = await (await session.connection()).execute(_at_accounts(), values)
    met: dict[tuple[int, int], list[Met]] = defaultdict(list)
    for person_id, account_id, starts_at, address in sorted(found, key=lambda row: row[2]):
        met[person_id, account_id].append(Met(starts_at, address))
    return met


@built_once
def _at_accounts() -> CompoundSelect[Any]:
    """Select the guests who are from an account for one of the three reasons in `with_accounts`."""
    at_company = _met(col(AccountDomain.account_id)).join(
        AccountDomain,
        (col(AccountDomain.tenant) == col(MetGuest.tenant))
        & (col(AccountDomain.domain) == col(MetGuest.company)),
    )
    as_contact = _met(col(Contact.account_id)).join(
        Contact,
        (col(Contact.tenant) == col(MetGuest.tenant))
        & (col(Contact.email) == col(MetGuest.address)),
    )
    as_said = _met(col(MeetingAnswer.account_id)).join(
        MeetingAnswer,
        (col(MeetingAnswer.tenant) == col(MetGuest.tenant))
        & (col(MeetingAnswer.person_id) == col(CalendarConnection.person_id))
        & (col(MeetingAnswer.about) == "guest:" + col(MetGuest.address))
        & col(MeetingAnswer.is_call),
    )
    of_people = (
        col(MetGuest.tenant).in_(bindparam("tenants")),
        col(CalendarConnection.person_id).in_(bindparam("people")),
    )
    accounts: BindParameter[Any] = bindparam("accounts")
    return union(
        at_company.where(*of_people, col(AccountDomain.account_id).in_(accounts)),
        as_contact.where(*of_people, col(Contact.account_id).in_(accounts)),
        as_said.where(*of_people, col(MeetingAnswer.account_id).in_(accounts)),
    )


async def of_person(
    session: AsyncSession, person: Person, since: datetime, until: datetime
) -> Sequence[Met]:
    """Return the guests in a person's meetings that started in [since, until], oldest first."""
    wanted = (
        plain_select(col(MetGuest.starts_at), col(MetGuest.address))
        .join(CalendarConnection, col(CalendarConnection.id) == col(MetGuest.calendar_id))
        .where(
            col(MetGuest.tenant) == person.tenant,
            col(CalendarConnection.tenant) == person.tenant,
            col(CalendarConnection.person_id) == person.id,
            col(MetGuest.starts_at) >= since,
            col(MetGuest.starts_at) <= until,
        )
        .distinct()
        .order_by(col(MetGuest.starts_at), col(MetGuest.address))
    )
    return [Met(*row) for row in await (await session.connection()).execute(wanted)]


def _met(account_id: Mapped[Any]) -> Select[Any]:
    """Select guests of past meetings, each with the calendar's owner and the guest's account.

    `account_id` is a column of a table that the caller joins.
    """
    return (
        plain_select(
            col(CalendarConnection.person_id),
            account_id,
            col(MetGuest.starts_at),
            col(MetGuest.address),
        )
        .select_from(MetGuest)
        .join(CalendarConnection, col(CalendarConnection.id) == col(MetGuest.calendar_id))
        .where(not_(_did_not_happen(account_id)))
    )


def _did_not_happen(account_id: Mapped[Any]) -> ColumnElement[bool]:
    """Match a meeting if the owner's call with the account at that time was cancelled or missed."""
    return exists(col(Seat.call_id)).where(
        col(Seat.tenant) == col(MetGuest.tenant),
        col(Seat.person_id) == col(CalendarConnection.person_id),
        col(Seat.account_id) == account_id,
        col(Seat.starts_at) == col(MetGuest.starts_at),
        col(Call.id) == col(Seat.call_id),
        col(Call.status) != PLANNED,
    )


def _parts(items: Sequence[Item]) -> Iterable[Sequence[Item]]:
    return (items[at : at + ROWS_PER_STATEMENT] for at in range(0, len(items), ROWS_PER_STATEMENT))
