"""Find out which guest in a calendar's meetings is the owner of the calendar. Pure.

Most sources name the owner. In an exported file, the owner is a guest like any other. But the owner
is in nearly every meeting, and meets people from several companies.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from handlers.sources.calendars import guest_list
from handlers.sources.records import CalendarEvent
from storage import mail

MEETINGS = 3  # how many meetings we need at least; a series counts as one meeting
NEARLY_ALL = 0.9  # the owner is on at least this share of the guest lists
# A frequent guest who meets this many companies is not a contact at any of them. A company whose
# people meet this many companies may be ours.
COMPANIES = 3
ASKED = 4  # we offer at most this many addresses to choose from


@dataclass(frozen=True)
class Owner:
    """The address of the calendar's owner, or "" if we are not sure.

    If we are not sure, `perhaps` has the addresses to choose from, likeliest first. If there are no
    such addresses, `perhaps` may have one mail domain, which may be our company's.
    """

    address: str = ""
    perhaps: tuple[str, ...] = ()


def owner_of(events: Iterable[CalendarEvent], accounts: Collection[str] = ()) -> Owner:
    """Find the owner of a calendar by the guest lists of its events.

    `accounts` are the mail domains of accounts. An address is the owner's if all of these are true:

    - The address is on nearly all guest lists.
    - On these lists are people from at least two other companies.
    - No other address is on more than half of the lists.
    - The address is not at a domain in `accounts`.
    """
    lists = [one for one in _lists(events) if one]
    if sum(len(one) > 1 for one in lists) < MEETINGS:
        return Owner()
    found = Counter(address for one in lists for address in one)
    ordered = sorted(found, key=lambda one: (-found[one], one))
    ours = [one for one in ordered if set(accounts).isdisjoint(mail.within(mail.domain_of(one)))]
    often = [one for one in ours if found[one] * 2 > len(lists)]
    if often and found[often[0]] >= NEARLY_ALL * len(lists):
        others = [one for one in ordered if one != often[0]]
        is_alone = not others or found[others[0]] * 2 <= len(lists)
        if is_alone and len(_companies_met(often[0], lists)) > 1:
            return Owner(often[0])
    return Owner(perhaps=tuple(often[:ASKED]) or _company_of(lists, accounts))


def everywhere(events: Iterable[CalendarEvent]) -> frozenset[str]:
    """Return the guests who are on most lists and meet at least `COMPANIES` other companies.

    These guests don't count as contacts of one account.
    """
    lists = [one for one in _lists(events) if one]
    found = Counter(address for one in lists for address in one)
    often = [one for one, n in found.items() if n >= MEETINGS and n * 2 > len(lists)]
    return frozenset(one for one in often if len(_companies_met(one, lists)) >= COMPANIES)


def without(events: Iterable[CalendarEvent], own: Collection[str]) -> tuple[CalendarEvent, ...]:
    """Return the events without the calendar's owner, who has the addresses `own`.

    If the owner declined an event, its state becomes "declined". If the owner organizes an event,
    `is_own` becomes true.
    """
    return tuple(_without(one, own) for one in events) if own else tuple(events)


def _without(event: CalendarEvent, own: Collection[str]) -> CalendarEvent:
    """Return an event without the owner among its guests.

    If the owner declined, the event counts as declined.
    """
    answers = [one for one in event.attendees if mail.normalised(one.email) in own]
    if not answers:
        return event
    others = tuple(one for one in event.attendees if one not in answers)
    declined = event.state == "on" and all(one.declined for one in answers)
    return replace(
        event,
        attendees=others,
        state="declined" if declined else event.state,
        is_own=event.is_own or any(one.organizes for one in answers),
    )


def _lists(events: Iterable[CalendarEvent]) -> Sequence[frozenset[str]]:
    """Return the guest lists. A series has one list, with the guests of all instances."""
    found: dict[str, set[str]] = defaultdict(set)
    for event in events:
        found[event.series or event.source_id] |= guest_list.addresses_of(event)
    return [frozenset(one) for one in found.values()]


def _company_of(lists: Sequence[frozenset[str]], accounts: Collection[str]) -> tuple[str, ...]:
    """Return the mail domain that is probably our company's.

    It is the domain whose people meet at least `COMPANIES` other companies, and which is not an
    account's. Return () if there is no such domain, or if there are several.
    """
    met: dict[str, set[str]] = defaultdict(set)
    for each in lists:
        for address in each:
            met[mail.company_of(address)] |= _companies_met(address, [each])
    many = [one for one in met if one and len(met[one]) >= COMPANIES and one not in accounts]
    return tuple(many) if len(many) == 1 else ()


def _companies_met(address: str, lists: Iterable[frozenset[str]]) -> set[str]:
    met = {mail.company_of(one) for each in lists if address in each for one in each}
    return met - {mail.company_of(address), ""}
