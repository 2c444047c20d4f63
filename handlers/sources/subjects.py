"""What an answer about a meeting applies to: the key it is stored under. Pure.

The keys are the values of `MeetingAnswer.about`.

`theirs` are always the meeting's guests from outside.
"""

from collections.abc import Iterable

from handlers.sources.guest_list import addresses_of
from handlers.sources.records import Attendee, CalendarEvent
from storage import mail
from storage.choices import MeetingReason


def itself(event: CalendarEvent) -> list[str]:
    """What an answer about this meeting alone, and one about its series, is stored under."""
    series = [f"series:{event.series}"] if event.series else []
    return [f"meeting:{event.source_id}", *series]


def of_guest(address: str) -> list[str]:
    """What an answer about a guest, or else about their company, is stored under."""
    domains = mail.within(mail.domain_of(address))
    return [f"guest:{address}", *(f"domain:{domain}" for domain in domains)]


def of_account(account_id: int) -> str:
    """The key of a note that the person took back the answer that had added this account.

    While the note's `is_call` is False, the account's name in a title means nothing.
    """
    return f"account:{account_id}"


def every_subject(event: CalendarEvent) -> set[str]:
    """Everything that an answer about this meeting may be stored under."""
    guests = {subject for address in addresses_of(event) for subject in of_guest(address)}
    return {*itself(event), *guests}


def of_question(event: CalendarEvent, reason: MeetingReason, theirs: Iterable[Attendee]) -> str:
    """What the answer to a question about this meeting is stored under.

    That is its series; else the domain of the one company that comes, or the one private address;
    else the meeting alone. `reason` is why it is asked about.
    """
    addresses = _addresses(theirs)
    domains = {mail.domain_of(one) for one in addresses}
    companies = [domain for domain in domains if not mail.is_shared(domain)]
    if event.series:
        return f"series:{event.series}"
    if reason == "another company" and len(companies) == 1:
        return f"domain:{companies[0]}"
    if reason == "private address" and len(addresses) == 1:
        return f"guest:{addresses.pop()}"
    return f"meeting:{event.source_id}"


def of_correction(event: CalendarEvent, theirs: Iterable[Attendee]) -> str:
    """What a correction of the account of a meeting's call is stored under.

    That is the meeting's series; else the guest, if exactly one comes from outside; else the
    meeting alone.
    """
    addresses = _addresses(theirs)
    if event.series:
        return f"series:{event.series}"
    return f"guest:{addresses.pop()}" if len(addresses) == 1 else f"meeting:{event.source_id}"


def _addresses(theirs: Iterable[Attendee]) -> set[str]:
    return {email for one in theirs if (email := mail.normalised(one.email))}
