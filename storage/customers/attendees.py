"""Query and change which contacts come to a call."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from sqlalchemy import bindparam, case, delete, exists, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from storage import mail
from storage.customers import contacts
from storage.spelling import comparable
from storage.sql.built_once import built_once
from storage.sql.groups import grouped
from storage.sql.unique import insert_all
from storage.tables import AccountDomain, Call, CallContact, Contact

NO_EMAILS: Mapping[str, str] = MappingProxyType({})
# These two conditions are built only once, because building them is slow.
_AT_ACCOUNT = exists().where(
    col(AccountDomain.account_id) == col(Contact.account_id),
    or_(*(col(Contact.email).endswith(mark + col(AccountDomain.domain)) for mark in ("@", "."))),
)
_IS_OUTSIDER = case((col(Contact.email).is_(None) | _AT_ACCOUNT, 0), else_=1)


async def of_calls(session: AsyncSession, call_ids: Collection[int]) -> dict[int, list[Contact]]:
    """Return the contacts who are coming to each call, by call id.

    In each list, contacts with an address outside the account's domains, such as consultants, come
    last. The caller must check the tenant.
    """
    values = {"calls": [*call_ids]}
    return grouped((await session.exec(_coming(), params=values)).all())


@built_once
def _coming() -> Select[int, Contact]:
    """Select a row for each contact who is coming to a call: the call's id, and the contact."""
    return (
        select(CallContact.call_id, Contact)
        .join(Contact, col(CallContact.contact_id) == col(Contact.id))
        .where(col(CallContact.call_id).in_(bindparam("calls")))
        .order_by(_IS_OUTSIDER, col(Contact.id))
    )


async def calls_with(session: AsyncSession, contact: Contact) -> Sequence[Call]:
    """Return the calls that a contact came to or is coming to."""
    wanted = (
        select(Call)
        .join(CallContact, col(CallContact.call_id) == col(Call.id))
        .where(col(CallContact.tenant) == contact.tenant, col(CallContact.contact_id) == contact.id)
    )
    return (await session.exec(wanted)).all()


async def replace(
    session: AsyncSession,
    call: Call,
    people: Mapping[str, str],
    emails: Mapping[str, str] = NO_EMAILS,
) -> None:
    """Replace the contacts who are coming to a call, and update their roles and addresses.

    `people` maps names to roles, and `emails` maps names to addresses. If a role is empty or an
    address is missing, the contact keeps the role or address on file. Create a contact for each
    name that no contact at the account has. `comparable` decides which names are the same.
    """
    before = (col(CallContact.tenant) == call.tenant, col(CallContact.call_id) == call.id)
    await session.exec(delete(CallContact).where(*before))
    if not people:
        return
    there = (await contacts.by_accounts(session, [call.account_id])).get(call.account_id, ())
    on_file = {comparable(one.name): one.name for one in there}
    rows: dict[str, contacts.Details] = {}
    for name, role in people.items():
        same = on_file.setdefault(comparable(name), name)
        before_role, before_email = rows.get(same, ("", None))
        rows[same] = role or before_role, mail.normalised(emails.get(name, "")) or before_email
    known = await contacts.add_or_update(session, call.tenant, call.account_id, rows)
    links = [CallContact(tenant=call.tenant, call_id=call.id, contact_id=one.id) for one in known]
    await insert_all(session, links)


async def add(session: AsyncSession, call: Call, contact_id: int) -> Contact | None:
    """Record that a contact is coming to a call, and return the contact.

    Return None, and record nothing, if the contact is not at the call's account or was erased.
    """
    wanted = select(Contact).where(
        col(Contact.tenant) == call.tenant,
        col(Contact.id) == contact_id,
        col(Contact.account_id) == call.account_id,
        contacts.KNOWN,
    )
    contact = (await session.exec(wanted)).first()
    if contact is None:
        return None
    await session.merge(CallContact(tenant=call.tenant, call_id=call.id, contact_id=contact_id))
    await session.flush()
    return contact


async def change(
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
