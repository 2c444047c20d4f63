"""Query the contacts at accounts."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, case, delete, func, literal, or_, union_all
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from storage.choices import PLANNED
from storage.customers import accounts
from storage.read_once import read_once
from storage.sql.built_once import built_once
from storage.sql.groups import grouped
from storage.sql.json_rows import dialect_of
from storage.sql.locks import for_update
from storage.tables import Account, Call, CallContact, Contact

Details = tuple[str, str | None]  # a contact's role ("" if unknown) and email address
# Leaves out erased contacts. Their rows stay on file for past calls.
KNOWN = col(Contact.erased_at).is_(None)


async def by_accounts(
    session: AsyncSession, account_ids: Collection[int]
) -> dict[int, list[Contact]]:
    """Return the contacts of each account, by account id, without those who were erased.

    Contacts are in the order of their last call (past or future), latest first. Cancelled and
    missed calls do not count. Contacts without a call come last. The caller must check the tenant.
    """
    found = (await session.exec(_at_accounts(), params={"accounts": [*account_ids]})).all()
    return grouped((one.account_id, one) for one in found)


@built_once
def _at_accounts() -> SelectOfScalar[Contact]:
    """Select the contacts at these accounts, those with the latest call first."""
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
        .where(col(Contact.account_id).in_(bindparam("accounts")), KNOWN)
        .order_by(last_call.is_(None), last_call.desc(), col(Contact.id).desc())
    )


async def at_account(session: AsyncSession, account: Account, contact_id: int) -> Contact | None:
    """Return an account's contact by row id. Return None if it is missing or was erased."""
    wanted = select(Contact).where(
        col(Contact.tenant) == account.tenant,
        col(Contact.id) == contact_id,
        col(Contact.account_id) == account.id,
        KNOWN,
    )
    return (await session.exec(wanted)).first()


async def by_id(
    session: AsyncSession, tenant: str, contact_id: int, *, locked: bool = False
) -> Contact | None:
    """Return a tenant's contact by row id. Return None if it is missing or was erased."""
    wanted = select(Contact).where(
        col(Contact.tenant) == tenant, col(Contact.id) == contact_id, KNOWN
    )
    return (await session.exec(for_update(wanted, locked=locked))).first()


async def by_ids(session: AsyncSession, ids: Collection[int]) -> dict[int, Contact]:
    """Return contacts by row id, even erased ones. The caller must check the tenant."""
    if not ids:
        return {}
    wanted = select(Contact).where(col(Contact.id).in_(ids))
    return {row.id: row for row in (await session.exec(wanted)).all()}


async def by_email(
    session: AsyncSession, tenant: str, emails: Collection[str]
) -> Sequence[Contact]:
    """Return a tenant's contacts with these normalised email addresses."""
    if not emails:
        return []
    wanted = select(Contact).where(col(Contact.tenant) == tenant, col(Contact.email).in_(emails))
    return (await session.exec(wanted)).all()


async def named(session: AsyncSession, tenant: str, names: Collection[str]) -> Sequence[str]:
    """Return the names of the contacts whose name is in `names`, ignoring case."""
    if not names:
        return []
    lowered = {name.lower() for name in names}
    wanted = (
        select(Contact.name)
        .where(
            col(Contact.tenant) == tenant,
            KNOWN,
            func.lower(col(Contact.name)).in_(lowered),
        )
        .distinct()
        .order_by(col(Contact.name))
    )
    return (await session.exec(wanted)).all()


@read_once
async def at_own_accounts(
    session: AsyncSession, tenant: str, person_id: int
) -> Sequence[tuple[int, str]]:
    """Return (account id, name) of contacts at the accounts that a person has calls with.

    The newest contact comes first. After `accounts.MAX_COMPARED` contacts, the rest are left out.
    """
    own = accounts.ids_with_calls_of(tenant, person_id)
    wanted = (
        select(Contact.account_id, Contact.name)
        .where(col(Contact.tenant) == tenant, col(Contact.account_id).in_(own), KNOWN)
        .order_by(col(Contact.id).desc())
        .limit(accounts.MAX_COMPARED)
    )
    return (await session.exec(wanted)).all()


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
        col(Contact.tenant) == tenant, col(Contact.account_id) != account_id, KNOWN
    )
    both = union_all(others, people).limit(limit).subquery()
    found = await session.exec(select(both.c.name, both.c.own))
    return [(name, bool(is_account)) for name, is_account in found.all()]


async def put(
    session: AsyncSession, account: Account, name: str, role: str, email: str | None = None
) -> Contact:
    """Add or update the contact with exactly this name at an account.

    An empty role does not replace the role on file, and None does not replace the address on file.
    """
    (known,) = await add_or_update(session, account.tenant, account.id, {name: (role, email)})
    return known


async def add_guests(
    session: AsyncSession, call: Call, people: Mapping[str, str | None]
) -> Sequence[Contact]:
    """Add guests of a call as contacts of the account. `people` maps names to addresses.

    An address given for an existing contact replaces the old one.
    """
    if not people:
        return []
    details = {name: ("", email) for name, email in people.items()}
    return await add_or_update(
        session, call.tenant, call.account_id, details, added_by_call=call.id
    )


async def forget_guests(
    session: AsyncSession,
    tenant: str,
    emails: Collection[str],
    hosts: Collection[str],
    now: datetime,
) -> None:
    """Forget contacts who were added from guest lists and have one of these addresses or domains.

    The contacts are removed from all calls that start after `now` (UTC). Contacts who are still in
    other calls stay on file, without the address. All others are deleted.
    """
    email = col(Contact.email)
    ours = [email.in_(emails), *(email.like(f"%@{one}") for one in hosts)]
    wanted = (
        select(Contact)
        .where(col(Contact.tenant) == tenant, col(Contact.added_by_call).is_not(None), or_(*ours))
        .order_by(col(Contact.id))
    )
    await forget(session, tenant, (await session.exec(wanted)).all(), now)


async def forget(
    session: AsyncSession, tenant: str, found: Sequence[Contact], now: datetime
) -> None:
    """Forget these contacts in the same way as `forget_guests`.

    Pass only contacts who were added from guest lists.
    """
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


async def add_or_update(
    session: AsyncSession,
    tenant: str,
    account_id: int,
    people: Mapping[str, Details],
    *,
    added_by_call: int | None = None,
) -> Sequence[Contact]:
    """Add or update contacts at an account, and return them.

    An empty role does not replace the role on file, and None does not replace the address on file.
    Only new contacts get `added_by_call`.
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
