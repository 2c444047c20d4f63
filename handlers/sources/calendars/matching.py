"""Find the contacts on a meeting's guest list, and put the other guests on file."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers import limits
from handlers.sources.calendars import full_names, titles
from handlers.sources.calendars.full_names import is_short
from handlers.sources.calendars.guest_names import is_named_after, person_name
from handlers.sources.records import Attendee
from storage import mail
from storage.customers import accounts, attendees, contacts, domains, suppressed_names
from storage.rights.erasure.names import STAND_INS
from storage.spelling import comparable
from storage.tables import Call, Contact
from storage.workspace import people

MAX_MATCHED = 100  # we look at only this many guests of a list


@dataclass(frozen=True)
class Guests:
    """The contacts on a guest list, and the guests who are neither contacts nor our people."""

    coming: Sequence[Contact]
    declined: Sequence[Contact]
    unmatched: tuple[Attendee, ...]


async def guests(session: AsyncSession, call: Call, listed: Sequence[Attendee]) -> Guests:
    """Find the guests who are contacts at the call's account: first by address, then by name.

    Leave out our own people. `coming` has at most `limits.PEOPLE` contacts. If a contact found by
    name has no address on file, store the address that the list gives, unless its domain is shared,
    such as gmail.com.
    """
    on_file = (await contacts.by_accounts(session, [call.account_id])).get(call.account_id, [])
    ours_left_out = await _not_ours(session, call.tenant, listed)
    await _learn_names(session, call, on_file, ours_left_out)
    by_email = {one.email: one for one in on_file if one.email}
    by_name = {comparable(one.name): one for one in on_file}
    coming: list[Contact] = []
    declined: list[Contact] = []
    unmatched: list[Attendee] = []
    for one in ours_left_out:
        email = mail.normalised(one.email)
        contact = by_email.get(email or "") or by_name.get(comparable(person_name(one)))
        if contact is None:
            unmatched.append(one)
            continue
        if email and not mail.is_shared(mail.domain_of(email)):
            contact.email = contact.email or email
        (declined if one.declined else coming).append(contact)
    return Guests(coming[: limits.PEOPLE], declined, tuple(unmatched))


async def _learn_names(
    session: AsyncSession, call: Call, on_file: Sequence[Contact], listed: Sequence[Attendee]
) -> None:
    """If a contact is on file as "J. Peters", take the full name from the guest list.

    The guest must have the contact's address. If the contact has no address on file, the guest's
    address must be at the account's domain.
    """
    short = [one for one in on_file if is_short(one.name)]
    if not short:
        return
    hosts = set(await domains.of_account(session, call.tenant, call.account_id))
    for contact in short:
        names = [
            person_name(one)
            for one in listed
            if (email := mail.normalised(one.email))
            and (contact.email == email if contact.email else not hosts.isdisjoint(_hosts(email)))
        ]
        await full_names.learn(session, call.tenant, on_file, names)


async def add_contacts(session: AsyncSession, call: Call, guests: Guests) -> Sequence[Contact]:
    """Add guests from the call's account as contacts, unless they declined, and return them.

    A guest is from the account if their address is at one of the account's domains. If the account
    has no domain on file, a guest is from the account if their mail domain is the account's full
    name ("northwind.com") and belongs to no other account. Guests beyond `limits.PEOPLE` are left
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
    return await _put_on_file(session, call, dict(list(people.items())[:room]))


async def add_named(session: AsyncSession, call: Call, guest: Attendee) -> None:
    """Add a guest to a call, and make the guest a contact at the call's account.

    Call this after a person has said that meetings with this guest are calls.
    Addresses at shared domains, such as gmail.com, are not stored.
    """
    email, name = mail.normalised(guest.email), person_name(guest)
    if email and name:
        kept = None if mail.is_shared(mail.domain_of(email)) else email
        added = await _put_on_file(session, call, {name: kept})
        await attendees.change(session, call, add=added, remove=())


async def add_guests(session: AsyncSession, call: Call, listed: Sequence[Attendee]) -> None:
    """Add the guests of a call as contacts at its account, even if their mail domains are unknown.

    Call this only after a person has said that the call is with this account. Guests from an
    agency, for example, then become contacts too. Addresses at shared domains, such as gmail.com,
    are not stored.

    Leave out a guest:

    - if they declined
    - if they are on file at another account
    - if their mail domain belongs to an account (`add_contacts` adds the guests at the domains of
      the call's account)
    """
    found = await guests(session, call, listed)
    unmatched = [one for one in found.unmatched if not one.declined]
    emails = [email for one in unmatched if (email := mail.normalised(one.email))]
    hosts = {host for email in emails for host in _hosts(email)}
    owners = await domains.accounts_at(session, call.tenant, hosts) if hosts else {}
    known = await contacts.by_email(session, call.tenant, emails) if emails else ()
    elsewhere = {one.email for one in known}
    people: dict[str, str | None] = {}
    for one in unmatched:
        email, name = mail.normalised(one.email), person_name(one)
        if email and name and email not in elsewhere and owners.keys().isdisjoint(_hosts(email)):
            kept = None if mail.is_shared(mail.domain_of(email)) else email
            people.setdefault(name, kept)
    room = max(0, limits.PEOPLE - len(found.coming))
    added = await _put_on_file(session, call, dict(list(people.items())[:room]))
    await attendees.change(session, call, add=added, remove=())


async def note_guests(session: AsyncSession, call: Call, listed: Sequence[Attendee]) -> None:
    """Add the guests on a list to a call that was put on file after it took place.

    `add_contacts` and `add_guests` say which guests are left out.
    """
    found = await guests(session, call, listed)
    added = await add_contacts(session, call, found)
    await attendees.change(session, call, add=[*found.coming, *added], remove=())
    await add_guests(session, call, listed)


async def _put_on_file(
    session: AsyncSession, call: Call, people: Mapping[str, str | None]
) -> Sequence[Contact]:
    """Add guests as contacts, without those who were erased. `people` maps names to addresses."""
    known = [one for name, email in people.items() for one in (name, email) if one]
    erased = await suppressed_names.among(session, call.tenant, known)
    left = {
        name: email
        for name, email in people.items()
        if name not in STAND_INS.values() and erased.isdisjoint((name, email or ""))
    }
    return await contacts.add_guests(session, call, left)


async def _named_after(
    session: AsyncSession, call: Call, addresses: Sequence[str]
) -> Collection[str]:
    """Return the addresses at domains with the account's name, such as "northwind.com".

    If the account has a domain on file, the result is empty, because other domains may belong to
    other companies.
    """
    account = await accounts.by_id(session, call.tenant, call.account_id)
    if account is None or await domains.of_account(session, call.tenant, call.account_id):
        return ()
    name = titles.without_form(account.name_key)
    hosts = {one: mail.domain_of(one) for one in addresses}
    return {one for one, host in hosts.items() if is_named_after(name, host, full_name=True)}


def _hosts(address: str) -> list[str]:
    return mail.within(mail.domain_of(address))


async def _not_ours(
    session: AsyncSession, tenant: str, listed: Sequence[Attendee]
) -> list[Attendee]:
    looked_at = listed[:MAX_MATCHED]
    emails = [email for one in looked_at if (email := mail.normalised(one.email))]
    ours = await people.emails_of_people(session, tenant, emails)
    return [one for one in looked_at if mail.normalised(one.email) not in ours]
