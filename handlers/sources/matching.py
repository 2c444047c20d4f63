"""Finds the accounts and contacts on file that a calendar's event is about."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers import limits
from handlers.sources import titles
from handlers.sources.guest_names import person_name
from handlers.sources.records import Attendee, CalendarEvent
from storage import accounts, domains, mail, people
from storage.accounts import comparable
from storage.tables import Account, Call, Contact, Person

MAX_GUESTS = 100  # of a guest list that are looked at


@dataclass(frozen=True)
class Guests:
    """The contacts on a guest list, and those guests who are neither contacts nor our people."""

    coming: Sequence[Contact]
    declined: Sequence[Contact]
    unmatched: tuple[Attendee, ...]


async def accounts_of(
    session: AsyncSession, person: Person, event: CalendarEvent
) -> Sequence[Account]:
    """The accounts that a meeting is with, found by its guests' addresses or else by its title."""
    tenant = person.tenant
    theirs = await _theirs(session, person, event.attendees)
    emails = [email for one in theirs if (email := mail.normalised(one.email))]
    found = {one.account_id for one in await accounts.contacts_by_email(session, tenant, emails)}
    for domain in {mail.domain_of(email) for email in emails}:
        if account := await domains.account_at(session, tenant, domain):
            found.add(account.id)
    if found:
        return await accounts.by_ids(session, tenant, sorted(found))
    return await _named_in(session, tenant, event.title)


async def guests(session: AsyncSession, call: Call, listed: Sequence[Attendee]) -> Guests:
    """Find the contacts of a guest list at the call's account, by address or else by name.

    Our own people are left out. Only the first `MAX_GUESTS` guests are looked at, and `coming` has
    at most `limits.PEOPLE` contacts. A contact who is found by name and has no address gets the one
    from the list, unless that is at a provider such as Gmail, whose domain people of many companies
    share.
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
    """Put the unmatched guests who are coming on file at the call's account, and return them.

    They get the name and the address on the list, but no address that is at a provider such as
    Gmail. Guests without a readable address are left out, those whose domain is another account's,
    and those over `limits.PEOPLE`.
    """
    coming = [
        (one, email)
        for one in guests.unmatched
        if not one.declined and (email := mail.normalised(one.email))
    ]
    hosts = {host for _, email in coming for host in mail.within(mail.domain_of(email))}
    owners = await domains.accounts_at(session, call.tenant, hosts)
    people: dict[str, str | None] = {}
    for one, email in coming:
        name, host = person_name(one), mail.domain_of(email)
        elsewhere = {owners[part] for part in mail.within(host) if part in owners}
        if name and not elsewhere - {call.account_id}:
            people.setdefault(name, None if mail.is_shared(host) else email)
    room = max(0, limits.PEOPLE - len(guests.coming))
    return await accounts.add_contacts(session, call, dict(list(people.items())[:room]))


async def _theirs(
    session: AsyncSession, person: Person, listed: Sequence[Attendee]
) -> list[Attendee]:
    """The guests who are not known to be of our own company."""
    own = mail.domain_of(person.email) if person.email else ""
    ours = set() if mail.is_shared(own) else {own}
    return [
        one
        for one in await _not_ours(session, person.tenant, listed)
        if mail.domain_of(mail.normalised(one.email) or "") not in ours - {""}
    ]


async def _not_ours(
    session: AsyncSession, tenant: str, listed: Sequence[Attendee]
) -> list[Attendee]:
    """Those of the first `MAX_GUESTS` guests who are not among our people on file."""
    looked_at = listed[:MAX_GUESTS]
    emails = [email for one in looked_at if (email := mail.normalised(one.email))]
    ours = await people.emails_of(session, tenant, emails)
    return [one for one in looked_at if mail.normalised(one.email) not in ours]


async def _named_in(session: AsyncSession, tenant: str, title: str) -> Sequence[Account]:
    """The accounts whose whole names are in a title."""
    found = await accounts.by_names(session, tenant, titles.possible_names(title))
    names = titles.by_name({name: account.id for name, account in found.items()})
    ids = titles.named_in(title, names)
    return [account for account in found.values() if account.id in ids]
