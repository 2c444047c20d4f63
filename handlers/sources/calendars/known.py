"""Read from the database what `handlers.sources.calendars.sales_calls` needs to judge meetings."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.playbook.word_lists import MeetingWords
from handlers.rhythm_settings import rhythm_of
from handlers.sources.calendars import guest_list, titles
from handlers.sources.calendars.own_addresses import own_addresses, own_domains
from handlers.sources.calendars.sales_calls import Known
from handlers.sources.calendars.subjects import every_subject, of_account
from handlers.sources.records import CalendarEvent
from storage import mail
from storage.customers import accounts, contacts, domains
from storage.meetings import meeting_answers
from storage.tables import Contact, MeetingAnswer, Person
from storage.workspace import people

VALUES_PER_QUERY = 5_000  # a query has at most this many values; SQLite allows 32,766


@dataclass(frozen=True)
class MeetingRules:
    """An organisation's mail domains, and its playbook's words about meetings."""

    company_domains: frozenset[str]
    words: MeetingWords


async def known_about(
    session: AsyncSession,
    person: Person,
    events: Collection[CalendarEvent],
    rules: MeetingRules,
    *,
    everywhere: frozenset[str] = frozenset(),
) -> Known:
    """Return what is on file about these events of a person's calendar, for `sales_calls.judge`.

    `everywhere` are the addresses of guests who are on most guest lists of the whole calendar, as
    `owners.everywhere` returns them.
    """
    companies = await _companies(session, person.tenant, events)
    guests, colleagues = await _people_in(session, person, events)
    named = await _named_in_titles(session, person.tenant, events)
    answers = await _answers(session, person, events, named.values())
    elsewhere = [one for one in guests if not _is_at_account(one, companies)]
    with_domains = {one.account_id for one in elsewhere} | set(named.values())
    if with_domains:
        with_domains = await domains.accounts_with_any(session, person.tenant, with_domains)
    surely = [one for one in guests if _decides(one, companies, with_domains)]
    return Known(
        words=rules.words,
        own_domains=own_domains(person, rules.company_domains),
        colleagues=frozenset(colleagues),
        contacts=_accounts_of(surely),
        elsewhere=_accounts_of(one for one in elsewhere if one not in surely),
        everywhere=everywhere,
        companies=companies,
        names=titles.by_name(
            {name: one for name, one in named.items() if not _is_withdrawn(one, answers)}
        ),
        with_domains=frozenset(with_domains),
        answers=answers,
        private_meetings=rhythm_of(person).private_meetings,
    )


async def _companies(
    session: AsyncSession, tenant: str, events: Collection[CalendarEvent]
) -> dict[str, int]:
    """Return the accounts at the guests' mail domains, by domain."""
    found: dict[str, int] = {}
    for some in _parts({one for event in events for one in guest_list.domains_of(event)}):
        found |= await domains.accounts_at(session, tenant, some)
    return found


async def _people_in(
    session: AsyncSession, person: Person, events: Collection[CalendarEvent]
) -> tuple[list[Contact], set[str]]:
    """Return the contacts among the guests, and the addresses of the person and of colleagues."""
    found: list[Contact] = []
    colleagues = set(own_addresses(person))
    for some in _parts({one for event in events for one in guest_list.addresses_of(event)}):
        found += await contacts.by_email(session, person.tenant, some)
        colleagues |= await people.emails_of_people(session, person.tenant, some)
    return found, colleagues


async def _named_in_titles(
    session: AsyncSession, tenant: str, events: Collection[CalendarEvent]
) -> dict[str, int]:
    """Return the accounts that the meetings' titles may name, by name."""
    said = {event.title for event in events}
    found: dict[str, int] = {}
    for some in _parts({one for title in said for one in titles.possible_names(title)}):
        named = await accounts.by_names(session, tenant, some)
        found |= {name: account.id for name, account in named.items()}
    return found


async def _answers(
    session: AsyncSession,
    person: Person,
    events: Collection[CalendarEvent],
    named: Iterable[int],
) -> dict[str, MeetingAnswer]:
    """Return the person's answers about these meetings and accounts, by `MeetingAnswer.about`."""
    subjects = {one for event in events for one in every_subject(event)}
    subjects |= {of_account(one) for one in named}
    found: dict[str, MeetingAnswer] = {}
    for some in _parts(subjects):
        found |= await meeting_answers.by_subject(session, person, some)
    return found


def _is_withdrawn(account_id: int, answers: Mapping[str, MeetingAnswer]) -> bool:
    """Check whether this account was added for the person, and the person has undone that."""
    said = answers.get(of_account(account_id))
    return said is not None and not said.is_call


def _is_at_account(contact: Contact, companies: Mapping[str, int]) -> bool:
    return contact.account_id == _company(contact, companies)


def _decides(contact: Contact, companies: Mapping[str, int], with_domains: Collection[int]) -> bool:
    """Check whether a meeting with this contact is a call with the contact's account.

    The first of these that is true decides:

    - The contact's address is at the account's domain: yes.
    - The address is at another account's domain: no.
    - The contact came from a guest list: no.
    - The account has no domain on file: yes.
    - The address is at a shared domain such as gmail.com: yes. At any other domain: no.
    """
    if _is_at_account(contact, companies):
        return True
    if contact.added_by_call is not None or _company(contact, companies) is not None:
        return False
    is_private = mail.is_shared(mail.domain_of(contact.email or ""))
    return is_private or contact.account_id not in with_domains


def _company(contact: Contact, companies: Mapping[str, int]) -> int | None:
    hosts = mail.within(mail.domain_of(contact.email or ""))
    return next((companies[one] for one in hosts if one in companies), None)


def _accounts_of(people: Iterable[Contact]) -> Mapping[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for one in people:
        found.setdefault(one.email or "", set()).add(one.account_id)
    return {address: frozenset(ids) for address, ids in found.items()}


def _parts(values: Iterable[str]) -> Iterator[Sequence[str]]:
    left = iter(values)
    while part := list(islice(left, VALUES_PER_QUERY)):
        yield part
