"""Finds the contacts that are on a meeting's guest list, and puts the other guests on file."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers import limits
from handlers.sources.guest_names import person_name
from handlers.sources.records import Attendee
from storage import accounts, domains, mail, people
from storage.accounts import comparable
from storage.tables import Call, Contact

MAX_GUESTS = 100  # limit of guests on a list that are looked at


@dataclass(frozen=True)
class Guests:
    """The contacts on a guest list, and those guests who are neither contacts nor our people."""

    coming: Sequence[Contact]
    declined: Sequence[Contact]
    unmatched: tuple[Attendee, ...]


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
    Gmail. Left out are guests without a readable address, guests whose domain is another account's,
    and guests over `limits.PEOPLE`.
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


async def _not_ours(
    session: AsyncSession, tenant: str, listed: Sequence[Attendee]
) -> list[Attendee]:
    """Those of the first `MAX_GUESTS` guests who are not among our people on file."""
    looked_at = listed[:MAX_GUESTS]
    emails = [email for one in looked_at if (email := mail.normalised(one.email))]
    ours = await people.emails_of(session, tenant, emails)
    return [one for one in looked_at if mail.normalised(one.email) not in ours]
