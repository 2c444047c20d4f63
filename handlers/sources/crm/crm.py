"""Take in accounts from a CRM, with their domains and contacts."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers import limits
from handlers.sources.records import CrmAccount, CrmContact
from storage import mail
from storage.customers import accounts, contacts, domains
from storage.spelling import comparable, tidy
from storage.tables import Account, Contact
from storage.text import storable

MAX_CONTACTS = 200  # we read at most this many contacts of one account


async def take_in(
    session: AsyncSession, tenant: str, record: CrmAccount, now: datetime
) -> Account | None:
    """Fill in the account that a CRM record is about. If it is not on file, add it.

    We find the account by the record's domains or name. If the account is on file, do this:

    - Fill in empty fields. A field that has a value keeps it.
    - Set the contacts' CRM ids.
    - Add missing domains and contacts.

    We ignore domains that many companies share, such as gmail.com.

    Return None if the record has no name and no account has one of its domains.
    """
    name = _line(record.name, "account")
    account = await _on_file(session, tenant, name, _own_domains(record))
    if account is None:
        if not comparable(name):
            return None
        account = await accounts.add(session, tenant, name, now)
        account.stage = record.stage or account.stage
    await fill_in(session, account, record)
    return account


async def fill_in(session: AsyncSession, account: Account, record: CrmAccount) -> None:
    """Fill in the empty fields of an account, and add missing domains and contacts."""
    account.industry = account.industry or _line(record.industry, "industry")
    there = await domains.of_account(session, account.tenant, account.id)
    new = [domain for domain in dict.fromkeys(_own_domains(record)) if domain not in there]
    for domain in new[: max(0, limits.DOMAINS - len(there))]:
        await domains.add(session, account, domain)
    on_file = (await contacts.by_accounts(session, [account.id])).get(account.id, [])
    for one in record.contacts[:MAX_CONTACTS]:
        _take_in_contact(session, account, on_file, one)
    await session.flush()


def _own_domains(record: CrmAccount) -> list[str]:
    known = [domain for one in record.domains if (domain := mail.domain_in(one))]
    return [domain for domain in known if not mail.is_shared(domain)]


async def _on_file(
    session: AsyncSession, tenant: str, name: str, owned: list[str]
) -> Account | None:
    for domain in owned:
        if account := await domains.account_at(session, tenant, domain):
            return account
    return await accounts.by_name(session, tenant, name)


def _take_in_contact(
    session: AsyncSession, account: Account, on_file: list[Contact], record: CrmContact
) -> None:
    """Fill in the empty fields of the contact that a record is about, and set the contact's CRM id.

    If the contact is not in `on_file`, add the contact to `on_file` and to the session.
    """
    email, name = mail.normalised(record.email), _line(record.name, "account")
    if not comparable(name):
        return
    same = [one for one in on_file if email and one.email == email]
    same += [one for one in on_file if comparable(one.name) == comparable(name)]
    if not same:
        contact = Contact(tenant=account.tenant, account_id=account.id, name=name)
        session.add(contact)
        on_file.append(contact)
        same = [contact]
    same[0].role = same[0].role or _line(record.role, "persona")
    same[0].email = same[0].email or email
    same[0].crm_id = record.crm_id or same[0].crm_id


def _line(text: str, input_id: str) -> str:
    """Return the text on one line, cut to the limit of the input with this id."""
    return tidy(storable(" ".join(text.split())[: limits.of_input(input_id)]))
