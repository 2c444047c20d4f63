"""Find the contacts on a meeting's guest list, and put the other guests on file."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers import limits
from handlers.sources import titles
from handlers.sources.guest_names import is_named_after, person_name
from handlers.sources.records import Attendee
from storage import accounts, domains, mail, people
from storage.spelling import comparable
from storage.tables import Call, Contact

MAX_MATCHED = 100  # we look at no more than this many guests on a list


@dataclass(frozen=True)
class Guests:
    """The contacts on a guest list, and the guests who are neither contacts nor our people."""

    coming: Sequence[Contact]
    declined: Sequence[Contact]
    unmatched: tuple[Attendee, ...]


async def guests(session: AsyncSession, call: Call, listed: Sequence[Attendee]) -> Guests:
    """Find the guests who are contacts at the call's account, by address or else by name.

    Leave out our own people. We look only at the first `MAX_MATCHED` guests, and `coming` has at
    most `limits.PEOPLE` contacts. If we find a contact by name who has no address, the contact gets
    the address on the list. We don't store addresses at providers such as Gmail, whose domains
    people of many companies share.
    """
    on_file = (await accounts.contacts(session, [call.account_id])).get(call.account_id, [])
    by_email = {one.email: one for one in on_file if one.email}
    by_name = {comparable(one.name): one for one in on_file}
    coming: list[Contact] = []
    declined: list[Contact] = []
    unmatched: list[Attendee] = []
    for one in await _not_ours(session, call.tenant, listed):
        email = mail.normalised(one.email)
        contact = by_email.get(email or "") or by_name.get(comparable(person_name(one)))
        if contact is None:
            unmatched.append(one)
            continue
        if email and not mail.is_shared(mail.domain_of(email)):
            contact.email = contact.email or email
        (declined if one.declined else coming).append(contact)
    return Guests(coming[: limits.PEOPLE], declined, tuple(unmatched))


async def add_contacts(session: AsyncSession, call: Call, guests: Guests) -> Sequence[Contact]:
    """Put unmatched guests from the call's account on file there, and return them.

    Guests are from the account if their address is at one of the account's domains. If the account
    has no domain on file, guests are also from the account if their company has the account's whole
    name and is not at another account's domain. Somebody from acme-retail.example, or from acme.de
    if Acme has acme.com on file, is put on file at Acme only if a person says so (`add_guests`).
    New contacts get the name and the address on the list. Guests beyond `limits.PEOPLE` are left
    out.
    """
    coming = [
        (one, email)
        for one in guests.unmatched
        if not one.declined and (email := mail.normalised(one.email))
    ]
    hosts = {host for _, email in coming for host in mail.within(mail.domain_of(email))}
    if not hosts:
        return []
    owners = await domains.accounts_at(session, call.tenant, hosts)
    unknown = [one for _, one in coming if owners.keys().isdisjoint(_hosts(one))]
    alike = await _named_after(session, call, unknown) if unknown else set()
    people: dict[str, str] = {}
    for one, email in coming:
        owner = next((owners[host] for host in _hosts(email) if host in owners), None)
        if (name := person_name(one)) and (owner == call.account_id or email in alike):
            people.setdefault(name, email)
    room = max(0, limits.PEOPLE - len(guests.coming))
    return await accounts.add_contacts(session, call, dict(list(people.items())[:room]))


async def add_named(session: AsyncSession, call: Call, guest: Attendee) -> None:
    """Put a guest on file at the call's account because somebody said that the guest belongs there.

    We don't store an address at a provider such as Gmail.
    """
    email, name = mail.normalised(guest.email), person_name(guest)
    if email and name:
        kept = None if mail.is_shared(mail.domain_of(email)) else email
        added = await accounts.add_contacts(session, call, {name: kept})
        await accounts.change_attendees(session, call, add=added, remove=())


async def add_guests(session: AsyncSession, call: Call, listed: Sequence[Attendee]) -> None:
    """Put all guests of a call on file at its account, because somebody named this account.

    People from an agency and people with private addresses belong to the call too. We leave out
    guests who are on file at another account, or whose company is another account. We don't store
    private addresses.
    """
    found = await guests(session, call, listed)
    unmatched = [one for one in found.unmatched if not one.declined]
    emails = [email for one in unmatched if (email := mail.normalised(one.email))]
    hosts = {host for email in emails for host in _hosts(email)}
    owners = await domains.accounts_at(session, call.tenant, hosts) if hosts else {}
    known = await accounts.contacts_by_email(session, call.tenant, emails) if emails else ()
    elsewhere = {one.email for one in known}
    people: dict[str, str | None] = {}
    for one in unmatched:
        email, name = mail.normalised(one.email), person_name(one)
        if email and name and email not in elsewhere and owners.keys().isdisjoint(_hosts(email)):
            kept = None if mail.is_shared(mail.domain_of(email)) else email
            people.setdefault(name, kept)
    room = max(0, limits.PEOPLE - len(found.coming))
    added = await accounts.add_contacts(session, call, dict(list(people.items())[:room]))
    await accounts.change_attendees(session, call, add=added, remove=())


async def note_guests(session: AsyncSession, call: Call, listed: Sequence[Attendee]) -> None:
    """Record all guests of a call that is noted later, with its account's people and others."""
    found = await guests(session, call, listed)
    added = await add_contacts(session, call, found)
    await accounts.change_attendees(session, call, add=[*found.coming, *added], remove=())
    await add_guests(session, call, listed)


async def _named_after(
    session: AsyncSession, call: Call, addresses: Sequence[str]
) -> Collection[str]:
    """Return the addresses of companies with the account's name, such as "northwind.com".

    Return no address if the account has a domain on file, because other domains may then be other
    companies.
    """
    account = await accounts.by_id(session, call.tenant, call.account_id)
    if account is None or await domains.of_account(session, call.tenant, call.account_id):
        return ()
    name = titles.without_form(account.name_key)
    hosts = {one: mail.domain_of(one) for one in addresses}
    return {one for one, host in hosts.items() if is_named_after(name, host, whole_name=True)}


def _hosts(address: str) -> list[str]:
    return mail.within(mail.domain_of(address))


async def _not_ours(
    session: AsyncSession, tenant: str, listed: Sequence[Attendee]
) -> list[Attendee]:
    looked_at = listed[:MAX_MATCHED]
    emails = [email for one in looked_at if (email := mail.normalised(one.email))]
    ours = await people.emails_of(session, tenant, emails)
    return [one for one in looked_at if mail.normalised(one.email) not in ours]
