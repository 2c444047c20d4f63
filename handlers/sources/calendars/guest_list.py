"""Return the people on a meeting's guest list, with their addresses. Pure."""

from typing import NamedTuple

from handlers.sources.records import Attendee, CalendarEvent
from storage import mail

MAX_LISTED = 100


class Guest(NamedTuple):
    """A person on a guest list."""

    attendee: Attendee
    address: str  # normalised, or "" if the list has no valid address


def guests_of(event: CalendarEvent) -> list[Guest]:
    """Return the people among the first `MAX_LISTED` guests, without rooms and bots."""
    listed = (Guest(one, mail.normalised(one.email) or "") for one in event.attendees[:MAX_LISTED])
    return [one for one in listed if not mail.is_nobody(one.address)]


def domains_of(event: CalendarEvent) -> set[str]:
    """Return the guests' domains and parent domains, without shared ones such as gmail.com."""
    addresses = addresses_of(event)
    return {domain for one in addresses for domain in mail.within(mail.domain_of(one))}


def addresses_of(event: CalendarEvent) -> set[str]:
    """Return the addresses of a meeting's guests."""
    return {one.address for one in guests_of(event) if one.address}
