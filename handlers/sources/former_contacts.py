"""Leave people who were erased out of what a calendar says. Pure."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from handlers.coaching.erased_names import erased_in
from handlers.coaching.forgetting import forgetting
from handlers.sources.guest_names import person_name
from handlers.sources.records import Attendee, CalendarEvent
from handlers.sources.titles import MAX_TITLE
from storage import mail
from storage.rights.erasure.names import FORMER_CONTACT

_AT_WORK = "former-contact"  # replaces the part before the @ of an address at a company


def without(
    events: Iterable[CalendarEvent], is_erased: Callable[[str], bool]
) -> Iterator[CalendarEvent]:
    """Yield the events with "A former contact" in place of guests who were erased.

    The domain of a company's address stays, so that the meeting is still with the company. The name
    also goes from the title. `is_erased` says whether a name or a normalised address is of somebody
    who was erased.
    """
    for event in events:
        guests = tuple(
            _stand_in(one) if _is_one(one, is_erased) else one for one in event.attendees
        )
        title = _without_names(event, is_erased)
        changed = guests != event.attendees or title != event.title
        yield replace(event, attendees=guests, title=title) if changed else event


def is_stand_in(guest: Attendee) -> bool:
    """Check whether a guest stands for somebody who was erased."""
    return guest.name == FORMER_CONTACT


def _is_one(guest: Attendee, is_erased: Callable[[str], bool]) -> bool:
    return is_erased(mail.normalised(guest.email) or "") or is_erased(person_name(guest))


def _stand_in(guest: Attendee) -> Attendee:
    domain = mail.domain_of(mail.normalised(guest.email) or "")
    email = f"{_AT_WORK}@{domain}" if domain and not mail.is_shared(domain) else ""
    return replace(guest, name=FORMER_CONTACT, email=email)


def _without_names(event: CalendarEvent, is_erased: Callable[[str], bool]) -> str:
    erased = [person_name(one) for one in event.attendees if _is_one(one, is_erased)]
    title = event.title
    for name in dict.fromkeys((*erased, *erased_in(title[:MAX_TITLE], is_erased))):
        title = forgetting(name, None, FORMER_CONTACT.lower(), ())(title)
    return title
