"""Remove erased people from the events of a calendar. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from handlers.sources.calendars.guest_names import person_name
from handlers.sources.calendars.titles import MAX_TITLE
from handlers.sources.erased_words import without_erased
from handlers.sources.records import Attendee, CalendarEvent
from storage import mail
from storage.choices import Former
from storage.customers.suppressed_names import Recognizer
from storage.rights.erasure.names import STAND_INS


def without(events: Iterable[CalendarEvent], former: Recognizer) -> Iterator[CalendarEvent]:
    """Yield the events with "A former contact" or "A former colleague" instead of erased guests.

    The address of a guest from outside keeps its domain, so that the meeting is still with the
    guest's company. Erased names in the title are replaced too. `former` takes a name or a
    normalised address. It returns "contact" or "colleague" if somebody with this name or address
    was erased, and None otherwise.
    """
    for event in events:
        erased = {one: who for one in event.attendees if (who := _who(one, former))}
        guests = tuple(
            _stand_in(one, erased[one], former) if one in erased else one for one in event.attendees
        )
        known = {person_name(one): who for one, who in erased.items()}
        title = without_erased(event.title, former, longest=MAX_TITLE, known=known)
        changed = guests != event.attendees or title != event.title
        yield replace(event, attendees=guests, title=title) if changed else event


def is_stand_in(guest: Attendee) -> bool:
    """Check whether a guest stands for somebody who was erased."""
    return guest.name in STAND_INS.values()


def _who(guest: Attendee, former: Recognizer) -> Former | None:
    return former(mail.normalised(guest.email) or "") or former(person_name(guest))


def _stand_in(guest: Attendee, who: Former, former: Recognizer) -> Attendee:
    """Return a stand-in for a guest who was erased.

    - If the address was a colleague's, the stand-in has no address, so that it does not count as a
      guest from outside.
    - For any other guest, the stand-in's address keeps the domain of the guest's company, so that
      the meeting is still with that account.

    If only the name was a colleague's, the stand-in keeps the domain, because the guest may be a
    customer with the same name.
    """
    address = mail.normalised(guest.email) or ""
    domain = "" if former(address) == "colleague" else mail.domain_of(address)
    email = f"former-{who}@{domain}" if domain and not mail.is_shared(domain) else ""
    return replace(guest, name=STAND_INS[who], email=email)
