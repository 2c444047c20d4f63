"""Query accounts and their contacts."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import bindparam, case, delete, exists, func, literal, or_, union_all
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select, SelectOfScalar

from storage import mail
from storage.choices import PLANNED
from storage.spelling import comparable, spellings, tidy
from storage.sql.built_once import built_once
from storage.sql.groups import grouped
from storage.sql.json_rows import dialect_of
from storage.sql.locks import for_update
from storage.sql.unique import insert, insert_all
from storage.tables import Account, AccountDomain, Call, CallContact, Contact, Seat

Details = tuple[str, str | None]  # a contact's role ("" if unknown) and email address
NO_EMAILS: Mapping[str, str] = MappingProxyType({})
MAX_COMPARED = 1_000  # compare a name with at most this many accounts or contacts
# Built once, because building is slow. The statements that run most often are built once too.
_AT_ACCOUNT = exists().where(
    col(AccountDomain.account_id) == col(Contact.account_id),
    or_(*(col(Contact.email).endswith(mark + col(AccountDomain.domain)) for mark in ("@", "."))),
)
_IS_THIRD = case((col(Contact.email).is_(None) | _AT_ACCOUNT, 0), else_=1)
_KNOWN = col(Contact.erased_at).is_(None)  # an erased contact is in past calls only


async def by_name(session: AsyncSession, tenant: str, name: str) -> Account | None:
    """Return the account with this name, or None. "&" equals "and"."""
    keys = spellings(name)
    wanted = select(Account).where(col(Account.tenant) == tenant, col(Account.name_key).in_(keys))
    found = (await session.exec(wanted)).all()
    return min(found, key=lambda account: keys.index(account.name_key), default=None)


async def by_names(session: AsyncSession, tenant: str, names: Iterable[str]) -> dict[str, Account]:
    """Return the accounts with these names, by `comparable` name."""
    values = {"tenant": tenant, "keys": [*{comparable(name) for name in names}]}
    found = await session.exec(_with_keys(), params=values)
    return {account.name_key: account for account in found}


@built_once
def _with_keys() -> SelectOfScalar[Account]:
    return select(Account).where(
        col(Account.tenant) == bindparam("tenant"), col(Account.name_key).in_(bindparam("keys"))
    )


async def by_id(
    session: AsyncSession, tenant: str, account_id: int, *, locked: bool = False
) -> Account | None:
    """Return a tenant's account by row id, or None."""
    values = {"tenant": tenant, "id": account_id}
    return (await session.exec(_with_id(locked), params=values)).first()


@built_once
def _with_id(locked: bool) -> SelectOfScalar[Account]:
    wanted = select(Account).where(
        col(Account.tenant) == bindparam("tenant"), col(Account.id) == bindparam("id")
    )
    return for_update(wanted, locked=locked)


async def by_ids(session: AsyncSession, tenant: str, ids: Sequence[int]) -> Sequence[Account]:
    """Return a tenant's accounts by row ids."""
    if not ids:
        return []
    wanted = select(Account).where(col(Account.tenant) == tenant, col(Account.id).in_(ids))
    return (await session.exec(wanted)).all()


async def candidates(
    session: AsyncSession, tenant: str, person_id: int, typed: str
) -> Sequence[tuple[int, str]]:
    """Return (id, `comparable` name) for the accounts that a person may mean by `typed`.

    If there are more than `MAX_COMPARED` accounts, return at most that many: those with which the
    person has calls, and those whose names contain `typed` or begin with the same two letters.
    """
    ours = select(Account.id, Account.name_key).where(col(Account.tenant) == tenant)
    too_many = (await session.exec(ours.offset(MAX_COMPARED).limit(1))).first()
    if too_many is None:
        return (await session.exec(ours)).all()
    met = select(Seat.account_id).where(
        col(Seat.tenant) == tenant, col(Seat.person_id) == person_id
    )
    key = comparable(typed)
    alike = func.substr(col(Account.name_key), 1, 2) == key[:2]
    holds = col(Account.name_key).contains(key, autoescape=True)
    likely = ours.where(or_(col(Account.id).in_(met), alike, holds))
    return (await session.exec(likely.limit(MAX_COMPARED))).all()


async def all_names(session: AsyncSession, tenant: str) -> dict[int, str]:
    """Return the name of every account, by id."""
    wanted = select(Account.id, Account.name).where(col(Account.tenant) == tenant)
    return dict((await session.exec(wanted)).all())


async def add(session: AsyncSession, tenant: str, name: str, now: datetime) -> Account:
    """Add an account, or return the existing account with this name."""
    name = tidy(name)
    row = Account(tenant=tenant, name=name, name_key=comparable(name), created_at=now)
    if await insert(session, row):
        return row
    known = await by_name(session, tenant, name)
    assert known is not None  # noqa: S101 - the name was refused because the row exists
    return known


async def attendees(session: AsyncSession, call_ids: Collection[int]) -> dict[int, list[Contact]]:
    """Return the contacts who are coming to each call, by call id.

    People from other companies, such as consultants, come last: their address is not at the
    account's domain. The caller must check the tenant.
    """
    values = {"calls": [*call_ids]}
    return grouped((await session.exec(_coming(), params=values)).all())


@built_once
def _coming() -> Select[int, Contact]:
    return (
        select(CallContact.call_id, Contact)
        .join(Contact, col(CallContact.contact_id) == col(Contact.id))
        .where(col(CallContact.call_id).in_(bindparam("calls")))
        .order_by(_IS_THIRD, col(Contact.id))
    )


async def set_attendees(
    session: AsyncSession,
    call: Call,
    people: Mapping[str, str],
    emails: Mapping[str, str] = NO_EMAILS,
) -> None:
    """Replace the contacts who are coming to a call. `people` maps names to roles.

    `emails` maps names to addresses. If a role is empty or an address is missing, the one on file
    stays. New names (by `comparable`) become contacts.
    """
    before = (col(CallContact.tenant) == call.tenant, col(CallContact.call_id) == call.id)
    await session.exec(delete(CallContact).where(*before))
    if not people:
        return
    there = (await contacts(session, [call.account_id])).get(call.account_id, ())
    on_file = {comparable(one.name): one.name for one in there}
    rows: dict[str, Details] = {}
    for name, role in people.items():
        same = on_file.setdefault(comparable(name), name)
        before_role, before_email = rows.get(same, ("", None))
        rows[same] = role or before_role, mail.normalised(emails.get(name, "")) or before_email
    known = await _known(session, call.tenant, call.account_id, rows)
    links = [CallContact(tenant=call.tenant, call_id=call.id, contact_id=one.id) for one in known]
    await insert_all(session, links)


async def add_contacts(
    session: AsyncSession, call: Call, people: Mapping[str, str | None]
) -> Sequence[Contact]:
    """Add guests of a call as contacts of the account. `people` maps names to addresses.

    An address given for an existing contact replaces the old one.
    """
    if not people:
        return []
    details = {name: ("", email) for name, email in people.items()}
    return await _known(session, call.tenant, call.account_id, details, added_by_call=call.id)


async def put_contact(
    session: AsyncSession, account: Account, name: str, role: str, email: str | None = None
) -> Contact:
    """Add or update the contact with exactly this name at an account.

    If the role is empty or there is no address, the one on file stays.
    """
    (known,) = await _known(session, account.tenant, account.id, {name: (role, email)})
    return known


async def forget_added(
    session: AsyncSession,
    tenant: str,
    emails: Collection[str],
    hosts: Collection[str],
    now: datetime,
) -> None:
    """Forget contacts who were added from guest lists and have one of these addresses or domains.

    The contacts are removed from the calls after `now` (UTC). A contact who was in an earlier call
    stays, without the address. Others are deleted.
    """
    email = col(Contact.email)
    ours = [email.in_(emails), *(email.like(f"%@{one}") for one in hosts)]
    wanted = (
        select(Contact)
        .where(col(Contact.tenant) == tenant, col(Contact.added_by_call).is_not(None), or_(*ours))
        .order_by(col(Contact.id))
    )
    await forget_contacts(session, tenant, (await session.exec(wanted)).all(), now)


async def forget_contacts(
    session: AsyncSession, tenant: str, found: Sequence[Contact], now: datetime
) -> None:
    """Forget these contacts, who were added from guest lists, as `forget_added` does."""
    ids = [one.id for one in found]
    if not ids:
        return
    coming = select(Call.id).where(col(Call.tenant) == tenant, col(Call.starts_at) > now)
    here = col(CallContact.tenant) == tenant, col(CallContact.contact_id).in_(ids)
    await session.exec(delete(CallContact).where(*here, col(CallContact.call_id).in_(coming)))
    left = set((await session.exec(select(CallContact.contact_id).where(*here))).all())
    for one in found:
        if one.id in left:
            one.email = None
        else:
            await session.delete(one)
    await session.flush()


async def contact(session: AsyncSession, account: Account, contact_id: int) -> Contact | None:
    """Return an account's contact by row id. Return None if it is missing or was erased."""
    wanted = select(Contact).where(
        col(Contact.tenant) == account.tenant,
        col(Contact.id) == contact_id,
        col(Contact.account_id) == account.id,
        _KNOWN,
    )
    return (await session.exec(wanted)).first()


async def contact_by_id(
    session: AsyncSession, tenant: str, contact_id: int, *, locked: bool = False
) -> Contact | None:
    """Return a tenant's contact by row id. Return None if it is missing or was erased."""
    wanted = select(Contact).where(
        col(Contact.tenant) == tenant, col(Contact.id) == contact_id, _KNOWN
    )
    return (await session.exec(for_update(wanted, locked=locked))).first()


async def calls_with(session: AsyncSession, contact: Contact) -> Sequence[Call]:
    """Return the calls that a contact came to or is coming to."""
    wanted = (
        select(Call)
        .join(CallContact, col(CallContact.call_id) == col(Call.id))
        .where(col(CallContact.tenant) == contact.tenant, col(CallContact.contact_id) == contact.id)
    )
    return (await session.exec(wanted)).all()


async def add_attendee(session: AsyncSession, call: Call, contact_id: int) -> Contact | None:
    """Record that a contact is coming to a call, and return the contact.

    Return None, and record nothing, if the contact is not at the call's account or was erased.
    """
    wanted = select(Contact).where(
        col(Contact.tenant) == call.tenant,
        col(Contact.id) == contact_id,
        col(Contact.account_id) == call.account_id,
        _KNOWN,
    )
    contact = (await session.exec(wanted)).first()
    if contact is None:
        return None
    await session.merge(CallContact(tenant=call.tenant, call_id=call.id, contact_id=contact_id))
    await session.flush()
    return contact


async def change_attendees(
    session: AsyncSession, call: Call, *, add: Iterable[Contact], remove: Iterable[Contact]
) -> bool:
    """Add contacts to a call and remove others. Return False if nothing changed."""
    wanted = select(CallContact).where(
        col(CallContact.tenant) == call.tenant, col(CallContact.call_id) == call.id
    )
    links = {link.contact_id: link for link in (await session.exec(wanted)).all()}
    new = {one.id for one in add} - links.keys()
    gone = [links[one.id] for one in remove if one.id in links]
    for contact_id in sorted(new):
        session.add(CallContact(tenant=call.tenant, call_id=call.id, contact_id=contact_id))
    for link in gone:
        await session.delete(link)
    await session.flush()
    return bool(new or gone)


async def contacts_by_email(
    session: AsyncSession, tenant: str, emails: Collection[str]
) -> Sequence[Contact]:
    """Return a tenant's contacts with these normalised email addresses."""
    if not emails:
        return []
    wanted = select(Contact).where(col(Contact.tenant) == tenant, col(Contact.email).in_(emails))
    return (await session.exec(wanted)).all()


async def contacts_named(
    session: AsyncSession, tenant: str, names: Collection[str]
) -> Sequence[str]:
    """Return the names of the contacts whose name is in `names`, ignoring case."""
    if not names:
        return []
    lowered = {name.lower() for name in names}
    wanted = (
        select(Contact.name)
        .where(
            col(Contact.tenant) == tenant,
            _KNOWN,
            func.lower(col(Contact.name)).in_(lowered),
        )
        .distinct()
        .order_by(col(Contact.name))
    )
    return (await session.exec(wanted)).all()


async def count_in_industry(session: AsyncSession, tenant: str, industry: str) -> int:
    """Count the accounts with this industry, ignoring case."""
    wanted = (
        select(func.count())
        .select_from(Account)
        .where(col(Account.tenant) == tenant, func.lower(col(Account.industry)) == industry.lower())
    )
    return (await session.exec(wanted)).one()


async def contacts(session: AsyncSession, account_ids: Collection[int]) -> dict[int, list[Contact]]:
    """Return the contacts of each account, by account id, without those who were erased.

    The contact with the latest planned call comes first, and contacts without a planned call come
    last. The caller must check the tenant.
    """
    found = (await session.exec(_at_accounts(), params={"accounts": [*account_ids]})).all()
    return grouped((one.account_id, one) for one in found)


@built_once
def _at_accounts() -> SelectOfScalar[Contact]:
    last_call = (
        select(func.max(Call.starts_at))
        .where(
            col(CallContact.contact_id) == col(Contact.id),
            col(CallContact.call_id) == col(Call.id),
            col(Call.status) == PLANNED,
        )
        .correlate(Contact)
        .scalar_subquery()
    )
    return (
        select(Contact)
        .where(col(Contact.account_id).in_(bindparam("accounts")), _KNOWN)
        .order_by(last_call.is_(None), last_call.desc(), col(Contact.id).desc())
    )


async def contacts_met(
    session: AsyncSession, tenant: str, person_id: int
) -> Sequence[tuple[int, str]]:
    """Return (account id, name) of contacts at the accounts that a person has calls with.

    Return the newest `MAX_COMPARED` contacts, newest first.
    """
    met = select(Seat.account_id).where(
        col(Seat.tenant) == tenant, col(Seat.person_id) == person_id
    )
    wanted = (
        select(Contact.account_id, Contact.name)
        .where(col(Contact.tenant) == tenant, col(Contact.account_id).in_(met), _KNOWN)
        .order_by(col(Contact.id).desc())
        .limit(MAX_COMPARED)
    )
    return (await session.exec(wanted)).all()


async def contacts_by_id(session: AsyncSession, ids: Collection[int]) -> dict[int, Contact]:
    """Return contacts by row id. The caller must check the tenant."""
    if not ids:
        return {}
    wanted = select(Contact).where(col(Contact.id).in_(ids))
    return {row.id: row for row in (await session.exec(wanted)).all()}


async def names_elsewhere(
    session: AsyncSession, tenant: str, account_id: int, limit: int
) -> Sequence[tuple[str, bool]]:
    """Return up to `limit` names of other accounts and of their contacts.

    Each name comes with True for an account and False for a contact.
    """
    others = select(Account.name, literal(1).label("own")).where(
        col(Account.tenant) == tenant, col(Account.id) != account_id
    )
    people = select(Contact.name, literal(0).label("own")).where(
        col(Contact.tenant) == tenant, col(Contact.account_id) != account_id, _KNOWN
    )
    both = union_all(others, people).limit(limit).subquery()
    found = await session.exec(select(both.c.name, both.c.own))
    return [(name, bool(is_account)) for name, is_account in found.all()]


async def _known(
    session: AsyncSession,
    tenant: str,
    account_id: int,
    people: Mapping[str, Details],
    *,
    added_by_call: int | None = None,
) -> Sequence[Contact]:
    """Add or update contacts at an account, and return them.

    If a role is empty or an address is None, the one on file stays. Only new contacts get
    `added_by_call`.
    """
    engine = sqlite if dialect_of(session) == "sqlite" else postgresql
    given = [
        {
            "tenant": tenant,
            "account_id": account_id,
            "name": name,
            "role": role,
            "email": email,
            "added_by_call": added_by_call,
        }
        for name, (role, email) in people.items()
    ]
    new = engine.insert(Contact).values(given)
    role = case((new.excluded.role != "", new.excluded.role), else_=col(Contact.role))
    email = func.coalesce(new.excluded.email, col(Contact.email))
    kept = new.on_conflict_do_update(
        index_elements=["account_id", "name"], set_={"role": role, "email": email}
    )
    found = await session.exec(
        kept.returning(Contact), execution_options={"populate_existing": True}
    )
    known: Sequence[Contact] = found.scalars().all()
    return known
