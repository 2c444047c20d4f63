"""Remember a person's own addresses. We find them in a calendar, or the person tells us."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.rhythm_settings import Rhythm, rhythm_of, save_rhythm
from handlers.sources.calendars import guest_list
from handlers.sources.calendars.owners import owner_of
from handlers.sources.records import CalendarRead
from storage import mail
from storage.customers import contacts, domains
from storage.tables import Person
from storage.workspace import people


def own_addresses(person: Person) -> frozenset[str]:
    """Return every address that we know to be the person's."""
    return rhythm_of(person).own_addresses | ({person.email} if person.email else set())


def own_domains(person: Person, company: Collection[str]) -> frozenset[str]:
    """Return the mail domains of our company, as far as we know them.

    `company` are the domains that the operator has set. The domain of `person.email` counts too. If
    `company` is empty, the person's other known addresses and domains also count. Domains that many
    companies share, such as gmail.com, don't count.
    """
    own = {person.email or ""} if company else own_addresses(person)
    found = {mail.domain_of(one) for one in own if one}
    if not company:
        found |= rhythm_of(person).own_domains
    return frozenset(company) | {one for one in found if not mail.is_shared(one)}


async def learn(
    session: AsyncSession, person: Person, found: CalendarRead, company: Collection[str]
) -> None:
    """Remember the owner's address after a calendar was read.

    `company` is as in `own_domains`. If `company` has domains, we remember only an address at one
    of them, or at a shared domain such as gmail.com. If `company` is empty and we are not sure
    which address is the owner's, remember which addresses or domain to ask the person about.

    This function locks the person. Call it before you lock the calendar, or in a transaction of its
    own.
    """
    known = own_addresses(person)
    told = {email for one in found.owners if (email := mail.normalised(one))}
    listed = {one for event in found.events for one in guest_list.addresses_of(event)}
    if told <= known and (told or known & listed):
        return
    hosts = {host for one in told or listed for host in mail.within(mail.domain_of(one))}
    theirs = await domains.accounts_at(session, person.tenant, hosts)
    if told:
        await _note(session, person, [one for one in told if _is_ours(one, company, theirs)])
        return
    owner = owner_of(found.events, theirs)
    if owner.address and _is_ours(owner.address, company, theirs):
        await _note(session, person, [owner.address])
    elif _is_to_be_asked(person, owner.perhaps, company):
        await _save(session, person, {"perhaps_own": owner.perhaps})


def _is_to_be_asked(person: Person, perhaps: Collection[str], company: Collection[str]) -> bool:
    if not perhaps or company or rhythm_of(person).asked_who:
        return False
    return own_domains(person, company).isdisjoint(perhaps)


async def note_said(
    session: AsyncSession,
    person: Person,
    address: str,
    company: Collection[str],
    now: datetime,
) -> None:
    """Note the address or mail domain that the person said is theirs, and call `forget_ours`.

    `address` is "" if we offered addresses and the person said that none is theirs. `now` is UTC.
    """
    if "@" in address:
        await _note(session, person, [address])
    elif address:
        own = rhythm_of(person).own_domains | {address}
        await _save(session, person, {"own_domains": own})
    await _save(session, person, {"asked_who": True, "perhaps_own": ()})
    await forget_ours(session, person, company, now)


async def forget_said(session: AsyncSession, person: Person, address: str) -> None:
    """Take back what `note_said` noted. Attune may then ask the person again.

    - If `address` is an address or a mail domain, forget that it is the person's, and offer it
      again.
    - If `address` is "", forget that the person said that no offered address is theirs.
    """
    rhythm = rhythm_of(person)
    changes: dict[str, object] = {
        "own_addresses": rhythm.own_addresses - {address},
        "own_domains": rhythm.own_domains - {address},
        "asked_who": False,
        "perhaps_own": (address,) if address else (),
    }
    await _save(session, person, changes)


async def forget_ours(
    session: AsyncSession, person: Person, company: Collection[str], now: datetime
) -> None:
    """Forget contacts from guest lists who turn out to be our own people. `now` is UTC."""
    await contacts.forget_guests(
        session, person.tenant, own_addresses(person), own_domains(person, company), now
    )


def _is_ours(address: str, company: Collection[str], theirs: Collection[str]) -> bool:
    hosts = mail.within(mail.domain_of(address))
    if company and hosts:
        return not set(company).isdisjoint(hosts)
    return set(theirs).isdisjoint(hosts)


async def _note(session: AsyncSession, person: Person, addresses: Collection[str]) -> None:
    if addresses:
        own = rhythm_of(person).own_addresses | set(addresses)
        await _save(session, person, {"own_addresses": own, "perhaps_own": ()})


async def _save(session: AsyncSession, person: Person, changes: dict[str, object]) -> None:
    await people.lock(session, person)
    before: Rhythm = rhythm_of(person)
    if before != (changed := before.changed(changes)):
        save_rhythm(person, changed)
    await session.flush()
