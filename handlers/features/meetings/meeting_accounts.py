"""Offer and add accounts for meetings."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple

from handlers.coaching.text.words import shortened
from handlers.features import asker_calls
from handlers.features.customers import which_account
from handlers.registry import Refusal, Turn
from handlers.sources.calendars import kept_events
from handlers.sources.calendars.guest_list import addresses_of
from handlers.sources.calendars.guest_names import (
    account_name,
    company_name,
    is_in_title,
    is_of_person,
    private_account_name,
)
from handlers.sources.calendars.title_names import name_in
from handlers.sources.records import Attendee, CalendarEvent
from storage import mail
from storage.customers import accounts, domains
from storage.meetings import seen_meetings
from storage.spelling import comparable
from storage.tables import Account

OFFERED = 6
CALLS_LOOKED_AT = 50
# We offer the accounts of calls that begin at most this long before or after now.
CALLS_AROUND = timedelta(days=14)
MAX_OFFERED = 75  # characters; not every platform can offer a longer name as a choice


async def account_for(
    turn: Turn, event: CalendarEvent, theirs: Iterable[Attendee], company: str = ""
) -> Account:
    """Return the account for a meeting. If the account is not on file, add it.

    - If a guest has a company's mail domain, return the account with this domain. If no account has
      the domain, give it to the account with the company's name.
    - If no guest has such a domain, return the account that is named after a guest or the title.

    If the guests are from several companies, `company` is the mail domain of the right one. If
    `company` is "", choose the company that is likeliest.

    Raises Refusal if neither the guests nor the title give a name.
    """
    guests = [(one, email) for one in theirs if (email := mail.normalised(one.email))]
    hosts = [mail.domain_of(email) for _, email in guests]
    chosen = [mail.domain_of(one) for _, one in guests if company == mail.company_of(one)]
    hosts = (chosen if company else []) or hosts
    domains_there = list(dict.fromkeys(one for one in hosts if not mail.is_shared(one)))
    if domains_there:
        domain = await _most_likely(turn, event, domains_there)
        return await _at_domain(turn, domain, company_name(domain, event.title))
    said = name_in(event.title, turn.playbook.meetings)
    named = (private_account_name(one, said, event.title) for one, _ in guests)
    name = next(named, "") or said or event.title
    name = shortened(name)
    if not comparable(name):
        raise Refusal(
            "This meeting does not say who it is with. Plan the call with /prep and the account's "
            "name."
        )
    return await accounts.add(turn.session, turn.person.tenant, name, turn.now)


async def _at_domain(turn: Turn, domain: str, name: str) -> Account:
    """Return the account with this mail domain.

    If no account has the domain, give it to the account called `name`. If this account is not on
    file, add it.
    """
    tenant = turn.person.tenant
    known = await domains.accounts_at(turn.session, tenant, [domain])
    if domain in known:
        (account,) = await accounts.by_ids(turn.session, tenant, [known[domain]])
        return account
    account = await accounts.add(turn.session, tenant, name, turn.now)
    return await domains.add(turn.session, account, domain)


def all_private(theirs: Iterable[Attendee]) -> bool:
    """Check whether several guests come, all with private addresses."""
    addresses = {email for one in theirs if (email := mail.normalised(one.email))}
    return len(addresses) > 1 and all(mail.is_shared(mail.domain_of(one)) for one in addresses)


class AccountChoice(NamedTuple):
    """An account that a meeting may be with. `domain` is its mail domain, or "" if unknown."""

    name: str
    domain: str = ""


async def candidates(
    turn: Turn, event: CalendarEvent, theirs: Sequence[Attendee]
) -> Sequence[AccountChoice]:
    """Return the accounts that a meeting may be with, likeliest first.

    `theirs` are the guests from outside. The order is:

    - the guests' companies
    - the name in the title
    - accounts on file with names similar to those above
    - the guests' own names, if no guest has a company
    - the accounts of the person's recent and upcoming calls
    """
    tenant = turn.person.tenant
    emails = [email for one in theirs if (email := mail.normalised(one.email))]
    companies = [one for one in dict.fromkeys(map(mail.company_of, emails)) if one]
    found: list[AccountChoice] = []
    for company in companies[:OFFERED]:
        account = await domains.account_at(turn.session, tenant, company)
        name = account.name if account else company_name(company, event.title)
        found.append(AccountChoice(name, mail.readable(company)))
    said = name_in(event.title, turn.playbook.meetings)
    if said and not is_of_person(said, theirs):
        on_file = await which_account.on_file(turn, said)
        found.append(AccountChoice(on_file.name if on_file else said))
    for one in tuple(found):
        found += [AccountChoice(near.name) for near in await which_account.near(turn, one.name)]
    if not companies:
        found += [AccountChoice(name) for guest in theirs if (name := account_name(guest))]
    lately = await asker_calls.planned(
        turn, since=turn.now - CALLS_AROUND, until=turn.now + CALLS_AROUND, limit=CALLS_LOOKED_AT
    )
    found += [AccountChoice(seated.account.name) for seated in lately]
    by_key = {comparable(one.name): one for one in reversed(found) if len(one.name) <= MAX_OFFERED}
    return [one for one in dict.fromkeys(found) if one in by_key.values()][:OFFERED]


async def add_domain(turn: Turn, account: Account, theirs: Iterable[Attendee]) -> None:
    """Give the account the guests' mail domain, if their addresses belong to only one company."""
    companies = {mail.company_of(mail.normalised(one.email) or "") for one in theirs} - {""}
    if len(companies) == 1:
        await domains.add(turn.session, account, companies.pop())


async def _most_likely(turn: Turn, event: CalendarEvent, hosts: Sequence[str]) -> str:
    """Return the mail domain of the company that a meeting is most likely with.

    Prefer a domain whose name is in the title. If several or none are in the title, prefer the
    domain whose people come to the fewest other meetings.
    """
    if len(hosts) == 1:
        return hosts[0]
    kept = await seen_meetings.with_event(turn.session, turn.person, since=turn.now)
    there = Counter(
        host
        for one in kept
        for host in {mail.domain_of(a) for a in addresses_of(kept_events.from_text(one.event))}
    )
    return min(hosts, key=lambda one: (not is_in_title(one, event.title), there[one]))
