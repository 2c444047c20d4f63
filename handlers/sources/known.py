"""Reads what is on file by which `handlers/sources/sales_calls.py` judges meetings."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.playbook.schema import MeetingWords
from handlers.rhythm_settings import rhythm_of
from handlers.sources import guest_list, titles
from handlers.sources.records import CalendarEvent
from handlers.sources.sales_calls import Known
from handlers.sources.subjects import every_subject
from storage import accounts, domains, mail, meeting_answers, people
from storage.tables import MeetingAnswer, Person

AT_ONCE = 5_000  # values in one query; SQLite takes 32,766


@dataclass(frozen=True)
class MeetingRules:
    """What an organisation set: its mail domains, and the words of its playbook."""

    company_domains: frozenset[str]
    words: MeetingWords


async def known_about(
    session: AsyncSession, person: Person, events: Collection[CalendarEvent], rules: MeetingRules
) -> Known:
    """What is on file about these events of a person's calendar, for `sales_calls.judge`.

    The number of queries does not depend on the number of events, unless there are more than
    `AT_ONCE` values to look for.
    """
    tenant = person.tenant
    addresses = {one for event in events for one in guest_list.addresses_of(event)}
    hosts = {one for event in events for one in guest_list.domains_of(event)}
    said = {event.title for event in events}
    titled = {one for title in said for one in titles.possible_names(title)}
    subjects = {one for event in events for one in every_subject(event)}
    contacts: dict[str, frozenset[int]] = {}
    colleagues: set[str] = {person.email} if person.email else set()
    for some in _parts(addresses):
        for one in await accounts.contacts_by_email(session, tenant, some):
            if one.email:
                there = contacts.get(one.email, frozenset())
                contacts[one.email] = there | {one.account_id}
        colleagues |= await people.emails_of(session, tenant, some)
    companies: dict[str, int] = {}
    for some in _parts(hosts):
        companies |= await domains.accounts_at(session, tenant, some)
    found: dict[str, int] = {}
    for some in _parts(titled):
        named = await accounts.by_names(session, tenant, some)
        found |= {name: account.id for name, account in named.items()}
    answers: dict[str, MeetingAnswer] = {}
    for some in _parts(subjects):
        answers |= await meeting_answers.by_subject(session, person, some)
    return Known(
        words=rules.words,
        own_domains=rules.company_domains | _own_domain(person),
        colleagues=frozenset(colleagues),
        contacts=contacts,
        companies=companies,
        names=titles.by_name(found),
        answers=answers,
        private_meetings=rhythm_of(person).private_meetings,
    )


def _own_domain(person: Person) -> frozenset[str]:
    """The domain of the person's own address, unless people of many companies share it."""
    domain = mail.domain_of(person.email or "")
    return frozenset() if not domain or mail.is_shared(domain) else frozenset({domain})


def _parts(values: Iterable[str]) -> Iterator[Sequence[str]]:
    """The values in parts that fit into one query."""
    left = iter(values)
    while part := list(islice(left, AT_ONCE)):
        yield part
